/**
 * Which transactions wrote a key: the answer to a chaincode's `getHistoryForKey`.
 *
 * Only positions are kept; values and times are read from the blocks, as in Fabric.
 *
 * @fabric core/ledger/kvledger/history
 */
import { PersistentList } from '../kernel/persistent-list.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import type { Timestamp } from '../wire/envelope.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import type { BlockStore } from './block-store.ts';
import { type LedgerTransaction, ledgerTransaction } from './block-transactions.ts';
import { isDelete } from './read-write-set.ts';
import type { Version } from './version.ts';

export interface KeyModification {
  readonly position: Version;
  readonly txId: string;
  /** Empty for a delete. */
  readonly value: Uint8Array;
  /** What the client put in the channel header. */
  readonly timestamp: Timestamp | undefined;
  readonly isDelete: boolean;
}

export class History {
  static readonly EMPTY: History = new History(PersistentMap.empty<PersistentList<Version>>());

  private readonly writes: PersistentMap<PersistentList<Version>>;

  private constructor(writes: PersistentMap<PersistentList<Version>>) {
    this.writes = writes;
  }

  /** Notes the public writes of the valid endorsed transactions of a block, whose codes are final. */
  record(blockNum: number, transactions: readonly LedgerTransaction[]): History {
    let writes = this.writes;
    for (const [txNum, { code, isEndorsed, readWrites }] of transactions.entries()) {
      if (code !== TxValidationCode.VALID || !isEndorsed) continue;
      for (const { namespace, kv } of readWrites ?? []) {
        for (const { key } of kv.writes) {
          const id = idOf(namespace, key);
          const positions = writes.get(id) ?? PersistentList.empty<Version>();
          writes = writes.set(id, positions.append({ blockNum, txNum }));
        }
      }
    }
    return new History(writes);
  }

  /** Positions of the transactions that wrote the key, newest first. */
  *positions(namespace: string, key: string): Generator<Version> {
    const positions = this.writes.get(idOf(namespace, key)) ?? PersistentList.empty<Version>();
    for (let i = positions.length - 1; i >= 0; i--) {
      const position = positions.at(i);
      if (position) yield position;
    }
  }

  /** What each of them did to the key, newest first; `blocks` is the store of the same ledger. */
  *modifications(blocks: BlockStore, namespace: string, key: string): Generator<KeyModification> {
    for (const position of this.positions(namespace, key)) {
      const stored = blocks.transactionAt(position);
      if (!stored) continue;
      const { txId, timestamp, readWrites } = ledgerTransaction(stored.envelope, stored.code);
      const write = readWrites?.find((ns) => ns.namespace === namespace)?.kv.writes.find((entry) => entry.key === key);
      if (write) yield { position, txId, value: write.value, timestamp, isDelete: isDelete(write) };
    }
  }
}

const idOf = (namespace: string, key: string): string => `${namespace}\u0000${key}`;
