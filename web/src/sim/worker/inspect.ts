/**
 * What the inspector shows of a thing: its exact data, its printed forms, its bytes.
 */
import type { CaMachine } from '../ca/ca.ts';
import type { ChannelBundle } from '../channel/bundle.ts';
import type { ClientState } from '../client/client-state.ts';
import type { Identity } from '../identity/identity.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { parseNamespace } from '../ledger/state-db.ts';
import { flawsOf } from '../ledger/tamper.ts';
import { decodeRaftMessage } from '../orderer/raft/raftpb.ts';
import type { Chain, OrdererState } from '../orderer/orderer-state.ts';
import type { PeerState } from '../peer/peer-state.ts';
import type { InspectTarget, Inspection } from '../protocol/requests.ts';
import type { StructureTarget } from '../protocol/structure.ts';
import { nodesOf, type NetworkNode } from '../topology/nodes.ts';
import { materialOf } from '../topology/workspace.ts';
import { encodeBlock } from '../wire/block.ts';
import { hex } from '../wire/bytes.ts';
import {
  blockBytesTree,
  blockTree,
  envelopeTree,
  filteredBlockTree,
  proposalResponseTree,
  signedProposalTree,
  type Tree,
} from '../wire/message-json.ts';
import type { Message } from '../wire/messages.ts';
import { certificateText } from '../wire/x509-text.ts';
import { channelConfigSummary } from './channel-config-summary.ts';
import { messagePictures, storedBlockPictures, transactionPictures } from './policy-pictures.ts';
import { gatewayShown } from './inspect-gateway.ts';
import { couchTree } from './inspect-couch.ts';
import { type PeerTalk, peerTalkShown } from './inspect-gossip.ts';
import type { BrokerState } from '../kafka/broker-state.ts';
import type { ZooKeeperState } from '../kafka/zookeeper-state.ts';
import { bftChainTree, bftMessageShown, bftPicture } from './inspect-bft.ts';
import { raftChainTree, raftPicture } from './inspect-raft.ts';
import { brokerTree, kafkaChainTree, kafkaShown, zooKeeperTree } from './inspect-kafka.ts';
import { type CaShown, caRequestShown, caResponseShown, caTexts, caTree, walletTexts } from './inspect-ca.ts';
import { printable, privateBlockShown, privateDataTree, privateMessageShown } from './inspect-private.ts';
import { snapshotCallShown, snapshotTree } from './inspect-snapshot.ts';
import { fingerprintOf } from './known-certificates.ts';
import type { Simulation } from './simulation.ts';

type Inspected = Result<Inspection>;

const inspection = (title: string, json: unknown, rest: Partial<Inspection> = {}): Inspected =>
  ok({
    title,
    json,
    texts: [],
    bytes: '',
    policies: [],
    channelConfigs: [],
    consensus: [],
    ...rest,
  });

/** Looks at `target` in the world as `simulation` has it now. */
export function inspect(simulation: Simulation, target: Exclude<InspectTarget, StructureTarget>): Inspected {
  switch (target.type) {
    case 'node':
      return inspectNode(simulation, target.node);
    case 'message': {
      const message = simulation.payloadOf(target.message);
      if (!message) return refuse('unknownMessage', { message: target.message });
      return withPolicies(inspectMessage(message), () => messagePictures(simulation, target.message, message));
    }
    case 'entry': {
      const entry = simulation.entries[target.seq];
      return entry ? inspection(entry.fact.type, entry) : refuse('unknownEntry', { seq: target.seq });
    }
    case 'block':
      return inspectBlock(simulation, target);
    case 'transaction': {
      const { node, channel, txid } = target;
      return withPolicies(inspectTransaction(simulation, target), () =>
        transactionPictures(simulation, node, channel, txid),
      );
    }
  }
}

function withPolicies(inspected: Inspected, pictures: () => Inspection['policies']): Inspected {
  return inspected.ok ? ok({ ...inspected.value, policies: pictures() }) : inspected;
}

function inspectMessage(message: Message): Inspected {
  switch (message.type) {
    case 'proposal':
      return inspection('SignedProposal', signedProposalTree(message.signedProposal), {
        bytes: hex(message.signedProposal),
      });
    case 'proposalResponse':
      return inspection('ProposalResponse', proposalResponseTree(message.response), { bytes: hex(message.response) });
    case 'broadcast':
    case 'submitRequest':
    case 'deliverSeek':
    case 'eventsSeek':
      return inspection('Envelope', envelopeTree(message.envelope), { bytes: hex(message.envelope) });
    case 'broadcastResponse':
    case 'submitResponse':
      return inspection('BroadcastResponse', { status: message.status, info: message.info });
    case 'deliverStatus':
      return inspection('DeliverResponse', { status: message.status });
    case 'deliverBlock':
      return inspection('Block', blockBytesTree(message.block), { bytes: hex(message.block) });
    case 'deliverHeader':
      return inspection('Block', blockBytesTree(message.header), { bytes: hex(message.header) });
    case 'filteredBlock':
      return inspection('FilteredBlock', filteredBlockTree(message.filtered), { bytes: hex(message.filtered) });
    case 'consensus': {
      if (message.label.startsWith('bft'))
        return inspection('smartbftprotos.Message', bftMessageShown(message.payload), { bytes: hex(message.payload) });
      const raft = decodeRaftMessage(message.payload);
      return inspection('raftpb.Message', raft.ok ? readable(raft.value) : null, { bytes: hex(message.payload) });
    }
    case 'gatewayRequest':
    case 'gatewayResponse':
      return shownGateway(message);
    default:
      return inspectStreamed(message);
  }
}

type Streamed = Extract<
  Message,
  {
    readonly type:
      | 'caRequest'
      | 'caResponse'
      | 'kafka'
      | 'zooKeeper'
      | 'eventsClose'
      | 'eventBlock'
      | 'deliverCancel'
      | 'snapshotRequest'
      | 'snapshotResponse'
      | 'privateData'
      | 'privateDataAck'
      | 'privateDataRequest'
      | 'privateDataResponse';
  }
>;

/** What goes to and from a CA or a Kafka cluster, what streams carry beside the messages above, and what peers say. */
function inspectStreamed(message: Streamed | PeerTalk): Inspected {
  switch (message.type) {
    case 'caRequest':
      return shown(caRequestShown(message));
    case 'caResponse':
      return shown(caResponseShown(message));
    case 'kafka':
    case 'zooKeeper': {
      const { title, json } = kafkaShown(message);
      return inspection(title, json, { bytes: hex(message.payload) });
    }
    case 'gossip':
    case 'discoveryRequest':
    case 'discoveryResponse': {
      const { title, value, bytes } = peerTalkShown(message);
      return inspection(title, readable(value), { bytes: hex(bytes) });
    }
    case 'snapshotRequest':
    case 'snapshotResponse':
      return shown({ texts: [], ...snapshotCallShown(message) });
    case 'deliverCancel':
      return inspection('DeliverStream', { channel: message.channel });
    case 'eventsClose':
      return inspection('EventStream', { channel: message.channel, stream: message.stream });
    case 'eventBlock':
      return message.kind === 'privateData'
        ? shown({ texts: [], ...privateBlockShown(message.block) })
        : inspection('Block', blockBytesTree(message.block), { bytes: hex(message.block) });
    case 'privateData':
    case 'privateDataAck':
    case 'privateDataRequest':
    case 'privateDataResponse':
      return shown({ texts: [], ...privateMessageShown(message) });
  }
}

function shownGateway(message: Message & { type: 'gatewayRequest' | 'gatewayResponse' }): Inspected {
  const { title, json, bytes } = gatewayShown(message);
  return inspection(title, json, { bytes: hex(bytes) });
}

const shown = ({ title, json, ...rest }: CaShown): Inspected => inspection(title, json, rest);

/** Plain data for showing: bytes as hexadecimal. */
function readable(value: unknown): Tree {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return value as Tree;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, readable(field)]));
}

/** The blocks of a peer or an orderer. */
function blocksOf(simulation: Simulation, nodeId: string, channel: string) {
  const node = nodesOf(simulation.recording.topology).find(({ id }) => id === nodeId);
  const state = simulation.stateOf(nodeId);
  if (!state) return undefined;
  if (node?.role === 'peer') return (state as PeerState).disk.ledgers[channel]?.blocks;
  return node?.role === 'orderer' ? (state as OrdererState).disk.chains[channel]?.blocks : undefined;
}

function inspectBlock(simulation: Simulation, { node, channel, number }: InspectTarget & { type: 'block' }): Inspected {
  const blocks = blocksOf(simulation, node, channel);
  const block = blocks?.block(number);
  if (!blocks || !block) return refuse('unknownBlock', { node, channel, number });
  // Only somebody who laid hands on the files makes hashes that do not fit.
  const flaws = flawsOf(blocks, number);
  const tree = flaws.length > 0 ? { ...(blockTree(block) as object), hashMismatch: [...flaws] } : blockTree(block);
  return withPolicies(inspection(`Block ${number}`, tree, { bytes: hex(encodeBlock(block)) }), () =>
    storedBlockPictures(simulation, node, channel, block),
  );
}

function inspectTransaction(
  simulation: Simulation,
  { node, channel, txid }: InspectTarget & { type: 'transaction' },
): Inspected {
  const stored = blocksOf(simulation, node, channel)?.transaction(txid);
  if (!stored) return refuse('unknownTransaction', { node, channel, txid });
  return inspection('Envelope', envelopeTree(stored.envelope), { bytes: hex(stored.envelope) });
}

function inspectNode(simulation: Simulation, id: string): Inspected {
  const node = nodesOf(simulation.recording.topology).find((candidate) => candidate.id === id);
  if (!node) return refuse('unknownNode', { value: id });
  const { role, org, mspId, port } = node;
  const base = { role, org, mspId, address: port > 0 ? `${id}:${port}` : id, up: simulation.isUp(id) };
  return inspection(
    id,
    { ...base, ...(stateTree(simulation, node) as object) },
    {
      texts: certificatesOf(simulation, node),
      channelConfigs: configsOf(simulation, node),
      consensus: consensusOf(simulation, node),
    },
  );
}

function configsOf(simulation: Simulation, { id, role }: NetworkNode): Inspection['channelConfigs'] {
  const state = simulation.stateOf(id);
  if (!state || (role !== 'peer' && role !== 'orderer')) return [];
  const channels: readonly { readonly bundle: ChannelBundle }[] =
    role === 'peer' ? Object.values((state as PeerState).channels) : Object.values((state as OrdererState).chains);
  return channels.map(({ bundle }) => channelConfigSummary(bundle));
}

function stateTree(simulation: Simulation, node: NetworkNode): Tree {
  const state = simulation.stateOf(node.id);
  if (!state) return {};
  if (node.role === 'peer') return peerTree(state as PeerState);
  if (node.role === 'orderer') return ordererTree(state as OrdererState);
  if (node.role === 'client') return clientTree(state as ClientState);
  if (node.role === 'broker') return brokerTree(state as BrokerState);
  if (node.role === 'zookeeper') return zooKeeperTree(state as ZooKeeperState);
  return caTree(state as CaMachine);
}

/** The most keys shown of a state database. */
const KEYS_SHOWN = 200;

function peerTree(peer: PeerState): Tree {
  const { disk, running, channels } = peer;
  const snapshots = snapshotTree(peer);
  const ledgers = Object.entries(disk.ledgers).map(([channel, ledger]) => {
    const { blocks, state, commitHash } = ledger;
    const databases = couchTree(peer, channel);
    const keys = [...state.namespaces()].flatMap((namespace) =>
      namespace === '' || parseNamespace(namespace).kind !== 'public'
        ? []
        : [...state.range(namespace, '', '')].map(([key, { value, version }]) => ({ namespace, key, value, version })),
    );
    return {
      channel,
      height: blocks.height,
      currentBlockHash: hex(blocks.lastHash),
      commitHash: commitHash ? hex(commitHash) : null,
      pullsFrom: channels[channel]?.orderer ?? null,
      state: readableState(keys.slice(0, KEYS_SHOWN)),
      privateData: privateDataTree(ledger),
      ...(databases !== undefined && { databases }),
    };
  });
  return {
    stateDatabase: disk.couch ? 'CouchDB' : 'goleveldb',
    ledgers,
    installed: [...disk.packages.values()].map(({ packageId, label }) => ({ packageId, label })),
    running: [...running.keys()],
    ...(snapshots !== undefined && { snapshots }),
  };
}

interface StateRow {
  readonly namespace: string;
  readonly key: string;
  readonly value: Uint8Array;
  readonly version: { readonly blockNum: number; readonly txNum: number };
}

const readableState = (rows: readonly StateRow[]): Tree =>
  rows.map(({ namespace, key, value, version }) => ({
    namespace,
    key,
    value: printable(value),
    version: `${version.blockNum}.${version.txNum}`,
  }));

function ordererTree({ chains, followers }: OrdererState): Tree {
  return {
    chains: Object.values(chains).map((chain) => ({
      channel: chain.channel,
      height: chain.disk.blocks.height,
      currentBlockHash: hex(chain.disk.blocks.lastHash),
      ...consensusTree(chain),
    })),
    following: Object.values(followers).map(({ channel, disk, target, source }) => ({
      channel,
      height: disk.blocks.height,
      joinBlock: target?.number ?? null,
      from: source ?? null,
    })),
  };
}

function consensusTree(chain: Chain): Readonly<Record<string, Tree>> {
  if (chain.kind === 'kafka') return kafkaChainTree(chain);
  if (chain.kind === 'BFT') return bftChainTree(chain);
  return raftChainTree(chain);
}

/** Kafka's chains agree elsewhere. */
function consensusOf(simulation: Simulation, { id, role }: NetworkNode): Inspection['consensus'] {
  const state = role === 'orderer' ? simulation.stateOf(id) : undefined;
  if (!state) return [];
  return Object.values((state as OrdererState).chains).flatMap((chain) => {
    if (chain.kind === 'kafka') return [];
    return [chain.kind === 'BFT' ? bftPicture(chain) : raftPicture(chain)];
  });
}

function clientTree({ disk, operations, listening }: ClientState): Tree {
  return {
    mspId: disk.profile.mspId,
    wallet: Object.keys(disk.wallet),
    orderers: [...disk.profile.orderers],
    listening: Object.fromEntries(listening),
    pending: [...operations.values()].map(({ txid, stage, asked, answers }) => ({
      txid,
      stage,
      asked: [...asked],
      answered: answers.map(({ from }) => from),
    })),
  };
}

function certificatesOf(simulation: Simulation, node: NetworkNode): Inspection['texts'] {
  const { crypto } = simulation.files;
  if (!crypto) return [];
  const material = materialOf(crypto, node.org);
  const text = (label: string, { certificate }: Pick<Identity, 'certificate'>) => ({
    label,
    text: certificateText(certificate),
    fingerprint: fingerprintOf(certificate),
  });
  const state = simulation.stateOf(node.id);
  if (node.role === 'ca') return state ? caTexts(node.id, state as CaMachine) : [text(node.id, material.ca)];
  if (node.role === 'client' && state) return walletTexts((state as ClientState).disk);
  if (node.role === 'client')
    return [material.admin, ...material.users].map(({ name, identity }) => text(name, identity));
  return material.nodes.filter(({ name }) => name === node.id).map(({ name, identity }) => text(name, identity));
}
