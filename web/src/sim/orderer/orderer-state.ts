/**
 * What an orderer keeps: on disk its keys, the blocks and the Raft log of each channel; in memory the rest.
 */
import type { ActorId, Effect, Stepped } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';
import type { CommandOutcome } from '../kernel/command-outcome.ts';
import type { ChannelBundle } from '../channel/bundle.ts';
import type { CreatedChannel } from '../channel/channel-creation.ts';
import type { SigningIdentity } from '../identity/signing-identity.ts';
import type { SignedData } from '../policy/signed-data.ts';
import type { BlockStore } from '../ledger/block-store.ts';
import type { Block, Status } from '../wire/gen/common/common_pb.ts';
import type { Message } from '../wire/messages.ts';
import type { BftDurable, BftState } from './bft/bft-state.ts';
import type { BftFacts } from './bft-facts.ts';
import type { Asker } from './asker.ts';
import type { BlockCutter } from './block-cutter.ts';
import type { Lie } from './lie.ts';
import type { KafkaClient } from './kafka-client-state.ts';
import type { OrdererFact } from './orderer-facts.ts';
import type { Hosts, Membership } from './membership.ts';
import type { RaftEntry } from './raft/raft-log.ts';
import type { RaftDurable, RaftInput, RaftState } from './raft/raft-state.ts';

export interface ChainDisk {
  readonly blocks: BlockStore;
  readonly raft: RaftDurable | undefined;
  /** SmartBFT's log. */
  readonly bft?: BftDurable;
  /** Raft index of the newest block or change of members: what was committed up to there is not done again. */
  readonly applied: number;
  /** The block the channel was joined by, as long as the blocks before it are still being fetched. */
  readonly joinBlock?: Uint8Array;
}

export interface OrdererDisk {
  readonly node: ActorId;
  /** The file an orderer of 2.x begins with (`General.BootstrapFile`): its system channel and that channel's block 0. */
  readonly bootstrap?: { readonly channel: string; readonly genesisBlock: Uint8Array };
  readonly signer: SigningIdentity;
  /** Nonces and election timeouts come from this, so that a recording replays. */
  readonly secret: Uint8Array;
  /** Unix time of virtual time 0, in microseconds. */
  readonly epochUnixMicros: number;
  /** Somebody has taken this orderer over. Outlives restarts: it is the program that lies. */
  readonly lie?: Lie;
  readonly chains: Readonly<Record<string, ChainDisk>>;
}

/** An envelope that passed the filters, as the cutter sees it. */
export interface Ordering {
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  readonly bytes: Uint8Array;
  readonly txid: string;
}

export interface Waiting {
  readonly ordering: Ordering;
  readonly config: boolean;
  readonly asker: Asker;
}

/** A stream of blocks to a peer. */
export interface Subscriber {
  /** The next block it gets. */
  readonly next: number;
  /** The request, signed by who asked: asked about again when the configuration changes. */
  readonly request: SignedData;
  /** Sequence of the configuration by which it was last allowed. */
  readonly sequence: number;
  /** It wants no data, only headers and signatures. */
  readonly headers?: true;
}

/** What the chain of a channel has whatever it agrees by; `kind` is the ConsensusType of the configuration. */
export interface ChainBase {
  readonly channel: string;
  readonly bundle: ChannelBundle;
  readonly disk: ChainDisk;
  /** Channels whose blocks are written, not opened yet. Only on the system channel. */
  readonly created: readonly (CreatedChannel & { readonly number: number })[];
  /** Delivers nothing: it may be behind. */
  readonly errored: boolean;
  /** Why this chain is to stop and a follower to take its place. */
  readonly leaving?: 'evicted' | 'suspected';
  /** Streams of peers. */
  readonly subscribers: Readonly<Record<ActorId, Subscriber>>;
}

/** Blocks are fetched that a snapshot of Raft's log stands for; see `catch-up.ts`. */
export interface CatchUp {
  /** The last block that is fetched, and where it stands in Raft's log. */
  readonly number: number;
  readonly index: number;
  /** Who was asked last; undefined once that one has no more. */
  readonly source: ActorId | undefined;
  /** How many were asked so far. */
  readonly asked: number;
  /** What Raft has committed since, batch by batch. */
  readonly heldBack: readonly (readonly RaftEntry[])[];
}

export interface RaftChain extends ChainBase {
  readonly kind: 'etcdraft';
  readonly raft: RaftState;
  /** As the newest config block has it; Raft follows with a change of its own. */
  readonly membership: Membership;
  /** Who is talked to; renewed when Raft has made the change. */
  readonly hosts: Hosts;
  readonly cutter: BlockCutter<Ordering>;
  readonly timerRunning: boolean;
  /** The leader's newest block, written or only proposed. */
  readonly newest: { readonly number: number; readonly hash: Uint8Array };
  /** Serialized blocks and changes of members, not yet handed to Raft. */
  readonly proposals: readonly RaftInput[];
  /** A new leader takes nothing in until what earlier terms left is written. */
  readonly ready: boolean;
  readonly waiting: readonly Waiting[];
  /** A config block is proposed and not written, or Raft has not changed its members yet: nothing more is taken in. */
  readonly configInFlight: boolean;
  /** How often this leader has tried to hand over, because the update that waits first removes it. */
  readonly abdicating?: number;
  /** So when there has been no leader yet, or a channel of more than two has lost it. */
  readonly errored: boolean;
  readonly leaderlessTicks: number;
  /** Bytes of blocks since the last snapshot of the log, or since the start. */
  readonly accumulatedBytes: number;
  /** One is to be taken. */
  readonly snapshotDue?: { readonly index: number; readonly data: Uint8Array; readonly bytes: number };
  /** Blocks are missing that a snapshot stands for. */
  readonly catchUp?: CatchUp;
  /** On a leader: the consenters heard of lately, itself included. */
  readonly active?: readonly ActorId[];
  /** A leader that tells two stories: the blocks it gives to one half of its followers, by number. */
  readonly twins?: Readonly<Record<number, Block>>;
  /** Sent to the leader, here by its Raft id, and not answered yet. */
  readonly forwarded: Readonly<Record<string, Asker & { readonly txid: string; readonly leader: number }>>;
}

/** See `kafka-chain.ts`. */
export interface KafkaChain extends ChainBase {
  readonly kind: 'kafka';
  readonly client: KafkaClient;
  readonly cutter: BlockCutter<Ordering>;
  readonly timerRunning: boolean;
  /** The newest offset a message had before it was checked again and posted anew: it is not processed twice. */
  readonly lastOriginal: number;
  /** The newest offset whose configuration was posted anew. */
  readonly lastResubmittedConfig: number;
  /** A configuration is on its way once more: what comes meanwhile is held back. */
  readonly reprocessing: boolean;
  readonly held: readonly Waiting[];
  /** The partition cannot be read; streams to peers end if that goes on. */
  readonly isFailing: boolean;
}

export interface BftChain extends ChainBase {
  readonly kind: 'BFT';
  readonly bft: BftState;
  /** Blocks are being fetched from these other consenters, as far as they have not answered yet. */
  readonly pulling: { readonly from: readonly ActorId[]; readonly requests: readonly string[] } | undefined;
}

/** One kind for each consensus type; `chain-kinds.ts` says what each of them does. */
export type Chain = RaftChain | BftChain | KafkaChain;

/** A channel whose blocks come from other orderers. */
export interface Follower {
  readonly channel: string;
  readonly disk: ChainDisk;
  /** After the newest block there is; of the block it joined by while there is none. */
  readonly bundle: ChannelBundle;
  /** Number and header hash of the block it joined by, until that is reached. */
  readonly target: { readonly number: number; readonly hash: Uint8Array } | undefined;
  /** Who was asked last, and whether that has brought a block. */
  readonly source: ActorId | undefined;
  readonly isFed: boolean;
  /** How many were asked so far: another one each time. */
  readonly asked: number;
  /** Before it asks again. */
  readonly pause: Micros;
  /** A consenter that doubts it still is one: undecided until it has asked everyone once. */
  readonly doubts: boolean;
}

export interface OrdererState {
  readonly disk: OrdererDisk;
  readonly chains: Readonly<Record<string, Chain>>;
  /** Channels this orderer has or fetches without being one of their consenters. */
  readonly followers: Readonly<Record<string, Follower>>;
  /** Counts what is drawn from the secret. */
  readonly draws: number;
}

type BftFact = { [T in keyof BftFacts]: { readonly type: T } & BftFacts[T] }[keyof BftFacts];

export type OrdererReport = OrdererFact | BftFact | CommandOutcome;
export type OrdererEffect = Effect<Message, OrdererReport>;
export type OrdererStepped = Stepped<OrdererState, Message, OrdererReport>;

export const report = (fact: OrdererReport): OrdererEffect => ({ type: 'report', fact });
export const send = (to: ActorId, message: Message): OrdererEffect => ({ type: 'send', to, message });

/** Checking signatures and policies takes an orderer a moment. */
export const WORK = { min: 400, max: 1_500 };

export interface Reply {
  readonly status: Status;
  readonly info: string;
  readonly channel: string;
  readonly txid: string;
}

/** The answer to a broadcast, or to another orderer that forwarded one. */
export const answer = (
  asker: Asker,
  { status, info, channel, txid }: Reply,
): Extract<OrdererEffect, { readonly type: 'send' }> => {
  const type = asker.forwarded ? 'submitResponse' : 'broadcastResponse';
  return { type: 'send', to: asker.node, message: { type, request: asker.request, status, info, channel, txid } };
};

/** The state with one follower replaced. */
export const withFollower = (state: OrdererState, follower: Follower): OrdererState => ({
  ...state,
  followers: { ...state.followers, [follower.channel]: follower },
  disk: { ...state.disk, chains: { ...state.disk.chains, [follower.channel]: follower.disk } },
});

/** The state with one chain replaced. */
export const withChain = (state: OrdererState, chain: Chain): OrdererState => ({
  ...state,
  chains: { ...state.chains, [chain.channel]: chain },
  disk: { ...state.disk, chains: { ...state.disk.chains, [chain.channel]: chain.disk } },
});
