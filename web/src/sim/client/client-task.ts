/**
 * What a client is told to do, with everything it needs in it: files and blocks are found by whoever gives the task,
 * as a user finds them in the working directory.
 */
import type { ActorId } from '../kernel/actor.ts';
import type { CaTask } from './ca-client-task.ts';
import type { CollectionSpec } from './collection-spec.ts';
import type { PeerQueryTask } from './peer-query.ts';

/** The definition of a chaincode, as `peer lifecycle chaincode approveformyorg` takes it. */
export interface ChaincodeDefinition {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /** A signature policy such as `OR('Org1MSP.peer','Org2MSP.peer')`; null for the channel's default. */
  readonly signaturePolicy: string | null;
  /** Path of a policy of the channel (`/Channel/Application/Endorsement`) instead of a signature policy. */
  readonly channelConfigPolicy?: string;
  readonly initRequired: boolean;
  /** Absent: the chaincode has no collections of its own, as in recordings from before there were any. */
  readonly collections?: readonly CollectionSpec[];
}

/** A call of a chaincode function by one identity of the client server (`User1`, `Admin`). */
export interface ChaincodeCallTask {
  readonly identity: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly function: string;
  readonly args: readonly string[];
  readonly transient: Readonly<Record<string, string>>;
}

/** Sends a config update. `envelope` is the file: a serialized CONFIG_UPDATE envelope, signed by nobody or by others. */
export interface UpdateTask {
  readonly type: 'setAnchorPeer' | 'submitConfigUpdate';
  readonly channel: string;
  readonly envelope: Uint8Array;
}

/** What concerns a channel before any peer is in it. `transaction` is the file configtxgen wrote. */
export type ChannelTask =
  | { readonly type: 'createChannel'; readonly channel: string; readonly transaction: Uint8Array }
  | { readonly type: 'fetchChannelBlock'; readonly channel: string };

/** By whom: a wallet entry, `Admin` unless said otherwise. */
interface Signed {
  readonly identity?: string;
}

/** Whom to ask: peers named on the command line, else as many as the tool's user would name. */
interface Endorsed {
  readonly peers?: readonly ActorId[];
}

export type ClientTask =
  | (Signed & {
      readonly type: 'joinPeer';
      readonly node: ActorId;
      readonly channel: string;
      readonly genesisBlock: Uint8Array;
    })
  | (Signed & { readonly type: 'installChaincode'; readonly node: ActorId; readonly package: Uint8Array })
  | (Signed &
      Endorsed & {
        readonly type: 'approveChaincode';
        readonly channel: string;
        readonly definition: ChaincodeDefinition;
        /** null: the organisation approves without running the chaincode itself. */
        readonly packageId: string | null;
      })
  | (Signed &
      Endorsed & {
        readonly type: 'commitChaincode';
        readonly channel: string;
        readonly definition: ChaincodeDefinition;
      })
  | PeerQueryTask
  | UpdateTask
  | ({
      readonly type: 'submitTransaction';
      readonly endorsers: readonly ActorId[] | null;
      readonly isInit?: boolean;
    } & ChaincodeCallTask)
  | ({ readonly type: 'evaluateTransaction'; readonly peer: ActorId | null } & ChaincodeCallTask)
  | ChannelTask
  | CaTask;
