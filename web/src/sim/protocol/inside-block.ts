/** The inside of a block as one node has it: how it hangs on its neighbours, who signed it, who else has it. */
import type { NodeId } from '../trace/facts.ts';
import type { BlockFile } from './block-file.ts';
import type { SignaturePicture } from './policy-picture.ts';

/** A signature with the certificate that made it. */
export interface SignedBy {
  readonly signature: SignaturePicture;
  /** SHA-256 of the certificate, lower-case hex; empty when there is none to read. */
  readonly fingerprint: string;
}

/** A block of the same number on another node. */
export interface BlockCopy {
  readonly node: NodeId;
  readonly role: 'peer' | 'orderer';
  /** `same`: header and transactions byte for byte. `absent`: not yet there. `pruned`: it began with a snapshot behind it. */
  readonly state: 'same' | 'differs' | 'absent' | 'pruned';
  /** Hexadecimal; empty without a copy. */
  readonly hash: string;
  /** What is not the same. */
  readonly differs: readonly ('header' | 'transactions' | 'verdicts')[];
  /** Its own hashes do not fit together: somebody worked on the file. */
  readonly broken: boolean;
}

export interface BlockInside {
  readonly node: NodeId;
  readonly role: 'peer' | 'orderer';
  readonly channel: string;
  readonly block: Omit<BlockFile, 'json'>;
  /** Bytes of each envelope, in order. */
  readonly envelopeSizes: readonly number[];
  /** As this node has them: the hash its header gives. null: there is none (genesis, or only the hash is known), or not yet. */
  readonly previous: { readonly number: number; readonly hash: string; readonly fits: boolean } | null;
  readonly next: { readonly number: number; readonly previousHash: string; readonly fits: boolean } | null;
  readonly signatures: readonly SignedBy[];
  /** Of the channel at that moment; null on a node that has no configuration of it. */
  readonly limits: {
    readonly maxMessageCount: number;
    readonly preferredMaxBytes: number;
    readonly absoluteMaxBytes: number;
  } | null;
  /** The validation codes as they stand in the block's metadata: one byte a transaction, hexadecimal. */
  readonly filter: string;
  readonly copies: readonly BlockCopy[];
}
