/**
 * What a client is told to do, with everything it needs in it: files and blocks are found by whoever gives the task,
 * as a user finds them in the working directory.
 */
import type { ActorId } from '../kernel/actor.ts';
import type { CaTask } from './ca-client-task.ts';

/** The definition of a chaincode, as `peer lifecycle chaincode approveformyorg` takes it. */
export interface ChaincodeDefinition {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /** A signature policy such as `OR('Org1MSP.peer','Org2MSP.peer')`; null for the channel's default. */
  readonly signaturePolicy: string | null;
  readonly initRequired: boolean;
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

export type ClientTask =
  | { readonly type: 'joinPeer'; readonly node: ActorId; readonly channel: string; readonly genesisBlock: Uint8Array }
  | { readonly type: 'installChaincode'; readonly node: ActorId; readonly package: Uint8Array }
  | {
      readonly type: 'approveChaincode';
      readonly channel: string;
      readonly definition: ChaincodeDefinition;
      /** null: the organisation approves without running the chaincode itself. */
      readonly packageId: string | null;
    }
  | { readonly type: 'commitChaincode'; readonly channel: string; readonly definition: ChaincodeDefinition }
  /** `update` is a serialized `common.ConfigUpdate`, as configtxlator computes it. */
  | { readonly type: 'setAnchorPeer'; readonly channel: string; readonly update: Uint8Array }
  | ({ readonly type: 'submitTransaction'; readonly endorsers: readonly ActorId[] | null } & ChaincodeCallTask)
  | ({ readonly type: 'evaluateTransaction'; readonly peer: ActorId | null } & ChaincodeCallTask)
  | CaTask;
