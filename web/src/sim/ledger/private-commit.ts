/**
 * What a block does to a peer's private data besides its own writes: write sets are stored, missing ones noted, those
 * whose time is over forgotten, purged keys removed from everything that was stored before.
 *
 * @fabric core/ledger/pvtdatastorage/store.go (Commit, PurgeByBlock), core/ledger/kvledger/txmgmt/pvtstatepurgemgmt
 * @simplified What is purged or expired is gone at once; a real peer removes it from its store in the background.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { sha256 } from '../crypto/sha256.ts';
import { hex, utf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { KVRWSetSchema } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import {
  blockKey,
  type Expiry,
  expiringBlock,
  type PrivateSetId,
  type PrivateStore,
  purgeKey,
  setKey,
  setsOf,
  withExpiries,
} from './private-store.ts';
import { addPrivateUpdates, type BlockPrivateData } from './private-updates.ts';
import { decodePrivateWrites, isDelete, isHashedDelete } from './read-write-set.ts';
import { hashedNamespace, privateNamespace, putUpdate, type StateDb, type UpdateBatch } from './state-db.ts';
import type { CheckedTransaction } from './validation.ts';

/** Blocks after which data of a collection is forgotten; 0 keeps it for ever. */
export type BlockToLive = (namespace: string, collection: string) => number;

/** What a peer brings to the commit of a block that is not in the block. */
export interface PrivatePart {
  readonly sets: BlockPrivateData;
  /** Sets this peer should have and could not get. */
  readonly missing: readonly PrivateSetId[];
  /** Sets of collections whose data is not for this peer. */
  readonly ineligible: readonly PrivateSetId[];
  readonly blockToLive: BlockToLive;
}

export const NO_PRIVATE_PART: PrivatePart = { sets: new Map(), missing: [], ineligible: [], blockToLive: () => 0 };

export interface PrivateCommit {
  readonly updates: UpdateBatch;
  readonly store: PrivateStore;
  /** Keys of collections that this block made a peer forget. */
  readonly expired: number;
  readonly purged: number;
}

/** `updates` (public and hashed) with what the private part adds, and the store afterwards. */
export function commitPrivatePart(
  state: StateDb,
  before: PrivateStore,
  blockNum: number,
  transactions: readonly CheckedTransaction[],
  part: PrivatePart,
  updates: UpdateBatch,
): PrivateCommit {
  const touchesPrivate = transactions.some(({ readWrites }) =>
    readWrites?.some(({ collections }) => collections.length > 0),
  );
  const due = before.expiries.get(blockKey(blockNum));
  if (!touchesPrivate && !due) return { updates, store: before, expired: 0, purged: 0 };
  const written = addPrivateUpdates(state, blockNum, transactions, part.sets, updates);
  const purge = purgeKeys(state, before, blockNum, transactions, written);
  const kept = keepSets(purge.store, blockNum, part);
  const scheduled = scheduleKeys(kept, blockNum, transactions, part);
  const forgotten = forget(state, scheduled, blockNum, purge.updates, due ?? []);
  return { ...forgotten, purged: purge.purged };
}

function keepSets(
  before: PrivateStore,
  blockNum: number,
  { sets, missing, ineligible, blockToLive }: PrivatePart,
): PrivateStore {
  let store = before;
  const expiring = (id: PrivateSetId): void => {
    const lives = blockToLive(id.namespace, id.collection);
    const expiry: Expiry = { set: id, keyHash: undefined, key: undefined };
    if (lives > 0) store = withExpiries(store, expiringBlock(blockNum, lives), [expiry]);
  };
  for (const [txNum, bytes] of sets) {
    const decoded = decodePrivateWrites(bytes);
    for (const { namespace, collection, bytes: set } of decoded.ok ? decoded.value : []) {
      const id = { blockNum, txNum, namespace, collection };
      store = { ...store, sets: store.sets.set(setKey(id), set) };
      expiring(id);
    }
  }
  for (const id of missing) {
    store = { ...store, missing: store.missing.set(setKey(id), id) };
    expiring(id);
  }
  for (const id of ineligible) {
    store = { ...store, ineligible: store.ineligible.set(setKey(id), id) };
    expiring(id);
  }
  return store;
}

/** Every peer forgets the hashes of a collection that does not live for ever; members the clear keys with them. */
function scheduleKeys(
  before: PrivateStore,
  blockNum: number,
  transactions: readonly CheckedTransaction[],
  { sets, blockToLive }: PrivatePart,
): PrivateStore {
  let store = before;
  for (const [txNum, { code, readWrites }] of transactions.entries()) {
    if (code !== TxValidationCode.VALID) continue;
    for (const { namespace, collections } of readWrites ?? [])
      for (const { collection, hashed } of collections) {
        const lives = blockToLive(namespace, collection);
        if (lives === 0) continue;
        const id = { blockNum, txNum, namespace, collection };
        const clear = clearKeys(sets.get(txNum), namespace, collection);
        const expiries = hashed.hashedWrites
          .filter((write) => !isHashedDelete(write))
          .map(({ keyHash }) => ({ set: id, keyHash: hex(keyHash), key: clear.get(hex(keyHash)) }));
        store = withExpiries(store, expiringBlock(blockNum, lives), expiries);
      }
  }
  return store;
}

/** The clear keys of a write set by their hashes. */
function clearKeys(bytes: Uint8Array | undefined, namespace: string, collection: string): ReadonlyMap<string, string> {
  const decoded = bytes && decodePrivateWrites(bytes);
  const set = decoded?.ok
    ? decoded.value.find((one) => one.namespace === namespace && one.collection === collection)
    : undefined;
  return new Map((set?.kv.writes ?? []).map(({ key }) => [hex(sha256(utf8(key))), key]));
}

/** Removes what expires with this block, unless a later block (or this one) has written the key again. */
function forget(
  state: StateDb,
  store: PrivateStore,
  blockNum: number,
  before: UpdateBatch,
  due: readonly Expiry[],
): Omit<PrivateCommit, 'purged'> {
  const version = { blockNum, txNum: 0 };
  let updates = before;
  let { sets, missing, ineligible } = store;
  let expired = 0;
  const drop = (space: string, key: string, writtenIn: number): boolean => {
    const isOld = state.get(space, key)?.version.blockNum === writtenIn && !updates.get(space)?.has(key);
    if (isOld) updates = putUpdate(updates, space, key, { version });
    return isOld;
  };
  for (const { set, keyHash, key } of due) {
    const { namespace, collection } = set;
    if (keyHash === undefined) {
      sets = sets.delete(setKey(set));
      missing = missing.delete(setKey(set));
      ineligible = ineligible.delete(setKey(set));
      continue;
    }
    if (drop(hashedNamespace(namespace, collection), keyHash, set.blockNum)) expired++;
    if (key !== undefined) drop(privateNamespace(namespace, collection), key, set.blockNum);
  }
  const expiries = due.length > 0 ? store.expiries.delete(blockKey(blockNum)) : store.expiries;
  return { updates, store: { ...store, sets, missing, ineligible, expiries }, expired };
}

function purgeKeys(
  state: StateDb,
  before: PrivateStore,
  blockNum: number,
  transactions: readonly CheckedTransaction[],
  written: UpdateBatch,
): { readonly store: PrivateStore; readonly updates: UpdateBatch; readonly purged: number } {
  let store = before;
  let updates = written;
  let purged = 0;
  for (const [txNum, { code, readWrites }] of transactions.entries()) {
    if (code !== TxValidationCode.VALID) continue;
    for (const { namespace, collections } of readWrites ?? [])
      for (const { collection, hashed } of collections)
        for (const { keyHash } of hashed.hashedWrites.filter(({ isPurge }) => isPurge)) {
          const hash = hex(keyHash);
          purged++;
          store = purgeStored(store, namespace, collection, hash);
          store = { ...store, purged: store.purged.set(purgeKey(namespace, collection, hash), { blockNum, txNum }) };
          const space = privateNamespace(namespace, collection);
          for (const [key] of state.range(space, '', ''))
            if (hex(sha256(utf8(key))) === hash && !updates.get(space)?.has(key))
              updates = putUpdate(updates, space, key, { version: { blockNum, txNum } });
        }
  }
  return { store, updates, purged };
}

function purgeStored(store: PrivateStore, namespace: string, collection: string, keyHash: string): PrivateStore {
  let { sets } = store;
  for (const [id, bytes] of [...setsOf(store, namespace, collection)]) {
    const kept = withoutKey(bytes, keyHash);
    if (kept) sets = sets.set(id, kept);
  }
  return { ...store, sets };
}

/** The write set without the purged key; undefined when it does not hold it. */
function withoutKey(bytes: Uint8Array, keyHash: string): Uint8Array | undefined {
  const decoded = decode(KVRWSetSchema, bytes);
  if (!decoded.ok) return undefined;
  const writes = decoded.value.writes.filter((write) => isDelete(write) || hex(sha256(utf8(write.key))) !== keyHash);
  if (writes.length === decoded.value.writes.length) return undefined;
  return toBinary(KVRWSetSchema, create(KVRWSetSchema, { ...decoded.value, writes }));
}
