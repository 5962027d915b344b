/**
 * What an orderer says about itself, in the past tense.
 */
import type { ActorId } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';
import type { KafkaChainFacts } from './kafka-chain-facts.ts';
import type { RaftSnapshotFacts } from './raft-snapshot-facts.ts';
import type { TransactionRef } from '../ledger/transaction-summary.ts';

export interface OrdererFacts extends KafkaChainFacts, RaftSnapshotFacts {
  readonly ordererJoined: { readonly channel: string; readonly consenters: number };
  /** Block `number` of the system channel made a channel; `hash` is that of the channel's own block 0. */
  readonly channelCreated: { readonly channel: string; readonly number: number; readonly hash: string };
  /** An orderer that is no consenter, or not yet, fetches blocks; `height` is how many it has. */
  readonly ordererOnboarding: { readonly channel: string; readonly from: ActorId; readonly height: number };
  /** Raft counts one voter more or fewer from here on; told by each orderer when it applies the change. */
  readonly consenterAdded: { readonly channel: string; readonly consenter: ActorId; readonly term: number };
  readonly consenterRemoved: { readonly channel: string; readonly consenter: ActorId; readonly term: number };
  /** The orderer has found that it is no consenter any more: its chain stops, it only follows. */
  readonly chainEvicted: { readonly channel: string };
  readonly electionStarted: { readonly channel: string; readonly term: number; readonly preVote: boolean };
  readonly voteGranted: {
    readonly channel: string;
    readonly term: number;
    readonly to: ActorId;
    readonly preVote: boolean;
  };
  readonly leaderElected: { readonly channel: string; readonly term: number };
  readonly leaderFollowed: { readonly channel: string; readonly term: number; readonly leader: ActorId };
  /** A leader that is to be removed asks `to` to take its place. */
  readonly leadershipTransferred: { readonly channel: string; readonly term: number; readonly to: ActorId };
  readonly leaderLost: { readonly channel: string; readonly term: number };
  readonly envelopeAccepted: TransactionRef & { readonly envelope: string };
  readonly envelopeRefused: TransactionRef & { readonly status: string; readonly info: string };
  readonly envelopeForwarded: TransactionRef & { readonly leader: ActorId };
  readonly envelopeQueued: TransactionRef & { readonly pending: number; readonly pendingBytes: number };
  readonly batchTimerStarted: { readonly channel: string; readonly firesAt: Micros };
  readonly blockCut: {
    readonly channel: string;
    readonly number: number;
    readonly txids: readonly string[];
    readonly reason: 'count' | 'timeout' | 'bytes' | 'oversized' | 'config';
  };
  readonly entryReplicated: { readonly channel: string; readonly index: number; readonly on: number };
  readonly blockWritten: {
    readonly channel: string;
    readonly number: number;
    readonly hash: string;
    readonly previousHash: string;
    readonly txids: readonly string[];
    readonly config: boolean;
  };
}

export type OrdererFact = { [T in keyof OrdererFacts]: { readonly type: T } & OrdererFacts[T] }[keyof OrdererFacts];
