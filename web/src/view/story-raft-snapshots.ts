/** How the facts about snapshots of a Raft log, and about the blocks missing after one, are told. */
import { sentence } from './sentence.ts';
import type { Stories } from './story-teller.ts';

export const RAFT_SNAPSHOT_STORIES: Stories<
  'raftSnapshotTaken' | 'raftSnapshotSent' | 'raftSnapshotReceived' | 'catchUpStarted' | 'catchUpFinished'
> = {
  raftSnapshotTaken: ({ number, index }, { node }) => sentence('raftSnapshotTaken', { node, number, index }),
  raftSnapshotSent: ({ to, number }, { node, nameOf }) =>
    sentence('raftSnapshotSent', { node, to: nameOf(to), number }),
  raftSnapshotReceived: ({ number, index }, { node }) => sentence('raftSnapshotReceived', { node, number, index }),
  catchUpStarted: ({ from, next, number }, { node, nameOf }) =>
    next === number
      ? sentence('catchUpStarted.one', { node, from: nameOf(from), number })
      : sentence('catchUpStarted.many', { node, from: nameOf(from), next, number }),
  catchUpFinished: ({ number }, { node }) => sentence('catchUpFinished', { node, number }),
};
