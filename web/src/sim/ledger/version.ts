/**
 * The version of a key: the place in the chain of the transaction that wrote it last.
 *
 * @fabric core/ledger/internal/version
 */
import { create } from '@bufbuild/protobuf';
import { type Version as WireVersion, VersionSchema } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';

/** `txNum` is the index of the transaction in block `blockNum`, both from 0. */
export interface Version {
  readonly blockNum: number;
  readonly txNum: number;
}

/** Whether both are absent or name the same transaction. */
export function sameVersion(a: Version | undefined, b: Version | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.blockNum === b.blockNum && a.txNum === b.txNum;
}

/** As Fabric prints a version in its errors. */
export function versionText(version: Version | undefined): string {
  return version ? `{BlockNum: ${version.blockNum}, TxNum: ${version.txNum}}` : '<nil>';
}

export function toWireVersion(version: Version): WireVersion {
  return create(VersionSchema, { blockNum: BigInt(version.blockNum), txNum: BigInt(version.txNum) });
}

export function fromWireVersion(wire: WireVersion | undefined): Version | undefined {
  return wire && { blockNum: Number(wire.blockNum), txNum: Number(wire.txNum) };
}

/** Bytes that sort as versions do: each number as its length in bytes, then its significant bytes, big-endian. */
export function versionBytes(version: Version): Uint8Array {
  return Uint8Array.from([...orderPreserving(version.blockNum), ...orderPreserving(version.txNum)]);
}

/** The version of which {@link versionBytes} made these bytes. */
export function versionOfBytes(bytes: Uint8Array): Version {
  const length = bytes[0] ?? 0;
  const number = (from: number): number =>
    bytes.slice(from + 1, from + 1 + (bytes[from] ?? 0)).reduce((sum, byte) => sum * 256 + byte, 0);
  return { blockNum: number(0), txNum: number(length + 1) };
}

function orderPreserving(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [bytes.length, ...bytes];
}
