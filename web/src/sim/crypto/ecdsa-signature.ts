/**
 * The ASN.1 form of an ECDSA signature, `SEQUENCE { INTEGER r, INTEGER s }`, read as strictly and as leniently as Go's
 * encoding/asn1 does: integers must be minimal, bytes after s or after the sequence are ignored.
 *
 * @fabric bccsp/utils/ecdsa.go
 */
import { concatBytes } from '../wire/bytes.ts';

const INTEGER = 0x02;
const SEQUENCE = 0x30;

export interface EcdsaSignature {
  readonly r: bigint;
  readonly s: bigint;
}

/** r and s of `der`, or undefined when Go would refuse it (malformed, or r or s not positive). */
export function parseEcdsaSignature(der: Uint8Array): EcdsaSignature | undefined {
  const sequence = element(der, 0, SEQUENCE);
  const r = sequence && element(sequence.content, 0, INTEGER);
  const s = sequence && r && element(sequence.content, r.end, INTEGER);
  if (!r || !s) return undefined;
  const values = { r: positive(r.content), s: positive(s.content) };
  return values.r === undefined || values.s === undefined ? undefined : { r: values.r, s: values.s };
}

export function encodeEcdsaSignature(signature: EcdsaSignature): Uint8Array {
  const content = concatBytes(integer(signature.r), integer(signature.s));
  // Two 33-byte integers at most: the short length form always suffices.
  return concatBytes(Uint8Array.of(SEQUENCE, content.length), content);
}

function element(bytes: Uint8Array, start: number, tag: number): { content: Uint8Array; end: number } | undefined {
  const length = bytes[start + 1];
  if (bytes[start] !== tag || length === undefined || length > 0x7f) return undefined;
  const end = start + 2 + length;
  return end > bytes.length ? undefined : { content: bytes.subarray(start + 2, end), end };
}

function positive(content: Uint8Array): bigint | undefined {
  const [first, second] = content;
  if (first === undefined || first > 0x7f) return undefined;
  if (first === 0 && (second === undefined || second < 0x80)) return undefined;
  let value = 0n;
  for (const byte of content) value = (value << 8n) | BigInt(byte);
  return value;
}

function integer(value: bigint): Uint8Array {
  const digits = value.toString(16);
  const even = digits.length % 2 ? `0${digits}` : digits;
  const padded = Number.parseInt(even.slice(0, 2), 16) > 0x7f ? `00${even}` : even;
  const out = new Uint8Array(2 + padded.length / 2);
  out[0] = INTEGER;
  out[1] = padded.length / 2;
  for (let i = 2; i < out.length; i++) out[i] = Number.parseInt(padded.slice(2 * i - 4, 2 * i - 2), 16);
  return out;
}
