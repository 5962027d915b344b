/**
 * The encodings of Node's Buffer other than UTF-8.
 */
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NO_DIGIT = 255;
const PADDING = 254;
/** By code unit. */
const BASE64_VALUE = new Uint8Array(128).fill(NO_DIGIT);
for (const [value, digit] of [...BASE64].entries()) BASE64_VALUE[digit.charCodeAt(0)] = value;
for (const [digit, value] of [
  ['-', 62],
  ['_', 63],
  ['=', PADDING],
] as const)
  BASE64_VALUE[digit.charCodeAt(0)] = value;

export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += (byte < 16 ? '0' : '') + byte.toString(16);
  return out;
}

/** Like Node, stops at the first pair that is not hexadecimal. */
export function fromHex(text: string): number[] {
  const out: number[] = [];
  for (let i = 0; i + 1 < text.length; i += 2) {
    const pair = text.slice(i, i + 2);
    if (!/^[0-9a-f]{2}$/i.test(pair)) break;
    out.push(Number.parseInt(pair, 16));
  }
  return out;
}

export function toBase64(bytes: Uint8Array, url = false): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const triple = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out += BASE64.charAt(triple >> 18) + BASE64.charAt((triple >> 12) & 63);
    out += (left > 1 ? BASE64.charAt((triple >> 6) & 63) : '=') + (left > 2 ? BASE64.charAt(triple & 63) : '=');
  }
  return url ? out.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') : out;
}

/** Like Node, takes both alphabets, skips what belongs to neither, and ends at the first `=`. */
export function fromBase64(text: string): number[] {
  const out: number[] = [];
  const { length } = text;
  let bits = 0;
  let value = 0;
  for (let i = 0; i < length; i++) {
    const six = BASE64_VALUE[text.charCodeAt(i)] ?? NO_DIGIT;
    if (six === PADDING) break;
    if (six === NO_DIGIT) continue;
    value = ((value << 6) | six) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push((value >> bits) & 255);
    }
  }
  return out;
}

export function toLatin1(bytes: Uint8Array, mask = 0xff): string {
  let out = '';
  for (const byte of bytes) out += String.fromCharCode(byte & mask);
  return out;
}

export function fromLatin1(text: string): number[] {
  return Array.from(text, (_, i) => text.charCodeAt(i) & 0xff);
}

export function toUtf16(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    out += String.fromCharCode((bytes[i] as number) | ((bytes[i + 1] as number) << 8));
  }
  return out;
}

export function fromUtf16(text: string): number[] {
  const out: number[] = [];
  for (let i = 0; i < text.length; i++) out.push(text.charCodeAt(i) & 0xff, text.charCodeAt(i) >> 8);
  return out;
}
