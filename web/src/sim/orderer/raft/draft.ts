/**
 * One step's working copy of a node: opened from a state, changed in place, sealed into the next state.
 *
 * Sealing hands out results in etcd's order: first what has to be on disk; then, once it is, committed entries, changes
 * of leader and role, and messages. While the disk is writing, later results wait for their turn. That makes it safe to
 * count one's own vote and log at once: nobody hears of them before the disk has them.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/node.go, orderer/consensus/etcdraft/node.go (run)
 */
import { applyUpTo } from './conf-change.ts';
import { freshProgress, type Progress } from './progress.ts';
import { entriesBetween, lastIndex, type RaftLog } from './raft-log.ts';
import type { RaftMessage } from './raft-message.ts';
import {
  type HardState,
  NONE,
  type PendingReady,
  type RaftConfig,
  type RaftOutput,
  type RaftRole,
  type RaftState,
  type RaftTransition,
} from './raft-state.ts';

export interface Draft {
  readonly config: RaftConfig;
  term: number;
  vote: number;
  commit: number;
  log: RaftLog;
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
  applied: number;
  reported: { readonly role: RaftRole; readonly leader: number };
  storing: PendingReady | undefined;
  /** Results of this step that wait for nothing. */
  readonly outputs: RaftOutput[];
}

export function openDraft(state: RaftState): Draft {
  const { votes, progress, outbox, ...rest } = state.volatile;
  return {
    config: state.config,
    ...state.durable.hardState,
    log: state.durable.log,
    ...rest,
    votes: new Map(votes),
    progress: new Map(progress),
    outbox: [...outbox],
    outputs: [],
  };
}

export function sealDraft(draft: Draft): RaftTransition {
  // Members that came or went may have more to say at once.
  while (!draft.storing && issueReady(draft));
  const { config, log, term, vote, commit, outputs, ...rest } = draft;
  const {
    voters,
    role,
    leader,
    pendingConfIndex,
    transferee,
    votes,
    progress,
    electionElapsed,
    heartbeatElapsed,
    electionTimeout,
    dice,
  } = rest;
  const { outbox, firstUnstable, stored, applied, reported, storing } = rest;
  return {
    state: {
      config,
      durable: { hardState: { term, vote, commit }, log },
      volatile: {
        voters,
        role,
        leader,
        pendingConfIndex,
        transferee,
        votes,
        progress,
        electionElapsed,
        heartbeatElapsed,
        electionTimeout,
        dice,
        outbox,
        firstUnstable,
        stored,
        applied,
        reported,
        storing,
      },
    },
    outputs,
  };
}

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
  const { term, vote, commit, log } = draft;
  const hardState: HardState = { term, vote, commit };
  const entries = entriesBetween(log, draft.firstUnstable, lastIndex(log));
  const voted = term !== draft.stored.term || vote !== draft.stored.vote;
  // An index of commitment that is lost in a crash is learnt again; a vote or an entry is not.
  const sync = voted || entries.length > 0;
  const changed = voted || commit !== draft.stored.commit;
  const results = takeResults(draft);
  if (sync || changed) {
    const durable = { hardState, log };
    draft.outputs.push({ type: 'persist', durable, hardState: changed ? hardState : undefined, entries, sync });
    draft.firstUnstable = lastIndex(log) + 1;
    draft.stored = hardState;
  }
  if (sync) {
    draft.storing = { outputs: results, applied: commit };
    return false;
  }
  draft.outputs.push(...results);
  return applyUpTo(draft, commit);
}

function takeResults(draft: Draft): readonly RaftOutput[] {
  const { term, role, leader, applied, commit } = draft;
  const results: RaftOutput[] = [];
  if (commit > applied) results.push({ type: 'commit', entries: entriesBetween(draft.log, applied + 1, commit) });
  if (leader !== draft.reported.leader) results.push({ type: 'leaderChanged', leader, term });
  if (role !== draft.reported.role) results.push({ type: 'roleChanged', role, term });
  for (const message of draft.outbox.splice(0)) results.push({ type: 'send', to: message.to, message });
  draft.reported = { role, leader };
  return results;
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
