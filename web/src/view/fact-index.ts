/**
 * Entries found by what they are about, without going through the trace: of some types, of one transaction.
 *
 * A trace of 10,000 transactions has some 350,000 entries, and a panel asks anew whenever one is crossed. They are filed
 * as they come in: the first look at a long trace would have to go through all of it.
 */
import type { Entry, Fact, FactType } from '../sim/trace/facts.ts';

/** How many of `entries`, in order of seq, come before `seq`. */
export function countBefore(entries: readonly Entry[], seq: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.seq ?? Infinity) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The transactions a fact speaks of; a configuration envelope an orderer made has an empty id. */
function txidsOf(fact: Fact): readonly string[] {
  if ('txid' in fact) return !fact.txid ? [] : [fact.txid];
  const all = 'txids' in fact ? fact.txids : 'verdicts' in fact ? fact.verdicts.map(({ txid }) => txid) : [];
  return all.filter((txid) => txid !== '');
}

/** Lists of entries by a key. */
class Shelf<K> {
  private readonly lists = new Map<K, Entry[]>();
  private readonly keysOf: (fact: Fact) => readonly K[];
  private filed = 0;

  constructor(keysOf: (fact: Fact) => readonly K[]) {
    this.keysOf = keysOf;
  }

  forget(fromSeq: number): void {
    if (fromSeq >= this.filed) return;
    for (const list of this.lists.values()) list.length = countBefore(list, fromSeq);
    this.filed = fromSeq;
  }

  file(entries: readonly Entry[]): void {
    for (; this.filed < entries.length; this.filed++) {
      const entry = entries[this.filed];
      if (entry === undefined) continue;
      const keys = this.keysOf(entry.fact);
      for (const one of keys.length < 2 ? keys : new Set(keys)) {
        const list = this.lists.get(one);
        if (list === undefined) this.lists.set(one, [entry]);
        else list.push(entry);
      }
    }
  }

  of(key: K): readonly Entry[] {
    return this.lists.get(key) ?? [];
  }
}

export class FactIndex {
  private readonly byType = new Shelf<FactType>(({ type }) => [type]);
  private readonly byTransaction = new Shelf<string>(txidsOf);

  /** Takes the whole trace of the branch shown; entries before `fromSeq` are those it had already. */
  update(entries: readonly Entry[], fromSeq: number): void {
    for (const shelf of [this.byType, this.byTransaction]) {
      shelf.forget(fromSeq);
      shelf.file(entries);
    }
  }

  /** Entries of `types` among the first `count` of the trace, in order; of them those from seq `from` on. */
  ofTypes(types: readonly FactType[], count: number, from = 0): readonly Entry[] {
    const lists = types.map((type) => {
      const list = this.byType.of(type);
      return list.slice(from === 0 ? 0 : countBefore(list, from), countBefore(list, count));
    });
    return lists.length === 1 ? (lists[0] ?? []) : lists.flat().sort((a, b) => a.seq - b.seq);
  }

  /**
   * How many entries there were when the last of `types` among the first `count` had happened; 0 for none. What is made of
   * such entries is the same at `count` as there.
   */
  reached(types: readonly FactType[], count: number): number {
    let reached = 0;
    for (const type of types) {
      const list = this.byType.of(type);
      const last = list[countBefore(list, count) - 1];
      if (last !== undefined) reached = Math.max(reached, last.seq + 1);
    }
    return reached;
  }

  /** Entries that speak of a transaction among the first `count` of the trace, in order. Empty for an empty id. */
  ofTransaction(txid: string, count: number): readonly Entry[] {
    const list = this.byTransaction.of(txid);
    return list.slice(0, countBefore(list, count));
  }
}
