/**
 * What comes of a step, in etcd's order: first what has to be on disk; then, once it is, committed entries, changes of
 * leader and role, and messages. While the disk is writing, later results wait for their turn. That makes it safe to
 * count one's own vote and log at once: nobody hears of them before the disk has them.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/node.go, orderer/consensus/etcdraft/node.go (run)
 */
import { applyUpTo } from './apply-changes.ts';
import type { Draft } from './draft.ts';
import { isRestoring } from './snapshots.ts';
import { entriesBetween, lastIndex } from './raft-log.ts';
import type { HardState, RaftOutput, RaftTransition, RaftVolatile } from './raft-state.ts';

export function sealDraft(draft: Draft): RaftTransition {
  // Members that came or went may have more to say at once.
  while (!draft.storing && issueReady(draft));
  const { config, log, snapshot, term, vote, commit, stored } = draft;
  const isStored = term === stored.term && vote === stored.vote && commit === stored.commit;
  const hardState = isStored ? stored : { term, vote, commit };
  return {
    state: { config, durable: { hardState, log, snapshot }, volatile: volatileOf(draft) },
    outputs: draft.outputs,
  };
}

const volatileOf = (draft: Draft): RaftVolatile => ({
  voters: draft.voters,
  role: draft.role,
  leader: draft.leader,
  pendingConfIndex: draft.pendingConfIndex,
  transferee: draft.transferee,
  votes: draft.votes,
  progress: draft.progress,
  electionElapsed: draft.electionElapsed,
  heartbeatElapsed: draft.heartbeatElapsed,
  electionTimeout: draft.electionTimeout,
  dice: draft.dice,
  outbox: draft.outbox,
  firstUnstable: draft.firstUnstable,
  stored: draft.stored,
  storedSnapshot: draft.storedSnapshot,
  applied: draft.applied,
  reported: draft.reported,
  storing: draft.storing,
});

/** The disk has caught up: what waited for it goes out. */
export function releaseStored(draft: Draft): void {
  if (!draft.storing) return;
  draft.outputs.push(...draft.storing.outputs);
  const { applied } = draft.storing;
  draft.storing = undefined;
  applyUpTo(draft, applied);
}

/** Returns whether members changed, so that there may be more to hand out. */
function issueReady(draft: Draft): boolean {
  const { term, vote, commit, log, snapshot } = draft;
  const hardState: HardState = { term, vote, commit };
  const entries = entriesBetween(log, draft.firstUnstable, lastIndex(log));
  const voted = term !== draft.stored.term || vote !== draft.stored.vote;
  const fresh = snapshot.index > draft.storedSnapshot ? snapshot : undefined;
  // An index of commitment that is lost in a crash is learnt again; a vote or an entry is not. A snapshot of its own a
  // node can take again.
  const sync = voted || entries.length > 0 || isRestoring(draft);
  const changed = voted || commit !== draft.stored.commit;
  const results = takeResults(draft);
  if (sync || changed || fresh) {
    const durable = { hardState, log, snapshot };
    const news = { hardState: changed ? hardState : undefined, entries, snapshot: fresh, received: isRestoring(draft) };
    draft.outputs.push({ type: 'persist', durable, ...news, sync });
    draft.firstUnstable = lastIndex(log) + 1;
    draft.stored = hardState;
    draft.storedSnapshot = snapshot.index;
  }
  if (sync) {
    draft.storing = { outputs: results, applied: commit };
    return false;
  }
  draft.outputs.push(...results);
  return applyUpTo(draft, commit);
}

function takeResults(draft: Draft): readonly RaftOutput[] {
  const { term, role, leader, applied, commit, snapshot } = draft;
  const results: RaftOutput[] = [];
  if (isRestoring(draft)) results.push({ type: 'restore', snapshot, received: true });
  const from = Math.max(applied, isRestoring(draft) ? snapshot.index : 0) + 1;
  if (commit >= from) results.push({ type: 'commit', entries: entriesBetween(draft.log, from, commit) });
  if (leader !== draft.reported.leader) results.push({ type: 'leaderChanged', leader, term });
  if (role !== draft.reported.role) results.push({ type: 'roleChanged', role, term });
  for (const message of draft.outbox.splice(0)) results.push({ type: 'send', to: message.to, message });
  draft.reported = { role, leader };
  return results;
}
