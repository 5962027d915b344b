/**
 * The clear private data a member peer commits with a block: every set is checked against its hash in the transaction.
 *
 * @fabric core/ledger/kvledger/txmgmt/validation/batch_preparer.go (validateAndPreparePvtBatch)
 * @simplified A set that does not match its hash is left out as missing; a real peer stops. Expiry (blockToLive), purge
 * of history, and reconciliation of data that came late are not here yet.
 */
import { sha256 } from '../crypto/sha256.ts';
import { equalBytes } from '../wire/bytes.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import type { NamespaceReadWriteSet } from '../wire/transaction.ts';
import { decodePrivateWrites, isDelete, type PrivateWrites } from './read-write-set.ts';
import { hashedNamespace, keyHashOf, privateNamespace, putUpdate, type StateDb, type UpdateBatch } from './state-db.ts';
import { sameVersion } from './version.ts';
import type { CheckedTransaction } from './validation.ts';

/** Serialized `rwset.TxPvtReadWriteSet` by index of the transaction in the block. */
export type BlockPrivateData = ReadonlyMap<number, Uint8Array>;

/** `updates` (public and hashed, complete) with the clear writes of the valid transactions added. */
export function addPrivateUpdates(
  state: StateDb,
  blockNum: number,
  transactions: readonly CheckedTransaction[],
  privateData: BlockPrivateData,
  updates: UpdateBatch,
): UpdateBatch {
  let batch = updates;
  const touchedMetadata: { readonly set: PrivateWrites; readonly key: string }[] = [];
  for (const [txNum, { code, readWrites }] of transactions.entries()) {
    const bytes = privateData.get(txNum);
    if (code !== TxValidationCode.VALID || !readWrites || !bytes) continue;
    const sets = decodePrivateWrites(bytes);
    for (const set of sets.ok ? sets.value : []) {
      if (!matchesHash(readWrites, set)) continue;
      const store = privateNamespace(set.namespace, set.collection);
      const version = { blockNum, txNum };
      for (const write of set.kv.writes)
        batch = putUpdate(batch, store, write.key, isDelete(write) ? { version } : { value: write.value, version });
      for (const { key } of set.kv.metadataWrites) touchedMetadata.push({ set, key });
    }
  }
  for (const { set, key } of touchedMetadata) batch = followHashVersion(state, batch, set, key);
  return batch;
}

function matchesHash(
  readWrites: readonly NamespaceReadWriteSet[],
  { namespace, collection, bytes }: PrivateWrites,
): boolean {
  const hashed = readWrites
    .find((ns) => ns.namespace === namespace)
    ?.collections.find((entry) => entry.collection === collection);
  return hashed !== undefined && equalBytes(hashed.pvtRwsetHash, sha256(bytes));
}

/** A change of metadata bumps the hashed key; the clear key follows, else reading it would look stale. */
function followHashVersion(
  state: StateDb,
  batch: UpdateBatch,
  { namespace, collection }: PrivateWrites,
  key: string,
): UpdateBatch {
  const hashed = batch.get(hashedNamespace(namespace, collection))?.get(keyHashOf(key));
  const store = privateNamespace(namespace, collection);
  const latest = batch.get(store)?.get(key) ?? state.get(store, key);
  if (!hashed?.value || !latest?.value || sameVersion(latest.version, hashed.version)) return batch;
  if (!equalBytes(sha256(latest.value), hashed.value)) return batch;
  return putUpdate(batch, store, key, { value: latest.value, version: hashed.version });
}
