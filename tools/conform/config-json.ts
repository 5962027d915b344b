/**
 * Configurations as `configtxlator proto_decode` prints them, and the comparison of two such trees with certificates
 * aside.
 */
import { type DescMessage, fromBinary, type JsonObject, type JsonValue, toJson } from '@bufbuild/protobuf';
import {
  BlockDataHashingStructureSchema,
  CapabilitiesSchema,
  ConsortiumSchema,
  HashingAlgorithmSchema,
  OrdererAddressesSchema,
  OrderersSchema,
} from '../../web/src/sim/wire/gen/common/configuration_pb.ts';
import type { ConfigGroup, ConfigUpdate } from '../../web/src/sim/wire/gen/common/configtx_pb.ts';
import {
  ImplicitMetaPolicySchema,
  type Policy,
  Policy_PolicyType,
  PolicySchema,
  SignaturePolicyEnvelopeSchema,
} from '../../web/src/sim/wire/gen/common/policies_pb.ts';
import { SerializedIdentitySchema } from '../../web/src/sim/wire/gen/msp/identities_pb.ts';
import { FabricMSPConfigSchema, MSPConfigSchema } from '../../web/src/sim/wire/gen/msp/msp_config_pb.ts';
import {
  type MSPPrincipal,
  MSPPrincipal_Classification,
  MSPRoleSchema,
  OrganizationUnitSchema,
} from '../../web/src/sim/wire/gen/msp/msp_principal_pb.ts';
import {
  BatchSizeSchema,
  BatchTimeoutSchema,
  ChannelRestrictionsSchema,
  type ConsensusType,
  ConsensusTypeSchema,
} from '../../web/src/sim/wire/gen/orderer/configuration_pb.ts';
import { ConfigMetadataSchema } from '../../web/src/sim/wire/gen/orderer/etcdraft_pb.ts';
import { OptionsSchema } from '../../web/src/sim/wire/gen/orderer/smartbft_pb.ts';
import { ACLsSchema, AnchorPeersSchema } from '../../web/src/sim/wire/gen/peer/configuration_pb.ts';
import type { Tally } from './tally.ts';

const VALUE_SCHEMAS: Readonly<Record<string, DescMessage>> = {
  ACLs: ACLsSchema,
  AnchorPeers: AnchorPeersSchema,
  BatchSize: BatchSizeSchema,
  BatchTimeout: BatchTimeoutSchema,
  BlockDataHashingStructure: BlockDataHashingStructureSchema,
  Capabilities: CapabilitiesSchema,
  ChannelRestrictions: ChannelRestrictionsSchema,
  Consortium: ConsortiumSchema,
  Endpoints: OrdererAddressesSchema,
  HashingAlgorithm: HashingAlgorithmSchema,
  OrdererAddresses: OrdererAddressesSchema,
  Orderers: OrderersSchema,
};

const PRINCIPAL_SCHEMAS: Readonly<Record<string, DescMessage>> = {
  ROLE: MSPRoleSchema,
  ORGANIZATION_UNIT: OrganizationUnitSchema,
  IDENTITY: SerializedIdentitySchema,
};

const plain = (schema: DescMessage, bytes: Uint8Array): JsonValue => toJson(schema, fromBinary(schema, bytes), OPTIONS);

const OPTIONS = { useProtoFieldName: true, alwaysEmitImplicit: true } as const;

const mapped = <T>(members: Readonly<Record<string, T>>, json: (member: T, name: string) => JsonValue): JsonObject =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name, json(member, name)]));

export const configGroupJson = (group: ConfigGroup): JsonObject => ({
  groups: mapped(group.groups, configGroupJson),
  mod_policy: group.modPolicy,
  policies: mapped(group.policies, ({ modPolicy, policy, version }) => ({
    mod_policy: modPolicy,
    policy: policy ? policyJson(policy) : null,
    version: String(version),
  })),
  values: mapped(group.values, ({ modPolicy, value, version }, name) => ({
    mod_policy: modPolicy,
    value: value.length > 0 ? valueJson(name, value) : null,
    version: String(version),
  })),
  version: String(group.version),
});

export const configUpdateJson = ({ channelId, readSet, writeSet }: ConfigUpdate): JsonObject => ({
  channel_id: channelId,
  read_set: readSet ? configGroupJson(readSet) : null,
  write_set: writeSet ? configGroupJson(writeSet) : null,
});

function valueJson(name: string, value: Uint8Array): JsonValue {
  if (name === 'MSP') {
    const { type, config } = fromBinary(MSPConfigSchema, value);
    return { type, config: plain(FabricMSPConfigSchema, config) };
  }
  if (name === 'ConsensusType') return consensusTypeJson(fromBinary(ConsensusTypeSchema, value));
  if (name === 'ChannelCreationPolicy') return policyJson(fromBinary(PolicySchema, value));
  const schema = VALUE_SCHEMAS[name];
  return schema ? plain(schema, value) : Buffer.from(value).toString('base64');
}

function consensusTypeJson(message: ConsensusType): JsonValue {
  const fields = toJson(ConsensusTypeSchema, message, OPTIONS) as JsonObject;
  const schema = message.type === 'BFT' ? OptionsSchema : ConfigMetadataSchema;
  return { ...fields, metadata: plain(schema, message.metadata) };
}

function policyJson({ type, value }: Policy): JsonValue {
  if (type !== Policy_PolicyType.SIGNATURE) return { type, value: plain(ImplicitMetaPolicySchema, value) };
  const envelope = fromBinary(SignaturePolicyEnvelopeSchema, value);
  const fields = toJson(SignaturePolicyEnvelopeSchema, envelope, OPTIONS) as JsonObject;
  return { type, value: { ...fields, identities: envelope.identities.map(principalJson) } };
}

function principalJson({ principalClassification: classification, principal }: MSPPrincipal): JsonValue {
  const [name = String(classification)] =
    Object.entries(MSPPrincipal_Classification).find(([, value]) => value === classification) ?? [];
  const schema = PRINCIPAL_SCHEMAS[name];
  return {
    principal_classification: name,
    principal: schema ? plain(schema, principal) : Buffer.from(principal).toString('base64'),
  };
}

/** How every certificate in PEM begins once it is base64. */
const PEM_CERTIFICATE = 'LS0tLS1CRUdJTi';

/** Path → what stands there. Certificates lose their content; what is empty is as good as absent. */
function leaves(tree: unknown, path: string, found: Map<string, unknown>): Map<string, unknown> {
  if (Array.isArray(tree)) tree.forEach((item, index) => leaves(item, `${path}[${index}]`, found));
  else if (typeof tree === 'object' && tree !== null)
    for (const [name, member] of Object.entries(tree)) leaves(member, `${path}/${name}`, found);
  else if (typeof tree === 'string' && tree.startsWith(PEM_CERTIFICATE)) found.set(path, 'a certificate');
  else if (tree !== null && tree !== '') found.set(path, tree);
  return found;
}

/** Compares leaf by leaf. */
export function compareTrees(tally: Tally, where: string, ours: unknown, recorded: unknown): void {
  const mine = leaves(ours, '', new Map());
  const theirs = leaves(recorded, '', new Map());
  for (const path of new Set([...mine.keys(), ...theirs.keys()]))
    tally.equal(where, path, mine.get(path), theirs.get(path));
}
