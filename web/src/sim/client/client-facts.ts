/**
 * What a client says about itself, in the past tense.
 */
import type { ActorId } from '../kernel/actor.ts';
import type { EventKind, WorkloadStrategy } from './client-task.ts';
import type { CaClientFacts } from './ca-client-facts.ts';
import type { TransactionRef, ValidationCode } from '../ledger/transaction-summary.ts';
import type { DiscoverTask } from './discover.ts';
import type { Forgery } from './forgery-kinds.ts';
import type { PeerQueryTask } from './peer-query.ts';
import type { SnapshotTask } from './snapshot-task.ts';

export interface ClientFacts extends CaClientFacts {
  /** Files of a contract were written or removed on the client's machine. */
  readonly contractWritten: {
    readonly source: string;
    readonly written: readonly string[];
    readonly removed: readonly string[];
  };
  /** A package made elsewhere has come to the client's machine. `size` in bytes. */
  readonly packageReceived: { readonly label: string; readonly packageId: string; readonly size: number };
  readonly chaincodePackaged: { readonly label: string; readonly packageId: string; readonly size: number };
  /** An administrator has computed an update from the newest configuration. `kind` is that of the change. */
  readonly configUpdatePrepared: {
    readonly update: string;
    readonly channel: string;
    readonly kind: string;
    /** What it writes, and the policy each change is asked about; '' for an element that is new. */
    readonly elements: readonly { readonly key: string; readonly policy: string }[];
    readonly size: number;
  };
  /** `signatures` counts all that are in the file now. */
  readonly configUpdateSigned: {
    readonly update: string;
    readonly org: string;
    readonly mspId: string;
    readonly signatures: number;
  };
  readonly proposalCreated: TransactionRef & {
    readonly chaincode: string;
    readonly function: string;
    readonly args: readonly string[];
    readonly identity: string;
    readonly endorsers: readonly ActorId[];
    readonly transient: readonly string[];
  };
  readonly endorsementCollected: TransactionRef & {
    readonly from: ActorId;
    readonly mspId: string;
    readonly status: number;
    readonly message: string;
    readonly collected: number;
    readonly asked: number;
  };
  /** The proposal responses differ, or too few came: no transaction can be assembled. `text` is the SDK's. */
  readonly endorsementFailed: TransactionRef & {
    readonly text: string;
    readonly details: readonly { readonly from: ActorId; readonly mspId: string; readonly message: string }[];
  };
  readonly envelopeAssembled: TransactionRef & {
    readonly endorsements: readonly { readonly mspId: string; readonly from: ActorId }[];
    readonly size: number;
  };
  /** The client has changed what it sends: after signing, or before signing what others had endorsed. */
  readonly requestForged: TransactionRef & { readonly forgery: Forgery };
  readonly envelopeSubmitted: TransactionRef & { readonly orderer: ActorId };
  readonly broadcastAnswered: TransactionRef & {
    readonly orderer: ActorId;
    readonly status: string;
    readonly info: string;
  };
  /** peer channel create and peer channel fetch end with a file `<channel>.block`. */
  readonly channelBlockFetched: { readonly channel: string; readonly number: number; readonly orderer: ActorId };
  readonly commitStatusReceived: TransactionRef & {
    readonly peer: ActorId;
    readonly code: ValidationCode;
    readonly block: number;
  };
  readonly chaincodeEventReceived: TransactionRef & {
    readonly chaincode: string;
    readonly name: string;
    readonly payload: string;
    readonly block: number;
  };
  /** A call of a workload conflicted and is submitted again. `call` counts from 0. */
  readonly workloadRetried: { readonly channel: string; readonly call: number; readonly attempt: number };
  /** All calls of a workload have come to their end; `took` microseconds of simulated time. */
  readonly workloadFinished: {
    readonly channel: string;
    readonly chaincode: string;
    readonly strategy: WorkloadStrategy;
    readonly committed: number;
    readonly failed: number;
    readonly submitted: number;
    readonly took: number;
  };
  /** The client has signed what its gateway prepared. `payload` is the chaincode's answer. */
  readonly gatewayTransactionSigned: TransactionRef & {
    readonly gateway: ActorId;
    readonly payload: string;
    readonly endorsements: number;
    readonly size: number;
  };
  /** `error` is the class the client library throws, `code` gRPC's number, `text` begins with both its forms. */
  readonly gatewayCallFailed: TransactionRef & {
    readonly method: string;
    readonly gateway: ActorId;
    readonly error: string;
    readonly code: number;
    readonly text: string;
    readonly details: readonly { readonly address: string; readonly mspId: string; readonly message: string }[];
  };
  /** `from`: `newest` or the number of a block. */
  readonly listeningStarted: {
    readonly channel: string;
    readonly kind: EventKind;
    readonly chaincode: string;
    readonly peer: ActorId;
    readonly from: string;
  };
  /** A listener has received a block; `transactions` of a filtered one. */
  readonly blockEventReceived: {
    readonly channel: string;
    readonly number: number;
    readonly kind: Exclude<EventKind, 'chaincode'>;
    readonly transactions: readonly {
      readonly txid: string;
      readonly code: ValidationCode;
      readonly events: readonly { readonly chaincode: string; readonly name: string }[];
    }[];
    /** Clear private writes that came with the block; absent for none. */
    readonly privateData?: readonly {
      readonly txNum: number;
      readonly namespace: string;
      readonly collection: string;
      readonly key: string;
      readonly value: string | null;
    }[];
  };
  readonly queryAnswered: TransactionRef & {
    readonly chaincode: string;
    readonly function: string;
    readonly peer: ActorId;
    readonly status: number;
    readonly message: string;
    readonly payload: string;
  };
  /** An administrator's question to a peer is answered. `output` is what the tool prints. */
  readonly peerQueried: TransactionRef & {
    readonly query: PeerQueryTask['type'] | DiscoverTask['type'] | SnapshotTask['type'];
    readonly peer: ActorId;
    readonly output: string;
  };
}

export type ClientFact = { [T in keyof ClientFacts]: { readonly type: T } & ClientFacts[T] }[keyof ClientFacts];
