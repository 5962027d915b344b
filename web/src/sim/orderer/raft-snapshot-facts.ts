/**
 * What an orderer says about snapshots of its Raft log, and about the blocks it lacks after receiving one. A snapshot holds
 * block `number` and stands for the log up to Raft index `index`.
 */
import type { ActorId } from '../kernel/actor.ts';

export interface RaftSnapshotFacts {
  /** `bytes`: of the blocks since the last one. */
  readonly raftSnapshotTaken: {
    readonly channel: string;
    readonly number: number;
    readonly index: number;
    readonly bytes: number;
  };
  readonly raftSnapshotSent: {
    readonly channel: string;
    readonly to: ActorId;
    readonly number: number;
    readonly index: number;
  };
  /** `from`: the leader; null if that has changed since. */
  readonly raftSnapshotReceived: {
    readonly channel: string;
    readonly from: ActorId | null;
    readonly number: number;
    readonly index: number;
  };
  /** Blocks `next` to `number` are fetched. */
  readonly catchUpStarted: {
    readonly channel: string;
    readonly from: ActorId;
    readonly next: number;
    readonly number: number;
  };
  readonly catchUpFinished: { readonly channel: string; readonly number: number };
}
