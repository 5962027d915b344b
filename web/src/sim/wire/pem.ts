/**
 * PEM armour, read as leniently as Go's encoding/pem: text before the first block is skipped, headers are ignored.
 *
 * @fabric Go's encoding/pem
 */
import { base64, fromBase64, fromUtf8 } from './bytes.ts';

export interface PemBlock {
  /** e.g. `CERTIFICATE`, `PRIVATE KEY`. */
  readonly type: string;
  readonly bytes: Uint8Array;
  /** What follows the block. */
  readonly rest: string;
}

const LINE = 64;
const BEGIN = /^-----BEGIN ([^\n]*?)-----[ \t]*\r?\n/gm;
const END = '\n-----END ';
const END_OF_LINE = /[ \t]*(?:\r?\n|$)/y;
const HEADER = /^[^:\n]+:[^\n]*\r?\n/gm;

/** The block with lines of 64 characters and a final newline. */
export function encodePem(type: string, bytes: Uint8Array): string {
  const body = base64(bytes);
  const lines: string[] = [];
  for (let i = 0; i < body.length; i += LINE) lines.push(body.slice(i, i + LINE));
  return [`-----BEGIN ${type}-----`, ...lines, `-----END ${type}-----`, ''].join('\n');
}

/** The first well-formed block of `input`, or undefined when there is none. Takes time in proportion to its length. */
export function decodePem(input: string | Uint8Array): PemBlock | undefined {
  const text = typeof input === 'string' ? input : fromUtf8(input);
  let end = -1;
  for (let from = 0; ; ) {
    BEGIN.lastIndex = from;
    const begin = BEGIN.exec(text);
    if (!begin) return undefined;
    const [line, type = ''] = begin;
    // The line break before END may be the one that ends BEGIN.
    const body = begin.index + line.length;
    if (end < body - 1) end = text.indexOf(END, body - 1);
    if (end < 0) return undefined;
    from = body;
    const closing = `${END}${type}-----`;
    if (!text.startsWith(closing, end)) continue;
    END_OF_LINE.lastIndex = end + closing.length;
    if (!END_OF_LINE.test(text)) continue;
    from = END_OF_LINE.lastIndex;
    const bytes = decodeBody(text.slice(body, end + 1));
    if (bytes) return { type, bytes, rest: text.slice(from) };
  }
}

function decodeBody(body: string): Uint8Array | undefined {
  const encoded = body.replace(HEADER, '').replace(/\s/g, '');
  if (encoded.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) return undefined;
  return fromBase64(encoded);
}
