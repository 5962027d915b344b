/**
 * What must hold of Raft nodes whatever happens, checked from outside of them over all that they do. The properties are
 * those of the Raft paper, figure 3.
 */
import { invariant } from '../../kernel/result.ts';
import { decodeConfChange } from './conf-change.ts';
import { entryAt, lastIndex, type RaftEntry, type RaftLog, type RaftSnapshot, termAt } from './raft-log.ts';
import type { RaftState } from './raft-state.ts';

export type Property =
  | 'election safety'
  | 'leader append-only'
  | 'log matching'
  | 'leader completeness'
  | 'state machine safety'
  | 'durability'
  | 'liveness';

/** A state machine on top of a log. */
export interface Applier {
  readonly id: number;
  /** Index of the last entry it has applied. */
  applied: number;
  /** What it has made of everything it applied. */
  sum: number;
}

export class Checker {
  /** By term. */
  readonly leaders = new Map<number, number>();
  /** By index − 1, with what a state machine makes of everything up to there. */
  readonly committed: { readonly entry: RaftEntry; readonly sum: number }[] = [];
  private readonly schedule: string;

  /** @param schedule how to repeat what led to a failure */
  constructor(schedule: string) {
    this.schedule = schedule;
  }

  check(property: Property, condition: unknown, message: () => string): asserts condition {
    if (!condition) invariant(false, `${property}: ${message()} (${this.schedule})`);
  }

  /** There is one leader a term, and it has every entry that was committed before. */
  leads({ config, durable }: RaftState): void {
    const { term } = durable.hardState;
    const known = this.leaders.get(term);
    const alone = known === undefined || known === config.id;
    this.check('election safety', alone, () => `term ${term} has the leaders ${known} and ${config.id}`);
    if (known !== undefined) return;
    this.leaders.set(term, config.id);
    for (const { entry } of this.committed) {
      const has = hasEntry(durable.log, entry);
      this.check('leader completeness', has, () => `leader ${config.id} of term ${term} lacks entry ${entry.index}`);
    }
  }

  /** A leader never takes back or replaces what is in its log. */
  steps(before: RaftState, after: RaftState): void {
    const leads = before.volatile.role === 'leader' && after.volatile.role === 'leader';
    if (!leads || before.durable.hardState.term !== after.durable.hardState.term) return;
    const last = before.durable.log.entries.last();
    const kept = !last || last.index <= after.durable.log.base.index || entryAt(after.durable.log, last.index) === last;
    this.check('leader append-only', kept, () => `${before.config.id} has replaced its entry ${last?.index}`);
  }

  /** Nobody applies something else at an index, and nobody skips one. Returns whether it is the first to apply it. */
  applies(machine: Applier, entry: RaftEntry): boolean {
    const { id } = machine;
    const next = machine.applied + 1;
    this.check('state machine safety', entry.index === next, () => `${id} applies ${entry.index} instead of ${next}`);
    machine.applied = entry.index;
    machine.sum = summed(machine.sum, entry);
    const known = this.committed[entry.index - 1];
    if (!known) {
      this.committed.push({ entry, sum: machine.sum });
      return true;
    }
    const same = sameEntry(known.entry, entry) && known.sum === machine.sum;
    this.check('state machine safety', same, () => `two different entries are committed at ${entry.index}`);
    return false;
  }

  /** A snapshot, received or found on disk, is what everything up to there comes to. */
  restores(machine: Applier, { index, data }: RaftSnapshot): void {
    const { id } = machine;
    const ahead = index > machine.applied;
    this.check('state machine safety', ahead, () => `${id} goes back from ${machine.applied} to ${index}`);
    const sum = sumIn(data);
    const same = this.committed[index - 1]?.sum === sum;
    this.check('state machine safety', same, () => `${id} takes over another state than that after ${index}`);
    machine.applied = index;
    machine.sum = sum;
  }

  /** Logs that agree at an index agree everywhere before. */
  match(logs: readonly RaftLog[]): void {
    for (const [place, a] of logs.entries()) for (const b of logs.slice(place + 1)) this.matchTwo(a, b);
  }

  private matchTwo(a: RaftLog, b: RaftLog): void {
    let agreed = false;
    const first = Math.max(a.base.index, b.base.index);
    for (let index = Math.min(lastIndex(a), lastIndex(b)); index > first; index--) {
      const same = termAt(a, index) === termAt(b, index);
      this.check('log matching', same || !agreed, () => `two logs agree after ${index} and not at it`);
      if (!same) continue;
      agreed = true;
      const [left, right] = [entryAt(a, index), entryAt(b, index)];
      this.check('log matching', left && right && sameEntry(left, right), () => `two entries of one term at ${index}`);
    }
  }

  /** Who votes once everything committed is applied. */
  voters(): ReadonlySet<number> {
    const voters = new Set<number>();
    for (const { entry } of this.committed) {
      const change = entry.type === 'confChange' ? decodeConfChange(entry.data) : undefined;
      if (change?.type === 'add') voters.add(change.node);
      if (change?.type === 'remove') voters.delete(change.node);
    }
    return voters;
  }
}

/** The data of a snapshot of a state machine. */
export const snapshotOf = (sum: number): Uint8Array => new Uint8Array(new Uint32Array([sum]).buffer);
const sumIn = (data: Uint8Array): number => new DataView(data.buffer, data.byteOffset).getUint32(0, true);

const sameEntry = (a: RaftEntry, b: RaftEntry): boolean =>
  a.term === b.term &&
  a.type === b.type &&
  a.data.length === b.data.length &&
  a.data.every((byte, i) => byte === b.data[i]);

/** As far as a log that was cut can tell. */
function hasEntry(log: RaftLog, entry: RaftEntry): boolean {
  if (entry.index <= log.base.index) return entry.index < log.base.index || entry.term === log.base.term;
  const own = entryAt(log, entry.index);
  return own !== undefined && sameEntry(own, entry);
}

function summed(sum: number, { index, term, data }: RaftEntry): number {
  let next = Math.imul(sum ^ index, 0x01000193) ^ term;
  for (const byte of data) next = Math.imul(next ^ byte, 0x01000193);
  return next >>> 0;
}
