/**
 * Everything a container tells the outside, in order, as one byte string that the host picks up after each turn.
 *
 * Records: kind (1 byte), length (4 bytes, little endian), body. Bytes and not strings, because strings are cut at NUL
 * on their way out of QuickJS and composite keys contain NUL.
 */
import { encodeUtf8 } from './text-codec.ts';

export const MESSAGE = 1;
export const LOG = 2;
/** Exit code as text, a newline, what was printed last. */
export const EXIT = 3;
/** Milliseconds of the guest's clock at which the next timer is due, as text. */
export const WAKE = 4;
/** Somebody looked at clock, dice or environment since the last turn; empty. */
export const LOOKED = 5;

let records: { readonly kind: number; readonly body: Uint8Array }[] = [];

let isOver = (): boolean => false;

/**
 * The engine turns the interruption of an async function into a rejection, and whoever awaits it goes on for a while.
 * What it says then must not get out.
 */
export const silenceWhen = (over: () => boolean): void => {
  isOver = over;
};

export function put(kind: number, body: Uint8Array | string): void {
  if (isOver()) return;
  records.push({ kind, body: typeof body === 'string' ? encodeUtf8(body) : body });
}

/** One entry of the chaincode's log; it may have several lines. */
export const log = (text: string): void => put(LOG, text);

export function drain(): ArrayBuffer {
  const out = new Uint8Array(records.reduce((size, { body }) => size + 5 + body.length, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const { kind, body } of records) {
    out[at] = kind;
    view.setUint32(at + 1, body.length, true);
    out.set(body, at + 5);
    at += 5 + body.length;
  }
  records = [];
  return out.buffer;
}
