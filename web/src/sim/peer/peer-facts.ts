/**
 * What a peer says about itself, in the past tense.
 */
import type { ActorId } from '../kernel/actor.ts';
import type { ReadWriteSummary, TransactionRef, TransactionVerdict } from '../ledger/transaction-summary.ts';
import type { GossipFacts } from './gossip/gossip-facts.ts';
import type { PrivateDataFacts } from './private-facts.ts';
import type { OfflineFacts, SnapshotFacts } from './snapshot-facts.ts';

/** A definition as a transaction of the channel says it. */
interface ChaincodeDefinitionSaid {
  readonly channel: string;
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /** A signature policy, or the path of a policy of the channel. */
  readonly policy: string;
  readonly initRequired: boolean;
  /** Names of its collections. */
  readonly collections: readonly string[];
}

export interface PeerFacts extends GossipFacts, PrivateDataFacts, SnapshotFacts, OfflineFacts {
  /** `snapshot`: number of the last block in the snapshot it began with; absent when it began with the genesis block. */
  readonly peerJoined: { readonly channel: string; readonly height: number; readonly snapshot?: number };
  readonly deliverStarted: { readonly channel: string; readonly orderer: ActorId; readonly from: number };
  /** `status` is the orderer's word (`FORBIDDEN`), or '' when the connection broke. */
  /** Others have given the header of block `number`; `orderer` has not given the block in time. */
  readonly censorshipSuspected: { readonly channel: string; readonly orderer: ActorId; readonly number: number };
  readonly deliverFailed: { readonly channel: string; readonly orderer: ActorId; readonly status: string };
  readonly chaincodeInstalled: { readonly packageId: string; readonly label: string };
  readonly chaincodeStarted: { readonly packageId: string };
  readonly chaincodeStopped: { readonly packageId: string; readonly text: string };
  readonly chaincodeLogged: { readonly packageId: string; readonly line: string };
  readonly proposalChecked: TransactionRef & { readonly chaincode: string; readonly creator: string };
  readonly simulationStarted: TransactionRef & {
    readonly chaincode: string;
    readonly function: string;
    readonly args: readonly string[];
    readonly height: number;
  };
  /** The CouchDB of this peer has an index that came with a chaincode's package. */
  readonly couchIndexCreated: {
    readonly channel: string;
    readonly chaincode: string;
    /** Empty for the public state. */
    readonly collection: string;
    readonly file: string;
    /** `_design/…`. */
    readonly designDocument: string;
    readonly name: string;
    readonly fields: readonly string[];
  };
  readonly couchIndexRefused: {
    readonly channel: string;
    readonly chaincode: string;
    readonly collection: string;
    readonly file: string;
    readonly text: string;
  };
  /** CouchDB did what a chaincode asked, and the peer writes its words of warning in the log. */
  readonly richQueryWarned: TransactionRef & {
    readonly chaincode: string;
    /** The question as the peer passed it on. */
    readonly query: string;
    readonly warning: string;
  };
  readonly simulationFinished: TransactionRef & {
    readonly chaincode: string;
    readonly status: number;
    readonly message: string;
    readonly payload: string;
    readonly rwset: ReadWriteSummary;
  };
  readonly endorsementSigned: TransactionRef & {
    readonly chaincode: string;
    readonly endorser: string;
    /** The endorsement plugin: the stage of the peer that signs. */
    readonly plugin: 'escc';
    readonly rwset: ReadWriteSummary;
  };
  /** The gateway hands a client's proposal to these peers. */
  readonly gatewayEndorsersAsked: TransactionRef & {
    readonly chaincode: string;
    readonly query: boolean;
    readonly peers: readonly ActorId[];
  };
  /** The gateway has enough endorsements; only the client can sign what they make. */
  readonly gatewayTransactionPrepared: TransactionRef & {
    readonly endorsements: readonly { readonly mspId: string; readonly from: ActorId }[];
  };
  readonly gatewayTransactionBroadcast: TransactionRef & { readonly orderer: ActorId };
  /** `method` and `code` in the words of the service and of gRPC: `Endorse`, `ABORTED`. */
  readonly gatewayCallRefused: TransactionRef & {
    readonly method: string;
    readonly code: string;
    readonly message: string;
  };
  /** `from`: the number of the first block in question; `chaincode` is '' for streams of blocks. */
  readonly eventStreamOpened: {
    readonly channel: string;
    readonly client: ActorId;
    readonly kind: 'filtered' | 'block' | 'privateData' | 'chaincode';
    readonly chaincode: string;
    readonly from: number;
  };
  readonly proposalRefused: TransactionRef & { readonly status: number; readonly message: string };
  readonly blockReceived: {
    readonly channel: string;
    readonly number: number;
    readonly from: ActorId;
    readonly via: 'deliver' | 'gossip';
  };
  readonly blockRejected: { readonly channel: string; readonly number: number; readonly text: string };
  readonly blockValidated: {
    readonly channel: string;
    readonly number: number;
    /** The validation plugin: the stage of the peer that checks endorsements. */
    readonly plugin: 'vscc';
    readonly verdicts: readonly TransactionVerdict[];
  };
  readonly blockCommitted: {
    readonly channel: string;
    readonly number: number;
    readonly hash: string;
    readonly previousHash: string;
    readonly commitHash: string;
    readonly verdicts: readonly TransactionVerdict[];
    readonly writes: readonly {
      readonly namespace: string;
      readonly key: string;
      readonly value: string | null;
      readonly version: string;
    }[];
    /** Keys per namespace in the state database after this block. */
    readonly keys: Readonly<Record<string, number>>;
    /** Clear private keys of chaincodes that this peer has; absent for none. */
    readonly privateKeys?: number;
    readonly config: boolean;
  };
  /** A config block after the first is committed. `elements` are the paths it changes. */
  readonly channelConfigChanged: {
    readonly channel: string;
    readonly sequence: number;
    readonly elements: readonly string[];
  };
  /** The process has ended by itself over block `number`, with `text` for its last words. */
  readonly peerPanicked: { readonly channel: string; readonly number: number; readonly text: string };
  readonly anchorPeersSet: { readonly channel: string; readonly mspId: string; readonly peers: readonly ActorId[] };
  readonly chaincodeApproved: ChaincodeDefinitionSaid & { readonly mspId: string };
  readonly chaincodeCommitted: ChaincodeDefinitionSaid;
}

export type PeerFact = { [T in keyof PeerFacts]: { readonly type: T } & PeerFacts[T] }[keyof PeerFacts];
