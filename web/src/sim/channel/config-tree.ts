/**
 * The channel configuration tree: groups hold values, policies and further groups, and every element carries a version
 * and the name of the policy that may change it.
 *
 * @fabric common/channelconfig, internal/configtxgen/encoder/encoder.go, protoutil/configtxutils.go
 * @simplified configtxgen writes map entries in the random order of Go's maps; ours are sorted by key, so that the same
 * specification always gives the same bytes.
 */
import { create, type DescMessage, type MessageShape, toBinary } from '@bufbuild/protobuf';
import type { Result } from '../kernel/result.ts';
import { parseSignaturePolicy } from '../policy/dsl.ts';
import { parseImplicitMetaPolicy } from '../policy/implicit-meta.ts';
import { type Decoded, decode, decoded } from '../wire/decode.ts';
import {
  type ConfigGroup,
  ConfigGroupSchema,
  type ConfigPolicy,
  ConfigPolicySchema,
  type ConfigValue,
  ConfigValueSchema,
} from '../wire/gen/common/configtx_pb.ts';
import { CapabilitiesSchema, CapabilitySchema } from '../wire/gen/common/configuration_pb.ts';
import {
  ImplicitMetaPolicySchema,
  Policy_PolicyType,
  PolicySchema,
  SignaturePolicyEnvelopeSchema,
} from '../wire/gen/common/policies_pb.ts';
import type { PolicySpec, PolicySpecs } from './channel-spec.ts';

/** Name of the root in paths such as `/Channel/Application/Writers`; the tree itself does not contain it. */
export const ROOT_GROUP = 'Channel';

export const GROUP = { application: 'Application', orderer: 'Orderer', consortiums: 'Consortiums' } as const;

export const VALUE = {
  acls: 'ACLs',
  anchorPeers: 'AnchorPeers',
  batchSize: 'BatchSize',
  batchTimeout: 'BatchTimeout',
  blockDataHashingStructure: 'BlockDataHashingStructure',
  capabilities: 'Capabilities',
  channelCreationPolicy: 'ChannelCreationPolicy',
  channelRestrictions: 'ChannelRestrictions',
  consensusType: 'ConsensusType',
  consortium: 'Consortium',
  endpoints: 'Endpoints',
  hashingAlgorithm: 'HashingAlgorithm',
  kafkaBrokers: 'KafkaBrokers',
  msp: 'MSP',
  ordererAddresses: 'OrdererAddresses',
  orderers: 'Orderers',
} as const;

/** The mod_policy of nearly everything: the Admins policy of the element's own group. */
export const ADMINS = 'Admins';

/** Paths of the policies that the code itself asks for. */
export const POLICY = {
  channelReaders: '/Channel/Readers',
  channelWriters: '/Channel/Writers',
  applicationReaders: '/Channel/Application/Readers',
  applicationWriters: '/Channel/Application/Writers',
  applicationAdmins: '/Channel/Application/Admins',
  endorsement: '/Channel/Application/Endorsement',
  lifecycleEndorsement: '/Channel/Application/LifecycleEndorsement',
  ordererReaders: '/Channel/Orderer/Readers',
  ordererWriters: '/Channel/Orderer/Writers',
  ordererAdmins: '/Channel/Orderer/Admins',
  blockValidation: '/Channel/Orderer/BlockValidation',
} as const;

export type Entries<T> = readonly (readonly [string, T])[];

/** A group at version 0 under {@link ADMINS}, its members sorted by name. */
export const newGroup = (members: {
  readonly values?: Entries<ConfigValue>;
  readonly policies?: Entries<ConfigPolicy>;
  readonly groups?: Entries<ConfigGroup>;
}): ConfigGroup =>
  create(ConfigGroupSchema, {
    values: sortedRecord(members.values ?? []),
    policies: sortedRecord(members.policies ?? []),
    groups: sortedRecord(members.groups ?? []),
    modPolicy: ADMINS,
  });

/** Entries as an object whose keys are in the order of their UTF-16 code units. */
export const sortedRecord = <T>(entries: Entries<T>): Record<string, T> =>
  Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** A value at version 0 holding `message`. */
export const newValue = <Desc extends DescMessage>(
  schema: Desc,
  message: MessageShape<Desc>,
  modPolicy: string = ADMINS,
): ConfigValue => rawValue(toBinary(schema, message), modPolicy);

export const rawValue = (value: Uint8Array, modPolicy: string = ADMINS): ConfigValue =>
  create(ConfigValueSchema, { value, modPolicy });

export const capabilitiesValue = (names: readonly string[]): ConfigValue =>
  newValue(
    CapabilitiesSchema,
    create(CapabilitiesSchema, { capabilities: sortedRecord(names.map((name) => [name, create(CapabilitySchema)])) }),
  );

/**
 * The policies of one group. `required` are names configtxgen insists on besides Admins, Readers and Writers; the error
 * is its text.
 */
export function newPolicies(
  specs: PolicySpecs,
  required: readonly string[] = [],
): Result<Entries<ConfigPolicy>, string> {
  for (const name of [...required, ADMINS, 'Readers', 'Writers'])
    if (!specs[name]) return { ok: false, error: `no ${name} policy defined` };
  const policies: [string, ConfigPolicy][] = [];
  for (const [name, spec] of Object.entries(specs)) {
    const policy = newPolicy(spec);
    if (!policy.ok) return policy;
    policies.push([name, policy.value]);
  }
  return { ok: true, value: policies };
}

/** A policy at version 0; the error is configtxgen's text. */
export function newPolicy(spec: PolicySpec, modPolicy: string = ADMINS): Result<ConfigPolicy, string> {
  const { rule } = spec;
  if (spec.type === 'ImplicitMeta') {
    const parsed = parseImplicitMetaPolicy(rule);
    if (!parsed.ok) return { ok: false, error: `invalid implicit meta policy rule '${rule}': ${parsed.error}` };
    const value = toBinary(ImplicitMetaPolicySchema, parsed.value);
    return { ok: true, value: policyOf(Policy_PolicyType.IMPLICIT_META, value, modPolicy) };
  }
  const parsed = parseSignaturePolicy(rule);
  if (!parsed.ok) return { ok: false, error: `invalid signature policy rule '${rule}': ${parsed.error}` };
  const value = toBinary(SignaturePolicyEnvelopeSchema, parsed.value);
  return { ok: true, value: policyOf(Policy_PolicyType.SIGNATURE, value, modPolicy) };
}

export const policyOf = (type: Policy_PolicyType, value: Uint8Array, modPolicy: string = ADMINS): ConfigPolicy =>
  create(ConfigPolicySchema, { policy: create(PolicySchema, { type, value }), modPolicy });

/** Reads one value of a group; undefined when the group does not have it. */
export function readValue<Desc extends DescMessage>(
  group: ConfigGroup | undefined,
  key: string,
  schema: Desc,
): Decoded<MessageShape<Desc> | undefined> {
  const value = group?.values[key];
  return value ? decode(schema, value.value) : decoded(undefined);
}
