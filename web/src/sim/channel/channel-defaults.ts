/**
 * The values everyone starts from: policies of the usual configtx.yaml, configtxgen's own defaults, capability levels.
 *
 * @fabric sampleconfig/configtx.yaml, internal/configtxgen/genesisconfig/config.go
 */
import type { BatchSize, BftOptions, PolicySpecs, RaftOptions } from './channel-spec.ts';

const implicitMeta = (rule: string) => ({ type: 'ImplicitMeta', rule }) as const;
const signature = (rule: string) => ({ type: 'Signature', rule }) as const;

export const CHANNEL_POLICIES: PolicySpecs = {
  Readers: implicitMeta('ANY Readers'),
  Writers: implicitMeta('ANY Writers'),
  Admins: implicitMeta('MAJORITY Admins'),
};

export const APPLICATION_POLICIES: PolicySpecs = {
  ...CHANNEL_POLICIES,
  LifecycleEndorsement: implicitMeta('MAJORITY Endorsement'),
  Endorsement: implicitMeta('MAJORITY Endorsement'),
};

export const ORDERER_POLICIES: PolicySpecs = {
  ...CHANNEL_POLICIES,
  BlockValidation: implicitMeta('ANY Writers'),
};

/** Policies of an organisation with NodeOUs: who may read, write, administer and endorse for it. */
export const applicationOrgPolicies = (mspId: string): PolicySpecs => ({
  Readers: signature(`OR('${mspId}.admin', '${mspId}.peer', '${mspId}.client')`),
  Writers: signature(`OR('${mspId}.admin', '${mspId}.client')`),
  Admins: signature(`OR('${mspId}.admin')`),
  Endorsement: signature(`OR('${mspId}.peer')`),
});

export const ordererOrgPolicies = (mspId: string): PolicySpecs => ({
  Readers: signature(`OR('${mspId}.member')`),
  Writers: signature(`OR('${mspId}.member')`),
  Admins: signature(`OR('${mspId}.admin')`),
});

export const DEFAULT_BATCH_TIMEOUT_MICROS = 2_000_000;

export const DEFAULT_BATCH_SIZE: BatchSize = {
  maxMessageCount: 10,
  absoluteMaxBytes: 99 * 1024 * 1024,
  preferredMaxBytes: 512 * 1024,
};

export const DEFAULT_RAFT_OPTIONS: RaftOptions = {
  tickInterval: '500ms',
  electionTick: 10,
  heartbeatTick: 1,
  maxInflightBlocks: 5,
  snapshotIntervalSize: 16 * 1024 * 1024,
};

export const DEFAULT_BFT_OPTIONS: BftOptions = {
  requestBatchMaxCount: 100,
  requestBatchMaxBytes: 10 * 1024 * 1024,
  requestBatchMaxInterval: '50ms',
  incomingMessageBufferSize: 200,
  requestPoolSize: 100_000,
  requestForwardTimeout: '2s',
  requestComplainTimeout: '20s',
  requestAutoRemoveTimeout: '3m0s',
  viewChangeResendInterval: '5s',
  viewChangeTimeout: '20s',
  leaderHeartbeatTimeout: '1m0s',
  leaderHeartbeatCount: 10,
  collectTimeout: '1s',
};

/** Capability levels of a channel made today. BFT needs `V3_0` at channel level. */
export const DEFAULT_CAPABILITIES = {
  channel: 'V2_0',
  bftChannel: 'V3_0',
  orderer: 'V2_0',
  application: 'V2_5',
  /** Of networks with a system channel, which end with 2.4. */
  application2x: 'V2_0',
};
