/**
 * The clear private write sets a peer keeps beside its blocks, so that it can hand them to peers that come later: by
 * block, transaction and collection. It also knows what it should have and has not, what will have to be forgotten when,
 * and which keys were purged.
 *
 * @fabric core/ledger/pvtdatastorage/store.go, core/ledger/kvledger/txmgmt/pvtstatepurgemgmt
 */
import { PersistentMap } from '../kernel/persistent-map.ts';
import { SortedMap } from '../kernel/sorted-map.ts';
import type { Version } from './version.ts';

/** Which write set: that of one transaction in one collection. */
export interface PrivateSetId {
  readonly blockNum: number;
  readonly txNum: number;
  readonly namespace: string;
  readonly collection: string;
}

/** A write set that lives only for a number of blocks, or one key of it. */
export interface Expiry {
  readonly set: PrivateSetId;
  /** In hexadecimal; undefined for the stored write set itself. */
  readonly keyHash: string | undefined;
  /** Where this peer has the data. */
  readonly key: string | undefined;
}

export interface PrivateStore {
  /** `kvrwset.KVRWSet` by {@link setKey}. */
  readonly sets: SortedMap<Uint8Array>;
  /** What this peer's organisation is entitled to and this peer does not have, by {@link setKey}. */
  readonly missing: SortedMap<PrivateSetId>;
  /** What others have and this peer's organisation is not entitled to, yet. */
  readonly ineligible: SortedMap<PrivateSetId>;
  /** By {@link blockKey} of the block with which they expire. */
  readonly expiries: SortedMap<readonly Expiry[]>;
  /** By {@link purgeKey}: the transaction that purged a key last. */
  readonly purged: PersistentMap<Version>;
}

export const EMPTY_PRIVATE_STORE: PrivateStore = {
  sets: SortedMap.empty<Uint8Array>(),
  missing: SortedMap.empty<PrivateSetId>(),
  ineligible: SortedMap.empty<PrivateSetId>(),
  expiries: SortedMap.empty<readonly Expiry[]>(),
  purged: PersistentMap.empty<Version>(),
};

/** Numbers of this many digits sort as text as they do as numbers. */
const DIGITS = 12;

export const blockKey = (blockNum: number): string => String(blockNum).padStart(DIGITS, '0');

export const setKey = ({ blockNum, txNum, namespace, collection }: PrivateSetId): string =>
  `${blockKey(blockNum)}/${blockKey(txNum)}/${namespace}\u0000${collection}`;

export const purgeKey = (namespace: string, collection: string, keyHash: string): string =>
  `${namespace}\u0000${collection}\u0000${keyHash}`;

/** Length of the numbers before the names in a {@link setKey}. */
const NAMES_AT = 2 * (DIGITS + 1);

/** The stored sets of one collection, oldest first. */
export function* setsOf(
  { sets }: PrivateStore,
  namespace: string,
  collection: string,
): Generator<readonly [string, Uint8Array]> {
  const names = `${namespace}\u0000${collection}`;
  for (const entry of sets) if (entry[0].slice(NAMES_AT) === names) yield entry;
}

/** When a set written in `blockNum` is to be forgotten: with the commit of this block. `blockToLive` is not 0. */
export const expiringBlock = (blockNum: number, blockToLive: number): number => blockNum + blockToLive + 1;

export function withExpiries(store: PrivateStore, block: number, added: readonly Expiry[]): PrivateStore {
  if (added.length === 0) return store;
  const key = blockKey(block);
  return { ...store, expiries: store.expiries.set(key, [...(store.expiries.get(key) ?? []), ...added]) };
}

/** Moves what this peer's organisation has become entitled to, to what is missing. */
export function entitle(store: PrivateStore, isEntitled: (set: PrivateSetId) => boolean): PrivateStore {
  let { missing, ineligible } = store;
  for (const [key, set] of store.ineligible) {
    if (!isEntitled(set)) continue;
    missing = missing.set(key, set);
    ineligible = ineligible.delete(key);
  }
  return missing === store.missing ? store : { ...store, missing, ineligible };
}
