/** The thing of the network at hand on which a term can be looked at, as the network is at a moment. Pure. */
import type { InspectTarget } from '../../link/react/lab-context.tsx';
import type { TraceIndex } from '../../view/trace-index.ts';
import type { NodeView, WorldView } from '../../view/world-model.ts';
import type { Example } from './glossary-terms.ts';

const nodeTarget = (node: string | undefined | null): InspectTarget | null =>
  node === undefined || node === null ? null : { type: 'node', node };

function nodeOf(world: WorldView, fits: (node: NodeView) => boolean): InspectTarget | null {
  const all = Object.values(world.nodes).filter(fits);
  return nodeTarget((all.find(({ life }) => life === 'up') ?? all[0])?.info.id);
}

/** The first channel that has blocks, and the peer that has most of them. */
function ledgerIn(
  world: WorldView,
): { readonly channel: string; readonly node: string; readonly height: number } | null {
  for (const channel of Object.keys(world.channels)) {
    const [best] = Object.values(world.nodes)
      .flatMap(({ info, channels }) => {
        const height = channels[channel]?.height ?? 0;
        return info.role === 'peer' && height > 0 ? [{ channel, node: info.id, height }] : [];
      })
      .toSorted((a, b) => b.height - a.height);
    if (best !== undefined) return best;
  }
  return null;
}

function chaincodeIn(world: WorldView): InspectTarget | null {
  for (const { id: channel, definitions } of Object.values(world.channels))
    for (const { name: chaincode } of Object.values(definitions)) return { type: 'chaincode', channel, chaincode };
  return null;
}

function collectionIn(trace: TraceIndex, count: number): InspectTarget | null {
  for (const { fact } of trace.facts.ofTypes(['chaincodeCommitted'], count).toReversed()) {
    if (fact.type !== 'chaincodeCommitted') continue;
    const { channel, name: chaincode, collections } = fact;
    const [collection] = collections;
    if (collection !== undefined) return { type: 'collection', channel, chaincode, collection };
  }
  return null;
}

function keyIn(trace: TraceIndex, count: number): InspectTarget | null {
  const committed = trace.facts.ofTypes(['blockCommitted'], count);
  for (let index = committed.length - 1; index >= 0; index--) {
    const entry = committed[index];
    if (entry?.fact.type !== 'blockCommitted') continue;
    const { node, fact } = entry;
    const write = fact.writes.find(({ namespace }) => /^[A-Za-z0-9]/.test(namespace) && !/^lscc$|\$\$/.test(namespace));
    if (write === undefined) continue;
    return { type: 'key', node, channel: fact.channel, namespace: write.namespace, key: write.key };
  }
  return null;
}

function transactionIn(trace: TraceIndex, count: number): InspectTarget | null {
  const last = trace.facts
    .ofTypes(['proposalCreated'], count)
    .findLast(({ fact }) => fact.type === 'proposalCreated' && fact.channel !== '');
  if (last?.fact.type !== 'proposalCreated') return null;
  const { channel, txid } = last.fact;
  return { type: 'transaction', node: last.node, channel, txid };
}

function snapshotIn(trace: TraceIndex, count: number): InspectTarget | null {
  const last = trace.facts.ofTypes(['snapshotGenerated'], count).at(-1);
  if (last?.fact.type !== 'snapshotGenerated') return null;
  return { type: 'snapshot', node: last.node, channel: last.fact.channel, number: last.fact.number };
}

type NodeExample = 'anchorPeer' | 'ca' | 'client' | 'leader' | 'leadingPeer' | 'orderer' | 'peer';

function nodeExample(example: NodeExample, world: WorldView): InspectTarget | null {
  const [channel] = Object.values(world.channels);
  const first = (role: string): InspectTarget | null => nodeOf(world, ({ info }) => info.role === role);
  const examples: Readonly<Record<NodeExample, () => InspectTarget | null>> = {
    peer: () => first('peer'),
    orderer: () => first('orderer'),
    ca: () => first('ca'),
    client: () => nodeOf(world, ({ info }) => info.role === 'client' && !info.isDesk) ?? first('client'),
    leader: () => nodeTarget(channel?.leader) ?? first('orderer'),
    anchorPeer: () => nodeTarget(Object.values(channel?.anchors ?? {}).flat()[0]),
    leadingPeer: () => nodeOf(world, ({ channels }) => Object.values(channels).some(({ leads }) => leads)),
  };
  return examples[example]();
}

/** `count` entries have happened. null: this network has nothing of the kind yet. */
export function exampleIn(example: Example, trace: TraceIndex, world: WorldView, count: number): InspectTarget | null {
  const ledger = ledgerIn(world);
  const blockTarget = (number: number): InspectTarget | null =>
    ledger === null ? null : { type: 'block', node: ledger.node, channel: ledger.channel, number };
  const [channel] = Object.values(world.channels);
  switch (example) {
    case 'channel':
      return channel === undefined ? null : { type: 'channel', channel: channel.id };
    case 'chaincode':
      return chaincodeIn(world);
    case 'collection':
      return collectionIn(trace, count);
    case 'block':
      return blockTarget((ledger?.height ?? 1) - 1);
    case 'genesis':
      return blockTarget(0);
    case 'key':
      return keyIn(trace, count);
    case 'transaction':
      return transactionIn(trace, count);
    case 'snapshot':
      return snapshotIn(trace, count);
    default:
      return nodeExample(example, world);
  }
}
