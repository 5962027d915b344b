/**
 * Tar archives of regular files, as Go's archive/tar writes them: USTAR, zero times, fixed owner.
 *
 * @simplified names up to 256 bytes and files up to 8 GiB; reading knows USTAR, GNU and PAX names.
 */
import { type Decoded, decoded, undecodable } from '../wire/decode.ts';
import { concatBytes, fromUtf8, utf8 } from '../wire/bytes.ts';

export interface TarEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
  /** `0` is a regular file. */
  readonly type: string;
}

export interface TarOwner {
  readonly uid: number;
  readonly gid: number;
}

const BLOCK = 512;
const NAME = 100;
const CHECKSUM = 148;

const padded = (length: number): number => Math.ceil(length / BLOCK) * BLOCK;

function octal(header: Uint8Array, value: number, at: number, width: number): void {
  header.set(utf8(value.toString(8).padStart(width - 1, '0')), at);
}

function checksum(header: Uint8Array): number {
  let sum = 0;
  for (const [i, byte] of header.entries()) sum += i >= CHECKSUM && i < CHECKSUM + 8 ? 0x20 : byte;
  return sum;
}

/** Where a long name is cut into prefix and name; 0 when it is short. */
function cut(name: Uint8Array): number {
  if (name.length <= NAME) return 0;
  const slash = name.indexOf(0x2f, name.length - NAME - 1);
  return slash > 0 && slash <= 155 ? slash : -1;
}

/** @returns undefined when the name does not fit. */
export function tarHeader(name: string, size: number, mode: number, owner: TarOwner): Uint8Array | undefined {
  const header = new Uint8Array(BLOCK);
  const bytes = utf8(name);
  const at = cut(bytes);
  if (at < 0) return undefined;
  header.set(at === 0 ? bytes : bytes.subarray(at + 1), 0);
  if (at > 0) header.set(bytes.subarray(0, at), 345);
  octal(header, mode, 100, 8);
  octal(header, owner.uid, 108, 8);
  octal(header, owner.gid, 116, 8);
  octal(header, size, 124, 12);
  octal(header, 0, 136, 12);
  header.set(utf8('0'), 156);
  header.set(utf8('ustar\u000000'), 257);
  octal(header, 0, 329, 8);
  octal(header, 0, 337, 8);
  octal(header, checksum(header), CHECKSUM, 7);
  header[CHECKSUM + 7] = 0x20;
  return header;
}

/** @returns undefined when a name does not fit. */
export function writeTar(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  owner: TarOwner,
): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  for (const { name, bytes } of files) {
    const header = tarHeader(name, bytes.length, 0o100644, owner);
    if (!header) return undefined;
    parts.push(header, bytes, new Uint8Array(padded(bytes.length) - bytes.length));
  }
  return concatBytes(...parts, new Uint8Array(2 * BLOCK));
}

function text(header: Uint8Array, at: number, width: number): string {
  const field = header.subarray(at, at + width);
  const end = field.indexOf(0);
  return fromUtf8(end < 0 ? field : field.subarray(0, end));
}

const number = (header: Uint8Array, at: number, width: number): number =>
  Number.parseInt(text(header, at, width).trim() || '0', 8);

/** Entries in the order of the archive. Text of an error is Go's. */
export function readTar(archive: Uint8Array): Decoded<readonly TarEntry[]> {
  const entries: TarEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at < archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.length < BLOCK) return undecodable('unexpected EOF');
    if (header.every((byte) => byte === 0)) break;
    if (number(header, CHECKSUM, 8) !== checksum(header)) return undecodable('archive/tar: invalid tar header');
    const size = number(header, 124, 12);
    const bytes = archive.slice(at + BLOCK, at + BLOCK + size);
    if (bytes.length < size) return undecodable('unexpected EOF');
    at += BLOCK + padded(size);
    const type = String.fromCharCode(header[156] || 0x30);
    if (type === 'L') longName = fromUtf8(bytes).replace(/\0+$/, '');
    else if (type === 'x') longName = /\d+ path=([^\n]*)\n/.exec(fromUtf8(bytes))?.[1] ?? longName;
    else if (type !== 'g') {
      const prefix = text(header, 345, 155);
      const name = longName ?? (prefix === '' ? text(header, 0, NAME) : `${prefix}/${text(header, 0, NAME)}`);
      entries.push({ name, bytes, mode: number(header, 100, 8), type });
      longName = undefined;
    }
  }
  return decoded(entries);
}
