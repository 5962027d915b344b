/**
 * What a channel is to be: the declarative input of a genesis block, as a profile of configtx.yaml is for configtxgen.
 *
 * @fabric internal/configtxgen/genesisconfig/config.go
 */

/** A policy in the notation of configtx.yaml. */
export interface PolicySpec {
  readonly type: 'ImplicitMeta' | 'Signature';
  readonly rule: string;
}

export type PolicySpecs = Readonly<Record<string, PolicySpec>>;

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

export interface OrganizationSpec {
  /** Key of the organisation's group in the tree; often, but not always, the MSP id. */
  readonly name: string;
  readonly mspId: string;
  /** Serialized `msp.MSPConfig`. */
  readonly mspConfig: Uint8Array;
  readonly policies: PolicySpecs;
}

export interface ApplicationOrgSpec extends OrganizationSpec {
  /** Empty: no AnchorPeers value is written. */
  readonly anchorPeers: readonly HostPort[];
}

export interface OrdererOrgSpec extends OrganizationSpec {
  /** `host:port` of this organisation's orderers. */
  readonly ordererEndpoints: readonly string[];
}

export interface BatchSize {
  readonly maxMessageCount: number;
  readonly absoluteMaxBytes: number;
  readonly preferredMaxBytes: number;
}

/** A Raft consenter. Certificates are PEM text as bytes. */
export interface RaftConsenter extends HostPort {
  readonly clientTlsCert: Uint8Array;
  readonly serverTlsCert: Uint8Array;
}

export interface RaftOptions {
  /** A Go duration. */
  readonly tickInterval: string;
  readonly electionTick: number;
  readonly heartbeatTick: number;
  readonly maxInflightBlocks: number;
  readonly snapshotIntervalSize: number;
}

/** A BFT consenter is known by a number and signs with the orderer's own identity (PEM). */
export interface BftConsenter extends RaftConsenter {
  readonly id: number;
  readonly mspId: string;
  readonly identity: Uint8Array;
}

/** Options of SmartBFT; durations are Go's. */
export interface BftOptions {
  readonly requestBatchMaxCount: number;
  readonly requestBatchMaxBytes: number;
  readonly requestBatchMaxInterval: string;
  readonly incomingMessageBufferSize: number;
  readonly requestPoolSize: number;
  readonly requestForwardTimeout: string;
  readonly requestComplainTimeout: string;
  readonly requestAutoRemoveTimeout: string;
  readonly viewChangeResendInterval: string;
  readonly viewChangeTimeout: string;
  readonly leaderHeartbeatTimeout: string;
  readonly leaderHeartbeatCount: number;
  readonly collectTimeout: string;
}

interface OrdererCommon {
  /** Addresses for all organisations, as before per-organisation endpoints; today empty. */
  readonly addresses: readonly string[];
  readonly batchSize: BatchSize;
  readonly batchTimeoutMicros: number;
  readonly organizations: readonly OrdererOrgSpec[];
  readonly capabilities: readonly string[];
  readonly policies: PolicySpecs;
}

export type OrdererSpec = OrdererCommon &
  (
    | { readonly type: 'etcdraft'; readonly consenters: readonly RaftConsenter[]; readonly options: RaftOptions }
    /** `host:port` of Kafka brokers to begin with; 2.x only. */
    | { readonly type: 'kafka'; readonly brokers: readonly string[] }
    | { readonly type: 'BFT'; readonly consenters: readonly BftConsenter[]; readonly options: BftOptions }
  );

export interface ApplicationSpec {
  readonly organizations: readonly ApplicationOrgSpec[];
  readonly capabilities: readonly string[];
  readonly policies: PolicySpecs;
  /** Resource name → policy, where it differs from the default. */
  readonly acls?: Readonly<Record<string, string>>;
}

export interface ChannelSpec {
  readonly channelId: string;
  readonly capabilities: readonly string[];
  readonly policies: PolicySpecs;
  readonly orderer: OrdererSpec;
  readonly application: ApplicationSpec;
}

/** Organisations that may make channels with each other (2.x). */
export interface ConsortiumSpec {
  readonly name: string;
  readonly organizations: readonly OrganizationSpec[];
}

/** The system channel of 2.x: orderers and consortiums, no application. */
export interface SystemChannelSpec {
  readonly channelId: string;
  readonly capabilities: readonly string[];
  readonly policies: PolicySpecs;
  readonly orderer: OrdererSpec;
  readonly consortiums: readonly ConsortiumSpec[];
}

/** What a channel creation transaction of 2.x asks for; all else comes from the system channel. */
export interface ChannelCreationSpec {
  readonly channelId: string;
  /** Name of the consortium whose members make the channel. */
  readonly consortium: string;
  readonly capabilities: readonly string[];
  readonly policies: PolicySpecs;
  readonly application: ApplicationSpec;
}
