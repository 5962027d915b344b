/** What `peer snapshot` is told to do. */
import type { ActorId } from '../kernel/actor.ts';

interface Asked {
  readonly node: ActorId;
  readonly identity?: string;
  readonly channel: string;
}

/** `block` is the number of the block behind which the snapshot is wanted; 0 for the newest. */
export type SnapshotTask = Asked &
  (
    | { readonly type: 'submitSnapshotRequest' | 'cancelSnapshotRequest'; readonly block: number }
    | { readonly type: 'listSnapshotRequests' }
  );

const SNAPSHOT_TYPES: readonly SnapshotTask['type'][] = [
  'submitSnapshotRequest',
  'cancelSnapshotRequest',
  'listSnapshotRequests',
];

export const isSnapshotTask = <T extends { readonly type: string }>(task: T): task is Extract<T, SnapshotTask> =>
  SNAPSHOT_TYPES.some((type) => type === task.type);
