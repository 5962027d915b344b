/**
 * One hash over a trace: equal recordings have equal digests, in Node and in every browser.
 */
import { sha256 } from '../crypto/sha256.ts';
import { concatBytes, EMPTY, hex, utf8 } from '../wire/bytes.ts';
import type { Entry } from './facts.ts';

/** JSON of an object with its keys in order, so that the way a fact was built does not matter. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}

const BATCH = 64;

/** 64 hexadecimal digits. */
export function digestOf(entries: readonly Entry[]): string {
  let state: Uint8Array = EMPTY;
  for (let i = 0; i < entries.length; i += BATCH)
    state = sha256(concatBytes(state, utf8(canonical(entries.slice(i, i + BATCH)))));
  return hex(state);
}
