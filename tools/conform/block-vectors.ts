/**
 * The form in which recordings describe blocks (`vectors.json`), and our values brought into that form.
 */
import { base64, fromUtf8, hex, utf8 } from '../../web/src/sim/wire/bytes.ts';
import type {
  KVMetadataEntry,
  RangeQueryInfo,
  Version,
} from '../../web/src/sim/wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import type { CollectionReadWriteSet, NamespaceReadWriteSet } from '../../web/src/sim/wire/transaction.ts';

export interface RecordedAction {
  readonly chaincode_called: string;
  readonly args: readonly unknown[];
  /** `MSP id:common name`. */
  readonly endorsers: readonly string[];
  readonly rwset?: readonly Readonly<Record<string, unknown>>[];
  readonly chaincode?: { readonly name?: string; readonly version?: string };
  readonly response?: unknown;
  readonly event?: unknown;
  readonly proposalHash: string;
}

export interface RecordedTransaction {
  readonly index: number;
  readonly envelope_bytes: number;
  readonly validation_code: number;
  readonly txid: string;
  /** Name of the header type, or its number when it has no name. */
  readonly type: string | number;
  readonly channel: string;
  readonly nonce_hex: string;
  readonly timestamp?: string;
  readonly creator_msp?: string;
  readonly creator_cn?: string;
  readonly creator_cert_sha256?: string;
  readonly txid_matches_nonce_creator?: boolean;
  readonly actions?: readonly RecordedAction[];
}

export interface RecordedBlock {
  readonly number: number;
  readonly header_hash_hex: string;
  readonly previous_hash: string;
  readonly data_hash: string;
  readonly data_hash_check?: boolean;
  readonly bytes: number;
  readonly commit_hash?: string;
  readonly txs: readonly RecordedTransaction[];
}

/** Text where the bytes are UTF-8, else `{ base64 }`. */
export function textOrBase64(bytes: Uint8Array): unknown {
  const text = fromUtf8(bytes);
  return hex(utf8(text)) === hex(bytes) ? text : { base64: base64(bytes) };
}

const version = (value: Version | undefined): readonly [number, number] | null =>
  value ? [Number(value.blockNum), Number(value.txNum)] : null;

const entries = (list: readonly KVMetadataEntry[]) => list.map(({ name, value }) => ({ name, value: base64(value) }));

/** The read-write set of one namespace; parts that are empty and that the recording leaves out are left out too. */
export function namespaceVector(set: NamespaceReadWriteSet): Readonly<Record<string, unknown>> {
  const { kv, collections } = set;
  return {
    ns: set.namespace,
    reads: kv.reads.map((read) => ({ key: read.key, version: version(read.version) })),
    writes: kv.writes.map(({ key, isDelete, value }) =>
      isDelete ? { key, isDelete } : { key, isDelete, value: textOrBase64(value) },
    ),
    ...(kv.rangeQueriesInfo.length > 0 && { rangeQueries: kv.rangeQueriesInfo.map(rangeQueryVector) }),
    ...(kv.metadataWrites.length > 0 && {
      metadataWrites: kv.metadataWrites.map((write) => ({ key: write.key, entries: entries(write.entries) })),
    }),
    ...(collections.length > 0 && { collections: collections.map(collectionVector) }),
  };
}

function rangeQueryVector({ startKey, endKey, itrExhausted, readsInfo }: RangeQueryInfo) {
  const query = { start: startKey, end: endKey, exhausted: itrExhausted };
  // A Merkle summary is compared through the bytes of the read-write set and the proposal response the endorsers signed.
  if (readsInfo.case !== 'rawReads' || readsInfo.value.kvReads.length === 0) return query;
  return {
    ...query,
    reads: readsInfo.value.kvReads.map((read) => ({ key: read.key, version: version(read.version) })),
  };
}

function collectionVector({ collection, hashed, pvtRwsetHash }: CollectionReadWriteSet) {
  return {
    collection,
    pvtRwsetHash: hex(pvtRwsetHash),
    hashedReads: hashed.hashedReads.map((read) => ({ keyHash: hex(read.keyHash), version: version(read.version) })),
    hashedWrites: hashed.hashedWrites.map((write) => ({
      keyHash: hex(write.keyHash),
      isDelete: write.isDelete,
      isPurge: write.isPurge,
      valueHash: hex(write.valueHash),
    })),
    metadataWrites: hashed.metadataWrites.map((write) => ({
      keyHash: hex(write.keyHash),
      entries: entries(write.entries),
    })),
  };
}
