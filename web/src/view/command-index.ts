/**
 * What became of each command of a recording, at any moment of its trace: the entries that say so, found without going
 * through the trace. Filed as the trace comes in, so that no look at a long one pays for all of it.
 */
import type { Entry, Fact, FactType } from '../sim/trace/facts.ts';
import { countBefore } from './fact-index.ts';

/** The facts that say what became of commands. */
export const OUTCOME_FACTS: readonly FactType[] = [
  'commandGiven',
  'commandDone',
  'commandFailed',
  'proposalCreated',
  'envelopeAssembled',
  'peerQueried',
  'queryAnswered',
  'ledgerVerified',
  'chaincodeInstalled',
];

const TELLING: ReadonlySet<FactType> = new Set(OUTCOME_FACTS);
const NONE = -1;

const commandIn = (fact: Fact): number | null =>
  fact.type === 'commandGiven' || fact.type === 'commandDone' || fact.type === 'commandFailed' ? fact.index : null;

const txidIn = (fact: Fact): string => ('txid' in fact ? (fact.txid ?? '') : '');

export class CommandIndex {
  private filed = 0;
  /** By seq: the nearest command along the entry's causes, the entry itself included. */
  private readonly nearest: number[] = [];
  /** Transaction → seq of the proposal it began with. */
  private readonly proposals = new Map<string, number>();
  private readonly lists = new Map<number, Entry[]>();
  /** seq of the first entry of each list, in order. */
  private readonly beginnings: number[] = [];

  /** Takes the whole trace of the branch shown; entries before `fromSeq` are those it had already. */
  update(entries: readonly Entry[], fromSeq: number): void {
    if (fromSeq < this.filed) this.forget(fromSeq);
    for (; this.filed < entries.length; this.filed++) {
      const entry = entries[this.filed];
      if (entry !== undefined) this.file(entry);
    }
  }

  private forget(fromSeq: number): void {
    this.filed = fromSeq;
    this.nearest.length = fromSeq;
    for (const [txid, seq] of this.proposals) if (seq >= fromSeq) this.proposals.delete(txid);
    for (const [command, list] of this.lists) {
      list.length = countBefore(list, fromSeq);
      if (list.length === 0) this.lists.delete(command);
    }
    while ((this.beginnings.at(-1) ?? NONE) >= fromSeq) this.beginnings.pop();
  }

  private file(entry: Entry): void {
    const { seq, fact, cause } = entry;
    // A cause lies before its effect: anything else is a damaged trace.
    const caused = cause === null || cause >= seq ? NONE : (this.nearest[cause] ?? NONE);
    this.nearest[seq] = commandIn(fact) ?? caused;
    if (fact.type === 'proposalCreated' && !this.proposals.has(fact.txid)) this.proposals.set(fact.txid, seq);
    if (!TELLING.has(fact.type)) return;
    const command = this.commandOf(entry);
    if (command === NONE) return;
    const list = this.lists.get(command);
    if (list !== undefined) list.push(entry);
    else {
      this.lists.set(command, [entry]);
      this.beginnings.push(seq);
    }
  }

  private commandOf({ seq, fact }: Entry): number {
    const own = commandIn(fact);
    if (own !== null) return own;
    const txid = fact.type === 'proposalCreated' ? '' : txidIn(fact);
    const from = (txid === '' ? undefined : this.proposals.get(txid)) ?? seq;
    return this.nearest[from] ?? NONE;
  }

  /**
   * The command an entry belongs to, as its place in the recording; null when none does. What happens to a transaction
   * belongs to the command that began it, also where something else (a crash) is its nearest cause.
   */
  behind(entry: Entry): number | null {
    const command = this.commandOf(entry);
    return command === NONE ? null : command;
  }

  /** Entries of {@link OUTCOME_FACTS} that tell of the command among the first `count` of the trace, in order. */
  told(command: number, count: number): readonly Entry[] {
    const list = this.lists.get(command) ?? [];
    return list.slice(0, countBefore(list, count));
  }

  /** Of how many commands anything is told among the first `count` entries. */
  given(count: number): number {
    let low = 0;
    let high = this.beginnings.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.beginnings[middle] ?? Infinity) < count) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
