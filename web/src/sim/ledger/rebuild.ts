/**
 * Making the databases of a ledger anew from its blocks: the state, and the history of keys. The codes in the blocks are
 * believed, and nothing is verified again: a block that was tampered with gives a state that follows from it.
 *
 * @fabric core/ledger/kvledger/kv_ledger.go (recoverDBs, recommitLostBlocks), core/ledger/kvledger/rebuild_dbs.go
 */
import { commitHash } from '../wire/block.ts';
import { ledgerTransactions } from './block-transactions.ts';
import type { BlockStore } from './block-store.ts';
import type { ChannelLedger } from './commit.ts';
import { History } from './history.ts';
import { commitPrivatePart, type BlockToLive } from './private-commit.ts';
import { EMPTY_PRIVATE_STORE, type PrivateStore } from './private-store.ts';
import type { BlockPrivateData } from './private-updates.ts';
import { StateDb } from './state-db.ts';
import { prepareUpdates } from './validation.ts';

/** The ledger without its databases, and with the blocks up to `lastNumber` (undefined: all). */
export function dropDatabases(ledger: ChannelLedger, lastNumber?: number): ChannelLedger {
  const blocks = lastNumber === undefined ? ledger.blocks : ledger.blocks.truncate(lastNumber);
  return { ...ledger, blocks, state: StateDb.EMPTY, history: History.EMPTY, commitHash: newestCommitHash(blocks) };
}

function newestCommitHash(blocks: BlockStore): Uint8Array | undefined {
  const newest = blocks.block(blocks.height - 1);
  return newest && commitHash(newest);
}

/**
 * The ledger with databases made from its blocks, which begin with the genesis block.
 *
 * @param storedSets the private write sets the peer has of a block
 * @param livesIn how long collections live, as a state says it
 */
export function rebuildDatabases(
  ledger: ChannelLedger,
  storedSets: (store: PrivateStore, blockNum: number) => BlockPrivateData,
  livesIn: (state: StateDb) => BlockToLive,
): ChannelLedger {
  let { EMPTY: state } = StateDb;
  let history = History.EMPTY;
  // Which keys expire when is found again on the way; what is stored of them is not touched.
  let expiring = EMPTY_PRIVATE_STORE;
  for (let blockNum = 0; blockNum < ledger.blocks.height; blockNum++) {
    const block = ledger.blocks.block(blockNum);
    const transactions = block ? ledgerTransactions(block) : [];
    const sets = storedSets(ledger.privateStore, blockNum);
    const part = { sets, missing: [], ineligible: [], blockToLive: livesIn(state) };
    const updates = prepareUpdates(state, blockNum, transactions);
    const committed = commitPrivatePart(state, expiring, blockNum, transactions, part, updates);
    expiring = committed.store;
    state = state.apply(committed.updates);
    history = history.record(blockNum, transactions);
  }
  return { ...ledger, state, history };
}
