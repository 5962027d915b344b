/**
 * What a peer keeps: on disk its keys, ledgers and installed packages; in memory what follows from them.
 */
import type { ActorId, Effect, Stepped } from '../kernel/actor.ts';
import type { CommandOutcome } from '../kernel/command-outcome.ts';
import type { PersistentMap } from '../kernel/persistent-map.ts';
import type { ContainerMemo } from '../chaincode/container-memo.ts';
import type { ChannelBundle } from '../channel/bundle.ts';
import type { Msp } from '../identity/msp.ts';
import type { SigningIdentity } from '../identity/signing-identity.ts';
import type { ChannelLedger } from '../ledger/commit.ts';
import type { SnapshotFiles } from '../ledger/snapshot-metadata.ts';
import type { Message } from '../wire/messages.ts';
import type { GossipSettings, GossipState } from './gossip/gossip-state.ts';
import type { EventStream } from './event-stream.ts';
import type { GatewayOperation } from './gateway-state.ts';
import type { Invocation } from './invocation.ts';
import type { PendingCall, RunningChaincode } from './running-chaincode.ts';
import type { PeerFact } from './peer-facts.ts';
import type { PrivatePull } from './private-pull.ts';
import type { TransientStore } from './private-transient.ts';

export interface InstalledPackage {
  readonly packageId: string;
  readonly label: string;
  readonly bytes: Uint8Array;
}

export interface PeerDisk {
  readonly node: ActorId;
  readonly signer: SigningIdentity;
  /** The other peers of its organisation, as gossip membership knows them. */
  readonly orgPeers: readonly ActorId[];
  readonly gossip: GossipSettings;
  /** The MSP of the peer's own organisation. */
  readonly localMsp: Msp;
  /** Everything this peer draws comes from here, so that a recording replays. */
  readonly secret: Uint8Array;
  /** Unix time of virtual time 0, in microseconds. */
  readonly epochUnixMicros: number;
  readonly ledgers: Readonly<Record<string, ChannelLedger>>;
  readonly packages: PersistentMap<InstalledPackage>;
  /** Clear private writes of endorsed transactions until their block comes. */
  readonly transientStore: TransientStore;
  /** Its state database is CouchDB, not LevelDB. */
  readonly couch?: true;
  /** By channel; absent before the first request. */
  readonly snapshots?: Readonly<Record<string, ChannelSnapshots>>;
  /** Folders that were copied from other machines, by their path. */
  readonly copiedSnapshots?: Readonly<Record<string, SnapshotFiles>>;
  /** State and history were dropped while the peer was off. */
  readonly dropped?: true;
  /** How high the chains were that were cut while the peer was off, by channel: until then nothing is endorsed. */
  readonly heightsBefore?: Readonly<Record<string, number>>;
}

/** What a peer has to do with snapshots of one channel. */
export interface ChannelSnapshots {
  /** Numbers of the blocks behind which one is wanted, in ascending order. */
  readonly pending: readonly number[];
  /** By block number. */
  readonly completed: Readonly<Record<string, SnapshotFiles>>;
}

/** A channel the peer has joined. */
export interface PeerChannel {
  readonly bundle: ChannelBundle;
  /** The orderer blocks are pulled from, and how many of the list have been tried. */
  readonly orderer: ActorId | undefined;
  readonly attempts: number;
  /** A block whose header other orderers have given, and which this one keeps the peer waiting for. Only with BFT. */
  readonly suspected?: number | undefined;
  /** Blocks that came and wait for their turn to be validated. */
  readonly inbox: readonly { readonly from: ActorId; readonly number: number; readonly block: Uint8Array }[];
  readonly validating: boolean;
  /** Clients that listen to filtered blocks. */
  readonly listeners: readonly ActorId[];
  /** The first block of the inbox waits for private data. */
  readonly pull?: PrivatePull | undefined;
  /** How often missing private data has been asked for; undefined while nothing is. */
  readonly reconciliations?: number | undefined;
  /** Ledgers of which a snapshot is being made, by the number of their last block. */
  readonly snapshotting?: Readonly<Record<string, ChannelLedger>>;
}

export interface PeerState {
  readonly disk: PeerDisk;
  readonly channels: Readonly<Record<string, PeerChannel>>;
  readonly invocations: PersistentMap<Invocation>;
  /** Running chaincodes by package id. */
  readonly running: PersistentMap<RunningChaincode>;
  /** Chaincodes that wait for one they called: by `chaincode txid` of the called one. */
  readonly calls: PersistentMap<PendingCall>;
  readonly draws: number;
  /** Calls of the Gateway service under way. */
  readonly gateway: PersistentMap<GatewayOperation>;
  /** Streams of events, by listener. */
  readonly streams: PersistentMap<EventStream>;
  /** What it knows of the other peers. */
  readonly gossip: GossipState;
  /** The folder of a snapshot a ledger is being made from. */
  readonly joiningFrom?: string;
}

/** What every peer of a simulation shares and nobody changes. */
export interface PeerEnvironment {
  readonly containers: ContainerMemo;
}

export type PeerReport = PeerFact | CommandOutcome;
export type PeerEffect = Effect<Message, PeerReport>;
export type PeerStepped = Stepped<PeerState, Message, PeerReport>;

export const report = (fact: PeerReport): PeerEffect => ({ type: 'report', fact });
