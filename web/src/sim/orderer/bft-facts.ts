/**
 * What an orderer of a BFT channel says about the agreement, in the past tense. `number` is that of the block agreed on.
 */
import type { ActorId } from '../kernel/actor.ts';
import type { Suspicion } from './bft/bft-state.ts';
import type { Lie } from './lie.ts';

export interface BftFacts {
  /** The leader asks everyone to agree on a block. */
  readonly blockProposed: { readonly channel: string; readonly number: number; readonly view: number };
  /** A quorum, this orderer included, has found the proposal good: it signs. `by` are the others that count. */
  readonly blockPrepared: {
    readonly channel: string;
    readonly number: number;
    readonly view: number;
    readonly by: readonly ActorId[];
  };
  /** A quorum has signed: the block is final. */
  readonly blockDecided: {
    readonly channel: string;
    readonly number: number;
    readonly view: number;
    readonly by: readonly ActorId[];
  };
  readonly blockProposalRefused: {
    readonly channel: string;
    readonly view: number;
    readonly leader: ActorId;
    readonly why: string;
  };
  readonly leaderSuspected: {
    readonly channel: string;
    readonly view: number;
    readonly leader: ActorId;
    readonly why: Suspicion;
  };
  /** The orderer asks the others for the next view, which is `view`. */
  readonly viewChangeStarted: { readonly channel: string; readonly view: number };
  readonly viewStarted: { readonly channel: string; readonly view: number; readonly leader: ActorId };
  /** The orderer fetches the blocks it lacks; `height` is how many it has. */
  readonly ordererSynchronizing: { readonly channel: string; readonly height: number };
  /** A corrupted orderer has told `to` (null: everyone) something an honest one would not have said, or kept it from it. */
  readonly lieTold: { readonly channel: string; readonly lie: Lie; readonly to: ActorId | null };
  /** A block came that does not follow the one before: the process ends, as Fabric's does. */
  readonly ordererPanicked: { readonly channel: string; readonly number: number; readonly text: string };
  readonly ordererCorrupted: { readonly lie: Lie | 'none' };
}
