/**
 * A short fingerprint of a trace up to a moment, carried by a shared link so that the page can say when a replay is
 * not what the sender saw. Not cryptographic: it finds accidents, not forgers.
 */
import type { Micros } from '../sim/kernel/time.ts';
import type { Entry } from '../sim/trace/facts.ts';
import { countUntil } from './acting.ts';

/** Object keys in order, so that two ways of building the same fact give the same text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join()}}`;
}

/** FNV-1a over UTF-16 units, 32 bits, from the state `hash`. */
export function mix(hash: number, text: string): number {
  let state = hash;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return state >>> 0;
}

export const FNV_START = 0x811c9dc5;

/** Eight hexadecimal digits over the entries at or before `until`. */
export function traceChecksum(entries: readonly Entry[], until: Micros): string {
  const count = countUntil(entries, until);
  let hash = FNV_START;
  for (const entry of entries.slice(0, count)) hash = mix(hash, canonical(entry));
  return hash.toString(16).padStart(8, '0');
}
