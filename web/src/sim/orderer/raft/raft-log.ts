/**
 * The replicated log and the questions Raft asks of it. All functions are pure; a log is a value.
 *
 * A log may have lost its beginning to a snapshot; `base` says how far.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/{log,storage}.go
 */
import { PersistentList } from '../../kernel/persistent-list.ts';
import { invariant } from '../../kernel/result.ts';

export interface RaftEntry {
  /** Counted from 1. */
  readonly index: number;
  readonly term: number;
  /** `confChange` entries say who votes, beginning with the first members; everything Fabric orders is `normal`. */
  readonly type: 'normal' | 'confChange';
  /** A serialized `common.Block` or `ConfChange`, or empty in the entry with which a leader begins its term. */
  readonly data: Uint8Array;
}

export interface RaftLog {
  /** The position before the first entry: everything up to and including it was compacted. */
  readonly base: { readonly index: number; readonly term: number };
  readonly entries: PersistentList<RaftEntry>;
}

/** Stands for all entries up to and including `index`. */
export interface RaftSnapshot {
  readonly index: number;
  readonly term: number;
  /** Who votes there, or a little further on. */
  readonly voters: readonly number[];
  /** What the application put in: Fabric takes the newest block. */
  readonly data: Uint8Array;
}

/** Of a log that has everything. */
export const NO_SNAPSHOT: RaftSnapshot = { index: 0, term: 0, voters: [], data: new Uint8Array() };

export const lastIndex = (log: RaftLog): number => log.base.index + log.entries.length;
export const lastTerm = (log: RaftLog): number => log.entries.last()?.term ?? log.base.term;

export const entryAt = (log: RaftLog, index: number): RaftEntry | undefined =>
  log.entries.at(index - log.base.index - 1);

/** The term of the entry at `index`; undefined outside the log. */
export const termAt = (log: RaftLog, index: number): number | undefined =>
  index === log.base.index ? log.base.term : entryAt(log, index)?.term;

/** Whether a log that ends in (`index`, `term`) has at least what ours has: who has less may not lead. */
export const isUpToDate = (log: RaftLog, index: number, term: number): boolean =>
  term > lastTerm(log) || (term === lastTerm(log) && index >= lastIndex(log));

/** The log without the entries up to and including `index`, which must be in it. */
export function compactTo(log: RaftLog, index: number): RaftLog {
  const term = termAt(log, index);
  invariant(term !== undefined, `no entry at ${index} to compact to`);
  return { base: { index, term }, entries: PersistentList.of(log.entries.slice(index - log.base.index)) };
}

/** The log of a node that has nothing but the snapshot. */
export const logAfter = ({ index, term }: RaftSnapshot): RaftLog => ({
  base: { index, term },
  entries: PersistentList.empty(),
});

/** The entries from `from` on, as many as `maxBytes` allows but always one if there is one. */
export function entriesFrom(log: RaftLog, from: number, maxBytes: number): readonly RaftEntry[] {
  const entries: RaftEntry[] = [];
  let bytes = 0;
  for (const entry of log.entries.slice(from - log.base.index - 1)) {
    bytes += entryBytes(entry);
    if (entries.length > 0 && bytes > maxBytes) break;
    entries.push(entry);
  }
  return entries;
}

/** Entries `from` to `to`, as far as they are in the log. */
export const entriesBetween = (log: RaftLog, from: number, to: number): readonly RaftEntry[] => [
  ...log.entries.slice(from - log.base.index - 1, to - log.base.index),
];

/**
 * The largest position up to `index` whose term is not above `term`: everything between cannot agree with a log that
 * has `term` at `index`, so a leader need not try it.
 */
export function findConflictByTerm(log: RaftLog, index: number, term: number): number {
  if (index > lastIndex(log)) return index;
  let position = index;
  for (;;) {
    const found = termAt(log, position);
    if (found === undefined || found <= term) return position;
    position--;
  }
}

export interface Appended {
  readonly log: RaftLog;
  /** The first index that was written; undefined when everything was there already. */
  readonly changedFrom: number | undefined;
}

/** Writes `entries` behind `previous`, dropping from the first one that contradicts what is there. */
export function appendAfter(log: RaftLog, previous: number, entries: readonly RaftEntry[], commit: number): Appended {
  const fresh = entries.findIndex((entry) => termAt(log, entry.index) !== entry.term);
  if (fresh < 0) return { log, changedFrom: undefined };
  const changedFrom = previous + 1 + fresh;
  invariant(changedFrom > commit, `entry ${changedFrom} conflicts with committed entry ${commit}`);
  let kept = log.entries.take(changedFrom - log.base.index - 1);
  for (const entry of entries.slice(fresh)) kept = kept.append(entry);
  return { log: { base: log.base, entries: kept }, changedFrom };
}

/** Bytes of the entry as `raftpb.Entry`, as the limit on the size of a message counts them. */
export function entryBytes(entry: RaftEntry): number {
  const data = entry.data.length > 0 ? 1 + varintBytes(entry.data.length) + entry.data.length : 0;
  return 2 + (1 + varintBytes(entry.term)) + (1 + varintBytes(entry.index)) + data;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}
