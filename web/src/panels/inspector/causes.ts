/** The chain of causes that led to an entry. */
import type { Entry } from '../lab-types.ts';

/**
 * From the entry back to the command (or timer) it all began with, nearest first, the entry itself left out.
 * `limit` entries at most.
 */
export function causesOf(entries: readonly Entry[], seq: number, limit: number): readonly Entry[] {
  const chain: Entry[] = [];
  let cause = entries[seq]?.cause ?? null;
  while (cause !== null && chain.length < limit) {
    const entry = entries[cause];
    // A cause lies before its effect: anything else is a damaged trace and would never end.
    if (entry === undefined || entry.seq >= (chain.at(-1)?.seq ?? seq)) break;
    chain.push(entry);
    cause = entry.cause;
  }
  return chain;
}

/** Where the transaction an entry speaks of began, out of `told`; the entry itself when it speaks of none. */
function beginning(told: Iterable<Entry>, entry: Entry): Entry {
  const txid = 'txid' in entry.fact ? entry.fact.txid : '';
  if (txid === '' || entry.fact.type === 'proposalCreated') return entry;
  for (const one of told) if (one.fact.type === 'proposalCreated' && one.fact.txid === txid) return one;
  return entry;
}

/**
 * The command an entry belongs to, as its place in the recording; null when none does. What happens to a transaction
 * belongs to the command that began it, also where something else (a crash) is its nearest cause. Where the beginning of
 * its transaction is known already, `told` spares looking for it.
 */
export function commandBehind(entries: readonly Entry[], seq: number, told: Iterable<Entry> = entries): number | null {
  const own = entries[seq];
  if (own === undefined) return null;
  const from = beginning(told, own);
  // The nearest one: a script gives each command because the one before has settled.
  for (const { fact } of [own, from, ...causesOf(entries, from.seq, Number.POSITIVE_INFINITY)])
    if (fact.type === 'commandGiven' || fact.type === 'commandDone' || fact.type === 'commandFailed') return fact.index;
  return null;
}

/** Why an entry came about, as it is shown. */
export interface Reasons {
  /** Nearest first. */
  readonly chain: readonly Entry[];
  /** There are more between the last of the chain and what it all began with. */
  readonly more: boolean;
  /** The command it all began with, where it is not in the chain already. */
  readonly began: Entry | null;
}

/**
 * The `limit` nearest causes, and the `command` behind them. A chain of heartbeats is longer than anyone reads; and what
 * happens to a transaction began with its own command, also where a timer or another transaction is the nearest cause.
 */
export function reasonsFor(entries: readonly Entry[], seq: number, limit: number, command: Entry | null): Reasons {
  const all = causesOf(entries, seq, limit + 1);
  const chain = all.slice(0, limit);
  const known = command === null || command.seq >= seq || chain.includes(command);
  return { chain, more: all.length > limit, began: known ? null : command };
}
