/**
 * The transient store: clear private writes of endorsed transactions, until their block comes.
 *
 * @fabric core/transientstore/store.go
 * @simplified What never comes into a block stays; a real peer forgets it after transientstoreMaxBlockRetention (20,000)
 * blocks.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { PersistentMap } from '../kernel/persistent-map.ts';
import { equalBytes } from '../wire/bytes.ts';
import {
  CollectionPvtReadWriteSetSchema,
  NsPvtReadWriteSetSchema,
  TxPvtReadWriteSetSchema,
} from '../wire/gen/ledger/rwset/rwset_pb.ts';

/** The clear writes of one transaction in one collection, as one endorser computed them. */
export interface TransientSet {
  readonly namespace: string;
  readonly collection: string;
  /** Serialized `kvrwset.KVRWSet`. */
  readonly bytes: Uint8Array;
}

/** By transaction id. */
export type TransientStore = PersistentMap<readonly TransientSet[]>;

export const EMPTY_TRANSIENT_STORE: TransientStore = PersistentMap.empty<readonly TransientSet[]>();

const isSame = (a: TransientSet, b: TransientSet): boolean =>
  a.namespace === b.namespace && a.collection === b.collection && equalBytes(a.bytes, b.bytes);

/** Endorsers may differ in what they computed, so all versions of a set are kept; which one counts the block says. */
export function withSets(store: TransientStore, txid: string, sets: readonly TransientSet[]): TransientStore {
  const known = store.get(txid) ?? [];
  const fresh = sets.filter((set) => !known.some((other) => isSame(other, set)));
  return fresh.length === 0 ? store : store.set(txid, [...known, ...fresh]);
}

export function withoutTransactions(store: TransientStore, txids: readonly string[]): TransientStore {
  let next = store;
  for (const txid of txids) if (next.has(txid)) next = next.delete(txid);
  return next;
}

/** Serialized `rwset.TxPvtReadWriteSet` of sets of one transaction, one per collection. */
export function txPvtReadWriteSet(sets: readonly TransientSet[]): Uint8Array {
  const namespaces = [...new Set(sets.map(({ namespace }) => namespace))];
  const nsPvtRwset = namespaces.map((namespace) =>
    create(NsPvtReadWriteSetSchema, {
      namespace,
      collectionPvtRwset: sets
        .filter((set) => set.namespace === namespace)
        .map(({ collection, bytes }) =>
          create(CollectionPvtReadWriteSetSchema, { collectionName: collection, rwset: bytes }),
        ),
    }),
  );
  return toBinary(TxPvtReadWriteSetSchema, create(TxPvtReadWriteSetSchema, { nsPvtRwset }));
}
