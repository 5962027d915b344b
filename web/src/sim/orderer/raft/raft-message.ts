/**
 * What Raft nodes send to each other. The names are etcd's.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/raftpb
 * @simplified Without read requests, which Fabric does not use.
 */
import type { RaftEntry, RaftSnapshot } from './raft-log.ts';

interface Routed {
  readonly from: number;
  readonly to: number;
  readonly term: number;
}

/** `MsgPreVote` asks whether a vote would be given, in a term the asker has not entered yet. */
export interface VoteRequest extends Routed {
  readonly type: 'MsgPreVote' | 'MsgVote';
  /** The last entry of the asker's log. */
  readonly index: number;
  readonly logTerm: number;
  /** The leader itself has asked for this election: its lease does not count. */
  readonly transfer?: true;
}

export interface VoteResponse extends Routed {
  readonly type: 'MsgPreVoteResp' | 'MsgVoteResp';
  readonly reject: boolean;
}

export interface AppendRequest extends Routed {
  readonly type: 'MsgApp';
  /** The entry before `entries`, which the receiver must have. */
  readonly index: number;
  readonly logTerm: number;
  readonly entries: readonly RaftEntry[];
  readonly commit: number;
}

export interface AppendAccepted extends Routed {
  readonly type: 'MsgAppResp';
  readonly reject: false;
  /** The highest index the sender agrees on; 0 when it only answers that its term is higher. */
  readonly index: number;
}

export interface AppendRejected extends Routed {
  readonly type: 'MsgAppResp';
  readonly reject: true;
  /** The index the refused message built on. */
  readonly index: number;
  /** Where the logs may still agree, and the term the sender has there. */
  readonly rejectHint: number;
  readonly logTerm: number;
}

/** In place of entries that the leader does not have any more. */
export interface SnapshotMessage extends Routed {
  readonly type: 'MsgSnap';
  readonly snapshot: RaftSnapshot;
}

export interface Heartbeat extends Routed {
  readonly type: 'MsgHeartbeat';
  /** Never beyond what the receiver is known to have. */
  readonly commit: number;
}

export interface HeartbeatResponse extends Routed {
  readonly type: 'MsgHeartbeatResp';
}

/** A leader asks this follower, who has all it has, to stand for election at once. */
export interface TimeoutNow extends Routed {
  readonly type: 'MsgTimeoutNow';
}

export type RaftMessage =
  | VoteRequest
  | VoteResponse
  | AppendRequest
  | AppendAccepted
  | AppendRejected
  | SnapshotMessage
  | Heartbeat
  | HeartbeatResponse
  | TimeoutNow;

/** Whether the message answers another: answers of nodes that are no members are not looked at. */
export const isResponse = (message: RaftMessage): boolean => message.type.endsWith('Resp');
