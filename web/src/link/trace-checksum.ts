/**
 * A short fingerprint of a trace up to a moment, carried by a shared link so that the page can say when a replay is
 * not what the sender saw. Not cryptographic: it finds accidents, not forgers.
 */
import type { Micros } from '../sim/kernel/time.ts';
import type { Entry } from '../sim/trace/facts.ts';
import { countUntil } from './acting.ts';

/** Object keys in order, so that two ways of building the same fact give the same text. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(field)}`;
  }
  return `{${text}}`;
}

/** FNV-1a over UTF-16 units, 32 bits, from the state `hash`. */
export function mix(hash: number, text: string): number {
  let state = hash;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return state >>> 0;
}

export const FNV_START = 0x811c9dc5;

/** Entries between two states that are remembered, and hashed before the page may do something else. */
const STRIDE = 4_000;

/**
 * The state after every {@link STRIDE} entries, under the last of them. Traces of one world share their beginnings entry
 * by entry, so what was hashed for one branch or moment holds for the others.
 */
const remembered = new WeakMap<Entry, number>();

/** Hashes from the last state remembered on, giving way after every stride. */
function* hashed(entries: readonly Entry[], until: Micros): Generator<null, string> {
  const count = countUntil(entries, until);
  let from = Math.floor(count / STRIDE) * STRIDE;
  const stateAt = (index: number): number | undefined => {
    const entry = entries[index - 1];
    return entry === undefined ? FNV_START : remembered.get(entry);
  };
  while (stateAt(from) === undefined) from -= STRIDE;
  let hash = stateAt(from) ?? FNV_START;
  for (let index = from; index < count; index++) {
    const entry = entries[index];
    if (entry === undefined) break;
    hash = mix(hash, canonical(entry));
    if ((index + 1) % STRIDE !== 0) continue;
    remembered.set(entry, hash);
    yield null;
  }
  return hash.toString(16).padStart(8, '0');
}

/** Eight hexadecimal digits over the entries at or before `until`. */
export function traceChecksum(entries: readonly Entry[], until: Micros): string {
  const hashing = hashed(entries, until);
  let step = hashing.next();
  while (step.done !== true) step = hashing.next();
  return step.value;
}

/** The same without holding up the page: that of a long trace takes seconds. */
export async function traceChecksumInPieces(entries: readonly Entry[], until: Micros): Promise<string> {
  const hashing = hashed(entries, until);
  let step = hashing.next();
  while (step.done !== true) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    step = hashing.next();
  }
  return step.value;
}
