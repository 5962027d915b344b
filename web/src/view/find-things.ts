/**
 * Things of the network found by what a learner types: a node, a block by its number, a transaction by part of its id, by
 * what it called or by a key it wrote. Only what there is at the moment shown.
 */
import type { InspectTarget } from '../sim/protocol/requests.ts';
import type { Entry, FactOf, NodeId } from '../sim/trace/facts.ts';
import { nodesOf } from './network.ts';
import type { TraceIndex } from './trace-index.ts';

export type FoundThing =
  | { readonly kind: 'node'; readonly target: InspectTarget; readonly node: NodeId; readonly shortName: string }
  | { readonly kind: 'block'; readonly target: InspectTarget; readonly number: number; readonly channel: string }
  | {
      readonly kind: 'transaction';
      readonly target: InspectTarget;
      readonly txid: string;
      /** `TransferAsset("asset1", "Tom")`. */
      readonly call: string;
    }
  | { readonly kind: 'key'; readonly target: InspectTarget; readonly key: string; readonly txid: string };

const AT_MOST = 4;
/** Shorter pieces of an id are in too many of them. */
const SHORTEST_ID = 4;
/** Of a long run the last ones are looked through. */
const LOOKED_THROUGH = 2_000;

function nodes(trace: TraceIndex, matches: (text: string) => boolean): readonly FoundThing[] {
  return nodesOf(trace.topology)
    .filter(({ id, shortName, mspId }) => matches(`${shortName} ${id} ${mspId}`))
    .slice(0, AT_MOST)
    .map(({ id, shortName }) => ({ kind: 'node', target: { type: 'node', node: id }, node: id, shortName }));
}

/** `7`, `#7`, or after a word of any language: `block 7`. */
const blockNumber = (query: string): number | null => {
  const digits = /^(?:\p{L}+\s+)?#?(\d{1,7})$/u.exec(query.trim())?.[1];
  return digits === undefined ? null : Number(digits);
};

/** As the first node that has it: peers before orderers, for they have judged it. */
function blocks(trace: TraceIndex, query: string, count: number): readonly FoundThing[] {
  const number = blockNumber(query);
  if (number === null) return [];
  const written = trace.facts
    .ofTypes(['blockCommitted', 'blockWritten'], count)
    .filter((entry): entry is Entry & { fact: FactOf<'blockCommitted' | 'blockWritten'> } => {
      const { fact } = entry;
      return (fact.type === 'blockCommitted' || fact.type === 'blockWritten') && fact.number === number;
    });
  const holders = new Map<string, NodeId>();
  for (const type of ['blockCommitted', 'blockWritten'])
    for (const { node, fact } of written)
      if (fact.type === type && !holders.has(fact.channel)) holders.set(fact.channel, node);
  return [...holders].map(([channel, node]) => ({
    kind: 'block',
    target: { type: 'block', node, channel, number },
    number,
    channel,
  }));
}

function transactions(trace: TraceIndex, query: string, count: number): readonly FoundThing[] {
  const wanted = query.trim().toLowerCase();
  const found: FoundThing[] = [];
  for (const { node, fact } of trace.facts.ofTypes(['proposalCreated'], count).slice(-LOOKED_THROUGH).reverse()) {
    if (fact.type !== 'proposalCreated' || found.length === AT_MOST) break;
    const { txid, channel } = fact;
    const call = `${fact.function}(${fact.args.map((arg) => JSON.stringify(arg)).join(', ')})`;
    const isId = wanted.length >= SHORTEST_ID && /^[0-9a-f]+$/.test(wanted) && txid.includes(wanted);
    if (channel !== '' && (isId || `${fact.chaincode} ${call}`.toLowerCase().includes(wanted)))
      found.push({ kind: 'transaction', target: { type: 'transaction', node, channel, txid }, txid, call });
  }
  return found;
}

/** The last transaction that wrote it. */
function keys(trace: TraceIndex, query: string, count: number): readonly FoundThing[] {
  const wanted = query.trim().toLowerCase();
  const found = new Map<string, FoundThing>();
  for (const { node, fact } of trace.facts.ofTypes(['simulationFinished'], count).slice(-LOOKED_THROUGH).reverse()) {
    if (fact.type !== 'simulationFinished' || found.size === AT_MOST) break;
    const { txid, channel } = fact;
    for (const { namespace, key } of fact.rwset.writes)
      if (namespace !== '_lifecycle' && key.toLowerCase().includes(wanted) && !found.has(key))
        found.set(key, { kind: 'key', target: { type: 'transaction', node, channel, txid }, key, txid });
  }
  return [...found.values()];
}

/**
 * What `query` may mean among the first `count` entries: nodes, blocks, transactions, keys; each kind its best few.
 * @param matches whether a name is like what was typed, in the learner's script
 */
export function findThings(
  trace: TraceIndex,
  query: string,
  count: number,
  matches: (text: string) => boolean,
): readonly FoundThing[] {
  if (query.trim() === '') return [];
  return [
    ...nodes(trace, matches),
    ...blocks(trace, query, count),
    ...transactions(trace, query, count),
    ...keys(trace, query, count),
  ];
}
