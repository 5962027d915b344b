/** Which entries a log shows: of which node, how weighty, about what, with which words. */
import { isErrorFact, isMeaningful } from '../../view/steps.ts';
import type { Entry, Fact, NodeId } from '../lab-types.ts';

export const LEVELS = ['debug', 'info', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

export const KINDS = ['all', 'message', 'transaction', 'block', 'channel', 'node'] as const;
export type LogKind = (typeof KINDS)[number];

export interface LogFilter {
  /** null: of all nodes. */
  readonly node: NodeId | null;
  /** The lightest that is shown. */
  readonly level: LogLevel;
  readonly kind: LogKind;
  /** Part of the sentence, of the fact's name, or of the node's; case does not matter. */
  readonly words: string;
}

export function levelOf(fact: Fact): LogLevel {
  if (isErrorFact(fact)) return 'error';
  return isMeaningful(fact) ? 'info' : 'debug';
}

const isAboutBlock = ({ type }: Fact): boolean => /^block|^batch|^ledger|^deliver|^snapshot/.test(type);

/** What an entry is about; the first that fits. */
export function kindOf(fact: Fact): Exclude<LogKind, 'all'> {
  if (fact.type.startsWith('message')) return 'message';
  if (isAboutBlock(fact)) return 'block';
  if ('txid' in fact) return 'transaction';
  return 'channel' in fact ? 'channel' : 'node';
}

const weightOf = (level: LogLevel): number => LEVELS.indexOf(level);

/** In order of time. `tell` is asked only where words are looked for. */
export function filteredLog(
  entries: readonly Entry[],
  { node, level, kind, words }: LogFilter,
  tell: (entry: Entry) => string,
): readonly Entry[] {
  const wanted = words.trim().toLowerCase();
  const lightest = weightOf(level);
  return entries.filter((entry) => {
    const { fact } = entry;
    if (node !== null && entry.node !== node) return false;
    if (weightOf(levelOf(fact)) < lightest) return false;
    if (kind !== 'all' && kindOf(fact) !== kind) return false;
    return wanted === '' || `${tell(entry)} ${fact.type} ${entry.node}`.toLowerCase().includes(wanted);
  });
}

/** Some 2 ms of looking for words. */
const STRIDE = 200;

/** A filtered log that grows with its trace: what has been looked through is not looked through again. */
export class GrowingLog {
  private readonly filter: LogFilter;
  private readonly tell: (entry: Entry) => string;
  /** How many entries have been looked through, and the last of them. */
  private taken = 0;
  private last: Entry | undefined;
  private lines: readonly Entry[] = [];

  constructor(filter: LogFilter, tell: (entry: Entry) => string) {
    this.filter = filter;
    this.tell = tell;
  }

  /**
   * The lines of a trace; the same list again where nothing came. A long trace is looked through as far as `isLate`
   * allows, asked after every {@link STRIDE} entries; asked again, it goes on from there.
   */
  of(entries: readonly Entry[], isLate: () => boolean = () => false): readonly Entry[] {
    if (this.last !== undefined && entries[this.taken - 1] !== this.last) {
      this.taken = 0;
      this.lines = [];
    }
    const added: Entry[] = [];
    do {
      const next = entries.slice(this.taken, this.taken + STRIDE);
      for (const entry of filteredLog(next, this.filter, this.tell)) added.push(entry);
      this.taken += next.length;
    } while (this.taken < entries.length && !isLate());
    if (added.length > 0) this.lines = this.lines.concat(added);
    this.last = entries[this.taken - 1];
    return this.lines;
  }

  /** How many entries have not been looked through. */
  left = (entries: readonly Entry[]): number => Math.max(0, entries.length - this.taken);
}

/** How many of the entries, in order of time, are at or before `time`. */
export function countAt(entries: readonly Entry[], time: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.at ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
