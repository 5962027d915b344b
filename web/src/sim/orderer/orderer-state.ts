/**
 * What an orderer keeps: on disk its keys, the blocks and the Raft log of each channel; in memory the rest.
 */
import type { ActorId, Effect, Stepped } from '../kernel/actor.ts';
import type { CommandOutcome } from '../kernel/command-outcome.ts';
import type { ChannelBundle } from '../channel/bundle.ts';
import type { SigningIdentity } from '../identity/signing-identity.ts';
import type { BlockStore } from '../ledger/block-store.ts';
import type { Message } from '../wire/messages.ts';
import type { BlockCutter } from './block-cutter.ts';
import type { OrdererFact } from './orderer-facts.ts';
import type { RaftDurable, RaftState } from './raft/raft-state.ts';

export interface ChainDisk {
  readonly blocks: BlockStore;
  readonly raft: RaftDurable | undefined;
  /** Raft index of the newest written block: what was committed up to there is not written again. */
  readonly applied: number;
}

export interface OrdererDisk {
  readonly node: ActorId;
  readonly signer: SigningIdentity;
  /** Nonces and election timeouts come from this, so that a recording replays. */
  readonly secret: Uint8Array;
  /** Unix time of virtual time 0, in microseconds. */
  readonly epochUnixMicros: number;
  readonly chains: Readonly<Record<string, ChainDisk>>;
}

/** An envelope that passed the filters, as the cutter sees it. */
export interface Ordering {
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  readonly bytes: Uint8Array;
  readonly txid: string;
}

/** Where the answer goes once it is known: to a client, or to the orderer that forwarded. */
export interface Asker {
  readonly node: ActorId;
  readonly request: string;
  readonly forwarded: boolean;
}

export interface Waiting {
  readonly ordering: Ordering;
  readonly config: boolean;
  readonly asker: Asker;
}

export interface Chain {
  readonly channel: string;
  readonly bundle: ChannelBundle;
  readonly disk: ChainDisk;
  readonly raft: RaftState;
  /** Orderers by Raft id, 1 … n. */
  readonly consenters: readonly ActorId[];
  readonly cutter: BlockCutter<Ordering>;
  readonly timerRunning: boolean;
  /** The leader's newest block, written or only proposed. */
  readonly newest: { readonly number: number; readonly hash: Uint8Array };
  /** Serialized blocks cut by the leader and not yet handed to Raft. */
  readonly proposals: readonly Uint8Array[];
  /** A new leader takes nothing in until what earlier terms left is written. */
  readonly ready: boolean;
  readonly waiting: readonly Waiting[];
  /** A config block is proposed and not written: nothing more is taken in until it is. */
  readonly configInFlight: boolean;
  /** Sent to the leader and not answered yet. */
  readonly forwarded: Readonly<Record<string, Asker & { readonly txid: string }>>;
  /** Streams of peers: the next block each gets. */
  readonly subscribers: Readonly<Record<ActorId, number>>;
}

export interface OrdererState {
  readonly disk: OrdererDisk;
  readonly chains: Readonly<Record<string, Chain>>;
  /** Counts what is drawn from the secret. */
  readonly draws: number;
}

export type OrdererReport = OrdererFact | CommandOutcome;
export type OrdererEffect = Effect<Message, OrdererReport>;
export type OrdererStepped = Stepped<OrdererState, Message, OrdererReport>;

export const report = (fact: OrdererReport): OrdererEffect => ({ type: 'report', fact });
export const send = (to: ActorId, message: Message): OrdererEffect => ({ type: 'send', to, message });

/** The state with one chain replaced. */
export const withChain = (state: OrdererState, chain: Chain): OrdererState => ({
  ...state,
  chains: { ...state.chains, [chain.channel]: chain },
  disk: { ...state.disk, chains: { ...state.disk.chains, [chain.channel]: chain.disk } },
});
