/**
 * What every kind of chain gives: the contract between an orderer and the way a channel agrees on its order. The orderer
 * checks envelopes, keeps streams and the disk; a chain takes envelopes in and, some time later, has blocks.
 *
 * @fabric orderer/consensus/consensus.go
 */
import type { ChannelBundle } from '../channel/bundle.ts';
import type { ActorId } from '../kernel/actor.ts';
import type { Result } from '../kernel/result.ts';
import type { Micros } from '../kernel/time.ts';
import type { BlockStore } from '../ledger/block-store.ts';
import type { Message } from '../wire/messages.ts';
import type { Chain, ChainDisk, OrdererDisk, OrdererEffect, Waiting } from './orderer-state.ts';

/** Whether the disk is to be written, and whether the chain waits to hear that it is. */
export type Persisting = 'no' | 'write' | 'sync';

/** A chain with what has to be done for it. */
export interface Moved<C extends Chain = Chain> {
  readonly chain: C;
  readonly effects: readonly OrdererEffect[];
  readonly persist: Persisting;
  /** What is done once everything else is, the writing of the disk included. */
  readonly afterwards?: readonly OrdererEffect[];
}

export const still = <C extends Chain>(chain: C): Moved<C> => ({ chain, effects: [], persist: 'no' });

const stronger = (a: Persisting, b: Persisting): Persisting => (a === 'sync' || b === 'no' ? a : b);

/** Does `next` after `moved`, keeping all effects in order. */
export function andThen<C extends Chain>(moved: Moved<C>, next: (chain: C) => Moved<C>): Moved<C> {
  const after = next(moved.chain);
  const afterwards = [...(moved.afterwards ?? []), ...(after.afterwards ?? [])];
  return {
    chain: after.chain,
    effects: [...moved.effects, ...after.effects],
    persist: stronger(moved.persist, after.persist),
    ...(afterwards.length > 0 && { afterwards }),
  };
}

/** What reaches a running chain. */
export type ChainInput =
  /** An envelope from a client. It passed this orderer's filters under the configuration in force. */
  | { readonly type: 'order'; readonly waiting: Waiting }
  /** A message that names the channel and is neither a broadcast nor about this orderer's own streams. */
  | { readonly type: 'message'; readonly from: ActorId; readonly message: Message }
  /** A timer whose name has the channel in second place. */
  | { readonly type: 'timer'; readonly timer: string }
  /** What was asked with `persist: 'sync'` is on disk. */
  | { readonly type: 'persisted' }
  | { readonly type: 'undeliverable'; readonly to: ActorId; readonly message: Message }
  /** The process there has gone, with whatever it was asked. */
  | { readonly type: 'disconnected'; readonly from: ActorId };

export interface ChainContext {
  readonly disk: OrdererDisk;
  readonly now: Micros;
}

/** What a chain is started from. */
export interface ChainStart {
  readonly disk: OrdererDisk;
  readonly channel: string;
  readonly chain: ChainDisk & { readonly blocks: BlockStore };
  /** After the newest block. */
  readonly bundle: ChannelBundle;
  /** A whole number that differs by node, channel and start. */
  readonly seed: number;
}

/** A chain that is to run. */
export interface StartedChain {
  readonly chain: Chain;
  /** How many orderers the configuration names for it. */
  readonly consenters: number;
  /** Its first move, timers included. */
  readonly go: () => Moved;
  /** Done besides where this orderer has never run the channel before. */
  readonly firstTime: readonly OrdererEffect[];
}

/** One way to agree, for the chains of its kind. */
export interface ChainKind<C extends Chain> {
  /** Whether the configuration has `host` take part; else that orderer only follows the channel. */
  readonly isConsenter: (bundle: ChannelBundle, host: ActorId) => boolean;
  /** The error is the text osnadmin prints. */
  readonly start: (from: ChainStart) => Result<StartedChain, string>;
  /** Why nothing is taken in at the moment (SERVICE_UNAVAILABLE), in Fabric's words. */
  readonly unavailable: (chain: C) => string | undefined;
  readonly step: (chain: C, input: ChainInput, context: ChainContext) => Moved<C>;
  /** Follows each move, in the same instant and before the disk is written. */
  readonly finish: (chain: C, disk: OrdererDisk) => Moved<C>;
  /** The chain goes for good: timers to cancel, clients and orderers to answer. */
  readonly stop: (chain: C) => readonly OrdererEffect[];
}
