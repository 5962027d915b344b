/**
 * When a command given "now" takes effect, and whether it makes another branch.
 *
 * The simulation runs ahead of the playhead, so strictly everything the learner does is done in the past. If nothing
 * but the network's idle chatter lies between playhead and horizon, there is no future to keep: the command goes to
 * the horizon. Otherwise it takes effect at the playhead and the future that was becomes a branch of its own.
 */
import type { Micros } from '../sim/kernel/time.ts';
import type { Entry, MessageKind } from '../sim/trace/facts.ts';

export interface ActingTime {
  readonly at: Micros;
  readonly forks: boolean;
}

const CHATTER: readonly MessageKind[] = ['raft', 'bft', 'kafka', 'gossip', 'deliver'];

function isChatter({ fact }: Entry): boolean {
  if (fact.type === 'messageLost') return true;
  return fact.type === 'messageSent' && CHATTER.includes(fact.kind);
}

/** How many of `entries` (in order of `at`) happened at or before `time`. */
export function countUntil(entries: readonly Entry[], time: Micros): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.at ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function actingTime(entries: readonly Entry[], horizon: Micros, playhead: Micros): ActingTime {
  for (let index = countUntil(entries, playhead); index < entries.length; index++) {
    const entry = entries[index];
    if (entry !== undefined && !isChatter(entry)) return { at: playhead, forks: true };
  }
  return { at: Math.max(horizon, playhead), forks: false };
}
