/**
 * Committing a block: the last validation, the commit hash, and the next state, chain and history.
 *
 * The commit hash chains the codes and the writes of every block, so two peers that end a block with the same hash have
 * judged all transactions alike and hold the same state.
 *
 * @fabric core/ledger/kvledger/kv_ledger.go, core/ledger/kvledger/txmgmt/txmgr/update_batch_bytes.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { sha256 } from '../crypto/sha256.ts';
import { compareUtf8 } from '../kernel/sorted-map.ts';
import { ok, type Result } from '../kernel/result.ts';
import { concatBytes, EMPTY, fromHex, utf8 } from '../wire/bytes.ts';
import { blockNumber, withCommitHash, withTransactionsFilter } from '../wire/block.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { type KVWrite, KVWriteSchema, UpdatesSchema } from '../wire/gen/ledger/txmgr/updates_pb.ts';
import { BlockStore } from './block-store.ts';
import { type LedgerTransaction, ledgerTransactions } from './block-transactions.ts';
import type { CollectionConfigEntry } from './config-history.ts';
import { History } from './history.ts';
import { commitPrivatePart, NO_PRIVATE_PART, type PrivatePart } from './private-commit.ts';
import { EMPTY_PRIVATE_STORE, type PrivateStore } from './private-store.ts';
import { parseNamespace, StateDb, type UpdateBatch } from './state-db.ts';
import { type PreparedBlock, validateAndPrepare } from './validation.ts';
import { versionBytes } from './version.ts';

/** Everything a peer keeps of one channel. */
export interface ChannelLedger {
  readonly blocks: BlockStore;
  readonly state: StateDb;
  readonly history: History;
  /** Clear private write sets, and what is known of those this peer does not have. */
  readonly privateStore: PrivateStore;
  /** Of the newest block; undefined up to the genesis block, which has none. */
  readonly commitHash: Uint8Array | undefined;
  /** Of a ledger that began with a snapshot: the collections of chaincodes defined before it. */
  readonly collectionConfigs?: readonly CollectionConfigEntry[];
}

export const EMPTY_LEDGER: ChannelLedger = {
  blocks: BlockStore.EMPTY,
  state: StateDb.EMPTY,
  history: History.EMPTY,
  privateStore: EMPTY_PRIVATE_STORE,
  commitHash: undefined,
};

export interface CommittedBlock extends PreparedBlock {
  readonly ledger: ChannelLedger;
  /** The block as stored: with the final codes and the commit hash in its metadata. */
  readonly block: Block;
  readonly transactions: readonly LedgerTransaction[];
  /** How many private keys were forgotten because their time is over, and how many were purged. */
  readonly expired: number;
  readonly purged: number;
}

/**
 * Commits `block`, whose TRANSACTIONS_FILTER holds the codes of the earlier checks (none: all passed). Refuses a block
 * that is not the next one, with Fabric's text.
 */
export function commitBlock(
  ledger: ChannelLedger,
  block: Block,
  part: PrivatePart = NO_PRIVATE_PART,
): Result<CommittedBlock, string> {
  const number = blockNumber(block);
  const checked = ledgerTransactions(block);
  const { codes, conflicts, updates: shared } = validateAndPrepare(ledger.state, number, checked);
  const transactions = checked.map((transaction, txNum) => ({
    ...transaction,
    code: codes[txNum] ?? transaction.code,
  }));
  const filtered = withTransactionsFilter(block, codes);
  const chains = number === 1 || ledger.commitHash !== undefined;
  const hash = chains ? commitHashOf(codes, shared, ledger.commitHash) : undefined;
  const final = hash ? withCommitHash(filtered, hash) : filtered;
  const blocks = ledger.blocks.append(final);
  if (!blocks.ok) return blocks;
  const { store, ...rest } = commitPrivatePart(ledger.state, ledger.privateStore, number, transactions, part, shared);
  const next: ChannelLedger = {
    ...ledger,
    blocks: blocks.value,
    state: ledger.state.apply(rest.updates),
    history: ledger.history.record(number, transactions),
    privateStore: store,
    commitHash: hash,
  };
  return ok({ ledger: next, block: final, transactions, codes, conflicts, ...rest });
}

/** SHA-256 over the number of codes, the codes, the public and hashed writes, and the previous commit hash. */
export function commitHashOf(
  codes: readonly number[],
  updates: UpdateBatch,
  previous: Uint8Array | undefined,
): Uint8Array {
  return sha256(concatBytes(varint(codes.length), Uint8Array.from(codes), updateBytes(updates), previous ?? EMPTY));
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

/**
 * Serialized `txmgr.Updates`: namespaces in order, in each the public keys before the collections. A name is written
 * only where it changes. The channel config is left out, because its encoding is not deterministic in Fabric.
 */
function updateBytes(updates: UpdateBatch): Uint8Array {
  const stores = [...updates]
    .map(([store, keys]) => ({ ...parseNamespace(store), keys }))
    .filter(({ namespace, kind }) => kind !== 'private' && namespace !== '')
    .sort((a, b) => compareUtf8(a.namespace, b.namespace) || compareUtf8(a.collection, b.collection));
  const kvwrites: KVWrite[] = [];
  let lastNamespace = '';
  for (const { namespace, collection, kind, keys } of stores) {
    let first = true;
    for (const [key, { value, version }] of keys) {
      kvwrites.push(
        create(KVWriteSchema, {
          namespace: first && namespace !== lastNamespace ? namespace : '',
          collection: first ? collection : '',
          key: kind === 'hashed' ? fromHex(key) : utf8(key),
          isDelete: value === undefined,
          value: value ?? EMPTY,
          versionBytes: versionBytes(version),
        }),
      );
      first = false;
    }
    lastNamespace = namespace;
  }
  return toBinary(UpdatesSchema, create(UpdatesSchema, { kvwrites }));
}
