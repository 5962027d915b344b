/**
 * Bytes and their textual forms. The simulation has no DOM and no Node, so nothing here may come from either.
 */
import { base64Decode, base64Encode, getTextEncoding } from '@bufbuild/protobuf/wire';

const text = getTextEncoding();

export const EMPTY: Uint8Array = new Uint8Array(0);

export const utf8 = (value: string): Uint8Array => text.encodeUtf8(value);

/** Text of `bytes`; malformed sequences become U+FFFD as in Go's and JavaScript's decoders. */
export const fromUtf8 = (bytes: Uint8Array): string => text.decodeUtf8(bytes);

export const base64 = (bytes: Uint8Array): string => base64Encode(bytes);

/** @throws Error when `value` is not base64. */
export const fromBase64 = (value: string): Uint8Array => base64Decode(value);

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function hex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += HEX[byte] ?? '';
  return out;
}

/** @throws RangeError when `value` is not an even number of hexadecimal digits. */
export function fromHex(value: string): Uint8Array {
  if (value.length % 2 || /[^0-9a-f]/i.test(value)) throw new RangeError('not hexadecimal');
  const bytes = new Uint8Array(value.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(value.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** Lexicographic order of unsigned bytes, as Go's `bytes.Compare`. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference) return difference;
  }
  return a.length - b.length;
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && compareBytes(a, b) === 0;
