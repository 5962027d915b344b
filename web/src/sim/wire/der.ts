/**
 * The small part of ASN.1 DER that certificates, keys and block headers are made of: a writer that only produces DER
 * and a reader that accepts only DER.
 *
 * @fabric Go's encoding/asn1, which Fabric uses for certificates and for the hash of a block header
 */
import { concatBytes, fromUtf8, utf8 } from './bytes.ts';

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** What {@link readDer} and its companions throw; callers that read foreign bytes turn it into a refusal. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** One tag-length-value. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Tag, length and content. */
  readonly raw: Uint8Array;
}

// ---- writing

export function tlv(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  return concatBytes(Uint8Array.of(tag, ...lengthOctets(length)), ...contents);
}

function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

export const sequence = (...items: readonly Uint8Array[]): Uint8Array => tlv(TAG.sequence, ...items);

/** A SET OF: DER wants its items in the order of their bytes. */
export function setOf(items: readonly Uint8Array[], compare: (a: Uint8Array, b: Uint8Array) => number): Uint8Array {
  return tlv(TAG.set, ...items.toSorted(compare));
}

/** `[number]` EXPLICIT. */
export const explicit = (number: number, ...items: readonly Uint8Array[]): Uint8Array => tlv(0xa0 | number, ...items);

/** `[number]` IMPLICIT over a primitive type. */
export const implicit = (number: number, content: Uint8Array): Uint8Array => tlv(0x80 | number, content);

export const boolean = (value: boolean): Uint8Array => tlv(TAG.boolean, Uint8Array.of(value ? 0xff : 0));

export const octetString = (content: Uint8Array): Uint8Array => tlv(TAG.octetString, content);

export const bitString = (content: Uint8Array, unusedBits = 0): Uint8Array =>
  tlv(TAG.bitString, Uint8Array.of(unusedBits), content);

/** Two's complement in as few octets as possible. */
export function integer(value: bigint | number): Uint8Array {
  let rest = BigInt(value);
  const octets: number[] = [];
  do {
    octets.unshift(Number(rest & 0xffn));
    rest >>= 8n;
  } while (!(rest === 0n && (octets[0] ?? 0) < 0x80) && !(rest === -1n && (octets[0] ?? 0) >= 0x80));
  return tlv(TAG.integer, Uint8Array.from(octets));
}

/** `dotted` such as `1.2.840.10045.2.1`. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const digits = [arc % 128];
    for (let high = Math.floor(arc / 128); high > 0; high = Math.floor(high / 128)) digits.unshift(0x80 | (high % 128));
    octets.push(...digits);
  }
  return tlv(TAG.oid, Uint8Array.from(octets));
}

export const textValue = (tag: number, value: string): Uint8Array => tlv(tag, utf8(value));

// ---- reading

/** The single value `bytes` consist of. @throws DerError on anything else. */
export function readDer(bytes: Uint8Array): DerValue {
  const { value, end } = readAt(bytes, 0);
  if (end !== bytes.length) throw new DerError('trailing data');
  return value;
}

/** The values inside a constructed value. @throws DerError */
export function readItems(parent: DerValue, expectedTag: number): readonly DerValue[] {
  expectTag(parent, expectedTag);
  const items: DerValue[] = [];
  for (let offset = 0; offset < parent.content.length; ) {
    const { value, end } = readAt(parent.content, offset);
    items.push(value);
    offset = end;
  }
  return items;
}

function readAt(bytes: Uint8Array, start: number): { readonly value: DerValue; readonly end: number } {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined) throw new DerError('truncated tag or length');
  if ((tag & 0x1f) === 0x1f) throw new DerError('long-form tag');
  let offset = start + 2;
  let length = first;
  if (first >= 0x80) {
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4) throw new DerError('bad length');
    const leadingZero = bytes[offset] === 0;
    length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + (bytes[offset++] ?? Number.NaN);
    if (Number.isNaN(length)) throw new DerError('truncated tag or length');
    if (length < 0x80 || leadingZero) throw new DerError('non-minimal length');
  }
  const end = offset + length;
  if (end > bytes.length) throw new DerError('data truncated');
  return { value: { tag, content: bytes.subarray(offset, end), raw: bytes.subarray(start, end) }, end };
}

export function expectTag(value: DerValue | undefined, tag: number): DerValue {
  if (!value) throw new DerError('missing element');
  if (value.tag !== tag) throw new DerError(`tags don't match (${tag} vs ${value.tag})`);
  return value;
}

export function readInteger(value: DerValue | undefined): bigint {
  const { content } = expectTag(value, TAG.integer);
  const [first, second] = content;
  if (first === undefined) throw new DerError('empty integer');
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
    throw new DerError('integer not minimally-encoded');
  let result = first >= 0x80 ? -1n : 0n;
  for (const byte of content) result = (result << 8n) | BigInt(byte);
  return result;
}

export function readOid(value: DerValue | undefined): string {
  const { content } = expectTag(value, TAG.oid);
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (arcs.length) arcs.push(arc);
    else arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    arc = 0;
  }
  if (!arcs.length || (content.at(-1) ?? 0x80) >= 0x80) throw new DerError('malformed object identifier');
  return arcs.join('.');
}

export function readBoolean(value: DerValue | undefined): boolean {
  const { content } = expectTag(value, TAG.boolean);
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw new DerError('invalid boolean');
  return content[0] === 0xff;
}

/** The octets of a BIT STRING and how many bits of the last one do not count. */
export function readBitString(value: DerValue | undefined): {
  readonly bytes: Uint8Array;
  readonly unusedBits: number;
} {
  const { content } = expectTag(value, TAG.bitString);
  const unusedBits = content[0];
  if (unusedBits === undefined || unusedBits > 7) throw new DerError('invalid bit string');
  return { bytes: content.subarray(1), unusedBits };
}

export const readOctetString = (value: DerValue | undefined): Uint8Array => expectTag(value, TAG.octetString).content;

/** Any of the character string types, as UTF-8 (the ones certificates use are subsets of it). */
export const readText = (value: DerValue): string => fromUtf8(value.content);
