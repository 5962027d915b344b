/**
 * Who leads: asking for votes, giving them, and keeping the office.
 *
 * Before a node raises its term it asks whether it would win (pre-vote), so that one that was cut off does not depose a
 * working leader when it comes back. A node that heard of a leader within an election timeout refuses to listen to
 * candidates at all (lease).
 * A leader that is to go can hand its office over: it asks a follower that has everything to stand at once, and for that
 * election neither pre-vote nor lease counts.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/raft.go
 */
import { type Draft, becomeFollower, reset } from './draft.ts';
import { becomeReplicate } from './progress.ts';
import { entriesBetween, isUpToDate, lastIndex, lastTerm } from './raft-log.ts';
import type { VoteRequest, VoteResponse } from './raft-message.ts';
import { NONE } from './raft-state.ts';
import { appendOwn, broadcastAppend } from './replication.ts';
import { isRestoring } from './snapshots.ts';

const majority = (draft: Draft): number => Math.floor(draft.voters.length / 2) + 1;

/** Only members stand for election. */
export const isPromotable = (draft: Draft): boolean => draft.voters.includes(draft.config.id);

/** Not for a node that leads, is no member, or has a snapshot to take over or members to learn of first. */
function mayCampaign(draft: Draft): boolean {
  if (draft.role === 'leader' || !isPromotable(draft) || isRestoring(draft)) return false;
  const unapplied = entriesBetween(draft.log, draft.applied + 1, draft.commit);
  return !unapplied.some((entry) => entry.type === 'confChange');
}

/** Stands for election if it may, asking first whether it would win. */
export function campaign(draft: Draft): void {
  if (!mayCampaign(draft)) return;
  draft.role = 'preCandidate';
  draft.leader = NONE;
  draft.votes.clear();
  requestVotes(draft, 'MsgPreVote', draft.term + 1);
}

/** Stands for election because the leader asks for it. */
export function campaignForTransfer(draft: Draft): void {
  if (draft.role === 'follower' && mayCampaign(draft)) elect(draft, true);
}

function elect(draft: Draft, transfer: boolean): void {
  reset(draft, draft.term + 1);
  draft.vote = draft.config.id;
  draft.role = 'candidate';
  requestVotes(draft, 'MsgVote', draft.term, transfer);
}

function requestVotes(draft: Draft, type: VoteRequest['type'], term: number, transfer = false): void {
  const { voters } = draft;
  const { id } = draft.config;
  if (voters.length > 1) {
    const last = { index: lastIndex(draft.log), logTerm: lastTerm(draft.log) };
    const ask = { type, from: id, term, ...last, ...(transfer && { transfer }) };
    for (const to of voters) if (to !== id) draft.outbox.push({ ...ask, to });
  }
  count(draft, id, true);
}

/** Takes in one answer and acts when the election is decided. */
function count(draft: Draft, voter: number, granted: boolean): void {
  if (!draft.votes.has(voter)) draft.votes.set(voter, granted);
  const answers = draft.voters.map((id) => draft.votes.get(id));
  const needed = majority(draft);
  if (answers.filter((answer) => answer === true).length >= needed) {
    if (draft.role === 'preCandidate') elect(draft, false);
    else lead(draft);
  } else if (answers.filter((answer) => answer !== false).length < needed) {
    becomeFollower(draft, draft.term, NONE);
  }
}

function lead(draft: Draft): void {
  const { id } = draft.config;
  reset(draft, draft.term);
  draft.leader = id;
  draft.role = 'leader';
  const own = draft.progress.get(id);
  if (own) draft.progress.set(id, becomeReplicate(own));
  // There may be a change of members among what earlier leaders left.
  draft.pendingConfIndex = lastIndex(draft.log);
  // Entries of earlier terms cannot be committed by counting; with an entry of its own a leader commits them too.
  appendOwn(draft, new Uint8Array());
  broadcastAppend(draft);
}

/** Whether a leader was heard of so recently that candidates are not to be listened to. */
export const hasLease = (draft: Draft): boolean =>
  draft.leader !== NONE && draft.electionElapsed < draft.config.electionTick;

/** Answers a request of the current term, or one that only asks (`MsgPreVote`). */
export function answerVote(draft: Draft, request: VoteRequest): void {
  const preVote = request.type === 'MsgPreVote';
  const free = draft.vote === NONE && draft.leader === NONE;
  const mayVote = draft.vote === request.from || free || (preVote && request.term > draft.term);
  const granted = mayVote && isUpToDate(draft.log, request.index, request.logTerm);
  draft.outbox.push({
    type: preVote ? 'MsgPreVoteResp' : 'MsgVoteResp',
    from: draft.config.id,
    to: request.from,
    // A promise names the term it is for; a refusal tells the asker the term it missed.
    term: granted ? request.term : draft.term,
    reject: !granted,
  });
  if (!granted || preVote) return;
  draft.electionElapsed = 0;
  draft.vote = request.from;
}

/** Counts an answer if it belongs to the election under way. */
export function receiveVote(draft: Draft, response: VoteResponse): void {
  const awaited = { preCandidate: 'MsgPreVoteResp', candidate: 'MsgVoteResp', follower: '', leader: '' }[draft.role];
  if (response.type === awaited) count(draft, response.from, !response.reject);
}

/** Gives up the office unless a majority was heard of since the last time. */
export function checkQuorum(draft: Draft): void {
  const { id } = draft.config;
  const active = draft.voters.filter((voter) => voter === id || draft.progress.get(voter)?.recentActive);
  if (active.length < majority(draft)) becomeFollower(draft, draft.term, NONE);
  for (const [voter, progress] of draft.progress)
    if (voter !== id) draft.progress.set(voter, { ...progress, recentActive: false });
}
