/**
 * The chain of blocks a peer or an orderer keeps, with the indexes to find a block or a transaction again. An immutable
 * value that only grows, unless somebody lays hands on the files.
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

/** Where a chain begins on a peer that joined by a snapshot: behind a block it has only the hashes of. */
export interface SnapshotBase {
  /** Number of the last block whose effects are in the snapshot. */
  readonly lastBlock: number;
  readonly lastBlockHash: Uint8Array;
  readonly previousBlockHash: Uint8Array;
}

interface Indexes {
  /** 'before' for an id that a snapshot brought: it is known to be used, and nothing else about it. */
  readonly byTxId: PersistentMap<Version | 'before'>;
  readonly byHash: PersistentMap<number>;
  readonly lastConfig: number;
}

export class BlockStore {
  static readonly EMPTY: BlockStore = new BlockStore(PersistentList.empty<StoredBlock>(), {
    byTxId: PersistentMap.empty<Version | 'before'>(),
    byHash: PersistentMap.empty<number>(),
    lastConfig: 0,
  });

  /** Undefined for a chain that begins with its genesis block. */
  readonly base: SnapshotBase | undefined;
  private readonly blocks: PersistentList<StoredBlock>;
  private readonly indexes: Indexes;

  private constructor(blocks: PersistentList<StoredBlock>, indexes: Indexes, base?: SnapshotBase) {
    this.blocks = blocks;
    this.indexes = indexes;
    this.base = base;
  }

  /** A chain without a block that goes on behind `base`, on which `txIds` have been used. */
  static behind(base: SnapshotBase, txIds: readonly string[]): BlockStore {
    let byTxId = PersistentMap.empty<Version | 'before'>();
    for (const txId of txIds) byTxId = byTxId.set(txId, 'before');
    return new BlockStore(PersistentList.empty<StoredBlock>(), { ...BlockStore.EMPTY.indexes, byTxId }, base);
  }

  /** Number of the first block there can be. */
  get first(): number {
    return this.base ? this.base.lastBlock + 1 : 0;
  }

  /** Number of blocks of the channel, which is the number of the next one. */
  get height(): number {
    return this.first + this.blocks.length;
  }

  /** Header hash of the newest block, be it here or in the snapshot; empty before the first. */
  get lastHash(): Uint8Array {
    return this.blocks.last()?.hash ?? this.base?.lastBlockHash ?? EMPTY;
  }

  /** What the newest block names as the hash of the one before it. */
  get previousHash(): Uint8Array {
    const newest = this.blocks.last()?.block;
    return newest ? previousHash(newest) : (this.base?.previousBlockHash ?? EMPTY);
  }

  /** All ids ever used on this channel, in no order. */
  txIds(): Iterable<string> {
    return this.indexes.byTxId.keys();
  }

  /** Number of the newest config block; 0, the genesis block, while the store is empty. */
  get lastConfigNumber(): number {
    return this.indexes.lastConfig;
  }

  block(number: number): Block | undefined {
    return this.blocks.at(number - this.first)?.block;
  }

  stored(number: number): StoredBlock | undefined {
    return this.blocks.at(number - this.first);
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
    return position && position !== 'before' ? this.transactionAt(position) : undefined;
  }

  transactionAt(position: Version): StoredTransaction | undefined {
    const block = this.block(position.blockNum);
    const envelope = block && blockEnvelopes(block)[position.txNum];
    if (!envelope) return undefined;
    const code = transactionsFilter(block)[position.txNum] ?? TxValidationCode.NOT_VALIDATED;
    return { position, code: code as TxValidationCode, envelope };
  }

  /** Whether all that is known of the id is that it was used before the snapshot. */
  isBeforeSnapshot(txId: string): boolean {
    return this.indexes.byTxId.get(txId) === 'before';
  }

  /** Appends the block that follows; refuses any other with Fabric's text. */
  append(block: Block): Result<BlockStore, string> {
    const number = blockNumber(block);
    if (number !== this.height) return refused(`block number should have been ${this.height} but was ${number}`);
    if (number > 0 && !equalBytes(previousHash(block), this.lastHash)) {
      const both = `Expected PreviousHash = [${hex(this.lastHash)}], PreviousHash referred in the latest block= [${hex(previousHash(block))}]`;
      return refused(`unexpected Previous block hash. ${both}`);
    }
    return ok(this.withStored({ block, hash: blockHash(block) }));
  }

  /**
   * The store after somebody changed a file behind the peer's back: `block` lies where block `number` lay. Indexes stay
   * as they are, because they are files of their own.
   */
  overwrite(number: number, block: Block): BlockStore {
    let blocks = PersistentList.empty<StoredBlock>();
    for (let at = this.first; at < this.height; at++) {
      const stored = this.stored(at);
      if (stored) blocks = blocks.append(at === number ? { block, hash: blockHash(block) } : stored);
    }
    return new BlockStore(blocks, this.indexes, this.base);
  }

  /** The store with the blocks up to `lastNumber` only. */
  truncate(lastNumber: number): BlockStore {
    let kept = BlockStore.EMPTY;
    for (let number = 0; number <= lastNumber; number++) {
      const stored = this.stored(number);
      if (stored) kept = kept.withStored(stored);
    }
    return kept;
  }

  /** Adds a block without asking whether it follows: it lay in the file already. */
  private withStored({ block, hash }: StoredBlock): BlockStore {
    const number = blockNumber(block);
    const byHash = this.indexes.byHash.set(hex(hash), number);
    const lastConfig = isConfigBlock(block) ? number : this.indexes.lastConfig;
    const indexes = { byHash, lastConfig, byTxId: withTxIds(this.indexes.byTxId, block) };
    return new BlockStore(this.blocks.append({ block, hash }), indexes, this.base);
  }
}

const refused = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** The first use of an id keeps it: a duplicate is found by the transaction it duplicates. */
function withTxIds(index: Indexes['byTxId'], block: Block): Indexes['byTxId'] {
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
