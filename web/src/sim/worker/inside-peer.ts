/** The inside of a peer, read out of its state. */
import { ok, refuse, type Result } from '../kernel/result.ts';
import { keyHashOf, parseNamespace, privateNamespace, type StateDb } from '../ledger/state-db.ts';
import type { ChannelLedger } from '../ledger/commit.ts';
import type { Invocation } from '../peer/invocation.ts';
import { approvedPackageId, chaincodeDefinitions, staticCollections } from '../peer/lifecycle/definitions.ts';
import type { PeerState } from '../peer/peer-state.ts';
import { entitlement } from '../peer/private-retrieval.ts';
import {
  type CollectionInside,
  type ContainerInside,
  type KeyInside,
  PEER_KEYS_SHOWN,
  type PeerChannelInside,
  type PeerInside,
  type ProposalInside,
} from '../protocol/inside-peer.ts';
import { nodesOf } from '../topology/nodes.ts';
import type { NodeId } from '../trace/facts.ts';
import { fromUtf8, hex } from '../wire/bytes.ts';
import type { StaticCollectionConfig } from '../wire/gen/peer/collection_pb.ts';
import { printable } from './inspect-private.ts';
import type { Simulation } from './simulation.ts';

/** The most keys shown of a collection. */
const COLLECTION_KEYS = 100;

export function peerInside(simulation: Simulation, node: NodeId): Result<PeerInside> {
  const info = nodesOf(simulation.recording.topology).find(({ id, role }) => id === node && role === 'peer');
  if (!info) return refuse('unknownNode', { value: node });
  const peer = simulation.stateOf(node) as PeerState | undefined;
  const up = simulation.isUp(node);
  if (!peer) return ok({ node, up, channels: [], containers: [], proposals: [], members: [], transient: [] });
  return ok({
    node,
    up,
    channels: Object.keys(peer.disk.ledgers).map((channel) => channelInside(peer, info.mspId, channel)),
    containers: containersOf(peer, info.mspId),
    proposals: [...peer.invocations.values()].map(proposalOf),
    members: Object.values(peer.gossip.members).map(({ id, mspId, endpoint, alive, seenAt, channels }) => ({
      node: id,
      mspId,
      endpoint,
      alive,
      seenAt,
      heights: Object.fromEntries(Object.entries(channels).map(([channel, { height }]) => [channel, height])),
    })),
    transient: [...peer.disk.transientStore].map(([txid, sets]) => ({
      txid,
      collections: [...new Set(sets.map(({ collection }) => collection))],
    })),
  });
}

function channelInside(peer: PeerState, mspId: string, channel: string): PeerChannelInside {
  const ledger = peer.disk.ledgers[channel];
  const election = peer.gossip.elections[channel];
  const { pending = [], completed = {} } = peer.disk.snapshots?.[channel] ?? {};
  return {
    channel,
    height: ledger?.blocks.height ?? 0,
    keys: ledger ? keysOf(ledger.state) : [],
    collections: ledger ? collectionsOf(ledger, mspId) : [],
    election: election ? { phase: election.phase, leader: election.leader ?? null } : null,
    pullsFrom: peer.channels[channel]?.orderer ?? null,
    snapshots: {
      joinedBehind: ledger?.blocks.base?.lastBlock ?? null,
      pending,
      completed: Object.entries(completed).map(([number, files]) => ({
        number: Number(number),
        files: Object.entries(files).map(([name, content]) => ({ name, bytes: content.length })),
      })),
    },
  };
}

function keysOf(state: StateDb): readonly KeyInside[] {
  const keys: KeyInside[] = [];
  for (const namespace of state.namespaces()) {
    if (namespace === '' || namespace.startsWith('_') || parseNamespace(namespace).kind !== 'public') continue;
    for (const [key, { value, version }] of state.range(namespace, '', '')) {
      if (keys.length === PEER_KEYS_SHOWN) return keys;
      keys.push({ namespace, key, value: printable(value), version: `${version.blockNum}.${version.txNum}` });
    }
  }
  return keys;
}

function collectionsOf({ state, privateStore }: ChannelLedger, mspId: string): readonly CollectionInside[] {
  const isEntitled = entitlement(state, mspId);
  const defined = new Map<string, StaticCollectionConfig>(
    chaincodeDefinitions(state).flatMap(({ name, collections }) =>
      staticCollections(collections).map((config) => [`${name}\n${config.name}`, config] as const),
    ),
  );
  const held = state
    .namespaces()
    .map(parseNamespace)
    .flatMap((one) => (one.kind === 'hashed' && one.namespace !== '_lifecycle' ? [one] : []));
  const names = new Set<string>([...defined.keys(), ...held.map((one) => `${one.namespace}\n${one.collection}`)]);
  return [...names].sort().map((name) => {
    const [chaincode = '', collection = ''] = name.split('\n');
    const config = defined.get(name);
    const clear = new Map(
      [...state.range(privateNamespace(chaincode, collection), '', '')].map(([key, one]) => [
        keyHashOf(key),
        { key, value: printable(one.value) },
      ]),
    );
    return {
      chaincode,
      collection,
      member: isEntitled({ blockNum: 0, txNum: 0, namespace: chaincode, collection }),
      blockToLive: config ? Number(config.blockToLive) : null,
      requiredPeerCount: config?.requiredPeerCount ?? null,
      maximumPeerCount: config?.maximumPeerCount ?? null,
      keys: [...state.range(`${chaincode}$$h${collection}`, '', '')]
        .slice(0, COLLECTION_KEYS)
        .map(([keyHash, { value, version }]) => ({
          key: clear.get(keyHash)?.key ?? null,
          value: clear.get(keyHash)?.value ?? null,
          keyHash,
          valueHash: hex(value),
          version: `${version.blockNum}.${version.txNum}`,
        })),
      missing: [...privateStore.missing.values()]
        .filter((set) => set.namespace === chaincode && set.collection === collection)
        .map(({ blockNum, txNum }) => `${blockNum}.${txNum}`),
    };
  });
}

function containersOf({ disk, running, invocations }: PeerState, mspId: string): readonly ContainerInside[] {
  const uses = Object.entries(disk.ledgers).flatMap(([channel, { state }]) =>
    chaincodeDefinitions(state).flatMap(({ name, sequence }) => {
      const packageId = approvedPackageId(state, mspId, name, sequence);
      return packageId === undefined ? [] : [{ packageId, name: `${channel}/${name}` }];
    }),
  );
  const simulating = [...invocations.values()].map(proposalOf).filter(({ stage }) => stage === 'simulating');
  return [...disk.packages.values()].map(({ packageId, label }) => {
    const process = running.get(packageId);
    const usedAs = uses.filter((use) => use.packageId === packageId).map(({ name }) => name);
    return {
      packageId,
      label,
      state: process?.host.phase ?? 'stopped',
      usedAs,
      calls: simulating.flatMap(({ channel, chaincode, txid }) =>
        usedAs.includes(`${channel}/${chaincode}`) ? [{ channel, chaincode, txid }] : [],
      ),
    };
  });
}

function proposalOf({ client, proposal, creator, executing, executed, distribution }: Invocation): ProposalInside {
  const { channelHeader, chaincodeName, args } = proposal;
  // The result is worked out at once and handed out when the work is over: until then it is being simulated.
  const isRun = executing !== undefined || executed !== undefined;
  return {
    txid: channelHeader.txId,
    channel: channelHeader.channelId,
    chaincode: chaincodeName,
    function: args[0] ? fromUtf8(args[0]) : '',
    client,
    creator: creator.mspId,
    stage: distribution ? 'distributing' : isRun ? 'simulating' : 'checking',
  };
}
