/**
 * The structures of a network that no single message or block is: links, channels, chaincodes, collections, snapshots,
 * keys. What can be asked for, and what the worker knows of each beyond what the trace tells.
 */
import type { NodeId } from '../trace/facts.ts';

/** What to look at. A channel, a chaincode and a collection are looked at as the node furthest along has them. */
export type StructureTarget =
  /** Both directions; which end comes first does not matter. */
  | { readonly type: 'link'; readonly from: NodeId; readonly to: NodeId }
  | { readonly type: 'channel'; readonly channel: string }
  | { readonly type: 'chaincode'; readonly channel: string; readonly chaincode: string }
  | {
      readonly type: 'collection';
      readonly channel: string;
      readonly chaincode: string;
      readonly collection: string;
    }
  /** `number`: the last block in it. */
  | { readonly type: 'snapshot'; readonly node: NodeId; readonly channel: string; readonly number: number }
  /** A public key of the state, as one peer has it. */
  | {
      readonly type: 'key';
      readonly node: NodeId;
      readonly channel: string;
      readonly namespace: string;
      readonly key: string;
    };

export type StructureType = StructureTarget['type'];

/** What a message takes one way on a link as it is usually, in microseconds. */
export interface LinkStructure {
  readonly type: 'link';
  readonly minMicros: number;
  readonly maxMicros: number;
}

export interface ChannelStructure {
  readonly type: 'channel';
  /** As which node this is. */
  readonly node: NodeId;
  /** The block that holds the configuration in force. */
  readonly configBlock: number;
  /** `host:port`; of BFT with the number each signs under. Empty where Kafka orders. */
  readonly consenters: readonly { readonly address: string; readonly id: number | null }[];
}

export interface ChaincodeStructure {
  readonly type: 'chaincode';
  readonly node: NodeId;
  readonly sequence: number;
  readonly version: string;
  readonly initRequired: boolean;
  readonly endorsementPlugin: string;
  readonly validationPlugin: string;
  readonly collections: readonly string[];
  /** Of each member, whether it has approved exactly the committed definition. */
  readonly approvals: readonly { readonly mspId: string; readonly approved: boolean }[];
  /** The package each peer's organisation has named for this sequence; null: none that this peer knows of. */
  readonly packages: readonly {
    readonly node: NodeId;
    readonly packageId: string | null;
    readonly installed: boolean;
    readonly running: boolean;
  }[];
}

export interface CollectionStructure {
  readonly type: 'collection';
  readonly node: NodeId;
  /** Of an implicit collection there is no definition: null. Block to live 0: for ever. */
  readonly terms: {
    readonly policy: string;
    readonly requiredPeerCount: number;
    readonly maximumPeerCount: number;
    readonly blockToLive: number;
    readonly memberOnlyRead: boolean;
    readonly memberOnlyWrite: boolean;
    /** Empty: the chaincode's own. */
    readonly endorsementPolicy: string;
  } | null;
  readonly holders: readonly {
    readonly node: NodeId;
    readonly member: boolean;
    /** Keys here in the clear, and keys of which there is a hash. */
    readonly clear: number;
    readonly hashes: number;
    /** Sets of writes this peer should have and has not. */
    readonly missing: number;
  }[];
}

export interface SnapshotStructure {
  readonly type: 'snapshot';
  /** Path on the peer's disk. */
  readonly folder: string;
  readonly lastBlockHash: string;
  readonly commitHash: string;
  /** SHA-256 in hexadecimal; of the file that tells of the snapshot's own hash: null. */
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly hash: string | null }[];
}

/** The most changes of a key that are told. */
export const KEY_CHANGES_SHOWN = 50;

export interface KeyStructure {
  readonly type: 'key';
  /** As which peer this is. */
  readonly node: NodeId;
  /** null: there is no such key now. Version as `block.tx`. */
  readonly held: { readonly value: string; readonly version: string } | null;
  /** The endorsement policy of this key alone; null: it has none. */
  readonly policy: string | null;
  /** Newest first, at most {@link KEY_CHANGES_SHOWN}; value null: deleted. */
  readonly history: readonly { readonly txid: string; readonly version: string; readonly value: string | null }[];
}

export type Structure =
  | LinkStructure
  | ChannelStructure
  | ChaincodeStructure
  | CollectionStructure
  | SnapshotStructure
  | KeyStructure;

export type StructureOf<T extends StructureType> = Extract<Structure, { readonly type: T }>;

const STRUCTURES: Readonly<Record<StructureType, true>> = {
  link: true,
  channel: true,
  chaincode: true,
  collection: true,
  snapshot: true,
  key: true,
};

export const isStructure = (target: { readonly type: string }): target is StructureTarget =>
  Object.hasOwn(STRUCTURES, target.type);
