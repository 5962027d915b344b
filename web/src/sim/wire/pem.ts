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
const BLOCK = /^-----BEGIN ([^\n]*?)-----[ \t]*\r?\n([\s\S]*?)^-----END \1-----[ \t]*(?:\r?\n|$)/m;
const HEADER = /^[^:\n]+:[^\n]*\r?\n/gm;

/** The block with lines of 64 characters and a final newline. */
export function encodePem(type: string, bytes: Uint8Array): string {
  const body = base64(bytes);
  const lines: string[] = [];
  for (let i = 0; i < body.length; i += LINE) lines.push(body.slice(i, i + LINE));
  return [`-----BEGIN ${type}-----`, ...lines, `-----END ${type}-----`, ''].join('\n');
}

/** The first well-formed block of `input`, or undefined when there is none. */
export function decodePem(input: string | Uint8Array): PemBlock | undefined {
  let text = typeof input === 'string' ? input : fromUtf8(input);
  for (let match = BLOCK.exec(text); match; match = BLOCK.exec(text)) {
    const [whole, type = '', body = ''] = match;
    text = text.slice(match.index + whole.length);
    const bytes = decodeBody(body);
    if (bytes) return { type, bytes, rest: text };
  }
  return undefined;
}

function decodeBody(body: string): Uint8Array | undefined {
  const encoded = body.replace(HEADER, '').replace(/\s/g, '');
  if (encoded.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) return undefined;
  return fromBase64(encoded);
}
