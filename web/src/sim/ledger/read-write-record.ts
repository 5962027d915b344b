/**
 * What a simulation has read and written so far, and the bytes an endorser signs for it.
 *
 * Namespaces, collections and keys come out sorted, private keys by their clear text although only hashes are shown;
 * the order is part of the signed bytes, so endorsers that ran the same chaincode agree.
 *
 * @fabric core/ledger/kvledger/txmgmt/rwsetutil/rwset_builder.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { sha256 } from '../crypto/sha256.ts';
import { SortedMap } from '../kernel/sorted-map.ts';
import { EMPTY, utf8 } from '../wire/bytes.ts';
import { HashedRWSetSchema, KVRWSetSchema, type RangeQueryInfo } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import {
  CollectionHashedReadWriteSetSchema,
  CollectionPvtReadWriteSetSchema,
  NsPvtReadWriteSetSchema,
  NsReadWriteSetSchema,
  TxPvtReadWriteSetSchema,
  TxReadWriteSetSchema,
} from '../wire/gen/ledger/rwset/rwset_pb.ts';
import { kvRead } from './range-reads.ts';
import type { MetadataEntry } from './state-db.ts';
import { toWireVersion, type Version } from './version.ts';

/** The version a read saw; undefined for a key that did not exist. */
interface SeenVersion {
  readonly version: Version | undefined;
}
interface PrivateWrite {
  readonly value: Uint8Array;
  readonly isPurge: boolean;
}
interface CollectionRecord {
  readonly reads: SortedMap<SeenVersion>;
  readonly writes: SortedMap<PrivateWrite>;
  readonly metadataWrites: SortedMap<readonly MetadataEntry[]>;
}
interface NamespaceRecord {
  readonly reads: SortedMap<SeenVersion>;
  readonly writes: SortedMap<Uint8Array>;
  readonly metadataWrites: SortedMap<readonly MetadataEntry[]>;
  readonly ranges: readonly RangeQueryInfo[];
  readonly collections: SortedMap<CollectionRecord>;
}

/** Namespace → what the simulation did there. */
export type ReadWriteRecord = SortedMap<NamespaceRecord>;

export const EMPTY_RECORD: ReadWriteRecord = SortedMap.empty<NamespaceRecord>();

const EMPTY_COLLECTION: CollectionRecord = {
  reads: SortedMap.empty<SeenVersion>(),
  writes: SortedMap.empty<PrivateWrite>(),
  metadataWrites: SortedMap.empty<readonly MetadataEntry[]>(),
};
const EMPTY_NAMESPACE: NamespaceRecord = {
  reads: SortedMap.empty<SeenVersion>(),
  writes: SortedMap.empty<Uint8Array>(),
  metadataWrites: SortedMap.empty<readonly MetadataEntry[]>(),
  ranges: [],
  collections: SortedMap.empty<CollectionRecord>(),
};

function inNamespace(
  record: ReadWriteRecord,
  namespace: string,
  change: (ns: NamespaceRecord) => Partial<NamespaceRecord>,
): ReadWriteRecord {
  const ns = record.get(namespace) ?? EMPTY_NAMESPACE;
  return record.set(namespace, { ...ns, ...change(ns) });
}

function inCollection(
  record: ReadWriteRecord,
  namespace: string,
  collection: string,
  change: (coll: CollectionRecord) => Partial<CollectionRecord>,
): ReadWriteRecord {
  return inNamespace(record, namespace, ({ collections }) => {
    const coll = collections.get(collection) ?? EMPTY_COLLECTION;
    return { collections: collections.set(collection, { ...coll, ...change(coll) }) };
  });
}

export const recordRead = (record: ReadWriteRecord, namespace: string, key: string, version: Version | undefined) =>
  inNamespace(record, namespace, ({ reads }) => ({ reads: reads.set(key, { version }) }));

/** An empty `value` deletes. */
export const recordWrite = (record: ReadWriteRecord, namespace: string, key: string, value: Uint8Array) =>
  inNamespace(record, namespace, ({ writes }) => ({ writes: writes.set(key, value) }));

/** No entries remove all metadata of the key. */
export const recordMetadataWrite = (
  record: ReadWriteRecord,
  namespace: string,
  key: string,
  entries: readonly MetadataEntry[],
) =>
  inNamespace(record, namespace, ({ metadataWrites }) => ({
    metadataWrites: metadataWrites.set(key, byName(entries)),
  }));

/** A range that was scanned twice to the same end is recorded once, as first seen. */
export const recordRange = (record: ReadWriteRecord, namespace: string, info: RangeQueryInfo) =>
  inNamespace(record, namespace, ({ ranges }) => ({
    ranges: ranges.some((other) => sameRange(other, info)) ? ranges : [...ranges, info],
  }));

const sameRange = (a: RangeQueryInfo, b: RangeQueryInfo): boolean =>
  a.startKey === b.startKey && a.endKey === b.endKey && a.itrExhausted === b.itrExhausted;

export const recordPrivateRead = (
  record: ReadWriteRecord,
  namespace: string,
  collection: string,
  key: string,
  version: Version | undefined,
) => inCollection(record, namespace, collection, ({ reads }) => ({ reads: reads.set(key, { version }) }));

export const recordPrivateWrite = (
  record: ReadWriteRecord,
  namespace: string,
  collection: string,
  key: string,
  write: PrivateWrite,
) => inCollection(record, namespace, collection, ({ writes }) => ({ writes: writes.set(key, write) }));

export const recordPrivateMetadataWrite = (
  record: ReadWriteRecord,
  namespace: string,
  collection: string,
  key: string,
  entries: readonly MetadataEntry[],
) =>
  inCollection(record, namespace, collection, ({ metadataWrites }) => ({
    metadataWrites: metadataWrites.set(key, byName(entries)),
  }));

function byName(entries: readonly MetadataEntry[]): readonly MetadataEntry[] {
  return [...SortedMap.of(entries.map((entry) => [entry.name, entry] as const)).values()];
}

/** Serialized `rwset.TxReadWriteSet`: public keys, and hashes of private ones. */
export function publicBytes(record: ReadWriteRecord): Uint8Array {
  const nsRwset = [...record].map(([namespace, ns]) =>
    create(NsReadWriteSetSchema, {
      namespace,
      rwset: toBinary(KVRWSetSchema, publicSet(ns)),
      collectionHashedRwset: [...ns.collections].map(([name, collection]) => hashedSet(name, collection)),
    }),
  );
  return toBinary(TxReadWriteSetSchema, create(TxReadWriteSetSchema, { nsRwset }));
}

function publicSet({ reads, writes, metadataWrites, ranges }: NamespaceRecord) {
  return create(KVRWSetSchema, {
    reads: [...reads].map(([key, { version }]) => kvRead(key, version)),
    rangeQueriesInfo: [...ranges],
    writes: [...writes].map(([key, value]) => ({ key, value, isDelete: value.length === 0 })),
    metadataWrites: [...metadataWrites].map(([key, entries]) => ({ key, entries: wireEntries(entries) })),
  });
}

const wireEntries = (entries: readonly MetadataEntry[]) => entries.map(({ name, value }) => ({ name, value }));

function hashedSet(collectionName: string, collection: CollectionRecord) {
  const { reads, writes, metadataWrites } = collection;
  const hashes = create(HashedRWSetSchema, {
    hashedReads: [...reads].map(([key, { version }]) =>
      version ? { keyHash: sha256(utf8(key)), version: toWireVersion(version) } : { keyHash: sha256(utf8(key)) },
    ),
    hashedWrites: [...writes].map(([key, { value, isPurge }]) => ({
      keyHash: sha256(utf8(key)),
      isDelete: value.length === 0,
      valueHash: value.length === 0 ? EMPTY : sha256(value),
      isPurge,
    })),
    metadataWrites: [...metadataWrites].map(([key, entries]) => ({
      keyHash: sha256(utf8(key)),
      entries: wireEntries(entries),
    })),
  });
  return create(CollectionHashedReadWriteSetSchema, {
    collectionName,
    hashedRwset: toBinary(HashedRWSetSchema, hashes),
    pvtRwsetHash: touchesPrivate(collection) ? sha256(privateSetBytes(collection)) : EMPTY,
  });
}

const touchesPrivate = ({ writes, metadataWrites }: CollectionRecord): boolean => writes.size + metadataWrites.size > 0;

/** The clear writes of a collection. Metadata stays public (by key hash); members learn only which keys it touched. */
function privateSetBytes({ writes, metadataWrites }: CollectionRecord): Uint8Array {
  const set = create(KVRWSetSchema, {
    writes: [...writes].map(([key, { value }]) => ({ key, value, isDelete: value.length === 0 })),
    metadataWrites: [...metadataWrites.keys()].map((key) => ({ key })),
  });
  return toBinary(KVRWSetSchema, set);
}

/** Serialized `rwset.TxPvtReadWriteSet` for the members of the collections; undefined without private writes. */
export function privateBytes(record: ReadWriteRecord): Uint8Array | undefined {
  const nsPvtRwset = [...record].flatMap(([namespace, { collections }]) => {
    const touched = [...collections].filter(([, collection]) => touchesPrivate(collection));
    if (touched.length === 0) return [];
    const collectionPvtRwset = touched.map(([collectionName, collection]) =>
      create(CollectionPvtReadWriteSetSchema, { collectionName, rwset: privateSetBytes(collection) }),
    );
    return [create(NsPvtReadWriteSetSchema, { namespace, collectionPvtRwset })];
  });
  if (nsPvtRwset.length === 0) return undefined;
  return toBinary(TxPvtReadWriteSetSchema, create(TxPvtReadWriteSetSchema, { nsPvtRwset }));
}
