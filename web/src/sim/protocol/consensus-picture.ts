/**
 * Where an orderer stands in the agreement on one channel, as plain data to draw.
 */
import type { Micros } from '../kernel/time.ts';

/** A consenter: the id consensus knows it by, and the node. */
export interface ConsenterPicture {
  readonly id: number;
  /** null for an id this orderer cannot place: one that was removed, or that it has not heard of yet. */
  readonly node: string | null;
}

export type ConsensusPicture = RaftPicture | BftPicture;

interface ChainPicture {
  readonly channel: string;
  /** Number of blocks on this orderer's disk. */
  readonly height: number;
  readonly self: ConsenterPicture;
  /** null while nobody is known to lead. */
  readonly leader: ConsenterPicture | null;
}

/** Entries are counted from 1; index 0 stands for the beginning. */
export interface RaftPicture extends ChainPicture {
  readonly kind: 'etcdraft';
  readonly role: 'follower' | 'preCandidate' | 'candidate' | 'leader';
  readonly term: number;
  /** Whom it voted for in `term`; null: for nobody yet. */
  readonly vote: ConsenterPicture | null;
  /** The newest entry known to be on a majority. */
  readonly commit: number;
  /** The newest entry Raft has handed to the chain. */
  readonly applied: number;
  /** Who is counted: the members as of `applied`, ascending by id. */
  readonly voters: readonly ConsenterPicture[];
  /** Fabric has no learners: a newcomer votes from the moment it is added. Always empty. */
  readonly learners: readonly ConsenterPicture[];
  /** A member comes or goes. `wanted`: the config block is written, Raft has not been told; `proposed`: it is in the log. */
  readonly pendingChange: {
    readonly type: 'add' | 'remove';
    readonly consenter: ConsenterPicture;
    readonly stage: 'wanted' | 'proposed';
  } | null;
  /** To whom a leader is handing its office. */
  readonly transferee: ConsenterPicture | null;
  /** Answers to the election under way, its own included; empty unless it is a candidate. */
  readonly votes: readonly { readonly consenter: ConsenterPicture; readonly granted: boolean }[];
  readonly clock: RaftClockPicture;
  readonly cutter: CutterPicture;
  readonly snapshot: RaftSnapshotPicture;
  /** The chain waits for blocks of other orderers, up to the block of the snapshot. */
  readonly catchUp: { readonly from: string | null; readonly target: number } | null;
  readonly log: RaftLogPicture;
  /** On a leader, one for each other voter, ascending by id; else empty. */
  readonly followers: readonly FollowerPicture[];
}

/** The leader's block cutter; on the others it is empty. */
export interface CutterPicture {
  /** Transaction ids, in the order they will have. */
  readonly pending: readonly string[];
  readonly pendingBytes: number;
  /** The batch timer runs; it started when the first of `pending` came. */
  readonly timerRunning: boolean;
  /** Held back: the leader is not ready yet, or a config block is on its way. */
  readonly waiting: readonly string[];
}

export interface RaftClockPicture {
  readonly tickMicros: Micros;
  readonly electionElapsedTicks: number;
  /** Drawn anew with every term; a follower that hears nothing for so long stands for election. */
  readonly electionTimeoutTicks: number;
}

export interface RaftSnapshotPicture {
  /** The newest snapshot: it stands for all entries up to `index`. null while there is none. */
  readonly newest: {
    readonly index: number;
    readonly term: number;
    /** The block in it, the last one it stands for. */
    readonly block: number | null;
    /** Bytes of that block. */
    readonly bytes: number;
    readonly voters: readonly ConsenterPicture[];
  } | null;
  /** Bytes of blocks since then; another snapshot is taken once there are `intervalBytes` of them. */
  readonly accumulatedBytes: number;
  /** `SnapshotIntervalSize` of the channel. */
  readonly intervalBytes: number;
}

export interface RaftLogPicture {
  /** Everything up to here is gone from the log; 0 while nothing is. A snapshot may reach further than this. */
  readonly compactedTo: number;
  /** How many entries there are, the compacted ones not counted. */
  readonly count: number;
  /** 0 for an empty log without a snapshot. */
  readonly lastIndex: number;
  /** The newest, at most {@link LOG_ENTRIES_SHOWN}, ascending. */
  readonly entries: readonly RaftEntryPicture[];
}

export const LOG_ENTRIES_SHOWN = 50;

export interface RaftEntryPicture {
  readonly index: number;
  readonly term: number;
  /** Bytes of the entry as `raftpb.Entry`. */
  readonly bytes: number;
  /** `committed`: on a majority; `applied`: handed to the chain as well. */
  readonly stage: 'appended' | 'committed' | 'applied';
  readonly content: RaftEntryContent;
}

export type RaftEntryContent =
  | { readonly kind: 'block'; readonly block: number; readonly transactions: number; readonly config: boolean }
  | { readonly kind: 'confChange'; readonly type: 'add' | 'remove'; readonly consenter: ConsenterPicture }
  /** The entry with which a leader begins its term. */
  | { readonly kind: 'empty' };

export interface FollowerPicture {
  readonly consenter: ConsenterPicture;
  /** The highest index known to be the same there. */
  readonly match: number;
  /** Where the next message begins. */
  readonly next: number;
  /** `probe`: one message at a time; `replicate`: several in flight; `snapshot`: it gets a snapshot, nothing else. */
  readonly state: 'probe' | 'replicate' | 'snapshot';
  /** Nothing more is sent before it answers. */
  readonly paused: boolean;
  readonly recentActive: boolean;
  /** Messages with entries that are out unanswered. */
  readonly inflight: number;
  readonly maxInflight: number;
  /** Index of the snapshot it was sent; 0 outside the state `snapshot`. */
  readonly pendingSnapshot: number;
}

export interface BftPicture extends ChainPicture {
  readonly kind: 'BFT';
  readonly role: 'follower' | 'leader';
  readonly view: number;
  /** The place in the order that is agreed on now. */
  readonly sequence: number;
  readonly decisionsInView: number;
  readonly phase: 'committed' | 'proposed' | 'prepared' | 'aborted';
  readonly consenters: readonly BftConsenterPicture[];
  /** So many prepares, and so many commits, decide; this orderer's own counts as one. */
  readonly quorum: number;
  readonly toleratedFaults: number;
  /** Of what is proposed at `sequence`; null while nothing is. */
  readonly proposal: { readonly block: number; readonly transactions: number } | null;
  /** null unless a change of view is under way. */
  readonly viewChange: { readonly nextView: number; readonly votes: readonly ConsenterPicture[] } | null;
  /** It fetches blocks from the others. */
  readonly synchronizing: boolean;
  /** What the write-ahead log ends with. */
  readonly saved: 'proposed' | 'committing' | 'viewChange' | 'newView' | null;
  /** Requests waiting for their place, oldest first, and what happens to each next when its time runs out. */
  readonly pool: readonly { readonly id: string; readonly next: 'forward' | 'complain' | 'remove' }[];
}

export interface BftConsenterPicture extends ConsenterPicture {
  /** Its prepare, and its commit, for `sequence` is here and is for what is proposed. */
  readonly prepared: boolean;
  readonly committed: boolean;
  readonly blacklisted: boolean;
}
