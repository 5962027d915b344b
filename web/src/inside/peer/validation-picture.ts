/**
 * The block a peer is at, walked through transaction by transaction: who is being checked, who has which verdict, and why.
 *
 * The peer says when a block came and when all of it was judged. In between it works: first every transaction is checked
 * for itself (form, signatures, endorsement policy), then, one after the other, whether what was read is still so. The
 * picture spreads this over the time it took; the verdicts are those of the trace.
 */
import type { FactOf, InvalidBecause, Micros, ReadWriteSummary, TransactionVerdict } from '../../panels/lab-types.ts';
import type { CommittedBlock, JudgedBlock, LedgerLog, PrivatePull, ReceivedBlock } from './ledger-log.ts';

/**
 * `waiting`: its turn has not come. `policy`: being checked for itself. `passed`: so far so good, versions to come.
 * `held`: checked for itself, and the block waits for private data. `versions`: its reads are being compared. `judged`: it
 * has its code.
 */
export type CheckStage = 'waiting' | 'policy' | 'passed' | 'held' | 'versions' | 'judged';

export interface CheckedTransaction {
  readonly index: number;
  /** Empty for a configuration envelope an orderer made. */
  readonly txid: string;
  readonly stage: CheckStage;
  /** null before it is judged. */
  readonly code: string | null;
  readonly because: InvalidBecause | null;
  /** `TransferAsset("asset6", "Ann")`; empty when no client of the trace proposed it. */
  readonly call: string;
  readonly chaincode: string;
  readonly rwset: ReadWriteSummary | null;
}

export type BlockStage = 'checking' | 'pulling' | 'comparing' | 'writing' | 'committed';

export interface BlockPicture {
  readonly number: number;
  readonly config: boolean;
  readonly stage: BlockStage;
  /** null: how many there are is not known yet. */
  readonly transactions: readonly CheckedTransaction[] | null;
  /** When it will be judged lies beyond what has been simulated: nothing can be said of how far it is. */
  readonly isOpen: boolean;
  /** What the block leaves in the state database; null while that is not known. */
  readonly writes: FactOf<'blockCommitted'>['writes'] | null;
  /** Private data the work waits for, and who was asked for it last. */
  readonly pull: PrivatePull | null;
  /** Entries before this one are the state the block met. */
  readonly beforeSeq: number;
}

/** Codes that come of comparing what was read with what is there: every other comes of looking at the transaction alone. */
const OF_VERSIONS: ReadonlySet<string> = new Set(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT']);

/** The first index whose element comes at or after `seq`, in a list ordered by `seq`. */
export function firstAtOrAfter(list: readonly { readonly seq: number }[], seq: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.seq ?? Infinity) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of `done` half-steps (every transaction by itself, then every one's versions), what is to be seen of each. */
function stageOf(index: number, count: number, done: number, code: string): CheckStage {
  const failsAlone = code !== 'VALID' && !OF_VERSIONS.has(code);
  if (done >= count + index + 1 || (failsAlone && done > index)) return 'judged';
  if (done >= count && done === count + index) return 'versions';
  if (done > index) return 'passed';
  return done === index ? 'policy' : 'waiting';
}

function transactionsOf(
  log: LedgerLog,
  verdicts: readonly TransactionVerdict[],
  done: number,
): readonly CheckedTransaction[] {
  return verdicts.map(({ txid, code, because }, index) => {
    const stage = stageOf(index, verdicts.length, done, code);
    const judged = stage === 'judged';
    return {
      ...log.transaction(txid),
      index,
      txid,
      stage,
      code: judged ? code : null,
      because: judged ? (because ?? null) : null,
    };
  });
}

/** How many half-steps of `judged` are done at `now`; it began at `start`. All of them once it has been said. */
function halfSteps(judged: JudgedBlock, start: Micros, now: Micros): number {
  const all = judged.verdicts.length * 2;
  if (now >= judged.at || judged.at <= start) return all;
  return Math.max(0, Math.min(all - 1, Math.floor(((now - start) / (judged.at - start)) * all)));
}

/** Blocks that have come and are not committed, in order: the first is being worked on, the others wait. */
function inHand(log: LedgerLog, count: number): readonly ReceivedBlock[] {
  const hand: ReceivedBlock[] = [];
  const stop = log.stops[firstAtOrAfter(log.stops, count) - 1]?.seq ?? -1;
  let done = firstAtOrAfter(log.committed, count) - 1;
  for (let index = firstAtOrAfter(log.received, count) - 1; index >= 0; index--) {
    const block = log.received[index];
    if (block === undefined || block.seq < stop) break;
    // Committed later than it came: it, and everything before it, is done.
    while ((log.committed[done]?.seq ?? -1) > block.seq && log.committed[done]?.fact.number !== block.number) done--;
    if ((log.committed[done]?.seq ?? -1) > block.seq) break;
    hand.unshift(block);
    done = firstAtOrAfter(log.committed, count) - 1;
  }
  return hand;
}

/** When the peer will have judged the block, if it is known and nothing stops it. */
function judgementOf(log: LedgerLog, block: ReceivedBlock): JudgedBlock | null {
  const judged = log.judged[firstAtOrAfter(log.judged, block.seq)];
  const stop = log.stops[firstAtOrAfter(log.stops, block.seq)];
  if (judged === undefined || judged.number !== block.number) return null;
  return stop !== undefined && stop.seq < judged.seq ? null : judged;
}

const untold = (log: LedgerLog, txid: string, index: number, stage: CheckStage = 'waiting'): CheckedTransaction => ({
  ...log.transaction(txid),
  index,
  txid,
  stage,
  code: null,
  because: null,
});

interface Work {
  readonly judged: JudgedBlock | null;
  /** The first question for private data of the block, if it comes to that. */
  readonly pull: PrivatePull | null;
  readonly done: number;
}

function workAt(log: LedgerLog, count: number, now: Micros, block: ReceivedBlock): Work {
  const judged = judgementOf(log, block);
  const before = log.committed[firstAtOrAfter(log.committed, count) - 1];
  const start = Math.max(block.at, before?.at ?? 0);
  const pull = log.pulls.find(({ seq, number }) => seq > block.seq && number === block.number) ?? null;
  if (pull !== null && !(judged !== null && judged.seq < count))
    return { judged, pull, done: checkedBefore(pull, start, now, log.block(block.number)?.txids.length ?? 0) };
  return { judged, pull: null, done: judged === null ? 0 : halfSteps(judged, start, now) };
}

/** How many of `all` transactions are checked for themselves: that is done before the peer asks for what it lacks. */
function checkedBefore(pull: PrivatePull, start: Micros, now: Micros, all: number): number {
  if (now >= pull.at || pull.at <= start) return all;
  return Math.max(0, Math.min(all - 1, Math.floor(((now - start) / (pull.at - start)) * all)));
}

/** A block that waits for private data, or will: nothing of it is judged before that has come or is given up. */
function heldPicture(log: LedgerLog, count: number, { number, seq: since }: ReceivedBlock, done: number): BlockPicture {
  const written = log.block(number);
  const pull = log.pulls.findLast((one) => one.seq < count && one.seq > since && one.number === number) ?? null;
  const stageAt = (index: number): CheckStage =>
    pull !== null ? 'held' : done > index ? 'passed' : done === index ? 'policy' : 'waiting';
  return {
    number,
    config: written?.config ?? false,
    stage: pull === null ? 'checking' : 'pulling',
    transactions: written?.txids.map((txid, index) => untold(log, txid, index, stageAt(index))) ?? null,
    isOpen: false,
    writes: null,
    pull,
    beforeSeq: count,
  };
}

/**
 * The block at work at `now`, of which `count` entries have happened, or the last one committed. null: there is none yet.
 * What is at work looks ahead to when it will be judged, as a message in flight knows where it will arrive.
 */
export function blockPicture(log: LedgerLog, count: number, now: Micros): BlockPicture | null {
  const [next] = inHand(log, count);
  if (next === undefined) {
    const last = log.committed[firstAtOrAfter(log.committed, count) - 1];
    return last === undefined ? null : committedPicture(log, last);
  }
  const { judged, pull, done } = workAt(log, count, now, next);
  if (pull !== null) return heldPicture(log, count, next, done);
  const written = log.block(next.number);
  const base = { number: next.number, config: written?.config ?? false, pull: null };
  if (judged === null) {
    const transactions = written?.txids.map((txid, index) => untold(log, txid, index)) ?? null;
    return { ...base, stage: 'checking', transactions, isOpen: true, writes: null, beforeSeq: count };
  }
  const isSaid = judged.seq < count;
  const committed = log.committed[firstAtOrAfter(log.committed, judged.seq)]?.fact;
  return {
    ...base,
    stage: isSaid ? 'writing' : done < judged.verdicts.length ? 'checking' : 'comparing',
    transactions: transactionsOf(log, judged.verdicts, isSaid ? judged.verdicts.length * 2 : done),
    isOpen: false,
    writes: committed?.number === next.number ? committed.writes : null,
    beforeSeq: judged.seq,
  };
}

/** Numbers of the blocks that wait behind the one at work. */
export const waitingBlocks = (log: LedgerLog, count: number): readonly number[] =>
  inHand(log, count)
    .slice(1)
    .map(({ number }) => number);

function committedPicture(log: LedgerLog, { seq, fact }: CommittedBlock): BlockPicture {
  const judged = log.judged.findLast((one) => one.number === fact.number && one.seq < seq);
  const verdicts = judged?.verdicts ?? fact.verdicts;
  return {
    number: fact.number,
    config: fact.config,
    stage: 'committed',
    transactions: transactionsOf(log, verdicts, verdicts.length * 2),
    isOpen: false,
    writes: fact.writes,
    pull: null,
    beforeSeq: judged?.seq ?? seq,
  };
}

/** How far the work in hand is, as a number that changes when the picture does: for redrawing no more often. */
export function progressAt(log: LedgerLog, count: number, now: Micros): number {
  const [next] = inHand(log, count);
  return next === undefined ? -1 : workAt(log, count, now, next).done;
}
