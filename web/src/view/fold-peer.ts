/** What the peers' facts change in the world: chains, state database, containers, anchors and definitions. */
import type { Entry, FactOf } from '../sim/trace/facts.ts';
import { appended, glimpsesBelow, withChannel, withNode, withNodeChannel } from './world-change.ts';
import type { DefinitionView, WorldView } from './world-model.ts';

const without = (list: readonly string[], item: string): readonly string[] => list.filter((known) => known !== item);

function joined(world: WorldView, node: string, { channel, height, snapshot }: FactOf<'peerJoined'>): WorldView {
  const genesisHash = world.channels[channel]?.genesisHash ?? '';
  // Blocks before a snapshot are not on this peer at all.
  const below = snapshot === undefined ? glimpsesBelow(height, genesisHash) : [];
  return withNodeChannel(world, node, channel, (known) => ({
    ...known,
    height: Math.max(height, known.height),
    blocks: known.blocks.length > 0 ? known.blocks : below,
  }));
}

function tampered(world: WorldView, node: string, { channel, number, hash }: FactOf<'blockTampered'>): WorldView {
  return withNodeChannel(world, node, channel, (known) => ({
    ...known,
    blocks: known.blocks.map((block) => (block.number === number ? { ...block, hash, tampered: true } : block)),
  }));
}

function cut(world: WorldView, node: string, { channel, height }: FactOf<'ledgerCut'>): WorldView {
  return withNodeChannel(world, node, channel, (known) => {
    const kept = known.blocks.filter(({ number }) => number < height);
    return { ...known, height, blocks: kept.length > 0 ? kept : glimpsesBelow(height, '') };
  });
}

function countKeys(keys: Readonly<Record<string, number>>): { readonly keys: number; readonly systemKeys: number } {
  let own = 0;
  let system = 0;
  for (const [namespace, count] of Object.entries(keys)) {
    if (namespace.startsWith('_') || namespace === 'lscc' || namespace === '') system += count;
    else own += count;
  }
  return { keys: own, systemKeys: system };
}

function committed(world: WorldView, node: string, fact: FactOf<'blockCommitted'>): WorldView {
  const valid = fact.verdicts.filter((verdict) => verdict.code === 'VALID').length;
  return withNodeChannel(world, node, fact.channel, (channel) => ({
    ...appended(channel, {
      number: fact.number,
      hash: fact.hash,
      previousHash: fact.previousHash,
      valid,
      invalid: fact.verdicts.length - valid,
      config: fact.config,
    }),
    ...countKeys(fact.keys),
    privateKeys: fact.privateKeys ?? 0,
    validating: null,
  }));
}

function approved(world: WorldView, fact: FactOf<'chaincodeApproved'>): WorldView {
  return withChannel(world, fact.channel, (channel) => {
    const known = channel.definitions[fact.name];
    // A higher sequence is a new definition: earlier approvals do not count for it.
    const same = known !== undefined && known.sequence === fact.sequence;
    const definition: DefinitionView = {
      name: fact.name,
      version: fact.version,
      sequence: fact.sequence,
      approvedBy: [...without(same ? known.approvedBy : [], fact.mspId), fact.mspId],
      committed: same && known.committed,
      policy: same ? known.policy : '',
    };
    return { ...channel, definitions: { ...channel.definitions, [fact.name]: definition } };
  });
}

function defined(world: WorldView, fact: FactOf<'chaincodeCommitted'>): WorldView {
  return withChannel(world, fact.channel, (channel) => ({
    ...channel,
    definitions: {
      ...channel.definitions,
      [fact.name]: {
        approvedBy: channel.definitions[fact.name]?.approvedBy ?? [],
        name: fact.name,
        version: fact.version,
        sequence: fact.sequence,
        committed: true,
        policy: fact.policy,
      },
    },
  }));
}

function foldContainers(world: WorldView, { node, fact }: Entry): WorldView | null {
  switch (fact.type) {
    case 'chaincodeInstalled':
      return withNode(world, node, (view) => ({
        ...view,
        packages: { ...view.packages, [fact.packageId]: fact.label },
      }));
    case 'chaincodeStarted':
      return withNode(world, node, (view) => ({
        ...view,
        running: [...without(view.running, fact.packageId), fact.packageId],
      }));
    case 'chaincodeStopped':
      return withNode(world, node, (view) => ({ ...view, running: without(view.running, fact.packageId) }));
    case 'simulationStarted':
      return withNode(world, node, (view) => ({
        ...view,
        simulating: [...without(view.simulating, fact.txid), fact.txid],
      }));
    case 'simulationFinished':
    case 'proposalRefused':
      return withNode(world, node, (view) => ({ ...view, simulating: without(view.simulating, fact.txid) }));
    default:
      return null;
  }
}

/** null: not a fact of this kind. */
export function foldPeer(world: WorldView, entry: Entry): WorldView | null {
  const { node, fact } = entry;
  switch (fact.type) {
    case 'peerJoined':
      return joined(world, node, fact);
    case 'deliverStarted':
      return withNodeChannel(world, node, fact.channel, (channel) => ({ ...channel, pullsFrom: fact.orderer }));
    case 'deliverFailed':
      return withNodeChannel(world, node, fact.channel, (channel) => ({ ...channel, pullsFrom: null }));
    case 'leadingPeerElected':
      return withNodeChannel(world, node, fact.channel, (channel) => ({ ...channel, leads: true }));
    case 'leadingPeerYielded':
      return withNodeChannel(world, node, fact.channel, (channel) => ({ ...channel, leads: false, pullsFrom: null }));
    case 'blockReceived':
      return withNodeChannel(world, node, fact.channel, (channel) => ({ ...channel, validating: fact.number }));
    case 'blockRejected':
      return withNodeChannel(world, node, fact.channel, (channel) => ({ ...channel, validating: null }));
    case 'blockCommitted':
      return committed(world, node, fact);
    case 'blockTampered':
      return tampered(world, node, fact);
    case 'ledgerCut':
      return cut(world, node, fact);
    case 'anchorPeersSet':
      return withChannel(world, fact.channel, (channel) => ({
        ...channel,
        anchors: { ...channel.anchors, [fact.mspId]: fact.peers },
      }));
    case 'chaincodeApproved':
      return approved(world, fact);
    case 'chaincodeCommitted':
      return defined(world, fact);
    default:
      return foldContainers(world, entry);
  }
}
