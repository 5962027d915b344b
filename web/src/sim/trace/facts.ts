/**
 * Everything the simulation says about itself, in the past tense.
 *
 * The stage, the time line, the inspector, captions and goals read facts and nothing else, so a fact is plain data,
 * carries the ids needed to find the thing it speaks of, and never a sentence: sentences live in `i18n/`, one per
 * `type` and language.
 */
import type { Micros } from '../kernel/time.ts';

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
  | 'gossip'
  | 'config'
  | 'ca'
  | 'event'
  | 'deliver'
  | 'admin';

/** The validation code by its name in Fabric's `peer/transaction.proto`. */
export type ValidationCode = string;

export interface TransactionRef {
  readonly channel: string;
  /** 64 hexadecimal digits, empty for a configuration envelope made by an orderer. */
  readonly txid: string;
}

/** What a transaction read and wrote, short enough to travel with every endorsement. */
export interface ReadWriteSummary {
  readonly reads: readonly { readonly namespace: string; readonly key: string; readonly version: string | null }[];
  readonly ranges: readonly { readonly namespace: string; readonly start: string; readonly end: string; readonly results: number }[];
  readonly writes: readonly { readonly namespace: string; readonly key: string; readonly value: string | null }[];
  /** Hashed writes of private data and implicit collections, as `collection` and number of keys. */
  readonly privateWrites: readonly { readonly namespace: string; readonly collection: string; readonly keys: number }[];
}

/** Why a transaction got its code, for the inspector; absent when VALID. */
export type InvalidBecause =
  | { readonly type: 'readVersion'; readonly namespace: string; readonly key: string; readonly read: string | null; readonly committed: string | null; readonly byTxInBlock: number | null }
  | { readonly type: 'rangeChanged'; readonly namespace: string; readonly start: string; readonly end: string; readonly key: string }
  | { readonly type: 'policy'; readonly policy: string; readonly satisfied: readonly string[]; readonly missing: readonly string[] }
  | { readonly type: 'text'; readonly text: string };

export interface TransactionVerdict {
  readonly txid: string;
  readonly code: ValidationCode;
  readonly because?: InvalidBecause;
}

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
  readonly messageLost: { readonly message: MessageId; readonly from: NodeId; readonly reason: 'nodeDown' | 'linkDown' | 'lossy' };
}

interface NodeFacts {
  /** A command of the learner or the scene reached the node; `command` is its type, `index` its place in the recording. */
  readonly commandGiven: { readonly command: string; readonly index: number };
  /** A command could not be carried out; `text` is what the real tool prints. */
  readonly commandFailed: { readonly command: string; readonly index: number; readonly text: string };
  /** A command is complete: nothing more will follow from it. */
  readonly commandDone: { readonly command: string; readonly index: number };
  readonly nodeStarted: { readonly role: 'orderer' | 'peer' | 'ca' | 'client' };
  readonly nodeCrashed: Record<never, never>;
  readonly nodeRestarted: { readonly role: 'orderer' | 'peer' | 'ca' | 'client' };
  readonly linkChanged: { readonly from: NodeId; readonly to: NodeId; readonly up: boolean; readonly loss: number; readonly latencyFactor: number };
  /** cryptogen wrote the material of an organisation. */
  readonly cryptoGenerated: { readonly org: string; readonly mspId: string; readonly files: number };
  /** configtxgen wrote the genesis block of an application channel. */
  readonly genesisBlockCreated: { readonly channel: string; readonly hash: string; readonly orgs: readonly string[]; readonly size: number };
}

interface OrdererFacts {
  readonly ordererJoined: { readonly channel: string; readonly consenters: number };
  readonly electionStarted: { readonly channel: string; readonly term: number; readonly preVote: boolean };
  readonly voteGranted: { readonly channel: string; readonly term: number; readonly to: NodeId; readonly preVote: boolean };
  readonly leaderElected: { readonly channel: string; readonly term: number };
  readonly leaderFollowed: { readonly channel: string; readonly term: number; readonly leader: NodeId };
  readonly leaderLost: { readonly channel: string; readonly term: number };
  readonly envelopeAccepted: TransactionRef & { readonly type: string };
  readonly envelopeRefused: TransactionRef & { readonly status: string; readonly info: string };
  readonly envelopeForwarded: TransactionRef & { readonly leader: NodeId };
  readonly envelopeQueued: TransactionRef & { readonly pending: number; readonly pendingBytes: number };
  readonly batchTimerStarted: { readonly channel: string; readonly firesAt: Micros };
  readonly blockCut: { readonly channel: string; readonly number: number; readonly txids: readonly string[]; readonly reason: 'count' | 'timeout' | 'bytes' | 'oversized' | 'config' };
  readonly entryReplicated: { readonly channel: string; readonly index: number; readonly on: number };
  readonly blockWritten: { readonly channel: string; readonly number: number; readonly hash: string; readonly previousHash: string; readonly txids: readonly string[]; readonly config: boolean };
}

interface PeerFacts {
  readonly peerJoined: { readonly channel: string; readonly height: number };
  readonly deliverStarted: { readonly channel: string; readonly orderer: NodeId; readonly from: number };
  readonly deliverFailed: { readonly channel: string; readonly orderer: NodeId };
  readonly chaincodeInstalled: { readonly packageId: string; readonly label: string };
  readonly chaincodeStarted: { readonly packageId: string };
  readonly chaincodeStopped: { readonly packageId: string; readonly text: string };
  readonly chaincodeLogged: { readonly packageId: string; readonly line: string };
  readonly proposalChecked: TransactionRef & { readonly chaincode: string; readonly creator: string };
  readonly simulationStarted: TransactionRef & { readonly chaincode: string; readonly function: string; readonly args: readonly string[]; readonly height: number };
  readonly simulationFinished: TransactionRef & { readonly chaincode: string; readonly status: number; readonly message: string; readonly payload: string; readonly rwset: ReadWriteSummary };
  readonly endorsementSigned: TransactionRef & { readonly chaincode: string; readonly endorser: string; readonly rwset: ReadWriteSummary };
  readonly proposalRefused: TransactionRef & { readonly status: number; readonly message: string };
  readonly blockReceived: { readonly channel: string; readonly number: number; readonly from: NodeId; readonly via: 'deliver' | 'gossip' };
  readonly blockRejected: { readonly channel: string; readonly number: number; readonly text: string };
  readonly blockValidated: { readonly channel: string; readonly number: number; readonly verdicts: readonly TransactionVerdict[] };
  readonly blockCommitted: {
    readonly channel: string;
    readonly number: number;
    readonly hash: string;
    readonly previousHash: string;
    readonly commitHash: string;
    readonly verdicts: readonly TransactionVerdict[];
    readonly writes: readonly { readonly namespace: string; readonly key: string; readonly value: string | null; readonly version: string }[];
    /** Keys per namespace in the state database after this block. */
    readonly keys: Readonly<Record<string, number>>;
    readonly config: boolean;
  };
  readonly anchorPeersSet: { readonly channel: string; readonly mspId: string; readonly peers: readonly NodeId[] };
  readonly chaincodeApproved: { readonly channel: string; readonly name: string; readonly version: string; readonly sequence: number; readonly mspId: string };
  readonly chaincodeCommitted: { readonly channel: string; readonly name: string; readonly version: string; readonly sequence: number; readonly policy: string };
}

interface ClientFacts {
  readonly chaincodePackaged: { readonly label: string; readonly packageId: string; readonly size: number };
  readonly proposalCreated: TransactionRef & { readonly chaincode: string; readonly function: string; readonly args: readonly string[]; readonly identity: string; readonly endorsers: readonly NodeId[]; readonly transient: readonly string[] };
  readonly endorsementCollected: TransactionRef & { readonly from: NodeId; readonly mspId: string; readonly status: number; readonly message: string; readonly collected: number; readonly asked: number };
  /** The proposal responses differ, or too few came: no transaction can be assembled. `text` is the SDK's. */
  readonly endorsementFailed: TransactionRef & { readonly text: string; readonly details: readonly { readonly from: NodeId; readonly mspId: string; readonly message: string }[] };
  readonly envelopeAssembled: TransactionRef & { readonly endorsements: readonly { readonly mspId: string; readonly from: NodeId }[]; readonly size: number };
  readonly envelopeSubmitted: TransactionRef & { readonly orderer: NodeId };
  readonly broadcastAnswered: TransactionRef & { readonly orderer: NodeId; readonly status: string; readonly info: string };
  readonly commitStatusReceived: TransactionRef & { readonly peer: NodeId; readonly code: ValidationCode; readonly block: number };
  readonly chaincodeEventReceived: TransactionRef & { readonly chaincode: string; readonly name: string; readonly payload: string; readonly block: number };
  readonly queryAnswered: TransactionRef & { readonly chaincode: string; readonly function: string; readonly peer: NodeId; readonly status: number; readonly message: string; readonly payload: string };
}

type Facts = MessageFacts & NodeFacts & OrdererFacts & PeerFacts & ClientFacts;

export type FactType = keyof Facts;
export type FactOf<T extends FactType> = { readonly type: T } & Facts[T];
export type Fact = { [T in FactType]: FactOf<T> }[FactType];
