/**
 * The chain of blocks a peer or an orderer keeps, with the indexes to find a block or a transaction again. An immutable
 * value that only grows.
 *
 * @fabric common/ledger/blkstorage
 */
import { PersistentList } from '../kernel/persistent-list.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import { ok, type Result } from '../kernel/result.ts';
import { EMPTY, equalBytes, hex } from '../wire/bytes.ts';
import {
  blockEnvelopes,
  blockHash,
  blockNumber,
  encodeBlock,
  isConfigBlock,
  previousHash,
  transactionsFilter,
} from '../wire/block.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import type { Version } from './version.ts';
import { parseEnvelope, computeTxId } from '../wire/envelope.ts';

export interface StoredBlock {
  readonly block: Block;
  /** Hash of the header: what the next block names as its previous hash. */
  readonly hash: Uint8Array;
}

/** A transaction found by its id. `envelope` is the serialized `common.Envelope`. */
export interface StoredTransaction {
  readonly position: Version;
  readonly code: TxValidationCode;
  readonly envelope: Uint8Array;
}

interface Indexes {
  readonly byTxId: PersistentMap<Version>;
  readonly byHash: PersistentMap<number>;
  readonly lastConfig: number;
}

export class BlockStore {
  static readonly EMPTY: BlockStore = new BlockStore(PersistentList.empty<StoredBlock>(), {
    byTxId: PersistentMap.empty<Version>(),
    byHash: PersistentMap.empty<number>(),
    lastConfig: 0,
  });

  private readonly blocks: PersistentList<StoredBlock>;
  private readonly indexes: Indexes;

  private constructor(blocks: PersistentList<StoredBlock>, indexes: Indexes) {
    this.blocks = blocks;
    this.indexes = indexes;
  }

  /** Number of blocks, which is the number of the next one. */
  get height(): number {
    return this.blocks.length;
  }

  /** Header hash of the newest block; empty before the first. */
  get lastHash(): Uint8Array {
    return this.blocks.last()?.hash ?? EMPTY;
  }

  /** Number of the newest config block; 0, the genesis block, while the store is empty. */
  get lastConfigNumber(): number {
    return this.indexes.lastConfig;
  }

  block(number: number): Block | undefined {
    return this.blocks.at(number)?.block;
  }

  stored(number: number): StoredBlock | undefined {
    return this.blocks.at(number);
  }

  /** Serialized `common.Block`. */
  blockBytes(number: number): Uint8Array | undefined {
    const block = this.block(number);
    return block && encodeBlock(block);
  }

  blockByHash(hash: Uint8Array): Block | undefined {
    const number = this.indexes.byHash.get(hex(hash));
    return number === undefined ? undefined : this.block(number);
  }

  /** Whether the id was ever used on this channel, by an invalid transaction too. */
  hasTransaction(txId: string): boolean {
    return this.indexes.byTxId.has(txId);
  }

  /** The first transaction with this id. */
  transaction(txId: string): StoredTransaction | undefined {
    const position = this.indexes.byTxId.get(txId);
    return position && this.transactionAt(position);
  }

  transactionAt(position: Version): StoredTransaction | undefined {
    const block = this.block(position.blockNum);
    const envelope = block && blockEnvelopes(block)[position.txNum];
    if (!envelope) return undefined;
    const code = transactionsFilter(block)[position.txNum] ?? TxValidationCode.NOT_VALIDATED;
    return { position, code: code as TxValidationCode, envelope };
  }

  /** Appends the block that follows; refuses any other with Fabric's text. */
  append(block: Block): Result<BlockStore, string> {
    const number = blockNumber(block);
    if (number !== this.height) return refused(`block number should have been ${this.height} but was ${number}`);
    if (number > 0 && !equalBytes(previousHash(block), this.lastHash)) {
      const both = `Expected PreviousHash = [${hex(this.lastHash)}], PreviousHash referred in the latest block= [${hex(previousHash(block))}]`;
      return refused(`unexpected Previous block hash. ${both}`);
    }
    const hash = blockHash(block);
    const byHash = this.indexes.byHash.set(hex(hash), number);
    const lastConfig = isConfigBlock(block) ? number : this.indexes.lastConfig;
    const indexes = { byHash, lastConfig, byTxId: withTxIds(this.indexes.byTxId, block) };
    return ok(new BlockStore(this.blocks.append({ block, hash }), indexes));
  }
}

const refused = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** The first use of an id keeps it: a duplicate is found by the transaction it duplicates. */
function withTxIds(index: PersistentMap<Version>, block: Block): PersistentMap<Version> {
  let byTxId = index;
  for (const [txNum, envelope] of blockEnvelopes(block).entries()) {
    const txId = txIdOf(envelope);
    if (txId !== '' && !byTxId.has(txId)) byTxId = byTxId.set(txId, { blockNum: blockNumber(block), txNum });
  }
  return byTxId;
}

/** From the channel header, else computed as a config transaction's is; empty when the envelope cannot be read. */
function txIdOf(envelope: Uint8Array): string {
  const parsed = parseEnvelope(envelope);
  if (!parsed.ok) return '';
  const { channelHeader, signatureHeader } = parsed.value;
  return channelHeader.txId || computeTxId(signatureHeader.nonce, signatureHeader.creator);
}
