/**
 * How entries reach the followers, and when they count as committed.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/raft.go
 * @simplified A node that lost its log keeps still until the leader changes; etcd panics.
 */
import { invariant } from '../../kernel/result.ts';
import type { Draft } from './draft.ts';
import {
  acknowledged,
  becomeProbe,
  becomeReplicate,
  becomeSnapshot,
  decreased,
  freeInflight,
  isPaused,
  type Progress,
  sentUpTo,
  snapshotReported,
} from './progress.ts';
import { appendAfter, entriesFrom, findConflictByTerm, lastIndex, type RaftEntry, termAt } from './raft-log.ts';
import type { AppendAccepted, AppendRejected, AppendRequest, Heartbeat, HeartbeatResponse } from './raft-message.ts';

const others = (draft: Draft): readonly number[] => draft.voters.filter((voter) => voter !== draft.config.id);

/** Appends an entry of the current term to the leader's own log. */
export function appendOwn(draft: Draft, data: Uint8Array, type: RaftEntry['type'] = 'normal'): void {
  const { id } = draft.config;
  const index = lastIndex(draft.log) + 1;
  const entry: RaftEntry = { index, term: draft.term, type, data };
  draft.log = { base: draft.log.base, entries: draft.log.entries.append(entry) };
  draft.firstUnstable = Math.min(draft.firstUnstable, index);
  const own = draft.progress.get(id);
  if (own) draft.progress.set(id, acknowledged(own, index).progress);
  advanceCommit(draft);
}

/** Commits what a majority has, if it is of the current term. Returns whether anything new was committed. */
export function advanceCommit(draft: Draft): boolean {
  const matches = draft.voters.map((voter) => draft.progress.get(voter)?.match ?? 0).sort((a, b) => b - a);
  const index = matches[Math.floor(matches.length / 2)] ?? 0;
  if (index <= draft.commit || termAt(draft.log, index) !== draft.term) return false;
  draft.commit = index;
  return true;
}

export function broadcastAppend(draft: Draft): void {
  for (const to of others(draft)) sendAppend(draft, to, true);
}

/** Sends everyone what there is to send and nothing else. */
export function sendMissing(draft: Draft): void {
  for (const to of others(draft)) sendAppend(draft, to, false);
}

/** Sends what `to` lacks. Returns whether a message went out. */
function sendAppend(draft: Draft, to: number, evenIfEmpty: boolean): boolean {
  const progress = draft.progress.get(to);
  if (!progress || isPaused(progress, draft.config.maxInflight)) return false;
  if (progress.next <= draft.log.base.index) return evenIfEmpty && sendSnapshot(draft, to, progress);
  const entries = entriesFrom(draft.log, progress.next, draft.config.maxMessageBytes);
  const last = entries.at(-1);
  if (!last && !evenIfEmpty) return false;
  const index = progress.next - 1;
  const logTerm = termAt(draft.log, index);
  invariant(logTerm !== undefined, `no entry at ${index} to build on`);
  const { term, commit } = draft;
  draft.outbox.push({ type: 'MsgApp', from: draft.config.id, to, term, index, logTerm, entries, commit });
  if (last) draft.progress.set(to, sentUpTo(progress, last.index));
  return true;
}

/**
 * What the follower lacks is compacted. The snapshot names the members of now: a newcomer takes none over that it is not
 * a member of. A follower that has not been heard of gets none.
 */
function sendSnapshot(draft: Draft, to: number, progress: Progress): boolean {
  if (!progress.recentActive) return false;
  const { term, config, voters } = draft;
  const snapshot = { ...draft.snapshot, voters };
  draft.outbox.push({ type: 'MsgSnap', from: config.id, to, term, snapshot });
  draft.progress.set(to, becomeSnapshot(progress, snapshot.index));
  return true;
}

export function broadcastHeartbeat(draft: Draft): void {
  const { term } = draft;
  for (const to of others(draft)) {
    const commit = Math.min(draft.progress.get(to)?.match ?? 0, draft.commit);
    draft.outbox.push({ type: 'MsgHeartbeat', from: draft.config.id, to, term, commit });
  }
}

export function commitTo(draft: Draft, commit: number): void {
  invariant(
    commit <= lastIndex(draft.log),
    `commit ${commit} is beyond the log, which ends at ${lastIndex(draft.log)}`,
  );
  draft.commit = Math.max(draft.commit, commit);
}

/** A follower takes in entries, or says from where on it disagrees. */
export function receiveAppend(draft: Draft, request: AppendRequest): void {
  const answer = { type: 'MsgAppResp', from: draft.config.id, to: request.from, term: draft.term } as const;
  if (request.index < draft.commit) {
    draft.outbox.push({ ...answer, reject: false, index: draft.commit });
    return;
  }
  if (termAt(draft.log, request.index) === request.logTerm) {
    const { log, changedFrom } = appendAfter(draft.log, request.index, request.entries, draft.commit);
    draft.log = log;
    if (changedFrom !== undefined) draft.firstUnstable = Math.min(draft.firstUnstable, changedFrom);
    const index = request.index + request.entries.length;
    commitTo(draft, Math.max(draft.commit, Math.min(request.commit, index)));
    draft.outbox.push({ ...answer, reject: false, index });
    return;
  }
  const hint = Math.min(request.index, lastIndex(draft.log));
  const rejectHint = findConflictByTerm(draft.log, hint, request.logTerm);
  const logTerm = termAt(draft.log, rejectHint) ?? 0;
  draft.outbox.push({ ...answer, reject: true, index: request.index, rejectHint, logTerm });
}

export function receiveHeartbeat(draft: Draft, heartbeat: Heartbeat): void {
  // Beyond the log only for a node that took over another one's id without its log.
  if (heartbeat.commit <= lastIndex(draft.log)) commitTo(draft, heartbeat.commit);
  draft.outbox.push({
    type: 'MsgHeartbeatResp',
    from: draft.config.id,
    to: heartbeat.from,
    term: draft.term,
  });
}

/** The leader learns how far a follower is. */
export function receiveAppendResponse(draft: Draft, response: AppendAccepted | AppendRejected): void {
  const before = draft.progress.get(response.from);
  if (!before) return;
  const heard: Progress = { ...before, recentActive: true };
  draft.progress.set(response.from, heard);
  if (response.reject) probeLower(draft, response, heard);
  else advanceFollower(draft, response, heard);
}

function probeLower(draft: Draft, response: AppendRejected, progress: Progress): void {
  const { from, index, rejectHint, logTerm } = response;
  const hint = logTerm > 0 ? findConflictByTerm(draft.log, rejectHint, logTerm) : rejectHint;
  const lower = decreased(progress, index, hint);
  if (!lower) return;
  draft.progress.set(from, lower.state === 'replicate' ? becomeProbe(lower) : lower);
  sendAppend(draft, from, true);
}

function advanceFollower(draft: Draft, response: AppendAccepted, progress: Progress): void {
  const { from, index } = response;
  const wasPaused = isPaused(progress, draft.config.maxInflight);
  const { progress: after, updated } = acknowledged(progress, index);
  draft.progress.set(from, after);
  if (!updated) return;
  draft.progress.set(from, confirmed(after, index));
  if (advanceCommit(draft)) broadcastAppend(draft);
  // The follower may have been waiting, and may lack the index of commitment.
  else if (wasPaused) sendAppend(draft, from, true);
  while (sendAppend(draft, from, false));
  if (from === draft.transferee) askToStand(draft);
}

/** A follower that agrees up to `index`, further than it was known to. */
function confirmed(progress: Progress, index: number): Progress {
  switch (progress.state) {
    case 'probe':
      return becomeReplicate(progress);
    case 'replicate':
      return freeInflight(progress, index);
    case 'snapshot':
      return progress.match >= progress.pendingSnapshot ? becomeReplicate(progress) : progress;
  }
}

/** Begins to hand the office to `to`; it is asked to stand once it has everything. */
export function transferLeadership(draft: Draft, to: number): void {
  if (to === draft.transferee || to === draft.config.id || !draft.progress.has(to)) return;
  draft.electionElapsed = 0;
  draft.transferee = to;
  if (!askToStand(draft)) sendAppend(draft, to, true);
}

function askToStand(draft: Draft): boolean {
  const { transferee: to, term } = draft;
  if (draft.progress.get(to)?.match !== lastIndex(draft.log)) return false;
  draft.outbox.push({ type: 'MsgTimeoutNow', from: draft.config.id, to, term });
  return true;
}

export function receiveHeartbeatResponse(draft: Draft, response: HeartbeatResponse): void {
  const before = draft.progress.get(response.from);
  if (!before) return;
  const heard: Progress = { ...before, recentActive: true, probeSent: false };
  const [first] = heard.inflight;
  const full = heard.state === 'replicate' && heard.inflight.length >= draft.config.maxInflight;
  // An answer may have been lost: room for one message, which will show.
  const progress = full && first !== undefined ? freeInflight(heard, first) : heard;
  draft.progress.set(response.from, progress);
  if (progress.match < lastIndex(draft.log)) sendAppend(draft, response.from, true);
}

export function reportSnapshot(draft: Draft, peer: number, failed: boolean): void {
  const progress = draft.progress.get(peer);
  if (progress?.state === 'snapshot') draft.progress.set(peer, snapshotReported(progress, failed));
}

/** A message was lost for certain: back to one at a time. */
export function followerUnreachable(draft: Draft, peer: number): void {
  const progress = draft.progress.get(peer);
  if (progress?.state === 'replicate') draft.progress.set(peer, becomeProbe(progress));
}
