/**
 * A client's call under way in the Gateway service of a peer.
 */
import type { ActorId } from '../kernel/actor.ts';
import type { GatewayMethod } from '../wire/messages.ts';
import type { GatewayCall } from './gateway-call.ts';
import type { ErrorDetail } from './gateway-errors.ts';

/** Who called what; `id` is unique among the calls under way. */
interface CallOfClient {
  readonly id: string;
  readonly client: ActorId;
  readonly request: string;
  readonly method: GatewayMethod;
  readonly channel: string;
  readonly txid: string;
}

export interface EndorsingCall extends CallOfClient {
  readonly stage: 'endorsing';
  readonly call: GatewayCall;
  /** Serialized `peer.SignedProposal`. */
  readonly signedProposal: Uint8Array;
}

export interface SubmittingCall extends CallOfClient {
  readonly stage: 'submitting';
  /** Serialized `common.Envelope`, signed by the client. */
  readonly envelope: Uint8Array;
  /** `host:port` of the orderers; the first is being asked. */
  readonly orderers: readonly OrdererAddress[];
  readonly details: readonly ErrorDetail[];
}

/** `host:port` of an orderer and the organisation it belongs to. */
export interface OrdererAddress {
  readonly address: string;
  readonly mspId: string;
}

/** To a channel that orders by BFT. */
export interface SubmittingToAll extends CallOfClient {
  readonly stage: 'submittingToAll';
  /** Those that have not answered. */
  readonly asked: readonly OrdererAddress[];
  readonly total: number;
  readonly quorum: number;
  readonly successes: number;
  readonly details: readonly ErrorDetail[];
}

export interface AwaitingCommit extends CallOfClient {
  readonly stage: 'awaitingCommit';
}

export type GatewayOperation = EndorsingCall | SubmittingCall | SubmittingToAll | AwaitingCommit;

/** Everything about a call but how far it has come. */
export type GatewayCaller = Omit<AwaitingCommit, 'stage'>;
