/** The inside of a peer, as far as the trace does not tell it: what it works on, knows of others, and has on disk. */
import type { Micros } from '../kernel/time.ts';
import type { NodeId } from '../trace/facts.ts';

export interface PeerInside {
  readonly node: NodeId;
  readonly up: boolean;
  readonly channels: readonly PeerChannelInside[];
  readonly containers: readonly ContainerInside[];
  /** Proposals being worked on, oldest first. */
  readonly proposals: readonly ProposalInside[];
  readonly members: readonly MemberInside[];
  /** Transactions whose clear private writes wait in the transient store for their block. */
  readonly transient: readonly { readonly txid: string; readonly collections: readonly string[] }[];
}

export interface PeerChannelInside {
  readonly channel: string;
  readonly height: number;
  /** Public keys of chaincodes in order, at most {@link PEER_KEYS_SHOWN}. */
  readonly keys: readonly KeyInside[];
  readonly collections: readonly CollectionInside[];
  /** The election of the organisation's leading peer; null where there is none. */
  readonly election: {
    readonly phase: 'sampling' | 'proposing' | 'following' | 'leading';
    readonly leader: NodeId | null;
  } | null;
  /** The orderer blocks are pulled from. */
  readonly pullsFrom: NodeId | null;
  readonly snapshots: {
    /** Number of the last block in the snapshot the peer joined by; null: it joined with the genesis block. */
    readonly joinedBehind: number | null;
    /** Blocks behind which one is wanted. */
    readonly pending: readonly number[];
    readonly completed: readonly SnapshotInside[];
  };
}

export const PEER_KEYS_SHOWN = 200;

export interface KeyInside {
  readonly namespace: string;
  readonly key: string;
  readonly value: string;
  /** `block.tx` */
  readonly version: string;
}

export interface CollectionInside {
  readonly chaincode: string;
  readonly collection: string;
  /** Whether the peer's organisation may have the data. */
  readonly member: boolean;
  /** Blocks a value lives; 0: for ever. null: an implicit collection, or one no definition names any more. */
  readonly blockToLive: number | null;
  readonly requiredPeerCount: number | null;
  readonly maximumPeerCount: number | null;
  /** At most 100. */
  readonly keys: readonly {
    /** null: only the hash is here. */
    readonly key: string | null;
    readonly value: string | null;
    /** Hexadecimal. */
    readonly keyHash: string;
    readonly valueHash: string;
    readonly version: string;
  }[];
  /** Transactions as `block.tx` whose clear writes this peer should have and has not. */
  readonly missing: readonly string[];
}

export interface SnapshotInside {
  readonly number: number;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

export interface ContainerInside {
  readonly packageId: string;
  readonly label: string;
  /** `created`: started and not registered yet; `broken`: its stream or its process is gone. */
  readonly state: 'stopped' | 'created' | 'ready' | 'broken';
  /** Names under which channels know it, as `channel/chaincode`. */
  readonly usedAs: readonly string[];
  /** Transactions in it now. */
  readonly calls: readonly { readonly channel: string; readonly txid: string; readonly chaincode: string }[];
}

export interface ProposalInside {
  readonly txid: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly function: string;
  readonly client: NodeId;
  /** `MSPID` of who signed it. */
  readonly creator: string;
  readonly stage: 'checking' | 'simulating' | 'distributing';
}

export interface MemberInside {
  readonly node: NodeId;
  readonly mspId: string;
  readonly endpoint: string;
  readonly alive: boolean;
  readonly seenAt: Micros;
  /** How high it says its chains are. */
  readonly heights: Readonly<Record<string, number>>;
}
