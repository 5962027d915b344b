/**
 * Raft as Fabric's orderers run it: with pre-vote, with quorum checks, without forwarding of proposals.
 *
 * Members change one at a time, by entries in the log; nothing is elected or committed but by those who vote at that
 * point.
 *
 * A pure state machine. Time comes as ticks, chance as a seed, the disk as the output `persist` and the input
 * `persisted`; nothing leaves a node before the disk has what it rests on.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/raft.go, orderer/consensus/etcdraft/node.go
 */
import { PersistentList } from '../../kernel/persistent-list.ts';
import { unreachable } from '../../kernel/result.ts';
import { type ConfChange, encodeConfChange } from './conf-change.ts';
import { becomeFollower, type Draft, diceFrom, openDraft } from './draft.ts';
import {
  answerVote,
  campaign,
  campaignForTransfer,
  checkQuorum,
  hasLease,
  isPromotable,
  receiveVote,
} from './election.ts';
import { compactTo, lastIndex, logAfter, NO_SNAPSHOT, type RaftEntry } from './raft-log.ts';
import { isResponse, type RaftMessage } from './raft-message.ts';
import {
  NONE,
  type RaftConfig,
  type RaftDurable,
  type RaftInput,
  type RaftState,
  type RaftTransition,
} from './raft-state.ts';
import { releaseStored, sealDraft } from './ready.ts';
import {
  appendOwn,
  broadcastAppend,
  broadcastHeartbeat,
  followerUnreachable,
  receiveAppend,
  receiveAppendResponse,
  receiveHeartbeat,
  receiveHeartbeatResponse,
  reportSnapshot,
  transferLeadership,
} from './replication.ts';
import { receiveSnapshot, takeSnapshot } from './snapshots.ts';

const NOTHING: RaftDurable = {
  hardState: { term: 0, vote: NONE, commit: 0 },
  log: logAfter(NO_SNAPSHOT),
  snapshot: NO_SNAPSHOT,
};

/** The term of the entries every first member begins with; no leader is ever of this term. */
export const BOOTSTRAP_TERM = 1;

/**
 * The first start of a member of a new channel. Every member begins with the same log: one committed entry per member,
 * in term 1, so the first leader is one of term 2.
 *
 * @param members Raft ids, this node's among them, ascending
 * @param seed decides the election timeouts; different for every node and every start
 */
export function bootstrapRaft(config: RaftConfig, members: readonly number[], seed: number): RaftTransition {
  const entries = members.map((node, i): RaftEntry => {
    return { index: i + 1, term: BOOTSTRAP_TERM, type: 'confChange', data: encodeConfChange({ type: 'add', node }) };
  });
  const draft = openDraft(asFollower(config, NOTHING, seed));
  draft.term = BOOTSTRAP_TERM;
  draft.voters = members;
  draft.log = { ...NOTHING.log, entries: PersistentList.of(entries) };
  draft.commit = entries.length;
  becomeFollower(draft, BOOTSTRAP_TERM, NONE);
  return sealDraft(draft);
}

/**
 * The first start of a node that is added to a channel with others: it has nothing, and learns from the leader even who
 * the members are.
 *
 * @param seed as for {@link bootstrapRaft}
 */
export const joinRaft = (config: RaftConfig, seed: number): RaftTransition => restartRaft(config, NOTHING, seed);

/**
 * A start from what the disk holds. The snapshot, if there is one, and all committed entries after it are handed out
 * again: whoever applies them knows how far it is.
 *
 * @param seed as for {@link bootstrapRaft}
 */
export function restartRaft(config: RaftConfig, before: RaftDurable, seed: number): RaftTransition {
  const { snapshot, log } = before;
  // The log is read from the snapshot on.
  const durable = log.base.index < snapshot.index ? { ...before, log: compactTo(log, snapshot.index) } : before;
  const draft = openDraft(asFollower(config, durable, seed));
  if (snapshot.index > 0) draft.outputs.push({ type: 'restore', snapshot, received: false });
  becomeFollower(draft, draft.term, NONE);
  return sealDraft(draft);
}

function asFollower(config: RaftConfig, durable: RaftDurable, seed: number): RaftState {
  return {
    config,
    durable,
    volatile: {
      voters: durable.snapshot.voters,
      role: 'follower',
      leader: NONE,
      pendingConfIndex: 0,
      transferee: NONE,
      votes: new Map(),
      progress: new Map(),
      electionElapsed: 0,
      heartbeatElapsed: 0,
      electionTimeout: config.electionTick,
      dice: diceFrom(seed),
      outbox: [],
      firstUnstable: lastIndex(durable.log) + 1,
      stored: durable.hardState,
      storedSnapshot: durable.snapshot.index,
      applied: durable.log.base.index,
      reported: { role: 'follower', leader: NONE },
      storing: undefined,
    },
  };
}

/** One input taken in. */
export function raftStep(state: RaftState, input: RaftInput): RaftTransition {
  const draft = openDraft(state);
  takeIn(draft, input);
  return sealDraft(draft);
}

function takeIn(draft: Draft, input: RaftInput): void {
  switch (input.type) {
    case 'tick':
      return tick(draft);
    case 'message':
      return receive(draft, input.message);
    case 'propose':
      return propose(draft, input.data);
    case 'proposeConfChange':
      return proposeConfChange(draft, input.change);
    case 'transferLeadership':
      return leads(draft) ? transferLeadership(draft, input.to) : undefined;
    case 'campaign':
      return campaign(draft);
    case 'unreachable':
      return draft.role === 'leader' ? followerUnreachable(draft, input.peer) : undefined;
    case 'takeSnapshot':
      return takeSnapshot(draft, input.index, input.data);
    case 'snapshotReported':
      return draft.role === 'leader' ? reportSnapshot(draft, input.peer, input.failed) : undefined;
    case 'persisted':
      return releaseStored(draft);
    default:
      return unreachable(input);
  }
}

const leads = (draft: Draft): boolean => draft.role === 'leader';

function tick(draft: Draft): void {
  draft.electionElapsed++;
  if (!leads(draft)) {
    if (draft.electionElapsed < draft.electionTimeout || !isPromotable(draft)) return;
    draft.electionElapsed = 0;
    campaign(draft);
    return;
  }
  draft.heartbeatElapsed++;
  if (draft.electionElapsed >= draft.config.electionTick) {
    draft.electionElapsed = 0;
    checkQuorum(draft);
    draft.transferee = NONE;
  }
  // The check may have cost it the office.
  if (!leads(draft) || draft.heartbeatElapsed < draft.config.heartbeatTick) return;
  draft.heartbeatElapsed = 0;
  broadcastHeartbeat(draft);
}

function propose(draft: Draft, data: Uint8Array): void {
  if (!takesProposals(draft)) {
    draft.outputs.push({ type: 'dropped', reason: 'raft proposal dropped' });
    return;
  }
  appendOwn(draft, data);
  broadcastAppend(draft);
}

/** A leader that was removed, or is handing its office over, takes nothing in any more. */
const takesProposals = (draft: Draft): boolean => leads(draft) && isPromotable(draft) && draft.transferee === NONE;

/** One change at a time: a second one, while the first is not applied, becomes an empty entry. */
function proposeConfChange(draft: Draft, change: ConfChange): void {
  if (!takesProposals(draft) || draft.pendingConfIndex > draft.applied) {
    propose(draft, new Uint8Array());
    return;
  }
  draft.pendingConfIndex = lastIndex(draft.log) + 1;
  appendOwn(draft, encodeConfChange(change), 'confChange');
  broadcastAppend(draft);
}

function receive(draft: Draft, message: RaftMessage): void {
  if (isResponse(message) && !draft.voters.includes(message.from)) return;
  if (message.term > draft.term && !acceptHigherTerm(draft, message)) return;
  if (message.term < draft.term) {
    answerLowerTerm(draft, message);
    return;
  }
  receiveOfTerm(draft, message);
}

/** A message of the current term, or one that only asks. */
function receiveOfTerm(draft: Draft, message: RaftMessage): void {
  switch (message.type) {
    case 'MsgPreVote':
    case 'MsgVote':
      return answerVote(draft, message);
    case 'MsgPreVoteResp':
    case 'MsgVoteResp':
      return receiveVote(draft, message);
    case 'MsgApp':
      return obey(draft, message.from) ? receiveAppend(draft, message) : undefined;
    case 'MsgHeartbeat':
      return obey(draft, message.from) ? receiveHeartbeat(draft, message) : undefined;
    case 'MsgSnap':
      return obey(draft, message.from) ? receiveSnapshot(draft, message) : undefined;
    case 'MsgTimeoutNow':
      return campaignForTransfer(draft);
    case 'MsgAppResp':
      return draft.role === 'leader' ? receiveAppendResponse(draft, message) : undefined;
    case 'MsgHeartbeatResp':
      return draft.role === 'leader' ? receiveHeartbeatResponse(draft, message) : undefined;
    default:
      return unreachable(message);
  }
}

/** Enters the higher term where the message calls for it. Returns false if the message is to be ignored altogether. */
function acceptHigherTerm(draft: Draft, message: RaftMessage): boolean {
  const asksForVote = message.type === 'MsgVote' || message.type === 'MsgPreVote';
  const byLeaderWish = message.type === 'MsgVote' && message.transfer;
  if (asksForVote && !byLeaderWish && hasLease(draft)) return false;
  // A question about a vote, and the promise of one, are about a term nobody has entered.
  if (message.type === 'MsgPreVote' || (message.type === 'MsgPreVoteResp' && !message.reject)) return true;
  const fromLeader = message.type === 'MsgApp' || message.type === 'MsgHeartbeat' || message.type === 'MsgSnap';
  becomeFollower(draft, message.term, fromLeader ? message.from : NONE);
  return true;
}

/** Tells those who must know that their term is over; everything else from the past is ignored. */
function answerLowerTerm(draft: Draft, message: RaftMessage): void {
  const answer = { from: draft.config.id, to: message.from, term: draft.term };
  if (message.type === 'MsgHeartbeat' || message.type === 'MsgApp')
    draft.outbox.push({ ...answer, type: 'MsgAppResp', reject: false, index: 0 });
  else if (message.type === 'MsgPreVote') draft.outbox.push({ ...answer, type: 'MsgPreVoteResp', reject: true });
}

/** Follows the leader of the current term. A leader hears of no other in its term. */
function obey(draft: Draft, leader: number): boolean {
  if (draft.role === 'leader') return false;
  if (draft.role !== 'follower') becomeFollower(draft, draft.term, leader);
  draft.electionElapsed = 0;
  draft.leader = leader;
  return true;
}
