/**
 * The last check of a block's transactions, in order: does what each one read still hold? Those that pass write.
 *
 * A transaction is compared with the state before the block and with the writes of the valid transactions before it in
 * the block. Endorsements were checked earlier; a transaction that failed there neither reads nor writes here.
 *
 * @fabric core/ledger/kvledger/txmgmt/validation/validator.go, tx_ops.go
 * @simplified A read/write set that names one key twice (none that a peer makes does) counts with its last entry.
 * @simplified Metadata for a key that an earlier transaction of the block deleted does nothing; a real peer panics.
 */
import { hex } from '../wire/bytes.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import type { NamespaceReadWriteSet } from '../wire/transaction.ts';
import type { Version as WireVersion } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import type { Conflict, ReadConflict } from './conflict.ts';
import { phantomIn } from './phantom-check.ts';
import { isDelete, isHashedDelete } from './read-write-set.ts';
import {
  EMPTY_BATCH,
  hashedNamespace,
  type KeyUpdate,
  type MetadataEntry,
  parseNamespace,
  putUpdate,
  type StateDb,
  type UpdateBatch,
} from './state-db.ts';
import { fromWireVersion, sameVersion, type Version } from './version.ts';

/** A transaction of the block with the code the earlier checks gave it. */
export interface CheckedTransaction {
  readonly code: TxValidationCode;
  readonly readWrites: readonly NamespaceReadWriteSet[] | undefined;
}

export interface PreparedBlock {
  /** Final, one per transaction. */
  readonly codes: readonly TxValidationCode[];
  /** One per transaction: what MVCC_READ_CONFLICT or PHANTOM_READ_CONFLICT was about. */
  readonly conflicts: readonly (Conflict | undefined)[];
  /** Public and hashed writes of the valid transactions. */
  readonly updates: UpdateBatch;
}

/** The state before the block, as earlier transactions of the block change it, and what they changed. */
interface Progress {
  readonly before: StateDb;
  readonly now: StateDb;
  readonly updates: UpdateBatch;
}

export function validateAndPrepare(
  state: StateDb,
  blockNum: number,
  transactions: readonly CheckedTransaction[],
): PreparedBlock {
  const codes: TxValidationCode[] = [];
  const conflicts: (Conflict | undefined)[] = [];
  let progress: Progress = { before: state, now: state, updates: EMPTY_BATCH };
  for (const [txNum, { code, readWrites }] of transactions.entries()) {
    const applies = code === TxValidationCode.VALID && readWrites !== undefined;
    const conflict = applies ? findConflict(progress, readWrites) : undefined;
    if (applies && !conflict) progress = applyWrites(progress, readWrites, { blockNum, txNum });
    codes.push(conflict ? codeOf(conflict) : code);
    conflicts.push(conflict);
  }
  return { codes, conflicts, updates: progress.updates };
}

/** What the transactions of a block write whose codes are final already. */
export function prepareUpdates(
  state: StateDb,
  blockNum: number,
  transactions: readonly CheckedTransaction[],
): UpdateBatch {
  let progress: Progress = { before: state, now: state, updates: EMPTY_BATCH };
  for (const [txNum, { code, readWrites }] of transactions.entries())
    if (code === TxValidationCode.VALID && readWrites)
      progress = applyWrites(progress, readWrites, { blockNum, txNum });
  return progress.updates;
}

const codeOf = ({ kind }: Conflict): TxValidationCode =>
  kind === 'read' ? TxValidationCode.MVCC_READ_CONFLICT : TxValidationCode.PHANTOM_READ_CONFLICT;

function findConflict(progress: Progress, namespaces: readonly NamespaceReadWriteSet[]): Conflict | undefined {
  for (const { namespace, kv, collections } of namespaces) {
    for (const { key, version } of kv.reads) {
      const conflict = readConflict(progress, namespace, key, version);
      if (conflict) return conflict;
    }
    for (const query of kv.rangeQueriesInfo) {
      const conflict = phantomIn(progress.now, namespace, query);
      if (conflict) return conflict;
    }
    for (const { collection, hashed } of collections) {
      for (const { keyHash, version } of hashed.hashedReads) {
        const conflict = readConflict(progress, hashedNamespace(namespace, collection), hex(keyHash), version);
        if (conflict) return conflict;
      }
    }
  }
  return undefined;
}

/** A key that an earlier transaction of the block touched conflicts whatever it did: even a delete of nothing. */
function readConflict(
  { before, updates }: Progress,
  store: string,
  key: string,
  read: WireVersion | undefined,
): ReadConflict | undefined {
  const readVersion = fromWireVersion(read);
  const committedVersion = before.get(store, key)?.version;
  const writtenByTxNum = updates.get(store)?.get(key)?.version.txNum;
  if (writtenByTxNum === undefined && sameVersion(readVersion, committedVersion)) return undefined;
  const { namespace, collection } = parseNamespace(store);
  return { kind: 'read', namespace, collection, key, readVersion, committedVersion, writtenByTxNum };
}

/** What one transaction does to one key; only the parts it names. */
interface KeyChange {
  readonly store: string;
  readonly key: string;
  readonly value?: Uint8Array;
  readonly deletes?: boolean;
  readonly metadata?: readonly MetadataEntry[];
}

function applyWrites(progress: Progress, readWrites: readonly NamespaceReadWriteSet[], version: Version): Progress {
  let { now, updates } = progress;
  for (const change of keyChanges(readWrites)) {
    const update = mergedUpdate(progress.now, change, version);
    if (!update) continue;
    updates = putUpdate(updates, change.store, change.key, update);
    now = now.put(change.store, change.key, update);
  }
  return { ...progress, now, updates };
}

/**
 * A put keeps the metadata the key has, a metadata write keeps its value and bumps its version, a delete drops both.
 * Metadata for a key that does not exist does nothing.
 */
function mergedUpdate(state: StateDb, change: KeyChange, version: Version): KeyUpdate | undefined {
  if (change.deletes) return { version };
  const latest = state.get(change.store, change.key);
  const value = change.value ?? latest?.value;
  if (!value) return undefined;
  const metadata = change.metadata ?? latest?.metadata ?? [];
  return metadata.length > 0 ? { value, metadata, version } : { value, version };
}

function keyChanges(namespaces: readonly NamespaceReadWriteSet[]): Iterable<KeyChange> {
  const changes = new Map<string, KeyChange>();
  const add = (change: KeyChange): void => {
    const id = `${change.store}\u0000${change.key}`;
    changes.set(id, { ...changes.get(id), ...change });
  };
  for (const { namespace, kv, collections } of namespaces) {
    for (const write of kv.writes) add({ store: namespace, key: write.key, ...written(isDelete(write), write.value) });
    for (const { key, entries } of kv.metadataWrites) add({ store: namespace, key, metadata: entries });
    for (const { collection, hashed } of collections) {
      const store = hashedNamespace(namespace, collection);
      for (const write of hashed.hashedWrites)
        add({ store, key: hex(write.keyHash), ...written(isHashedDelete(write), write.valueHash) });
      for (const { keyHash, entries } of hashed.metadataWrites) add({ store, key: hex(keyHash), metadata: entries });
    }
  }
  return changes.values();
}

const written = (deletes: boolean, value: Uint8Array): Pick<KeyChange, 'deletes' | 'value'> =>
  deletes ? { deletes } : { value };
