/** What organisations agree on about a chaincode. */
import type { CollectionSpec } from './collection-spec.ts';

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
