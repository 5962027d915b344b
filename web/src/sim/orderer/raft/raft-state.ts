/**
 * The state of one Raft node: what has to survive a crash, and the rest.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/raft.go, orderer/consensus/etcdraft/node.go
 */
import type { ConfChange } from './conf-change.ts';
import type { Progress } from './progress.ts';
import type { RaftEntry, RaftLog, RaftSnapshot } from './raft-log.ts';
import type { RaftMessage } from './raft-message.ts';

/** Nobody: Raft ids are counted from 1. */
export const NONE = 0;

export interface RaftConfig {
  readonly id: number;
  /** Ticks without a leader before an election; the actual number is drawn between this and one less than twice this. */
  readonly electionTick: number;
  readonly heartbeatTick: number;
  /** Messages with entries that may be out to one follower unanswered. */
  readonly maxInflight: number;
  /** Bytes of entries in one message; Fabric takes PreferredMaxBytes. */
  readonly maxMessageBytes: number;
  /** Entries before a snapshot that stay in the log for followers that are slow. */
  readonly snapshotCatchUpEntries: number;
}

/** Fabric's defaults; a tick is 500 ms. */
export const DEFAULT_RAFT_OPTIONS = {
  electionTick: 10,
  heartbeatTick: 1,
  maxInflight: 5,
  maxMessageBytes: 2 * 1024 * 1024,
  snapshotCatchUpEntries: 4,
} as const satisfies Partial<RaftConfig>;

export type RaftRole = 'follower' | 'preCandidate' | 'candidate' | 'leader';

export interface HardState {
  readonly term: number;
  /** Whom this node voted for in `term`, or {@link NONE}. */
  readonly vote: number;
  readonly commit: number;
}

/** What a node needs to come back as itself. */
export interface RaftDurable {
  readonly hardState: HardState;
  /** With a few entries from before the snapshot; a restart forgets those. */
  readonly log: RaftLog;
  /** The newest; of index 0 while there is none. */
  readonly snapshot: RaftSnapshot;
}

/** Results that wait for the disk, and how far entries are applied once they are out. */
export interface PendingReady {
  readonly outputs: readonly RaftOutput[];
  readonly applied: number;
}

export interface RaftVolatile {
  /** The members as of `applied`, ascending; this node is not among them before it is added and after it is removed. */
  readonly voters: readonly number[];
  readonly role: RaftRole;
  /** Who leads the current term as far as known, or {@link NONE}. */
  readonly leader: number;
  /** On a leader: another change of members may be proposed once everything up to here is applied. */
  readonly pendingConfIndex: number;
  /** Whom a leader is handing its office to, or {@link NONE}; meanwhile it takes no proposals. */
  readonly transferee: number;
  /** Answers to the election under way. */
  readonly votes: ReadonlyMap<number, boolean>;
  /** Kept by every node, meaningful on the leader. */
  readonly progress: ReadonlyMap<number, Progress>;
  readonly electionElapsed: number;
  readonly heartbeatElapsed: number;
  /** Ticks, drawn anew with every term and role. */
  readonly electionTimeout: number;
  /** State of the generator the timeouts are drawn from; the only chance in here, and it is given from outside. */
  readonly dice: number;
  /** Messages that have not been handed out. */
  readonly outbox: readonly RaftMessage[];
  /** The first index not yet handed to the disk. */
  readonly firstUnstable: number;
  /** As last handed to the disk. */
  readonly stored: HardState;
  /** Index of the snapshot last handed to the disk. */
  readonly storedSnapshot: number;
  /** Committed entries, or the snapshot that stands for them, have been handed out up to this index. */
  readonly applied: number;
  /** Role and leader as last reported. */
  readonly reported: { readonly role: RaftRole; readonly leader: number };
  /** While the disk is writing. */
  readonly storing: PendingReady | undefined;
}

export interface RaftState {
  readonly config: RaftConfig;
  /** Ahead of the disk by what the next `persist` will ask for. */
  readonly durable: RaftDurable;
  readonly volatile: RaftVolatile;
}

export type RaftInput =
  | { readonly type: 'tick' }
  | { readonly type: 'message'; readonly message: RaftMessage }
  | { readonly type: 'propose'; readonly data: Uint8Array }
  | { readonly type: 'proposeConfChange'; readonly change: ConfChange }
  /** On a leader: hand the office to `to`. Forgotten if that takes longer than an election timeout. */
  | { readonly type: 'transferLeadership'; readonly to: number }
  /** Stand for election now; Fabric has one node of a new channel do so. */
  | { readonly type: 'campaign' }
  /** A message to `peer` could not be delivered. */
  | { readonly type: 'unreachable'; readonly peer: number }
  /** The application is done with everything up to `index`, which was handed out: the log may forget it. */
  | { readonly type: 'takeSnapshot'; readonly index: number; readonly data: Uint8Array }
  /** What has come of a `MsgSnap`: it is on its way, or was not taken. Must follow each. */
  | { readonly type: 'snapshotReported'; readonly peer: number; readonly failed: boolean }
  /** The disk has what the last `persist` with `sync` asked for. */
  | { readonly type: 'persisted' };

export type RaftOutput =
  | {
      readonly type: 'persist';
      /** All that is to be on disk now. */
      readonly durable: RaftDurable;
      /** What is new of it. Entries replace those from the index of the first one on. */
      readonly hardState: HardState | undefined;
      readonly entries: readonly RaftEntry[];
      readonly snapshot: RaftSnapshot | undefined;
      /** The snapshot was received: it replaces the whole log. */
      readonly received: boolean;
      /** Whether everything that follows waits for the input `persisted`. */
      readonly sync: boolean;
    }
  | { readonly type: 'send'; readonly to: number; readonly message: RaftMessage }
  | { readonly type: 'commit'; readonly entries: readonly RaftEntry[] }
  /**
   * What the snapshot stands for is not handed out entry by entry: the application has to get it elsewhere. `received`
   * from the leader, or found on disk by a start.
   */
  | { readonly type: 'restore'; readonly snapshot: RaftSnapshot; readonly received: boolean }
  | { readonly type: 'leaderChanged'; readonly leader: number; readonly term: number }
  | { readonly type: 'roleChanged'; readonly role: RaftRole; readonly term: number }
  /** The text is that of etcd's error. */
  | { readonly type: 'dropped'; readonly reason: 'raft proposal dropped' };

export interface RaftTransition {
  readonly state: RaftState;
  readonly outputs: readonly RaftOutput[];
}
