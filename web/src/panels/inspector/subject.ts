/**
 * What a selection stands for at a moment: the one thing every part of the inspector is about. Pure.
 */
import type { Flight } from '../../view/flights.ts';
import type { TraceIndex } from '../../view/trace-index.ts';
import type { ChainBlock } from '../../view/chain-index.ts';
import type { Entry, FactType } from '../lab-types.ts';
import type { Selection } from '../selection.ts';
import type { Looked } from '../terminal/look-lines.ts';
import { structureLooked, type StructureSubject, structureSubject } from './structures/structure-subject.ts';
import { type TransactionRecord, transactionRecord } from './transaction-record.ts';

export type Subject =
  | {
      readonly type: 'node';
      readonly node: string;
      /** The last thing that decided what it is doing; null: it has not been started. */
      readonly turn: Entry | null;
    }
  | { readonly type: 'message'; readonly flight: Flight; readonly record: TransactionRecord | null }
  | {
      readonly type: 'block';
      readonly node: string;
      readonly channel: string;
      /** null: this node has no such block yet. */
      readonly block: ChainBlock | null;
      readonly number: number;
    }
  | {
      readonly type: 'transaction';
      readonly node: string;
      readonly record: TransactionRecord | null;
      readonly txid: string;
    }
  | { readonly type: 'entry'; readonly entry: Entry }
  | StructureSubject;

/** Started, joined, broken, led: what a node does follows from the last of these. */
const TURNS = [
  'nodeStarted',
  'nodeStopped',
  'nodeCrashed',
  'nodeRestarted',
  'peerJoined',
  'ordererJoined',
  'leaderElected',
  'leaderFollowed',
] as const satisfies readonly FactType[];

const lastTurn = (trace: TraceIndex, node: string, count: number): Entry | null =>
  trace.facts.ofTypes(TURNS, count).findLast((entry) => entry.node === node) ?? null;

/** `count` entries have happened. null: the selection names nothing of this trace. */
export function subjectOf(trace: TraceIndex, selection: Selection, count: number): Subject | null {
  const past = (txid: string): readonly Entry[] => trace.facts.ofTransaction(txid, count);
  switch (selection.type) {
    case 'node':
      return { type: 'node', node: selection.node, turn: lastTurn(trace, selection.node, count) };
    case 'message': {
      const flight = trace.flights.of(selection.message);
      return flight === null
        ? null
        : { type: 'message', flight, record: transactionRecord(past(flight.txid), flight.txid) };
    }
    case 'block': {
      const { node, channel, number } = selection;
      const block = trace.chains.chain(node, channel, count).find((one) => one.number === number) ?? null;
      return { type: 'block', node, channel, number, block };
    }
    case 'transaction': {
      const { node, txid } = selection;
      return { type: 'transaction', node, txid, record: transactionRecord(past(txid), txid) };
    }
    case 'entry': {
      const entry = trace.entries[selection.seq];
      return entry === undefined ? null : { type: 'entry', entry };
    }
    default:
      return structureSubject(trace, selection, count);
  }
}

/** The facts by which a node has a transaction: an orderer has written, or a peer has judged, the block it is in. */
function hasTransaction({ fact }: Entry, txid: string): boolean {
  if (fact.type === 'blockWritten') return fact.txids.includes(txid);
  if (fact.type !== 'blockValidated' && fact.type !== 'blockCommitted') return false;
  return fact.verdicts.some((verdict) => verdict.txid === txid);
}

/**
 * What to ask the worker about: a transaction looked at from a client is asked of a peer that has it. null: at this
 * moment there is no such thing yet, and what the worker knows of it would tell the future.
 */
export function holderOf(trace: TraceIndex, selection: Selection, subject: Subject, count: number): Selection | null {
  if (subject.type === 'block' && subject.block === null) return null;
  if (selection.type !== 'transaction') return selection;
  const holders = trace.facts
    .ofTransaction(selection.txid, count)
    .filter((entry) => hasTransaction(entry, selection.txid));
  const own = holders.find(({ node }) => node === selection.node);
  const holder = own ?? holders.find(({ fact }) => fact.type === 'blockCommitted');
  return holder === undefined ? null : { ...selection, node: holder.node };
}

/** The entry the subject hangs on: where "why" begins. null: none. */
export function anchorSeq(subject: Subject): number | null {
  switch (subject.type) {
    case 'node':
      return subject.turn?.seq ?? null;
    case 'message':
      return subject.flight.seq;
    case 'block':
      return subject.block?.seq ?? null;
    case 'transaction':
      return subject.record?.lastSeq ?? null;
    case 'entry':
      return subject.entry.seq;
    case 'structure':
      return subject.entry?.seq ?? null;
  }
}

/** What a tool of a real network shows of the subject; `channels` the node has joined. */
export function lookedAt(subject: Subject, channels: readonly string[]): Looked | null {
  switch (subject.type) {
    case 'node':
      return { kind: 'node', node: subject.node, channels };
    case 'message': {
      const { from, to, block, channel } = subject.flight;
      return block === null ? { kind: 'log', node: to } : { kind: 'block', node: from, channel, number: block };
    }
    case 'block': {
      const { node, channel, number, block } = subject;
      return block === null ? null : { kind: 'block', node, channel, number };
    }
    case 'transaction': {
      const { node, record, txid } = subject;
      if (record === null || record.block === null) return null;
      return { kind: 'transaction', node, channel: record.channel, txid };
    }
    case 'entry':
      return { kind: 'log', node: subject.entry.node };
    case 'structure':
      return structureLooked(subject);
  }
}

/** As which node one looks at the subject: of a message, the one it goes to. null: an entry is nobody's view. */
export function nodeOf(subject: Subject): string | null {
  if (subject.type === 'entry') return null;
  return subject.type === 'message' ? subject.flight.to : subject.node;
}

/** The transaction a subject is or carries; empty for none. */
function txidOf(subject: Subject): string {
  if (subject.type === 'message') return subject.flight.txid;
  if (subject.type === 'transaction') return subject.txid;
  return subject.type === 'entry' && 'txid' in subject.entry.fact ? (subject.entry.fact.txid ?? '') : '';
}

const LAST_MESSAGES = 30;
/** Two nodes that hardly talk: a long trace is not gone through for them. */
const LOOKED_THROUGH = 20_000;

/** From the end: there are more in a long trace than anyone would look through. */
function lastOf(trace: TraceIndex, count: number, fits: (flight: Flight) => boolean): readonly Flight[] {
  const flights: Flight[] = [];
  const first = Math.max(0, count - LOOKED_THROUGH);
  for (let index = count - 1; index >= first && flights.length < LAST_MESSAGES; index--) {
    const fact = trace.entries[index]?.fact;
    const flight = fact?.type === 'messageSent' ? trace.flights.of(fact.message) : null;
    if (flight !== null && fits(flight)) flights.push(flight);
  }
  return flights.reverse();
}

/** The last messages between two nodes, in either direction. */
const between = (trace: TraceIndex, a: string, b: string, count: number): readonly Flight[] =>
  lastOf(trace, count, ({ from, to }) => (from === a && to === b) || (from === b && to === a));

/** Messages that carried the subject, or the last ones of a node or a link, in order of departure. */
export function routeOf(trace: TraceIndex, subject: Subject, count: number): readonly Flight[] {
  if (subject.type === 'node')
    return lastOf(trace, count, ({ from, to }) => from === subject.node || to === subject.node);
  if (subject.type === 'structure') {
    const { target } = subject;
    return target.type === 'link' ? between(trace, target.from, target.to, count) : [];
  }
  const txid = txidOf(subject);
  if (txid !== '')
    return trace.facts.ofTransaction(txid, trace.entries.length).flatMap(({ fact }) => {
      const flight = fact.type === 'messageSent' ? trace.flights.of(fact.message) : null;
      return flight?.txid === txid ? [flight] : [];
    });
  if (subject.type === 'block') return trace.flights.carrying(subject.channel, subject.number);
  if (subject.type !== 'message') return [];
  const { block, channel } = subject.flight;
  return block === null ? [subject.flight] : trace.flights.carrying(channel, block);
}
