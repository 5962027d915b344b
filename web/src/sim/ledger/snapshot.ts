/**
 * A snapshot of a channel's ledger behind its newest block: the public state, the hashes of private data, the ids of all
 * transactions and the history of collections, with hashes over all of it. No block and no private data is in it.
 *
 * @fabric core/ledger/kvledger/snapshot.go, core/ledger/kvledger/txmgmt/privacyenabledstate/snapshot.go, common/ledger/blkstorage/blockindex.go
 * @simplified With CouchDB, values stand in the snapshot as they were written, not as CouchDB would print them.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { compareUtf8 } from '../kernel/sorted-map.ts';
import { base64, EMPTY, fromHex, hex, utf8 } from '../wire/bytes.ts';
import { KVMetadataWriteSchema } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { SnapshotRecordSchema } from '../wire/gen/ledger/snapshot_record_pb.ts';
import type { ChannelLedger } from './commit.ts';
import { byKey, configHistory, entryKey } from './config-history.ts';
import { SnapshotFileWriter } from './snapshot-file.ts';
import { describeSnapshot, type SnapshotFiles } from './snapshot-metadata.ts';
import { type MetadataEntry, parseNamespace, type StateDb, type VersionedValue } from './state-db.ts';
import { versionBytes } from './version.ts';

/** A real peer writes this for LevelDB, of which any peer can make use. */
const SIMPLE_STATE_DB = 'SimpleKeyValueDB';

/** The files of a snapshot of `ledger`, which has at least one block (or came from a snapshot itself). */
export function exportSnapshot(channel: string, ledger: ChannelLedger, isCouch: boolean): SnapshotFiles {
  const { blocks, state, commitHash } = ledger;
  const files: Record<string, Uint8Array> = {
    ...transactionIds(blocks.txIds()),
    ...collectionConfigs(ledger),
    ...stateFiles('public_state', 'public', state, isCouch),
    ...stateFiles('private_state_hashes', 'hashed', state, isCouch),
  };
  const about = {
    channel_name: channel,
    last_block_number: blocks.height - 1,
    last_block_hash: hex(blocks.lastHash),
    previous_block_hash: hex(blocks.previousHash),
    state_db_type: isCouch ? 'CouchDB' : SIMPLE_STATE_DB,
  };
  return describeSnapshot(files, about, commitHash ?? EMPTY);
}

/** Shorter ids come first, as in the index they are read from. */
const byIndexKey = (a: string, b: string): number => a.length - b.length || compareUtf8(a, b);

function transactionIds(txIds: Iterable<string>): SnapshotFiles {
  const sorted = [...txIds].sort(byIndexKey);
  if (sorted.length === 0) return {};
  const data = new SnapshotFileWriter();
  for (const txId of sorted) data.text(txId);
  return { 'txids.data': data.done(), 'txids.metadata': countFile(sorted.length) };
}

function collectionConfigs({ blocks, collectionConfigs: earlier }: ChannelLedger): SnapshotFiles {
  const entries = [...configHistory(blocks, earlier ?? [])].sort(byKey);
  if (entries.length === 0) return {};
  const data = new SnapshotFileWriter();
  for (const entry of entries) {
    data.bytes(entryKey(entry));
    data.bytes(entry.config);
  }
  return { 'confighistory.data': data.done(), 'confighistory.metadata': countFile(entries.length) };
}

function countFile(count: number): Uint8Array {
  const metadata = new SnapshotFileWriter();
  metadata.number(count);
  return metadata.done();
}

/** One file with the keys of all namespaces of a kind, one that says how many each of them has. */
function stateFiles(name: string, kind: 'public' | 'hashed', state: StateDb, isCouch: boolean): SnapshotFiles {
  const namespaces = state.namespaces().filter((namespace) => parseNamespace(namespace).kind === kind);
  if (namespaces.length === 0) return {};
  const data = new SnapshotFileWriter();
  const metadata = new SnapshotFileWriter();
  metadata.number(namespaces.length);
  for (const namespace of namespaces) {
    metadata.text(namespace);
    metadata.number(state.keyCount(namespace));
    const keys = [...state.range(namespace, '', '')].map(([key, value]) => ({ key: keyBytes(key, kind), value }));
    // CouchDB has key hashes as base64, and hands them out in the order of that text.
    if (isCouch && kind === 'hashed') keys.sort((a, b) => compareUtf8(base64(a.key), base64(b.key)));
    for (const { key, value } of keys) data.bytes(record(key, value));
  }
  return { [`${name}.data`]: data.done(), [`${name}.metadata`]: metadata.done() };
}

const keyBytes = (key: string, kind: 'public' | 'hashed'): Uint8Array => (kind === 'hashed' ? fromHex(key) : utf8(key));

function record(key: Uint8Array, { value, metadata, version }: VersionedValue): Uint8Array {
  const message = create(SnapshotRecordSchema, {
    key,
    value,
    metadata: metadataBytes(metadata),
    version: versionBytes(version),
  });
  return toBinary(SnapshotRecordSchema, message);
}

function metadataBytes(entries: readonly MetadataEntry[] | undefined): Uint8Array {
  if (!entries) return EMPTY;
  return toBinary(KVMetadataWriteSchema, create(KVMetadataWriteSchema, { entries: [...entries] }));
}
