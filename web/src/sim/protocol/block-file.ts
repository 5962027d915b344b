/** A block read from a file: what its bytes say, and whether they are consistent in themselves. */
import type { ReadWriteSummary } from '../ledger/transaction-summary.ts';

export interface BlockFileTransaction {
  /** Empty where the envelope cannot be read or carries none. */
  readonly txid: string;
  /** `HeaderType` by name (`ENDORSER_TRANSACTION`, `CONFIG`), or its number. */
  readonly type: string;
  /** As the peer judged that stored the block; null in a block no peer has judged. */
  readonly code: string | null;
  /** Unix microseconds of the channel header; null where it has none. */
  readonly timestamp: number | null;
  readonly creatorMspId: string;
  /** Empty for what is no endorsed transaction. */
  readonly chaincode: string;
  readonly function: string;
  readonly args: readonly string[];
  readonly endorserMspIds: readonly string[];
  readonly rwset: ReadWriteSummary | null;
  /** What is wrong with its bytes, in Fabric's words; empty for nothing. */
  readonly defect: string;
}

export interface BlockFile {
  readonly number: number;
  readonly channel: string;
  /** All hashes in hexadecimal. Of the header. */
  readonly hash: string;
  readonly previousHash: string;
  /** As the header has it, and as the transactions hash to: they differ when somebody changed the block. */
  readonly dataHash: string;
  readonly computedDataHash: string;
  /** Of the peer that stored it; null before a commit and in a genesis block. */
  readonly commitHash: string | null;
  readonly config: boolean;
  /** Number of the newest config block; null where the orderers' metadata cannot be read. */
  readonly lastConfig: number | null;
  /** Whose orderers signed; their certificates are the channel's to check. */
  readonly signerMspIds: readonly string[];
  readonly signatures: number;
  /** Why Fabric would refuse the block before it looks at signatures, in its words; empty for nothing. */
  readonly defect: string;
  readonly transactions: readonly BlockFileTransaction[];
  /** As `configtxlator proto_decode --type common.Block` shows it. */
  readonly json: unknown;
  /** Bytes. */
  readonly size: number;
}
