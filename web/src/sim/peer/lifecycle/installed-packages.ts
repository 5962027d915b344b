/**
 * The chaincode packages on one peer, and which definitions of its channels run them.
 *
 * @fabric core/chaincode/lifecycle/lifecycle.go (InstallChaincode), core/chaincode/persistence/persistence.go
 * @simplified A package is built when its chaincode starts, not when it is installed.
 */
import { sha256 } from '../../crypto/sha256.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { StateDb } from '../../ledger/state-db.ts';
import { hex } from '../../wire/bytes.ts';
import { chaincodeDefinitions } from './definitions.ts';
import { runnablePackage } from './endorsement-info.ts';

export interface InstalledPackage {
  /** `label:` and the SHA-256 of the package in hexadecimal. */
  readonly packageId: string;
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** A channel the peer is on, and its committed state. */
export interface ChannelState {
  readonly channelId: string;
  readonly state: StateDb;
}

/** Reads the label of a package; the error is Fabric's text. */
export type PackageParser = (bytes: Uint8Array) => Result<{ readonly label: string }, string>;

export const packageIdOf = (label: string, bytes: Uint8Array): string => `${label}:${hex(sha256(bytes))}`;

/** The package to keep; the error is Fabric's text. */
export function installPackage(
  bytes: Uint8Array,
  installed: Iterable<InstalledPackage>,
  parse: PackageParser,
): Result<InstalledPackage, string> {
  const parsed = parse(bytes);
  if (!parsed.ok) return { ok: false, error: `could not parse as a chaincode install package: ${parsed.error}` };
  const { label } = parsed.value;
  const packageId = packageIdOf(label, bytes);
  for (const existing of installed)
    if (existing.packageId === packageId)
      return { ok: false, error: `chaincode already successfully installed (package ID '${packageId}')` };
  return ok({ packageId, label, bytes });
}

export interface ChaincodeReference {
  readonly name: string;
  readonly version: string;
}

/** The definitions that run `packageId` on this peer, by channel; channels without any are left out. */
export function packageReferences(
  packageId: string,
  mspId: string,
  channels: Iterable<ChannelState>,
): Readonly<Record<string, readonly ChaincodeReference[]>> {
  const references: Record<string, readonly ChaincodeReference[]> = {};
  for (const { channelId, state } of channels) {
    const used = chaincodeDefinitions(state)
      .filter((definition) => runnablePackage(state, mspId, definition.name, definition, [packageId]) !== undefined)
      .map(({ name, version }) => ({ name, version }));
    if (used.length > 0) references[channelId] = used;
  }
  return references;
}
