/**
 * Things of the network found by what a learner types: a node, a link by its two ends, a block by its number, a
 * transaction by part of its id or by what it called, a chaincode, a collection, a snapshot, a key. Only what there is at
 * the moment shown.
 */
import type { InspectTarget } from '../sim/protocol/requests.ts';
import type { Entry, FactOf, NodeId } from '../sim/trace/facts.ts';
import { nodesOf } from './network.ts';
import type { TraceIndex } from './trace-index.ts';

type TargetOf<T extends InspectTarget['type']> = Extract<InspectTarget, { readonly type: T }>;

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
  /** `ends`: short names. */
  | { readonly kind: 'link'; readonly target: TargetOf<'link'>; readonly ends: readonly [string, string] }
  | { readonly kind: 'chaincode'; readonly target: TargetOf<'chaincode'> }
  | { readonly kind: 'collection'; readonly target: TargetOf<'collection'> }
  | { readonly kind: 'snapshot'; readonly target: TargetOf<'snapshot'>; readonly shortName: string }
  | { readonly kind: 'key'; readonly target: TargetOf<'key'> };

type Matches = (text: string) => boolean;

const AT_MOST = 4;
/** Shorter pieces of an id are in too many of them. */
const SHORTEST_ID = 4;

function nodes(trace: TraceIndex, matches: Matches): readonly FoundThing[] {
  return nodesOf(trace.topology)
    .filter(({ id, shortName, mspId }) => matches(`${shortName} ${id} ${mspId}`))
    .slice(0, AT_MOST)
    .map(({ id, shortName }) => ({ kind: 'node', target: { type: 'node', node: id }, node: id, shortName }));
}

/** Two names, of one end each: `peer0.org1 orderer2`, `peer0.org1 – orderer2`. */
function links(trace: TraceIndex, query: string): readonly FoundThing[] {
  const words = query
    .toLowerCase()
    .split(/[\s–↔→,]+/u)
    .filter((word) => word !== '' && word !== '-');
  const [one, other] = words;
  if (words.length !== 2 || one === undefined || other === undefined) return [];
  const all = nodesOf(trace.topology);
  const named = (word: string) => {
    // `orderer` is one of them, though `orderer2` has its letters too.
    const exact = all.filter(({ id, shortName }) => id === word || shortName === word);
    return exact.length > 0 ? exact : all.filter(({ id }) => id.includes(word));
  };
  const pairs = named(one).flatMap((from) => named(other).map((to) => [from, to] as const));
  return pairs
    .filter(([from, to]) => from.id !== to.id)
    .slice(0, AT_MOST)
    .map(([from, to]) => ({
      kind: 'link',
      target: { type: 'link', from: from.id, to: to.id },
      ends: [from.shortName, to.shortName],
    }));
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

/** What a proposal calls, and the same in small letters: written once, since every letter typed asks for all of them. */
const calls = new WeakMap<Entry, { readonly call: string; readonly searched: string }>();

function callOf(entry: Entry, { chaincode, function: name, args }: FactOf<'proposalCreated'>) {
  const known = calls.get(entry);
  if (known !== undefined) return known;
  const call = `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
  const made = { call, searched: `${chaincode} ${call}`.toLowerCase() };
  calls.set(entry, made);
  return made;
}

/** The newest first, and all of them: of 10,000 the first is found as well as the last. */
function transactions(trace: TraceIndex, query: string, count: number): readonly FoundThing[] {
  const wanted = query.trim().toLowerCase();
  const isId = wanted.length >= SHORTEST_ID && /^[0-9a-f]+$/.test(wanted);
  const proposals = trace.facts.ofTypes(['proposalCreated'], count);
  const found: FoundThing[] = [];
  for (let index = proposals.length - 1; index >= 0 && found.length < AT_MOST; index--) {
    const entry = proposals[index];
    if (entry?.fact.type !== 'proposalCreated') continue;
    const { txid, channel } = entry.fact;
    if (channel === '') continue;
    const { call, searched } = callOf(entry, entry.fact);
    if ((isId && txid.includes(wanted)) || searched.includes(wanted))
      found.push({ kind: 'transaction', target: { type: 'transaction', node: entry.node, channel, txid }, txid, call });
  }
  return found;
}

/** Keys that are or were in the state, the last written first. */
function keys(trace: TraceIndex, query: string, count: number): readonly FoundThing[] {
  const wanted = query.trim().toLowerCase();
  const found = new Map<string, FoundThing>();
  const committed = trace.facts.ofTypes(['blockCommitted'], count);
  for (let index = committed.length - 1; index >= 0 && found.size < AT_MOST; index--) {
    const entry = committed[index];
    if (entry?.fact.type !== 'blockCommitted') continue;
    const { channel, writes } = entry.fact;
    for (const { namespace, key } of writes) {
      if (found.size === AT_MOST || !isOfChaincode(namespace) || !key.toLowerCase().includes(wanted)) continue;
      const target = { type: 'key', node: entry.node, channel, namespace, key } as const;
      const id = `${channel} ${namespace} ${key}`;
      if (!found.has(id)) found.set(id, { kind: 'key', target });
    }
  }
  return [...found.values()];
}

/** What peers keep for themselves is no key of a contract. */
const isOfChaincode = (namespace: string): boolean =>
  namespace !== '' && namespace !== 'lscc' && !namespace.startsWith('_') && !namespace.includes('$$');

/** Chaincodes somebody has approved or all have committed, and the collections of those committed. */
function definitions(trace: TraceIndex, matches: Matches, count: number): readonly FoundThing[] {
  const found = new Map<string, FoundThing>();
  for (const { fact } of trace.facts.ofTypes(['chaincodeApproved', 'chaincodeCommitted'], count)) {
    if (fact.type !== 'chaincodeApproved' && fact.type !== 'chaincodeCommitted') continue;
    const { channel, name: chaincode } = fact;
    if (matches(chaincode))
      found.set(`${channel} ${chaincode}`, { kind: 'chaincode', target: { type: 'chaincode', channel, chaincode } });
    if (fact.type === 'chaincodeApproved') continue;
    for (const collection of fact.collections.filter(matches)) {
      const target = { type: 'collection', channel, chaincode, collection } as const;
      found.set(`${channel} ${chaincode} ${collection}`, { kind: 'collection', target });
    }
  }
  return [...found.values()].slice(0, AT_MOST);
}

/** By its channel and its peer. */
function snapshots(trace: TraceIndex, matches: Matches, count: number): readonly FoundThing[] {
  const names = new Map(nodesOf(trace.topology).map(({ id, shortName }) => [id, shortName]));
  return trace.facts
    .ofTypes(['snapshotGenerated'], count)
    .flatMap(({ node, fact }): readonly FoundThing[] => {
      const shortName = names.get(node) ?? node;
      if (fact.type !== 'snapshotGenerated' || !matches(`${fact.channel} ${shortName}`)) return [];
      const target = { type: 'snapshot', node, channel: fact.channel, number: fact.number } as const;
      return [{ kind: 'snapshot', target, shortName }];
    })
    .slice(-AT_MOST)
    .reverse();
}

/**
 * What `query` may mean among the first `count` entries, each kind its best few.
 * @param matches whether a name is like what was typed, in the learner's script
 * @param snapshotWord what a snapshot is called in the learner's language: it has no name of its own
 */
export function findThings(
  trace: TraceIndex,
  query: string,
  count: number,
  matches: Matches,
  snapshotWord = 'snapshot',
): readonly FoundThing[] {
  if (query.trim() === '') return [];
  return [
    ...nodes(trace, matches),
    ...links(trace, query),
    ...definitions(trace, matches, count),
    ...snapshots(trace, (name) => matches(`${snapshotWord} ${name}`), count),
    ...blocks(trace, query, count),
    ...transactions(trace, query, count),
    ...keys(trace, query, count),
  ];
}
