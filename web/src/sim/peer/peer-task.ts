/**
 * What an administrator does on a peer's machine; all else reaches a peer as a message.
 */
import type { SnapshotFiles } from '../ledger/snapshot-metadata.ts';

export interface PeerTask {
  /** A folder was copied here. */
  readonly type: 'copySnapshot';
  readonly path: string;
  readonly files: SnapshotFiles;
}
