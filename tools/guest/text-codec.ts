/**
 * UTF-8 for the guest, which has neither Node's nor the browser's codecs. Malformed input becomes U+FFFD, one for each
 * maximal subpart, as the WHATWG decoder and therefore Node do.
 */
const CHUNK = 4096;

// A contract may not get between: it can replace what hangs on String.
const fromUnits = String.fromCharCode;

/** Most texts are ASCII, and a regular expression finds that out without interpreting a loop. */
const BEYOND_ASCII = /[^\0-\x7f]/;

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  if (!BEYOND_ASCII.test(text)) return encodeAscii(text);
  const out = new Uint8Array(byteLengthOf(text));
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xe000) {
      const low = code < 0xdc00 ? text.charCodeAt(i + 1) : 0;
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        i++;
      } else code = 0xfffd;
    }
    if (code < 0x80) out[at++] = code;
    else if (code < 0x800) {
      out[at++] = 0xc0 | (code >> 6);
      out[at++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      out[at++] = 0xe0 | (code >> 12);
      out[at++] = 0x80 | ((code >> 6) & 63);
      out[at++] = 0x80 | (code & 63);
    } else {
      out[at++] = 0xf0 | (code >> 18);
      out[at++] = 0x80 | ((code >> 12) & 63);
      out[at++] = 0x80 | ((code >> 6) & 63);
      out[at++] = 0x80 | (code & 63);
    }
  }
  return out;
}

function encodeAscii(text: string): Uint8Array<ArrayBuffer> {
  const { length } = text;
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = text.charCodeAt(i);
  return out;
}

export function byteLengthOf(text: string): number {
  if (!BEYOND_ASCII.test(text)) return text.length;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) length++;
    else if (code < 0x800) length += 2;
    else if (code >= 0xd800 && code < 0xdc00 && isLow(text.charCodeAt(i + 1))) {
      length += 4;
      i++;
    } else length += 3;
  }
  return length;
}

const isLow = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

export function decodeUtf8(bytes: Uint8Array): string {
  const narrow = latin1(bytes);
  if (!BEYOND_ASCII.test(narrow)) return narrow;
  let out = '';
  let units: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const [code, used] = decodeOne(bytes, i);
    i += used;
    if (code < 0x10000) units.push(code);
    else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    if (units.length >= CHUNK) {
      out += String.fromCharCode(...units);
      units = [];
    }
  }
  return out + String.fromCharCode(...units);
}

/** One code unit a byte. */
function latin1(bytes: Uint8Array): string {
  let out = '';
  for (let from = 0; from < bytes.length; from += CHUNK) out += fromUnits(...bytes.subarray(from, from + CHUNK));
  return out;
}

/** The code point at `i` and the bytes it takes. */
function decodeOne(bytes: Uint8Array, i: number): readonly [number, number] {
  const first = bytes[i] as number;
  if (first < 0x80) return [first, 1];
  const [needed, least, most] = first < 0xc2 ? [0, 0, 0] : continuation(first);
  if (needed === 0) return [0xfffd, 1];
  let code = first & (0x3f >> needed);
  for (let k = 1; k <= needed; k++) {
    const next = bytes[i + k];
    const low = k === 1 ? least : 0x80;
    const high = k === 1 ? most : 0xbf;
    if (next === undefined || next < low || next > high) return [0xfffd, k];
    code = (code << 6) | (next & 63);
  }
  return [code, needed + 1];
}

/** How many bytes follow `first`, and the range of the first of them (which rules out overlong forms and surrogates). */
function continuation(first: number): readonly [number, number, number] {
  if (first < 0xe0) return [1, 0x80, 0xbf];
  if (first < 0xf0) return [2, first === 0xe0 ? 0xa0 : 0x80, first === 0xed ? 0x9f : 0xbf];
  if (first < 0xf5) return [3, first === 0xf0 ? 0x90 : 0x80, first === 0xf4 ? 0x8f : 0xbf];
  return [0, 0, 0];
}

export class GuestTextEncoder {
  readonly encoding = 'utf-8';
  encode(text: unknown = ''): Uint8Array {
    return encodeUtf8(String(text));
  }
}

export class GuestTextDecoder {
  readonly encoding = 'utf-8';
  decode(input?: ArrayBuffer | ArrayBufferView): string {
    if (input === undefined) return '';
    const bytes = ArrayBuffer.isView(input)
      ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
      : new Uint8Array(input);
    const text = decodeUtf8(bytes);
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }
}
