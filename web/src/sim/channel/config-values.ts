/**
 * Reads the values of the configuration tree into what the roles use, with the checks real Fabric makes when it builds
 * a bundle.
 *
 * @fabric common/channelconfig/{channel,orderer,application,organization,applicationorg,consortiums,consortium}.go
 * @simplified Elements are checked in the order of their names; Fabric's order is random.
 */
import { create, type DescMessage } from '@bufbuild/protobuf';
import type { Result } from '../kernel/result.ts';
import { decode } from '../wire/decode.ts';
import type { ConfigGroup } from '../wire/gen/common/configtx_pb.ts';
import {
  BlockDataHashingStructureSchema,
  CapabilitiesSchema,
  type Consenter,
  ConsortiumSchema,
  HashingAlgorithmSchema,
  OrdererAddressesSchema,
  OrderersSchema,
} from '../wire/gen/common/configuration_pb.ts';
import { type Policy, PolicySchema } from '../wire/gen/common/policies_pb.ts';
import { type MSPConfig, MSPConfigSchema } from '../wire/gen/msp/msp_config_pb.ts';
import {
  BatchSizeSchema,
  BatchTimeoutSchema,
  ChannelRestrictionsSchema,
  ConsensusType_State,
  ConsensusTypeSchema,
  KafkaBrokersSchema,
} from '../wire/gen/orderer/configuration_pb.ts';
import { ACLsSchema, AnchorPeersSchema } from '../wire/gen/peer/configuration_pb.ts';
import { hasAcls, hasConsensusTypeBft, hasOrgSpecificOrdererEndpoints } from './capabilities.ts';
import type { BatchSize, HostPort } from './channel-spec.ts';
import { readValue, VALUE } from './config-tree.ts';
import { parseGoDuration } from './go-duration.ts';

type Read<T> = Result<T, string>;

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

export interface ChannelValues {
  readonly capabilities: readonly string[];
  /** Addresses for all organisations; empty in a channel made today. */
  readonly ordererAddresses: readonly string[];
  readonly consortium: string | undefined;
}

export interface OrganizationConfig {
  readonly name: string;
  readonly mspConfig: MSPConfig;
}

export interface OrdererOrgConfig extends OrganizationConfig {
  readonly endpoints: readonly string[];
}

export interface OrdererConfig {
  readonly consensusType: string;
  /** Raft: `etcdraft.ConfigMetadata`; BFT: `smartbft.Options`. */
  readonly consensusMetadata: Uint8Array;
  readonly inMaintenance: boolean;
  readonly batchSize: BatchSize;
  readonly batchTimeoutMicros: number;
  /** The consenter mapping of BFT; empty for Raft, whose consenters are in the metadata. */
  readonly consenters: readonly Consenter[];
  /** `host:port` of Kafka brokers to begin with, where those order. */
  readonly kafkaBrokers: readonly string[];
  readonly organizations: readonly OrdererOrgConfig[];
  readonly capabilities: readonly string[];
}

export interface ApplicationOrgConfig extends OrganizationConfig {
  readonly anchorPeers: readonly HostPort[];
}

export interface ApplicationConfig {
  readonly organizations: readonly ApplicationOrgConfig[];
  readonly capabilities: readonly string[];
  /** Resource name → absolute path of the policy, where the channel deviates from the defaults. */
  readonly acls: ReadonlyMap<string, string>;
}

/** Organisations that may make channels with each other; only the system channel of 2.x has consortiums. */
export interface ConsortiumConfig {
  readonly name: string;
  /** Who may create a channel of this consortium; undefined: no value was written, and nobody can. */
  readonly channelCreationPolicy: Policy | undefined;
  readonly organizations: readonly OrganizationConfig[];
}

const CHANNEL_VALUES = {
  [VALUE.hashingAlgorithm]: HashingAlgorithmSchema,
  [VALUE.blockDataHashingStructure]: BlockDataHashingStructureSchema,
  [VALUE.ordererAddresses]: OrdererAddressesSchema,
  [VALUE.orderers]: OrderersSchema,
  [VALUE.consortium]: ConsortiumSchema,
  [VALUE.capabilities]: CapabilitiesSchema,
};
const ORDERER_VALUES = {
  [VALUE.consensusType]: ConsensusTypeSchema,
  [VALUE.batchSize]: BatchSizeSchema,
  [VALUE.batchTimeout]: BatchTimeoutSchema,
  [VALUE.kafkaBrokers]: KafkaBrokersSchema,
  [VALUE.channelRestrictions]: ChannelRestrictionsSchema,
  [VALUE.orderers]: OrderersSchema,
  [VALUE.capabilities]: CapabilitiesSchema,
};
const ORDERER_ORG_VALUES = { [VALUE.endpoints]: OrdererAddressesSchema, [VALUE.msp]: MSPConfigSchema };
const APPLICATION_VALUES = { [VALUE.acls]: ACLsSchema, [VALUE.capabilities]: CapabilitiesSchema };
const CONSORTIUM_VALUES = { [VALUE.channelCreationPolicy]: PolicySchema };
const CONSORTIUM_ORG_VALUES = { [VALUE.msp]: MSPConfigSchema };
const APPLICATION_ORG_VALUES = { [VALUE.anchorPeers]: AnchorPeersSchema, [VALUE.msp]: MSPConfigSchema };

/** Fabric's words when a group holds a value it may not, or one that cannot be read. */
function checkValues(group: ConfigGroup, allowed: Readonly<Record<string, DescMessage>>): string | undefined {
  for (const key of Object.keys(group.values).toSorted()) {
    const schema = allowed[key];
    if (!schema) return `failed to deserialize values: Unexpected key ${key}`;
    const value = decode(schema, group.values[key]?.value ?? new Uint8Array(0));
    if (!value.ok) return `failed to deserialize values: ${value.error}`;
  }
  return undefined;
}

/** A value that {@link checkValues} has already found readable. */
function valueIn<Desc extends DescMessage>(group: ConfigGroup, key: string, schema: Desc) {
  const value = readValue(group, key, schema);
  return value.ok ? value.value : undefined;
}

const capabilitiesOf = (group: ConfigGroup): readonly string[] =>
  Object.keys(valueIn(group, VALUE.capabilities, CapabilitiesSchema)?.capabilities ?? {}).toSorted();

export function readChannelValues(root: ConfigGroup): Read<ChannelValues> {
  const flaw = checkValues(root, CHANNEL_VALUES);
  if (flaw) return failed(flaw);
  const algorithm = valueIn(root, VALUE.hashingAlgorithm, HashingAlgorithmSchema)?.name ?? '';
  if (algorithm !== 'SHA256' && algorithm !== 'SHA3_256') return failed(`Unknown hashing algorithm type: ${algorithm}`);
  const width = valueIn(root, VALUE.blockDataHashingStructure, BlockDataHashingStructureSchema)?.width ?? 0;
  if (width !== 0xffffffff) return failed('BlockDataHashStructure width only supported at MaxUint32 in this version');
  const capabilities = capabilitiesOf(root);
  const ordererAddresses = valueIn(root, VALUE.ordererAddresses, OrdererAddressesSchema)?.addresses ?? [];
  if (!hasOrgSpecificOrdererEndpoints(capabilities) && ordererAddresses.length === 0)
    return failed('Must set some OrdererAddresses');
  if (hasConsensusTypeBft(capabilities) && ordererAddresses.length > 0)
    return failed('global OrdererAddresses are not allowed with V3_0 capability, use org specific addresses only');
  const consortium = valueIn(root, VALUE.consortium, ConsortiumSchema)?.name;
  return { ok: true, value: { capabilities, ordererAddresses, consortium } };
}

function batchSizeFlaw(size: BatchSize): string | undefined {
  const invalid = (what: string) => `Attempted to set the batch size ${what} to an invalid value: 0`;
  if (size.maxMessageCount === 0) return invalid('max message count');
  if (size.absoluteMaxBytes === 0) return invalid('absolute max bytes');
  if (size.preferredMaxBytes === 0) return invalid('preferred max bytes');
  if (size.preferredMaxBytes > size.absoluteMaxBytes)
    return `Attempted to set the batch size preferred max bytes (${size.preferredMaxBytes}) greater than the absolute max bytes (${size.absoluteMaxBytes}).`;
  return undefined;
}

function readBatching(group: ConfigGroup): Read<Pick<OrdererConfig, 'batchSize' | 'batchTimeoutMicros'>> {
  const { maxMessageCount, absoluteMaxBytes, preferredMaxBytes } =
    valueIn(group, VALUE.batchSize, BatchSizeSchema) ?? create(BatchSizeSchema);
  const batchSize: BatchSize = { maxMessageCount, absoluteMaxBytes, preferredMaxBytes };
  const sizeFlaw = batchSizeFlaw(batchSize);
  if (sizeFlaw) return failed(sizeFlaw);
  const timeoutText = valueIn(group, VALUE.batchTimeout, BatchTimeoutSchema)?.timeout ?? '';
  const timeout = parseGoDuration(timeoutText);
  if (!timeout.ok) return failed(`Attempted to set the batch timeout to a invalid value: ${timeout.error}`);
  if (timeout.value <= 0) return failed(`Attempted to set the batch timeout to a non-positive value: ${timeoutText}`);
  return { ok: true, value: { batchSize, batchTimeoutMicros: timeout.value } };
}

export function readOrdererConfig(group: ConfigGroup, channelCapabilities: readonly string[]): Read<OrdererConfig> {
  const flaw = checkValues(group, ORDERER_VALUES);
  if (flaw) return failed(flaw);
  const batching = readBatching(group);
  if (!batching.ok) return batching;
  const organizations = readSubgroups(group, (name, org) => readOrdererOrg(name, org, channelCapabilities));
  if (!organizations.ok) return organizations;
  const silent = organizations.value.filter(({ endpoints }) => endpoints.length === 0).map(({ name }) => name);
  if (hasConsensusTypeBft(channelCapabilities) && silent.length > 0)
    return failed(`some orderer organizations endpoints are empty: [${silent.join(' ')}]`);
  const consensus = valueIn(group, VALUE.consensusType, ConsensusTypeSchema);
  return {
    ok: true,
    value: {
      consensusType: consensus?.type ?? '',
      consensusMetadata: consensus?.metadata ?? new Uint8Array(0),
      inMaintenance: consensus?.state === ConsensusType_State.MAINTENANCE,
      ...batching.value,
      consenters: valueIn(group, VALUE.orderers, OrderersSchema)?.consenterMapping ?? [],
      kafkaBrokers: valueIn(group, VALUE.kafkaBrokers, KafkaBrokersSchema)?.brokers ?? [],
      organizations: organizations.value,
      capabilities: capabilitiesOf(group),
    },
  };
}

export function readApplicationConfig(group: ConfigGroup): Read<ApplicationConfig> {
  const flaw = checkValues(group, APPLICATION_VALUES);
  if (flaw) return failed(flaw);
  const capabilities = capabilitiesOf(group);
  if (!hasAcls(capabilities) && group.values[VALUE.acls])
    return failed('ACLs may not be specified without the required capability');
  const organizations = readSubgroups(group, readApplicationOrg);
  if (!organizations.ok) return organizations;
  const acls = new Map<string, string>();
  for (const [resource, { policyRef }] of Object.entries(valueIn(group, VALUE.acls, ACLsSchema)?.acls ?? {})) {
    if (policyRef === '') continue;
    acls.set(resource, policyRef.startsWith('/') ? policyRef : `/Channel/Application/${policyRef}`);
  }
  return { ok: true, value: { organizations: organizations.value, capabilities, acls } };
}

/** The subgroups of `group` by name: organisations, or the consortiums above them. */
function readSubgroups<T>(
  group: ConfigGroup,
  read: (name: string, organization: ConfigGroup) => Read<T>,
): Read<readonly T[]> {
  const organizations: T[] = [];
  for (const [name, organization] of Object.entries(group.groups).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const config = read(name, organization);
    if (!config.ok) return config;
    organizations.push(config.value);
  }
  return { ok: true, value: organizations };
}

function readOrdererOrg(
  name: string,
  group: ConfigGroup,
  channelCapabilities: readonly string[],
): Read<OrdererOrgConfig> {
  if (Object.keys(group.groups).length > 0) return failed('OrdererOrg config does not allow sub-groups');
  if (!hasOrgSpecificOrdererEndpoints(channelCapabilities) && group.values[VALUE.endpoints])
    return failed(`Orderer Org ${name} cannot contain endpoints value until V1_4_2+ capabilities have been enabled`);
  const flaw = checkValues(group, ORDERER_ORG_VALUES);
  if (flaw) return failed(flaw);
  const endpoints = valueIn(group, VALUE.endpoints, OrdererAddressesSchema)?.addresses ?? [];
  return withMsp(name, group, { endpoints });
}

function readApplicationOrg(name: string, group: ConfigGroup): Read<ApplicationOrgConfig> {
  if (Object.keys(group.groups).length > 0) return failed('ApplicationOrg config does not allow sub-groups');
  const flaw = checkValues(group, APPLICATION_ORG_VALUES);
  if (flaw) return failed(flaw);
  const anchors = valueIn(group, VALUE.anchorPeers, AnchorPeersSchema)?.anchorPeers ?? [];
  return withMsp(name, group, { anchorPeers: anchors.map(({ host, port }) => ({ host, port })) });
}

/** The consortiums of a system channel, by name. */
export function readConsortiums(group: ConfigGroup): Read<readonly ConsortiumConfig[]> {
  return readSubgroups(group, (name, consortium) => {
    const flaw = checkValues(consortium, CONSORTIUM_VALUES);
    if (flaw) return failed(flaw);
    const organizations = readSubgroups(consortium, readConsortiumOrg);
    if (!organizations.ok) return organizations;
    const channelCreationPolicy = valueIn(consortium, VALUE.channelCreationPolicy, PolicySchema);
    return { ok: true, value: { name, channelCreationPolicy, organizations: organizations.value } };
  });
}

function readConsortiumOrg(name: string, group: ConfigGroup): Read<OrganizationConfig> {
  if (Object.keys(group.groups).length > 0) return failed('organizations do not support sub-groups');
  const flaw = checkValues(group, CONSORTIUM_ORG_VALUES);
  return flaw ? failed(flaw) : withMsp(name, group, {});
}

function withMsp<T>(name: string, group: ConfigGroup, rest: T): Read<T & OrganizationConfig> {
  const mspConfig = valueIn(group, VALUE.msp, MSPConfigSchema);
  // Fabric sets up an MSP from an empty definition here, and fails on the first thing that is missing.
  if (!mspConfig) return failed('setting up the MSP manager failed: expected at least one CA certificate');
  return { ok: true, value: { ...rest, name, mspConfig } };
}
