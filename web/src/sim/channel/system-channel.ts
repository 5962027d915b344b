/**
 * What configtxgen writes for a network of 2.x: the system channel with its consortiums, the transaction that creates a
 * channel, and an organisation's anchor peers.
 *
 * @fabric internal/configtxgen/encoder/encoder.go, cmd/configtxgen (2.x)
 * @simplified A creation transaction is made without the system channel's profile (`-channelCreateTxBaseProfile`), so it
 *   changes nothing but the application.
 */
import { clone, create, toBinary } from '@bufbuild/protobuf';
import {
  type ConfigGroup,
  ConfigGroupSchema,
  ConfigSchema,
  type ConfigUpdate,
  ConfigValueSchema,
} from '../wire/gen/common/configtx_pb.ts';
import {
  ImplicitMetaPolicy_Rule,
  ImplicitMetaPolicySchema,
  Policy_PolicyType,
  PolicySchema,
  SignaturePolicy_NOutOfSchema,
  SignaturePolicyEnvelopeSchema,
  SignaturePolicySchema,
} from '../wire/gen/common/policies_pb.ts';
import type { ChannelCreationSpec, ConsortiumSpec, OrganizationSpec, SystemChannelSpec } from './channel-spec.ts';
import { computeConfigUpdate } from './config-delta.ts';
import {
  ADMINS,
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
import {
  type Built,
  consortiumValue,
  failed,
  newApplicationGroup,
  newOrderedTree,
  newRoot,
  withSubgroups,
} from './genesis.ts';

/** The whole tree of a system channel. The error is configtxgen's text, without the log line around it. */
export function newSystemChannelGroup(spec: SystemChannelSpec): Built<ConfigGroup> {
  return newOrderedTree(spec, 'consortiums', newConsortiumsGroup(spec.consortiums));
}

/** The orderers' administrators govern consortiums: the group's own Admins policy accepts everybody and decides nothing. */
function newConsortiumsGroup(consortiums: readonly ConsortiumSpec[]): Built<ConfigGroup> {
  const groups: [string, ConfigGroup][] = [];
  for (const consortium of consortiums) {
    const group = newConsortiumGroup(consortium);
    if (!group.ok) return failed(`failed to create consortium ${consortium.name}: ${group.error}`);
    groups.push([consortium.name, group.value]);
  }
  const everybody = create(SignaturePolicyEnvelopeSchema, {
    rule: create(SignaturePolicySchema, { type: { case: 'nOutOf', value: create(SignaturePolicy_NOutOfSchema) } }),
  });
  const value = toBinary(SignaturePolicyEnvelopeSchema, everybody);
  const admins = policyOf(Policy_PolicyType.SIGNATURE, value, POLICY.ordererAdmins);
  return { ok: true, value: governedByOrderers(newGroup({ policies: [[ADMINS, admins]], groups })) };
}

function newConsortiumGroup({ organizations }: ConsortiumSpec): Built<ConfigGroup> {
  const groups: [string, ConfigGroup][] = [];
  for (const organization of organizations) {
    const group = newConsortiumOrgGroup(organization);
    if (!group.ok) return failed(`failed to create consortium org: ${group.error}`);
    groups.push([organization.name, group.value]);
  }
  const anyAdmin = create(ImplicitMetaPolicySchema, { rule: ImplicitMetaPolicy_Rule.ANY, subPolicy: ADMINS });
  const value = toBinary(ImplicitMetaPolicySchema, anyAdmin);
  const policy = create(PolicySchema, { type: Policy_PolicyType.IMPLICIT_META, value });
  const creation = newValue(PolicySchema, policy, POLICY.ordererAdmins);
  return {
    ok: true,
    value: governedByOrderers(newGroup({ values: [[VALUE.channelCreationPolicy, creation]], groups })),
  };
}

/**
 * The tree of a system channel after a consortium was defined or, where there is one of that name, has `organizations`
 * for its members. Versions are left to whoever computes the update. The error is configtxgen's text.
 */
export function withConsortium(
  root: ConfigGroup,
  name: string,
  organizations: readonly OrganizationSpec[],
): Built<ConfigGroup> {
  const consortiums = root.groups[GROUP.consortiums];
  if (!consortiums) return failed('config has no Consortiums group: consortiums are defined on the system channel');
  const made = newConsortiumGroup({ name, organizations });
  if (!made.ok) return failed(`failed to create consortium ${name}: ${made.error}`);
  const known = consortiums.groups[name];
  const consortium = known ? create(ConfigGroupSchema, { ...known, groups: made.value.groups }) : made.value;
  const groups = sortedRecord(Object.entries({ ...consortiums.groups, [name]: consortium }));
  const next = create(ConfigGroupSchema, { ...consortiums, groups });
  return {
    ok: true,
    value: create(ConfigGroupSchema, { ...root, groups: { ...root.groups, [GROUP.consortiums]: next } }),
  };
}

function newConsortiumOrgGroup(spec: OrganizationSpec): Built<ConfigGroup> {
  const policies = newPolicies(spec.policies);
  if (!policies.ok) return failed(`error adding policies to consortiums org group '${spec.name}': ${policies.error}`);
  return { ok: true, value: newGroup({ values: [[VALUE.msp, rawValue(spec.mspConfig)]], policies: policies.value }) };
}

const governedByOrderers = (group: ConfigGroup): ConfigGroup =>
  create(ConfigGroupSchema, { ...group, modPolicy: POLICY.ordererAdmins });

/**
 * `configtxgen -outputCreateChannelTx`: the update that, sent for a channel that does not exist, asks the system channel
 * to create it. It names the members by version only; their definitions come from the consortium.
 */
export function channelCreationUpdate(spec: ChannelCreationSpec): Built<ConfigUpdate> {
  const group = newMemberTree(spec);
  if (!group.ok)
    return failed(`could not generate default config template: error parsing configuration: ${group.error}`);
  const template = clone(ConfigGroupSchema, group.value);
  const application = template.groups[GROUP.application];
  if (application) Object.assign(application, { values: {}, policies: {} });
  const update = computeUpdate(spec.channelId, template, group.value);
  if (!update.ok) return failed(`config update generation failure: could not compute update: ${update.error}`);
  const { readSet, writeSet } = update.value;
  if (readSet) readSet.values[VALUE.consortium] = create(ConfigValueSchema);
  if (writeSet) {
    const { value } = consortiumValue(spec.consortium);
    writeSet.values[VALUE.consortium] = create(ConfigValueSchema, { value });
  }
  return update;
}

/** `configtxgen -outputAnchorPeersUpdate -asOrg`: from the profile alone, so it fits only a channel's first configuration. */
export function anchorPeersUpdateFromProfile(spec: ChannelCreationSpec, orgName: string): Built<ConfigUpdate> {
  const updated = newMemberTree(spec);
  if (!updated.ok) return failed(`error parsing profile as channel group: ${updated.error}`);
  const application = updated.value.groups[GROUP.application];
  if (application) application.version = 1n;
  const original = clone(ConfigGroupSchema, updated.value);
  const organization = original.groups[GROUP.application]?.groups[orgName];
  if (!organization) return failed(`org with name '${orgName}' does not exist in config`);
  if (!organization.values[VALUE.anchorPeers]) return failed(`org '${orgName}' does not have any anchor peers defined`);
  organization.values = Object.fromEntries(
    Object.entries(organization.values).filter(([name]) => name !== VALUE.anchorPeers),
  );
  const update = computeUpdate(spec.channelId, original, updated.value);
  return update.ok ? update : failed(`could not compute update: ${update.error}`);
}

/** The tree of a profile without an Orderer section. */
function newMemberTree(spec: ChannelCreationSpec): Built<ConfigGroup> {
  const root = newRoot(spec, { consortium: spec.consortium });
  if (!root.ok) return root;
  const application = newApplicationGroup(spec.application);
  if (!application.ok) return failed(`could not create application group: ${application.error}`);
  return { ok: true, value: withSubgroups(root.value, [[GROUP.application, application.value]]) };
}

const computeUpdate = (channelId: string, original: ConfigGroup, updated: ConfigGroup): Built<ConfigUpdate> =>
  computeConfigUpdate(
    channelId,
    create(ConfigSchema, { channelGroup: original }),
    create(ConfigSchema, { channelGroup: updated }),
  );
