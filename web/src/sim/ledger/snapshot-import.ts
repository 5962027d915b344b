/**
 * A ledger that begins with a snapshot: state and hashes are those of the snapshot's block, blocks come only after it.
 * Private data is in no snapshot, so all of it is missing; peers of a collection's members are asked for it later.
 *
 * @fabric core/ledger/kvledger/snapshot.go (CreateFromSnapshot), core/ledger/pvtdatastorage/snapshot_data_importer.go
 */
import { SortedMap } from '../kernel/sorted-map.ts';
import { ok, type Result } from '../kernel/result.ts';
import { EMPTY, fromHex, fromUtf8, hex } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { KVMetadataWriteSchema } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { SnapshotRecordSchema } from '../wire/gen/ledger/snapshot_record_pb.ts';
import { BlockStore } from './block-store.ts';
import type { ChannelLedger } from './commit.ts';
import { type CollectionConfigEntry, entryOf } from './config-history.ts';
import { History } from './history.ts';
import type { BlockToLive } from './private-commit.ts';
import { EMPTY_PRIVATE_STORE, expiringBlock, type PrivateSetId, setKey, withExpiries } from './private-store.ts';
import { SnapshotFileReader } from './snapshot-file.ts';
import { type ReadMetadata, type SnapshotFiles, verifySnapshot } from './snapshot-metadata.ts';
import { EMPTY_BATCH, parseNamespace, putUpdate, StateDb, type UpdateBatch } from './state-db.ts';
import { versionOfBytes } from './version.ts';

export interface Imported {
  readonly channel: string;
  /** All private data in it counts as not for this peer, until somebody says which is. */
  readonly ledger: ChannelLedger;
}

/** Reads a snapshot; the error is Fabric's text. `directory` is where the peer has it. */
export function importSnapshot(files: SnapshotFiles, directory: string): Result<Imported, string> {
  const metadata = verifySnapshot(files, directory);
  if (!metadata.ok) return metadata;
  const state = readState(files);
  if (!state.ok) return state;
  const txIds = readTxIds(files);
  if (!txIds.ok) return txIds;
  const collectionConfigs = readConfigs(files);
  if (!collectionConfigs.ok) return collectionConfigs;
  const { updates, missing } = state.value;
  const ledger: ChannelLedger = {
    blocks: BlockStore.behind(baseOf(metadata.value), txIds.value),
    state: StateDb.EMPTY.apply(updates),
    history: History.EMPTY,
    privateStore: { ...EMPTY_PRIVATE_STORE, ineligible: missing },
    commitHash: commitHashIn(metadata.value),
    collectionConfigs: collectionConfigs.value,
  };
  return ok({ channel: metadata.value.channel_name, ledger });
}

/**
 * The ledger with a note, for every private key whose hash came in the snapshot, of when it is to be forgotten: all peers
 * of a channel forget a hash with the same block, wherever they have it from.
 *
 * @fabric core/ledger/kvledger/txmgmt/pvtstatepurgemgmt/snapshot_purge_mgr_builder.go
 */
export function scheduleExpiries(ledger: ChannelLedger, blockToLive: BlockToLive): ChannelLedger {
  let { privateStore } = ledger;
  for (const space of ledger.state.namespaces()) {
    const { namespace, collection, kind } = parseNamespace(space);
    const lives = kind === 'hashed' ? blockToLive(namespace, collection) : 0;
    if (lives === 0) continue;
    for (const [keyHash, { version }] of ledger.state.range(space, '', '')) {
      const set = { ...version, namespace, collection };
      const expiries = [
        { set, keyHash, key: undefined },
        { set, keyHash: undefined, key: undefined },
      ];
      privateStore = withExpiries(privateStore, expiringBlock(version.blockNum, lives), expiries);
    }
  }
  return privateStore === ledger.privateStore ? ledger : { ...ledger, privateStore };
}

const baseOf = ({ last_block_number, last_block_hash, previous_block_hash }: ReadMetadata) => ({
  lastBlock: last_block_number,
  lastBlockHash: fromHex(last_block_hash),
  previousBlockHash: fromHex(previous_block_hash),
});

const commitHashIn = ({ last_block_commit_hash }: ReadMetadata): Uint8Array | undefined =>
  last_block_commit_hash === '' ? undefined : fromHex(last_block_commit_hash);

interface ReadState {
  readonly updates: UpdateBatch;
  /** The private write sets whose hashes are in the state. */
  readonly missing: SortedMap<PrivateSetId>;
}

function readState(files: SnapshotFiles): Result<ReadState, string> {
  let updates = EMPTY_BATCH;
  let missing = SortedMap.empty<PrivateSetId>();
  for (const name of ['public_state', 'private_state_hashes']) {
    const opened = openPair(files, name);
    if (!opened.ok) return opened;
    if (!opened.value) continue;
    const { data, metadata } = opened.value;
    for (let left = metadata.number(); left > 0; left--) {
      const space = metadata.text();
      const { namespace, collection, kind } = parseNamespace(space);
      for (let keys = metadata.number(); keys > 0; keys--) {
        const record = decode(SnapshotRecordSchema, data.bytes());
        if (!record.ok)
          return { ok: false, error: `error while retrieving record from snapshot file: ${record.error}` };
        const { key, value, version: versionBytes } = record.value;
        const version = versionOfBytes(versionBytes);
        const entries = metadataEntries(record.value.metadata);
        const update = entries.length > 0 ? { value, metadata: entries, version } : { value, version };
        updates = putUpdate(updates, space, kind === 'hashed' ? hex(key) : fromUtf8(key), update);
        const set = { ...version, namespace, collection };
        if (kind === 'hashed') missing = missing.set(setKey(set), set);
      }
    }
  }
  return ok({ updates, missing });
}

function metadataEntries(bytes: Uint8Array) {
  const decoded = decode(KVMetadataWriteSchema, bytes);
  return decoded.ok ? decoded.value.entries.map(({ name, value }) => ({ name, value })) : [];
}

/** The reader of `<name>.data` and that of `<name>.metadata`; undefined when there was nothing of the kind. */
function openPair(files: SnapshotFiles, name: string) {
  const content = files[`${name}.data`];
  if (!content) return ok(undefined);
  const data = SnapshotFileReader.open(content);
  if (!data.ok) return { ok: false, error: `error while opening data file: ${data.error}` } as const;
  const metadata = SnapshotFileReader.open(files[`${name}.metadata`] ?? EMPTY);
  if (!metadata.ok) return { ok: false, error: `error while opening metadata file: ${metadata.error}` } as const;
  return ok({ data: data.value, metadata: metadata.value });
}

function readTxIds(files: SnapshotFiles): Result<readonly string[], string> {
  const opened = openPair(files, 'txids');
  if (!opened.ok) return opened;
  const { data, metadata } = opened.value ?? {};
  return ok(data && metadata ? Array.from({ length: metadata.number() }, () => data.text()) : []);
}

function readConfigs(files: SnapshotFiles): Result<readonly CollectionConfigEntry[], string> {
  const opened = openPair(files, 'confighistory');
  if (!opened.ok) return opened;
  const { data, metadata } = opened.value ?? {};
  if (!data || !metadata) return ok([]);
  return ok(Array.from({ length: metadata.number() }, () => entryOf(data.bytes(), data.bytes())));
}
