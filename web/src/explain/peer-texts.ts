/**
 * What a peer says of blocks, ledgers and snapshots.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const PEER_TEXTS = {
  ledgerExists: { layer: 'peer', texts: ['already exists with state', 'cannot create ledger from genesis block'] },
  badGenesisBlock: { layer: 'peer', texts: ['Failed to reconstruct the genesis block'] },
  blockDataHash: {
    layer: 'peer',
    texts: [
      'Header.DataHash is different from Hash(block.Data)',
      "doesn't match claimed hash",
      'data hash does not match the data',
    ],
  },
  blockUnsigned: { layer: 'peer', texts: ['is not signed as the policy asks'] },
  peerPanicked: {
    layer: 'peer',
    texts: ['Cannot commit block to the ledger due to', '[channel *] incompatible:'],
  },
  snapshotPath: { layer: 'peer', texts: ['cannot create ledger from snapshot', 'no snapshot directory provided'] },
  snapshotNumber: {
    layer: 'peer',
    texts: [
      'requested snapshot for block number * cannot be less than',
      'duplicate snapshot request',
      'no snapshot request exists',
      'snapshot already generated for block number',
      'cannot cancel the snapshot request because it is under processing',
      'failed to submit the request',
      'failed to cancel the request',
      'failed to list pending requests',
      'failed to unmarshal snapshot request',
    ],
  },
  rollback: {
    layer: 'peer',
    texts: [
      'should be less than the biggest block number',
      'cannot rollback any channel',
      'cannot rebuild databases',
      'cannot reset channels',
      'ledgerID [*] does not exist',
    ],
  },
  snapshotDamaged: {
    layer: 'peer',
    texts: [
      'error while verifying snapshot',
      'hash mismatch for file',
      'unexpected data format',
      'error while retrieving record from snapshot file',
      'error while opening data file',
      'error while opening metadata file',
      'error while loading metadata',
    ],
  },
  snapshotRunning: { layer: 'peer', texts: ['a ledger is being created from a snapshot at'] },
  handMade: {
    layer: 'peer',
    texts: ['is not in the file', 'the file could not be read any more', 'does not occur in block'],
  },
  stateKeyGone: { layer: 'peer', texts: ['leveldb: key * not found'] },
} as const satisfies TextEntries;
