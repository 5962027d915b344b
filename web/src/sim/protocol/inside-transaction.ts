/** The inside of a transaction: its bytes peeled layer by layer, who signed what in it, what it reads and writes. */
import type { NodeId } from '../trace/facts.ts';
import type { SignedBy } from './inside-block.ts';

/** A field of a message that holds no further message: its name and its value, short. */
export interface LayerField {
  readonly name: string;
  /** Where it begins in the whole, in bytes. */
  readonly offset: number;
  readonly size: number;
  /** As text where it is text, hexadecimal where it is not, at most some hundred characters. */
  readonly value: string;
  readonly kind: 'text' | 'number' | 'bytes';
}

/** A message in the bytes: what it is, where it lies, what is in it. */
export interface Layer {
  /** The field it was found in; empty for the outermost. */
  readonly name: string;
  /** Full protobuf name: `common.Envelope`. */
  readonly message: string;
  /** First byte of the message in the whole. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  /** A sentence could name it: MSP id of an identity, namespace of a read/write set; else empty. */
  readonly label: string;
  readonly fields: readonly LayerField[];
  readonly layers: readonly Layer[];
}

export interface EndorsementInside extends SignedBy {
  /** Bytes the signature is over: ProposalResponsePayload, then the endorser's identity. */
  readonly covers: { readonly payload: number; readonly endorser: number };
}

export interface KeyRead {
  readonly key: string;
  /** `block.tx`; null: the key was not there. */
  readonly version: string | null;
}

export interface KeyWrite {
  readonly key: string;
  readonly value: string;
  readonly isDelete: boolean;
}

/** Keys and values are hashes, hexadecimal. */
export interface CollectionSet {
  readonly collection: string;
  readonly hash: string;
  readonly reads: readonly KeyRead[];
  readonly writes: readonly KeyWrite[];
}

export interface NamespaceSet {
  readonly namespace: string;
  readonly reads: readonly KeyRead[];
  readonly ranges: readonly { readonly start: string; readonly end: string; readonly results: number }[];
  readonly writes: readonly KeyWrite[];
  /** Keys whose metadata (an endorsement policy of their own) is written. */
  readonly metadataWrites: readonly string[];
  readonly collections: readonly CollectionSet[];
}

export interface TransactionInside {
  readonly txid: string;
  readonly channel: string;
  /** Where it lies; null while it is in no block. */
  readonly stored: {
    readonly node: NodeId;
    readonly block: number;
    readonly index: number;
    /** null where nobody judges: an orderer. */
    readonly code: string | null;
  } | null;
  /** What the bytes are: the envelope, or the signed proposal while there is no envelope. */
  readonly carrier: 'envelope' | 'proposal';
  /** Hexadecimal. */
  readonly bytes: string;
  readonly root: Layer;
  /** Who signed the whole. */
  readonly creator: SignedBy | null;
  readonly endorsements: readonly EndorsementInside[];
  /** Hexadecimal; both empty where there is none. They differ when somebody altered the proposal. */
  readonly proposalHash: { readonly signed: string; readonly computed: string };
  readonly namespaces: readonly NamespaceSet[];
}
