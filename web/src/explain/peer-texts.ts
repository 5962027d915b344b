/**
 * What a peer says of blocks, ledgers and snapshots.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const PEER_TEXTS = {
  ledgerExists: { layer: 'peer', texts: ['already exists with state', 'cannot create ledger from genesis block'] },
  badGenesisBlock: { layer: 'peer', texts: ['Failed to reconstruct the genesis block'] },
  blockDataHash: { layer: 'peer', texts: ['Header.DataHash is different from Hash(block.Data)'] },
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
    ],
  },
  rollback: { layer: 'peer', texts: ['should be less than the biggest block number', 'cannot rollback any channel'] },
} as const satisfies TextEntries;
