/** What the learner's latest command came to, where it failed: not carried out, or ordered and found invalid. */
import type { Entry, FactOf, Micros } from '../sim/trace/facts.ts';

export type FailureFact = FactOf<'commandFailed'> | FactOf<'commitStatusReceived'>;

/** What was given, and what became of it. */
export interface LastFailure {
  /** Type of the command. */
  readonly command: string;
  readonly fact: FailureFact;
}

/** The failure of the newest command given since `seq`, as far as it is known at `time`; null when it did not fail. */
export function lastFailure(entries: readonly Entry[], seq: number, time: Micros): LastFailure | null {
  for (let index = entries.length - 1; index >= seq; index--) {
    const entry = entries[index];
    if (entry === undefined || entry.at > time) continue;
    const { fact, node } = entry;
    if (fact.type === 'commandFailed') return { command: fact.command, fact };
    if (fact.type === 'commandDone') {
      const invalid = invalidCommit(entries.slice(seq, index), node, fact.index);
      return invalid === null ? null : { command: fact.command, fact: invalid };
    }
    if (fact.type === 'commandGiven') return null;
  }
  return null;
}

/** To the client a transaction that was found invalid is done all the same: what it last heard, since the command, says so. */
function invalidCommit(
  before: readonly Entry[],
  client: string,
  command: number,
): FactOf<'commitStatusReceived'> | null {
  for (const { fact, node } of before.toReversed()) {
    if (fact.type === 'commandGiven' && fact.index === command) return null;
    if (node === client && fact.type === 'commitStatusReceived') return fact.code === 'VALID' ? null : fact;
  }
  return null;
}
