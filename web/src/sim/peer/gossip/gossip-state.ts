/**
 * What a peer knows of the others, and what it needs to remember for choosing the organisation's leading peer.
 *
 * @fabric gossip/discovery/discovery_impl.go, gossip/election/election.go
 */
import type { ActorId } from '../../kernel/actor.ts';
import type { Micros } from '../../kernel/time.ts';

/** The part of core.yaml that says how blocks reach this peer (`peer.gossip`, `peer.deliveryclient`). */
export interface GossipSettings {
  /** The peers of an organisation choose one that pulls blocks for all. */
  readonly useLeaderElection: boolean;
  /** This peer pulls blocks, whatever the others do. */
  readonly orgLeader: boolean;
  /** `peer.deliveryclient.blockGossipEnabled`: a peer that pulls passes blocks on. */
  readonly blockGossip: boolean;
  /** `peer.gossip.state.enabled`: a peer that is behind asks other peers for blocks. */
  readonly stateTransfer: boolean;
  /** Peers of the own organisation to ask first. */
  readonly bootstrap: readonly ActorId[];
  /** Where the others reach this peer, as `host:port`. */
  readonly endpoint: string;
}

export interface RunnableChaincode {
  readonly name: string;
  readonly version: string;
}

/** What a peer has said of itself on a channel. */
export interface ChannelStanding {
  readonly height: number;
  readonly chaincodes: readonly RunnableChaincode[];
}

export interface GossipMember {
  readonly id: ActorId;
  /** `host:port`. */
  readonly endpoint: string;
  readonly mspId: string;
  /** `msp.SerializedIdentity`. */
  readonly identity: Uint8Array;
  /** Hexadecimal; its order decides between two that would lead. */
  readonly pkiId: string;
  /** When its process started, and how often it has said that it is alive since. */
  readonly incarnation: number;
  readonly sequence: number;
  readonly seenAt: Micros;
  readonly alive: boolean;
  readonly channels: Readonly<Record<string, ChannelStanding>>;
}

export interface Election {
  readonly phase: 'sampling' | 'proposing' | 'following' | 'leading';
  /** The peer that has declared itself leader since this was last forgotten. */
  readonly leader: ActorId | undefined;
  /** Whom this peer last followed: to tell when it is missed. */
  readonly followed: ActorId | undefined;
  /** PKI ids of those who would lead. */
  readonly proposals: readonly string[];
  /** While sampling: how many others were there last time, and when waiting for more ends. */
  readonly sampled: number;
  readonly deadline: Micros;
}

/** The own standing on a channel, kept until the ledger or the installed packages change. */
export interface Published extends ChannelStanding {
  readonly packages: number;
}

export interface GossipState {
  readonly incarnation: number;
  readonly sequence: number;
  readonly ticks: number;
  readonly members: Readonly<Record<ActorId, GossipMember>>;
  readonly elections: Readonly<Record<string, Election>>;
  readonly published: Readonly<Record<string, Published>>;
}

export const INITIAL_GOSSIP: GossipState = {
  incarnation: 0,
  sequence: 0,
  ticks: 0,
  members: {},
  elections: {},
  published: {},
};
