/**
 * Everything the simulation says about itself, in the past tense.
 *
 * The stage, the time line, the inspector, captions and goals read facts and nothing else, so a fact is plain data,
 * carries the ids needed to find the thing it speaks of, and never a sentence: sentences live in `i18n/`, one per
 * `type` and language.
 */
import type { CaFacts } from '../ca/ca-facts.ts';
import type { ClientFacts } from '../client/client-facts.ts';
import type { CommandOutcomes } from '../kernel/command-outcome.ts';
import type { Micros } from '../kernel/time.ts';
import type { BftFacts } from '../orderer/bft-facts.ts';
import type { KafkaFacts } from '../kafka/kafka-facts.ts';
import type { OrdererFacts } from '../orderer/orderer-facts.ts';
import type { PeerFacts } from '../peer/peer-facts.ts';

export type { Micros } from '../kernel/time.ts';
export type {
  TransactionRef,
  TransactionVerdict,
  ValidationCode,
} from '../ledger/transaction-summary.ts';

/** Host name of an orderer, peer or CA (`peer0.org1.example.com`), or of a client (`client.org1.example.com`). */
export type NodeId = string;
export type MessageId = number;

/** One line of the trace. `seq` counts from 0 without gaps; `cause` is the seq of the entry this one follows from. */
export interface Entry {
  readonly seq: number;
  readonly at: Micros;
  /** The node that speaks; for a command, the node it was given to. */
  readonly node: NodeId;
  /** null only for a command and for what no earlier entry caused (a timer set at start). */
  readonly cause: number | null;
  readonly fact: Fact;
}

/** How a message is drawn: its shape, colour and word. */
export type MessageKind =
  | 'proposal'
  | 'endorsement'
  | 'envelope'
  | 'acknowledgement'
  | 'block'
  | 'raft'
  | 'bft'
  | 'kafka'
  | 'gossip'
  | 'config'
  | 'ca'
  | 'event'
  | 'deliver'
  | 'admin';

interface MessageFacts {
  /** A message left `node`. It is on its way in [at, arrivesAt]; `lost` says it will never arrive, and where it stops. */
  readonly messageSent: {
    readonly message: MessageId;
    readonly to: NodeId;
    readonly kind: MessageKind;
    /** Finer than `kind`, a key of the text registry: `raftVoteRequest`, `deliverSeek`, `broadcast` … */
    readonly label: string;
    readonly arrivesAt: Micros;
    /** Bytes on the wire. */
    readonly size: number;
    readonly channel?: string;
    readonly txid?: string;
    readonly block?: number;
    readonly lost?: 'linkDown' | 'lossy';
  };
  /** A message arrived at a node that is down, or was lost on the way. */
  readonly messageLost: {
    readonly message: MessageId;
    readonly from: NodeId;
    readonly reason: 'nodeDown' | 'linkDown' | 'lossy';
  };
}

type RoleName = 'orderer' | 'peer' | 'ca' | 'client' | 'broker' | 'zookeeper';

/** A fault to come, as much as is drawn of it. */
export interface PlannedGlimpse {
  readonly at: Micros;
  readonly until: Micros | null;
  /** Type of the command. */
  readonly command: string;
  readonly nodes: readonly NodeId[];
  /** A channel: it will be whoever leads it then. */
  readonly leaderOf?: string;
}

interface NodeFacts {
  /** A command of the learner or the scene reached the node; `command` is its type, `index` its place in the recording. */
  readonly commandGiven: { readonly command: string; readonly index: number };
  readonly nodeStarted: { readonly role: RoleName };
  readonly nodeCrashed: Record<never, never>;
  readonly nodeRestarted: { readonly role: RoleName };
  /** Stopped in order. */
  readonly nodeStopped: Record<never, never>;
  readonly linkChanged: {
    readonly from: NodeId;
    readonly to: NodeId;
    readonly up: boolean;
    readonly loss: number;
    readonly latencyFactor: number;
    /** Only what `from` sends to `to`; else both directions. */
    readonly oneWay?: true;
  };
  /** The links between the groups were cut (`parted`) or mended, one by one, as the link changes that follow say. */
  readonly networkPartitioned: { readonly groups: readonly (readonly NodeId[])[]; readonly parted: boolean };
  /** Every link works as usual. */
  readonly networkHealed: Record<never, never>;
  /** What will break by itself from now on; replaces what was planned before. */
  readonly faultsPlanned: { readonly faults: readonly PlannedGlimpse[] };
  /** The time of a planned fault came, but it could not happen; `code` is that of the refusal. */
  readonly plannedFaultSkipped: { readonly command: string; readonly code: string };
  /** What was added on paper: machines that can be started now, or a channel that can be made. `name` is its own. */
  readonly networkExtended: {
    readonly kind: 'org' | 'peer' | 'orderer' | 'client' | 'channel';
    readonly name: string;
    readonly nodes: readonly NodeId[];
  };
  /** cryptogen wrote the material of an organisation. */
  readonly cryptoGenerated: { readonly org: string; readonly mspId: string; readonly files: number };
  /** configtxgen wrote the transaction that asks the system channel for a channel of these organisations. */
  readonly channelTransactionCreated: {
    readonly channel: string;
    readonly consortium: string;
    readonly orgs: readonly string[];
    readonly size: number;
  };
  /** configtxgen wrote the genesis block of a channel; of the system channel, `orgs` are those of its consortium. */
  readonly genesisBlockCreated: {
    readonly channel: string;
    readonly hash: string;
    readonly orgs: readonly string[];
    readonly size: number;
  };
}

type Facts = MessageFacts &
  CommandOutcomes &
  NodeFacts &
  OrdererFacts &
  BftFacts &
  KafkaFacts &
  PeerFacts &
  CaFacts &
  ClientFacts;

export type FactType = keyof Facts;
export type FactOf<T extends FactType> = { readonly type: T } & Facts[T];
export type Fact = { [T in FactType]: FactOf<T> }[FactType];
