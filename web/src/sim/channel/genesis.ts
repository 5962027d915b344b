/**
 * The genesis block of an application channel, as `configtxgen -outputBlock` writes it for a profile with an Orderer and
 * an Application section.
 *
 * @fabric internal/configtxgen/encoder/encoder.go, common/genesis/genesis.go, common/policies/bft.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import type { Result } from '../kernel/result.ts';
import { newBlock, encodeMetadata, encodeOrdererMetadata, withMetadata } from '../wire/block.ts';
import { EMPTY } from '../wire/bytes.ts';
import {
  computeTxId,
  encodeChannelHeader,
  encodeEnvelope,
  encodePayload,
  encodeSignatureHeader,
  type Timestamp,
} from '../wire/envelope.ts';
import { type Block, BlockMetadataIndex, HeaderType } from '../wire/gen/common/common_pb.ts';
import {
  ConfigEnvelopeSchema,
  type ConfigGroup,
  ConfigGroupSchema,
  type ConfigPolicy,
  ConfigSchema,
  type ConfigValue,
} from '../wire/gen/common/configtx_pb.ts';
import {
  BlockDataHashingStructureSchema,
  ConsenterSchema,
  ConsortiumSchema,
  HashingAlgorithmSchema,
  OrdererAddressesSchema,
  OrderersSchema,
} from '../wire/gen/common/configuration_pb.ts';
import {
  Policy_PolicyType,
  SignaturePolicy_NOutOfSchema,
  SignaturePolicyEnvelopeSchema,
  SignaturePolicySchema,
} from '../wire/gen/common/policies_pb.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import { MSPPrincipal_Classification, MSPPrincipalSchema } from '../wire/gen/msp/msp_principal_pb.ts';
import {
  BatchSizeSchema,
  BatchTimeoutSchema,
  ChannelRestrictionsSchema,
  ConsensusTypeSchema,
  KafkaBrokersSchema,
} from '../wire/gen/orderer/configuration_pb.ts';
import { ConfigMetadataSchema } from '../wire/gen/orderer/etcdraft_pb.ts';
import { OptionsSchema as BftOptionsSchema } from '../wire/gen/orderer/smartbft_pb.ts';
import { ACLsSchema, AnchorPeersSchema, APIResourceSchema } from '../wire/gen/peer/configuration_pb.ts';
import type {
  ApplicationOrgSpec,
  ApplicationSpec,
  BftConsenter,
  ChannelSpec,
  OrdererOrgSpec,
  OrdererSpec,
} from './channel-spec.ts';
import {
  capabilitiesValue,
  type Entries,
  GROUP,
  newGroup,
  newPolicies,
  newValue,
  POLICY,
  policyOf,
  rawValue,
  sortedRecord,
  VALUE,
} from './config-tree.ts';
import { printGoDuration } from './go-duration.ts';

export type Built<T> = Result<T, string>;

export const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** The whole tree of a new channel. The error is configtxgen's text, without the log line around it. */
export function newChannelGroup(spec: ChannelSpec): Built<ConfigGroup> {
  return newOrderedTree(spec, 'application', newApplicationGroup(spec.application));
}

/** A tree of the ordering service and of what it is for, the group `name`. */
export function newOrderedTree(
  spec: Pick<ChannelSpec, 'policies' | 'capabilities' | 'orderer'>,
  name: 'application' | 'consortiums',
  group: Built<ConfigGroup>,
): Built<ConfigGroup> {
  const root = newRoot(spec, { addresses: spec.orderer.addresses });
  if (!root.ok) return root;
  const orderer = newOrdererGroup(spec.orderer, spec.capabilities);
  if (!orderer.ok) return failed(`could not create orderer group: ${orderer.error}`);
  if (!group.ok) return failed(`could not create ${name} group: ${group.error}`);
  return {
    ok: true,
    value: withSubgroups(root.value, [
      [GROUP.orderer, orderer.value],
      [GROUP[name], group.value],
    ]),
  };
}

/** The root of a tree with its own values and policies, before there are groups in it. */
export function newRoot(
  spec: Pick<ChannelSpec, 'policies' | 'capabilities'>,
  more: { readonly addresses?: readonly string[]; readonly consortium?: string },
): Built<ConfigGroup> {
  const policies = newPolicies(spec.policies);
  if (!policies.ok) return failed(`error adding policies to channel group: ${policies.error}`);
  const values: (readonly [string, ConfigValue])[] = [
    [VALUE.hashingAlgorithm, newValue(HashingAlgorithmSchema, create(HashingAlgorithmSchema, { name: 'SHA256' }))],
    [
      VALUE.blockDataHashingStructure,
      newValue(BlockDataHashingStructureSchema, create(BlockDataHashingStructureSchema, { width: 0xffffffff })),
    ],
    ...capabilities(spec.capabilities),
  ];
  const { addresses = [], consortium } = more;
  if (addresses.length > 0) values.push([VALUE.ordererAddresses, addressesValue(addresses, POLICY.ordererAdmins)]);
  if (consortium) values.push([VALUE.consortium, consortiumValue(consortium)]);
  return { ok: true, value: newGroup({ values, policies: policies.value }) };
}

export const consortiumValue = (name: string): ConfigValue =>
  newValue(ConsortiumSchema, create(ConsortiumSchema, { name }));

export const withSubgroups = (root: ConfigGroup, groups: Entries<ConfigGroup>): ConfigGroup =>
  create(ConfigGroupSchema, { ...root, groups: sortedRecord(groups) });

const capabilities = (names: readonly string[]): Entries<ConfigValue> =>
  names.length > 0 ? [[VALUE.capabilities, capabilitiesValue(names)]] : [];

const addressesValue = (addresses: readonly string[], modPolicy?: string): ConfigValue =>
  newValue(OrdererAddressesSchema, create(OrdererAddressesSchema, { addresses: [...addresses] }), modPolicy);

export function newOrdererGroup(spec: OrdererSpec, channelCapabilities: readonly string[]): Built<ConfigGroup> {
  const isV3 = channelCapabilities.includes('V3_0');
  const flags = `map[${channelCapabilities
    .toSorted()
    .map((name) => `${name}:true`)
    .join(' ')}]`;
  if (spec.type === 'BFT' && !isV3)
    return failed(`orderer type BFT must be used with V3_0 channel capability: ${flags}`);
  if (spec.addresses.length > 0 && isV3)
    return failed(
      `global orderer endpoints exist, but can not be used with V3_0 capability: [${spec.addresses.join(' ')}]`,
    );
  const policies = newPolicies(spec.policies, ['BlockValidation']);
  if (!policies.ok) return failed(`error adding policies to orderer group: ${policies.error}`);
  const groups: [string, ConfigGroup][] = [];
  for (const organization of spec.organizations) {
    const group = newOrdererOrgGroup(organization, isV3);
    if (!group.ok) return failed(`failed to create orderer org: ${group.error}`);
    groups.push([organization.name, group.value]);
  }
  const values: (readonly [string, ConfigValue])[] = [
    [VALUE.batchSize, newValue(BatchSizeSchema, create(BatchSizeSchema, spec.batchSize))],
    [
      VALUE.batchTimeout,
      newValue(BatchTimeoutSchema, create(BatchTimeoutSchema, { timeout: printGoDuration(spec.batchTimeoutMicros) })),
    ],
    [VALUE.channelRestrictions, newValue(ChannelRestrictionsSchema, create(ChannelRestrictionsSchema))],
    ...capabilities(spec.capabilities),
    [VALUE.consensusType, consensusTypeValue(spec)],
  ];
  if (spec.type === 'kafka') {
    const brokers = create(KafkaBrokersSchema, { brokers: [...spec.brokers] });
    values.push([VALUE.kafkaBrokers, newValue(KafkaBrokersSchema, brokers)]);
  }
  if (spec.type === 'BFT') values.push([VALUE.orderers, consenterMapping(spec.consenters)]);
  const allPolicies = spec.type === 'BFT' ? withBftBlockValidation(policies.value, spec.consenters) : policies.value;
  return { ok: true, value: newGroup({ values, policies: allPolicies, groups }) };
}

function consensusTypeValue(spec: OrdererSpec): ConfigValue {
  return newValue(
    ConsensusTypeSchema,
    create(ConsensusTypeSchema, { type: spec.type, metadata: consensusMetadata(spec) }),
  );
}

function consensusMetadata(spec: OrdererSpec): Uint8Array {
  switch (spec.type) {
    case 'etcdraft': {
      const metadata = { consenters: [...spec.consenters], options: spec.options };
      return toBinary(ConfigMetadataSchema, create(ConfigMetadataSchema, metadata));
    }
    case 'BFT':
      return toBinary(BftOptionsSchema, bftOptions(spec.options));
    case 'kafka':
      return EMPTY;
  }
}

function bftOptions(options: Extract<OrdererSpec, { type: 'BFT' }>['options']) {
  return create(BftOptionsSchema, {
    ...options,
    requestBatchMaxCount: BigInt(options.requestBatchMaxCount),
    requestBatchMaxBytes: BigInt(options.requestBatchMaxBytes),
    incomingMessageBufferSize: BigInt(options.incomingMessageBufferSize),
    requestPoolSize: BigInt(options.requestPoolSize),
    leaderHeartbeatCount: BigInt(options.leaderHeartbeatCount),
  });
}

/** Who orders by BFT. */
export const consenterMapping = (consenters: readonly BftConsenter[]): ConfigValue =>
  newValue(
    OrderersSchema,
    create(OrderersSchema, { consenterMapping: consenters.map((consenter) => create(ConsenterSchema, consenter)) }),
  );

/** The smallest number of `n` BFT orderers any two of which share an honest one. */
export const bftQuorum = (n: number): number => Math.ceil((n + Math.floor((n - 1) / 3) + 1) / 2);

/** With BFT a block needs a quorum of the consenters' own signatures, whatever the profile says. */
function withBftBlockValidation(
  policies: Entries<ConfigPolicy>,
  consenters: readonly BftConsenter[],
): Entries<ConfigPolicy> {
  const others = policies.filter(([name]) => name !== 'BlockValidation');
  return [...others, ['BlockValidation', bftBlockValidation(consenters)]];
}

export function bftBlockValidation(consenters: readonly BftConsenter[]): ConfigPolicy {
  const rules = consenters.map((_, index) =>
    create(SignaturePolicySchema, { type: { case: 'signedBy', value: index } }),
  );
  const nOutOf = create(SignaturePolicy_NOutOfSchema, { n: bftQuorum(consenters.length), rules });
  const policy = create(SignaturePolicyEnvelopeSchema, {
    rule: create(SignaturePolicySchema, { type: { case: 'nOutOf', value: nOutOf } }),
    identities: consenters.map(({ mspId, identity }) =>
      create(MSPPrincipalSchema, {
        principalClassification: MSPPrincipal_Classification.IDENTITY,
        principal: toBinary(
          SerializedIdentitySchema,
          create(SerializedIdentitySchema, { mspid: mspId, idBytes: identity }),
        ),
      }),
    ),
  });
  const value = toBinary(SignaturePolicyEnvelopeSchema, policy);
  return policyOf(Policy_PolicyType.SIGNATURE, value);
}

function newOrdererOrgGroup(spec: OrdererOrgSpec, isV3: boolean): Built<ConfigGroup> {
  const policies = newPolicies(spec.policies);
  if (!policies.ok) return failed(`error adding policies to orderer org group '${spec.name}': ${policies.error}`);
  const values: (readonly [string, ConfigValue])[] = [[VALUE.msp, rawValue(spec.mspConfig)]];
  if (spec.ordererEndpoints.length > 0) values.push([VALUE.endpoints, addressesValue(spec.ordererEndpoints)]);
  else if (isV3)
    return failed(
      `orderer endpoints for organization ${spec.name} are missing and must be configured when capability V3_0 is enabled`,
    );
  return { ok: true, value: newGroup({ values, policies: policies.value }) };
}

export function newApplicationGroup(spec: ApplicationSpec): Built<ConfigGroup> {
  const policies = newPolicies(spec.policies);
  if (!policies.ok) return failed(`error adding policies to application group: ${policies.error}`);
  const groups: [string, ConfigGroup][] = [];
  for (const organization of spec.organizations) {
    const group = newApplicationOrgGroup(organization);
    if (!group.ok) return failed(`failed to create application org: ${group.error}`);
    groups.push([organization.name, group.value]);
  }
  const acls = Object.entries(spec.acls ?? {});
  const values: (readonly [string, ConfigValue])[] = [...capabilities(spec.capabilities)];
  if (acls.length > 0) values.push([VALUE.acls, aclsValue(acls)]);
  return { ok: true, value: newGroup({ values, policies: policies.value, groups }) };
}

export function aclsValue(acls: Entries<string>): ConfigValue {
  const resources = acls.map(([resource, policyRef]) => [resource, create(APIResourceSchema, { policyRef })] as const);
  return newValue(ACLsSchema, create(ACLsSchema, { acls: sortedRecord(resources) }));
}

/** The group of one organisation in the Application group; also what is added when an organisation joins later. */
export function newApplicationOrgGroup(spec: ApplicationOrgSpec): Built<ConfigGroup> {
  const policies = newPolicies(spec.policies);
  if (!policies.ok) return failed(`error adding policies to application org group ${spec.name}: ${policies.error}`);
  const values: (readonly [string, ConfigValue])[] = [[VALUE.msp, rawValue(spec.mspConfig)]];
  if (spec.anchorPeers.length > 0) values.push([VALUE.anchorPeers, anchorPeersValue(spec.anchorPeers)]);
  return { ok: true, value: newGroup({ values, policies: policies.value }) };
}

export const anchorPeersValue = (anchorPeers: ApplicationOrgSpec['anchorPeers']): ConfigValue =>
  newValue(AnchorPeersSchema, create(AnchorPeersSchema, { anchorPeers: [...anchorPeers] }));

/**
 * Block 0. `nonce` (24 bytes) makes its transaction id; the time has whole seconds, as configtxgen writes it. Nobody
 * signs a genesis block.
 */
export function genesisBlock(
  channelId: string,
  channelGroup: ConfigGroup,
  nonce: Uint8Array,
  timestamp: Timestamp,
): Block {
  const channelHeader = encodeChannelHeader({
    type: HeaderType.CONFIG,
    version: 1,
    channelId,
    txId: computeTxId(nonce, EMPTY),
    timestamp: { seconds: timestamp.seconds, nanos: 0 },
  });
  const config = create(ConfigEnvelopeSchema, { config: create(ConfigSchema, { channelGroup }) });
  const payload = encodePayload(
    channelHeader,
    encodeSignatureHeader({ creator: EMPTY, nonce }),
    toBinary(ConfigEnvelopeSchema, config),
  );
  const block = newBlock(0, EMPTY, [encodeEnvelope(payload, EMPTY)]);
  const vouched = encodeOrdererMetadata({ lastConfig: 0, consenterMetadata: EMPTY });
  return withMetadata(block, BlockMetadataIndex.SIGNATURES, encodeMetadata(vouched));
}
