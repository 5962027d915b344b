/**
 * One step's working copy of a node: opened from a state, changed in place, sealed into the next state.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/raft.go
 */
import { freshProgress, type Progress } from './progress.ts';
import { lastIndex, type RaftLog, type RaftSnapshot } from './raft-log.ts';
import type { RaftMessage } from './raft-message.ts';
import {
  type HardState,
  NONE,
  type PendingReady,
  type RaftConfig,
  type RaftOutput,
  type RaftRole,
  type RaftState,
} from './raft-state.ts';

export interface Draft {
  readonly config: RaftConfig;
  term: number;
  vote: number;
  commit: number;
  log: RaftLog;
  snapshot: RaftSnapshot;
  voters: readonly number[];
  role: RaftRole;
  leader: number;
  pendingConfIndex: number;
  transferee: number;
  readonly votes: Map<number, boolean>;
  readonly progress: Map<number, Progress>;
  electionElapsed: number;
  heartbeatElapsed: number;
  electionTimeout: number;
  dice: number;
  readonly outbox: RaftMessage[];
  firstUnstable: number;
  stored: HardState;
  storedSnapshot: number;
  applied: number;
  reported: { readonly role: RaftRole; readonly leader: number };
  storing: PendingReady | undefined;
  /** Results of this step that wait for nothing. */
  readonly outputs: RaftOutput[];
}

/** Field by field: a step is as cheap as this is. */
export function openDraft({ config, durable, volatile }: RaftState): Draft {
  const { hardState, log, snapshot } = durable;
  return {
    config,
    term: hardState.term,
    vote: hardState.vote,
    commit: hardState.commit,
    log,
    snapshot,
    voters: volatile.voters,
    role: volatile.role,
    leader: volatile.leader,
    pendingConfIndex: volatile.pendingConfIndex,
    transferee: volatile.transferee,
    votes: new Map(volatile.votes),
    progress: new Map(volatile.progress),
    electionElapsed: volatile.electionElapsed,
    heartbeatElapsed: volatile.heartbeatElapsed,
    electionTimeout: volatile.electionTimeout,
    dice: volatile.dice,
    outbox: [...volatile.outbox],
    firstUnstable: volatile.firstUnstable,
    stored: volatile.stored,
    storedSnapshot: volatile.storedSnapshot,
    applied: volatile.applied,
    reported: volatile.reported,
    storing: volatile.storing,
    outputs: [],
  };
}

/** Forgets the election, the leader and, in a new term, the vote; draws a new election timeout. */
export function reset(draft: Draft, term: number): void {
  if (draft.term !== term) {
    draft.term = term;
    draft.vote = NONE;
  }
  draft.leader = NONE;
  draft.pendingConfIndex = 0;
  draft.transferee = NONE;
  draft.electionElapsed = 0;
  draft.heartbeatElapsed = 0;
  draft.dice = nextDice(draft.dice);
  draft.electionTimeout = draft.config.electionTick + (draft.dice % draft.config.electionTick);
  draft.votes.clear();
  const last = lastIndex(draft.log);
  for (const voter of draft.voters)
    draft.progress.set(voter, freshProgress(last + 1, voter === draft.config.id ? last : 0));
}

/** Marsaglia's 32-bit xorshift: integers only, so that every engine draws the same. */
function nextDice(dice: number): number {
  let x = dice;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  return x >>> 0;
}

/** A state of the generator from any number: all bits take part, and it is never the zero it would stay at. */
export function diceFrom(seed: number): number {
  const mixed = Math.imul((seed >>> 0) ^ 0x9e3779b9, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0 || 1;
}

export function becomeFollower(draft: Draft, term: number, leader: number): void {
  reset(draft, term);
  draft.leader = leader;
  draft.role = 'follower';
}
