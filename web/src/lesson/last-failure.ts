/** What the learner's latest command came to, where it failed. */
import type { Entry, FactOf, Micros } from '../sim/trace/facts.ts';

/** The failure of the newest command given since `seq`, as far as it is known at `time`; null when it did not fail. */
export function lastFailure(entries: readonly Entry[], seq: number, time: Micros): FactOf<'commandFailed'> | null {
  for (let index = entries.length - 1; index >= seq; index--) {
    const entry = entries[index];
    if (entry === undefined || entry.at > time) continue;
    if (entry.fact.type === 'commandFailed') return entry.fact;
    if (entry.fact.type === 'commandGiven' || entry.fact.type === 'commandDone') return null;
  }
  return null;
}
