/**
 * The world as the page shows it at one moment: what is known of every node and channel from the facts so far.
 *
 * Plain immutable values: a part that did not change keeps its identity, so a component that selects it does not redraw.
 */
import type { Generation, Topology } from '../sim/protocol/topology-spec.ts';
import type { Micros } from '../sim/trace/facts.ts';
import type { NodeId, PlannedGlimpse, ValidationCode } from '../sim/trace/facts.ts';
import { type NodeInfo, nodesOf } from './network.ts';

/** `absent`: not started yet, so not drawn. */
export type NodeLife = 'absent' | 'up' | 'crashed';

/** One block of a node's chain, as much as a strip of blocks needs. */
export interface BlockGlimpse {
  readonly number: number;
  /** Hexadecimal header hash; empty when the node joined behind it and never said. */
  readonly hash: string;
  readonly previousHash: string;
  /** Transactions that changed the state, and those kept in the block without effect. Orderers do not judge: both 0. */
  readonly valid: number;
  readonly invalid: number;
  readonly config: boolean;
  /** Its file was changed behind the node's back; `hash` is what its header hashes to since. */
  readonly tampered?: true;
}

/** A channel as one node has it. */
export interface NodeChannel {
  readonly height: number;
  /** The last blocks, oldest first, at most {@link STRIP_LENGTH}. */
  readonly blocks: readonly BlockGlimpse[];
  /** Keys in the state database that chaincodes wrote; system namespaces (`_lifecycle`, `lscc`) apart. Peers only. */
  readonly keys: number;
  readonly systemKeys: number;
  /** Private keys this peer has in the clear, of collections its organisation is a member of. */
  readonly privateKeys: number;
  /** The orderer this peer pulls blocks from. */
  readonly pullsFrom: NodeId | null;
  /** Elected by its organisation to pull blocks for all its peers. */
  readonly leads: boolean;
  /** The block being received or validated just now. */
  readonly validating: number | null;
}

/** An orderer's place in a channel. In a BFT channel `term` is the number of its view. */
export interface RaftSeat {
  /** Absent: Raft. */
  readonly kind?: 'BFT';
  readonly term: number;
  readonly state: 'follower' | 'candidate' | 'leader';
  readonly leader: NodeId | null;
}

export type TransactionStage =
  | 'endorsing'
  | 'endorsed'
  | 'endorsementFailed'
  | 'submitted'
  | 'ordering'
  | 'refused'
  /** Nobody answers any more; whether it is committed some day is not known. */
  | 'gaveUp'
  | 'committed'
  | 'invalid'
  | 'answered';

/** What a client knows of a transaction it began. */
export interface ClientTransaction {
  readonly txid: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly function: string;
  readonly stage: TransactionStage;
  readonly collected: number;
  readonly asked: number;
  /** Peers whose answer is missing, or the orderer the envelope went to. */
  readonly waitsFor: readonly NodeId[];
  /** Validation code once committed, broadcast status when refused, empty before. */
  readonly code: ValidationCode;
  readonly block: number | null;
}

/** What a CA has in its database. */
export interface CaRegistry {
  /** The bootstrap identity included. */
  readonly identities: number;
  readonly certificates: number;
  /** How many of the certificates are taken back. */
  readonly revoked: number;
}

/** What a broker or a ZooKeeper server is in its cluster, and which partitions an orderer reads. */
export interface ClusterSeat {
  /** The broker that decides who leads which partition. */
  readonly controller: boolean;
  /** Channels whose partition the broker leads. */
  readonly leads: readonly string[];
  /** Of a ZooKeeper server. */
  readonly ensemble: 'looking' | 'following' | 'leading';
  /** Of an orderer: channels it gets from Kafka. */
  readonly reads: readonly string[];
}

/** The Kafka partition of a channel. */
export interface PartitionView {
  readonly leader: NodeId | null;
  /** Broker ids of the replicas in sync. */
  readonly isr: readonly number[];
  /** How many records count. */
  readonly committed: number;
}

export interface NodeView {
  readonly info: NodeInfo;
  readonly life: NodeLife;
  /** Off because it was stopped in order, not because it crashed. */
  readonly stopped?: true;
  /** Of an orderer that was taken over. */
  readonly lie?: string;
  readonly channels: Readonly<Record<string, NodeChannel>>;
  readonly raft: Readonly<Record<string, RaftSeat>>;
  /** Labels of installed packages by package id. */
  readonly packages: Readonly<Record<string, string>>;
  /** Package ids whose container runs. */
  readonly running: readonly string[];
  /** Transaction ids being simulated now. */
  readonly simulating: readonly string[];
  /** A client's last transactions, oldest first. */
  readonly transactions: readonly ClientTransaction[];
  /** Of a CA. */
  readonly registry: CaRegistry;
  readonly cluster: ClusterSeat;
}

/** Envelopes waiting at the leader for their block. */
export interface PendingBatch {
  readonly leader: NodeId;
  readonly pending: number;
  readonly pendingBytes: number;
  readonly timerSetAt: Micros | null;
  readonly firesAt: Micros | null;
}

export interface DefinitionView {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /** mspIds that approved this sequence. */
  readonly approvedBy: readonly string[];
  readonly committed: boolean;
  readonly policy: string;
}

export interface ChannelView {
  readonly id: string;
  readonly genesisHash: string;
  readonly batch: PendingBatch | null;
  readonly leader: NodeId | null;
  readonly term: number;
  /** Anchor peers by mspId. */
  readonly anchors: Readonly<Record<string, readonly NodeId[]>>;
  readonly definitions: Readonly<Record<string, DefinitionView>>;
  /** Where Kafka orders. */
  readonly partition: PartitionView | null;
}

/** A link that is not as usual; with `oneWay` only what `from` sends to `to`. */
export interface LinkTrouble {
  readonly oneWay?: true;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly up: boolean;
  readonly loss: number;
  readonly latencyFactor: number;
}

export interface WorldView {
  readonly generation: Generation;
  readonly nodes: Readonly<Record<NodeId, NodeView>>;
  /** Channels whose genesis block exists. */
  readonly channels: Readonly<Record<string, ChannelView>>;
  /** Links not as usual, by `from>to`. */
  readonly links: Readonly<Record<string, LinkTrouble>>;
  /** Groups of nodes that were cut off from each other and have not been joined again as one. */
  readonly partitions: readonly (readonly (readonly NodeId[])[])[];
  /** Faults laid down for later, those whose time has passed too. */
  readonly planned: readonly PlannedGlimpse[];
  /** Organisations that have their keys and certificates. */
  readonly crypto: readonly string[];
  /** Time of the last entry folded in; 0 before any. */
  readonly at: Micros;
  /** Its seq; -1 before any. */
  readonly seq: number;
}

export const STRIP_LENGTH = 5;

/** A CA begins with its bootstrap identity. */
const BOOTSTRAP: CaRegistry = { identities: 1, certificates: 0, revoked: 0 };

const NO_CLUSTER: ClusterSeat = { controller: false, leads: [], ensemble: 'looking', reads: [] };

function freshNode(info: NodeInfo): NodeView {
  return {
    info,
    life: 'absent',
    channels: {},
    raft: {},
    packages: {},
    running: [],
    simulating: [],
    transactions: [],
    registry: BOOTSTRAP,
    cluster: NO_CLUSTER,
  };
}

/** The world before the first fact: every node of the topology, none started. */
export function emptyWorld(topology: Topology, generation: Generation): WorldView {
  const nodes = Object.fromEntries(nodesOf(topology).map((info) => [info.id, freshNode(info)]));
  return { generation, nodes, channels: {}, links: {}, partitions: [], planned: [], crypto: [], at: 0, seq: -1 };
}

export const freshChannel = (id: string): ChannelView => ({
  id,
  genesisHash: '',
  batch: null,
  leader: null,
  term: 0,
  anchors: {},
  definitions: {},
  partition: null,
});

/** Every card asks at every fact; links change seldom, so who is cut off is kept with them. */
const isolatedBy = new WeakMap<WorldView['links'], ReadonlySet<NodeId>>();

function isolatedIn(world: WorldView): ReadonlySet<NodeId> {
  const known = isolatedBy.get(world.links);
  if (known !== undefined) return known;
  const ids = Object.keys(world.nodes);
  const broken = new Set(Object.values(world.links).flatMap(({ from, to }) => [from, to]));
  const isolated = new Set(
    ids.filter((id) => broken.has(id) && ids.every((other) => other === id || isCut(world, id, other))),
  );
  isolatedBy.set(world.links, isolated);
  return isolated;
}

/** A node cut off from every other one. */
export const isIsolated = (world: WorldView, node: NodeId): boolean => isolatedIn(world).has(node);

/** Nothing passes between the two in either direction. */
export function isCut({ links }: WorldView, a: NodeId, b: NodeId): boolean {
  const [there, back] = [links[`${a}>${b}`], links[`${b}>${a}`]];
  const cut = (link: LinkTrouble | undefined): boolean => link?.up === false;
  return (cut(there) && !there?.oneWay) || (cut(back) && !back?.oneWay) || (cut(there) && cut(back));
}
