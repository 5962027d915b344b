/**
 * A snapshot stands for the beginning of the log. A node takes one when its application says so and forgets all but a few
 * of the entries before it; a follower that lacks what its leader has forgotten takes over the leader's.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/raft.go (handleSnapshot, restore), orderer/consensus/etcdraft/storage.go
 */
import { invariant } from '../../kernel/result.ts';
import type { Draft } from './draft.ts';
import { newcomer } from './progress.ts';
import { compactTo, logAfter, type RaftSnapshot, termAt } from './raft-log.ts';
import type { SnapshotMessage } from './raft-message.ts';
import { commitTo } from './replication.ts';

/** A snapshot was received that the application has not been given yet. */
export const isRestoring = ({ snapshot, applied }: Pick<Draft, 'snapshot' | 'applied'>): boolean =>
  snapshot.index > applied;

/** One that is not newer than the last one is passed over. */
export function takeSnapshot(draft: Draft, index: number, data: Uint8Array): void {
  if (index <= draft.snapshot.index) return;
  const term = termAt(draft.log, index);
  invariant(index <= draft.applied && term !== undefined, `a snapshot at ${index}, applied is ${draft.applied}`);
  draft.snapshot = { index, term, voters: draft.voters, data };
  const compacted = index - draft.config.snapshotCatchUpEntries;
  if (compacted > draft.log.base.index) draft.log = compactTo(draft.log, compacted);
}

/** A follower answers how far it agrees, whether the snapshot was of use to it or not. */
export function receiveSnapshot(draft: Draft, { from: to, snapshot }: SnapshotMessage): void {
  if (isNews(draft, snapshot)) restore(draft, snapshot);
  const { config, term, commit: index } = draft;
  draft.outbox.push({ type: 'MsgAppResp', from: config.id, to, term, reject: false, index });
}

function isNews(draft: Draft, snapshot: RaftSnapshot): boolean {
  if (snapshot.index <= draft.commit || !snapshot.voters.includes(draft.config.id)) return false;
  if (termAt(draft.log, snapshot.index) !== snapshot.term) return true;
  // It has all these entries and only did not know that they are committed.
  commitTo(draft, snapshot.index);
  return false;
}

function restore(draft: Draft, snapshot: RaftSnapshot): void {
  draft.snapshot = snapshot;
  draft.log = logAfter(snapshot);
  draft.commit = snapshot.index;
  draft.firstUnstable = snapshot.index + 1;
  draft.voters = snapshot.voters;
  draft.progress.clear();
  for (const voter of snapshot.voters) draft.progress.set(voter, newcomer(snapshot.index));
}
