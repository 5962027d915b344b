/**
 * Private data that comes after its block: is it what the block's hashes promise, and does it still hold?
 *
 * @fabric core/ledger/kvledger/hash_verification.go, core/ledger/kvledger/txmgmt/txmgr/txmgr.go (RemoveStaleAndCommitPvtDataOfOldBlocks)
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { sha256 } from '../crypto/sha256.ts';
import { EMPTY, equalBytes, hex } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { type KVRWSet, KVRWSetSchema } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import type { CollectionReadWriteSet } from '../wire/transaction.ts';
import { ledgerTransactions } from './block-transactions.ts';
import type { ChannelLedger } from './commit.ts';
import type { BlockToLive } from './private-commit.ts';
import { expiringBlock, type PrivateSetId, purgeKey, setKey, withExpiries } from './private-store.ts';
import { isDelete } from './read-write-set.ts';
import { EMPTY_BATCH, hashedNamespace, keyHashOf, privateNamespace, putUpdate } from './state-db.ts';
import { sameVersion } from './version.ts';

export interface LateSet {
  readonly id: PrivateSetId;
  /** Serialized `kvrwset.KVRWSet`. */
  readonly bytes: Uint8Array;
}

/** What a block says about one write set: its hashes, and whether its transaction counts. */
export interface PromisedSet {
  readonly hashes: CollectionReadWriteSet;
  readonly code: TxValidationCode;
}

/** The hashes of `id` as the stored block has them; undefined when there is no such set. */
export function promisedSet({ blocks }: ChannelLedger, id: PrivateSetId): PromisedSet | undefined {
  const block = blocks.block(id.blockNum);
  const transaction = block && ledgerTransactions(block)[id.txNum];
  const hashes = transaction?.readWrites
    ?.find(({ namespace }) => namespace === id.namespace)
    ?.collections.find(({ collection }) => collection === id.collection);
  return transaction && hashes ? { hashes, code: transaction.code } : undefined;
}

/** Stores `late` and brings its keys into the state, where nothing has overwritten them. Undefined: it is not missing, or not what the block promises. */
export function commitLateSet(
  ledger: ChannelLedger,
  late: LateSet,
  blockToLive: BlockToLive,
): ChannelLedger | undefined {
  const { id, bytes } = late;
  if (id.blockNum < ledger.blocks.first) return commitSetOfSnapshot(ledger, late, blockToLive);
  const promised = promisedSet(ledger, id);
  const decoded = decode(KVRWSetSchema, bytes);
  if (!ledger.privateStore.missing.has(setKey(id)) || !promised || !decoded.ok) return undefined;
  if (!isPromised(ledger, late, decoded.value, promised.hashes)) return undefined;
  const store = {
    ...ledger.privateStore,
    sets: ledger.privateStore.sets.set(setKey(id), bytes),
    missing: ledger.privateStore.missing.delete(setKey(id)),
  };
  if (promised.code !== TxValidationCode.VALID) return { ...ledger, privateStore: store };
  const lives = blockToLive(id.namespace, id.collection);
  const clear = decoded.value.writes.map(({ key }) => ({ set: id, keyHash: keyHashOf(key), key }));
  const privateStore = lives > 0 ? withExpiries(store, expiringBlock(id.blockNum, lives), clear) : store;
  return { ...ledger, privateStore, state: ledger.state.apply(updatesOf(ledger, id, decoded.value)) };
}

/**
 * A set from before the snapshot: there is no block to compare it with, but the snapshot has the hashes of the keys that
 * nothing has overwritten. These are taken from the set; the rest of it cannot be verified and is left.
 *
 * @fabric core/ledger/kvledger/hash_verification.go (verifyHashesViaBootKVHashes)
 */
function commitSetOfSnapshot(
  ledger: ChannelLedger,
  { id, bytes }: LateSet,
  blockToLive: BlockToLive,
): ChannelLedger | undefined {
  const decoded = decode(KVRWSetSchema, bytes);
  if (!ledger.privateStore.missing.has(setKey(id)) || !decoded.ok) return undefined;
  const hashes = new Map(
    [...ledger.state.range(hashedNamespace(id.namespace, id.collection), '', '')].filter(([, { version }]) =>
      sameVersion(version, id),
    ),
  );
  const writes = decoded.value.writes.filter(({ key }) => hashes.has(keyHashOf(key)));
  const fits = writes.every(({ key, value }) => equalBytes(sha256(value), hashes.get(keyHashOf(key))?.value ?? EMPTY));
  if (!fits || writes.length < hashes.size) return undefined;
  const set = create(KVRWSetSchema, { writes });
  const store = {
    ...ledger.privateStore,
    sets: ledger.privateStore.sets.set(setKey(id), toBinary(KVRWSetSchema, set)),
    missing: ledger.privateStore.missing.delete(setKey(id)),
  };
  const lives = blockToLive(id.namespace, id.collection);
  const clear = writes.map(({ key }) => ({ set: id, keyHash: keyHashOf(key), key }));
  const privateStore = lives > 0 ? withExpiries(store, expiringBlock(id.blockNum, lives), clear) : store;
  return { ...ledger, privateStore, state: ledger.state.apply(updatesOf(ledger, id, set)) };
}

/** The whole set by its hash, or, where keys were purged, each of the rest by its own. */
function isPromised(
  { privateStore }: ChannelLedger,
  { id, bytes }: LateSet,
  set: KVRWSet,
  { pvtRwsetHash, hashed }: CollectionReadWriteSet,
): boolean {
  if (equalBytes(sha256(bytes), pvtRwsetHash)) return true;
  const clear = new Map(set.writes.map((write) => [keyHashOf(write.key), write]));
  if (clear.size > hashed.hashedWrites.length) return false;
  return hashed.hashedWrites.every(({ keyHash, valueHash, isDelete: deletes }) => {
    const write = clear.get(hex(keyHash));
    if (!write) return privateStore.purged.has(purgeKey(id.namespace, id.collection, hex(keyHash)));
    return deletes ? isDelete(write) : equalBytes(sha256(write.value), valueHash);
  });
}

/** A key counts if its hash in the state is still the one this set wrote. */
function updatesOf({ state }: ChannelLedger, id: PrivateSetId, set: KVRWSet) {
  let batch = EMPTY_BATCH;
  const space = privateNamespace(id.namespace, id.collection);
  for (const write of set.writes.filter((one) => !isDelete(one))) {
    const hashed = state.getHashed(id.namespace, id.collection, write.key);
    const clear = state.get(space, write.key);
    const isNewer = clear !== undefined && clear.version.blockNum > id.blockNum;
    if (!hashed || isNewer || !equalBytes(hashed.value, sha256(write.value))) continue;
    batch = putUpdate(batch, space, write.key, { value: write.value, version: hashed.version });
  }
  return batch;
}
