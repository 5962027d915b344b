/**
 * What an administrator changes in a fetched configuration before the update is computed: each edit takes the whole
 * tree and gives the edited one, and leaves alone what it does not name. Versions are not its business: computing the
 * update raises them.
 *
 * @fabric docs/source/config_update.md (what is edited with jq)
 */
import { clone, create, toBinary } from '@bufbuild/protobuf';
import type { Result } from '../kernel/result.ts';
import { decode } from '../wire/decode.ts';
import {
  type ConfigGroup,
  ConfigGroupSchema,
  ConfigSchema,
  type ConfigUpdate,
  type ConfigValue,
} from '../wire/gen/common/configtx_pb.ts';
import { type FabricMSPConfig, FabricMSPConfigSchema, MSPConfigSchema } from '../wire/gen/msp/msp_config_pb.ts';
import { BatchSizeSchema, BatchTimeoutSchema } from '../wire/gen/orderer/configuration_pb.ts';
import { ACLsSchema } from '../wire/gen/peer/configuration_pb.ts';
import type { ChannelBundle } from './bundle.ts';
import type { ApplicationOrgSpec, BatchSize, HostPort, PolicySpec } from './channel-spec.ts';
import { computeConfigUpdate } from './config-delta.ts';
import { ADMINS, capabilitiesValue, GROUP, newPolicy, newValue, readValue, ROOT_GROUP, VALUE } from './config-tree.ts';
import { aclsValue, anchorPeersValue, newApplicationOrgGroup } from './genesis.ts';
import { printGoDuration } from './go-duration.ts';

/** The tree after an edit, or why it cannot be made. The given tree is not touched. */
export type ConfigEdit = (root: ConfigGroup) => Result<ConfigGroup, string>;

export type Edited = Result<ConfigGroup, string>;

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });
const edited = (value: ConfigGroup): Edited => ({ ok: true, value });

/** The update from the channel's configuration to the edited one; the error is of the edit or configtxlator's. */
export function updateByEdit(bundle: ChannelBundle, edit: ConfigEdit): Result<ConfigUpdate, string> {
  const { channelId, config, root } = bundle;
  const after = edit(root);
  if (!after.ok) return after;
  const updated = create(ConfigSchema, { ...clone(ConfigSchema, config), channelGroup: after.value });
  return computeConfigUpdate(channelId, config, updated);
}

/** Replaces the group at `path` (names below the root) by what `change` makes of it. */
export function editGroup(root: ConfigGroup, path: readonly string[], change: (group: ConfigGroup) => Edited): Edited {
  const [name, ...rest] = path;
  if (name === undefined) return change(clone(ConfigGroupSchema, root));
  const child = root.groups[name];
  if (!child) return failed(`configuration has no group ${name}`);
  const after = editGroup(child, rest, change);
  if (!after.ok) return after;
  return edited(create(ConfigGroupSchema, { ...root, groups: { ...root.groups, [name]: after.value } }));
}

/** Sets a value; one that is there keeps its version and mod_policy. */
export const setValue =
  (key: string, value: ConfigValue) =>
  (group: ConfigGroup): Edited => {
    const existing = group.values[key];
    const { version, modPolicy } = existing ?? { version: 0n, modPolicy: value.modPolicy };
    group.values[key] = { ...value, version, modPolicy };
    return edited(group);
  };

const without = <T>(members: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => name !== key));

export const withBatchSize =
  (batchSize: BatchSize): ConfigEdit =>
  (root) =>
    editGroup(
      root,
      [GROUP.orderer],
      setValue(VALUE.batchSize, newValue(BatchSizeSchema, create(BatchSizeSchema, batchSize))),
    );

/** @param micros any whole number: what a channel may not have is for the orderer to refuse */
export const withBatchTimeout =
  (micros: number): ConfigEdit =>
  (root) => {
    const timeout = create(BatchTimeoutSchema, { timeout: printGoDuration(micros) });
    return editGroup(root, [GROUP.orderer], setValue(VALUE.batchTimeout, newValue(BatchTimeoutSchema, timeout)));
  };

/** Where capabilities stand: at the root, or in one of its sections. */
export type CapabilityPlace = 'channel' | 'orderer' | 'application';

export const withCapabilities =
  (place: CapabilityPlace, names: readonly string[]): ConfigEdit =>
  (root) =>
    editGroup(root, place === 'channel' ? [] : [GROUP[place]], setValue(VALUE.capabilities, capabilitiesValue(names)));

/** Gives a resource another policy than its default; an empty `policy` takes it back. */
export const withAcl =
  (resource: string, policy: string): ConfigEdit =>
  (root) =>
    editGroup(root, [GROUP.application], (group) => {
      const current = readValue(group, VALUE.acls, ACLsSchema);
      if (!current.ok) return current;
      const kept = Object.entries(current.value?.acls ?? {})
        .filter(([name]) => name !== resource)
        .map(([name, { policyRef }]) => [name, policyRef] as const);
      const acls = policy === '' ? kept : [...kept, [resource, policy] as const];
      if (acls.length === 0 && !group.values[VALUE.acls]) return edited(group);
      return setValue(VALUE.acls, aclsValue(acls))(group);
    });

/** Sets the policy at an absolute path such as `/Channel/Application/Endorsement`. */
export const withPolicy =
  (path: string, spec: PolicySpec): ConfigEdit =>
  (root) => {
    const [empty, rootName, ...names] = path.split('/');
    const name = names.at(-1);
    if (empty !== '' || rootName !== ROOT_GROUP || !name) return failed(`${path} is not the path of a policy`);
    const policy = newPolicy(spec);
    if (!policy.ok) return policy;
    return editGroup(root, names.slice(0, -1), (group) => {
      const existing = group.policies[name];
      const { version, modPolicy } = existing ?? { version: 0n, modPolicy: ADMINS };
      group.policies[name] = { ...policy.value, version, modPolicy };
      return edited(group);
    });
  };

/** Key of the organisation's group in a section: usually its name or MSP id, but only its MSP is sure. */
function organizationKey(section: ConfigGroup | undefined, mspId: string): string | undefined {
  return Object.entries(section?.groups ?? {}).find(([, group]) => mspOf(group)?.name === mspId)?.[0];
}

function mspOf(group: ConfigGroup): FabricMSPConfig | undefined {
  const envelope = readValue(group, VALUE.msp, MSPConfigSchema);
  if (!envelope.ok || !envelope.value) return undefined;
  const config = decode(FabricMSPConfigSchema, envelope.value.config);
  return config.ok ? config.value : undefined;
}

/** The anchor peers of a member, in place of those it had. */
export const withAnchorPeers =
  (mspId: string, anchorPeers: readonly HostPort[]): ConfigEdit =>
  (root) => {
    const key = organizationKey(root.groups[GROUP.application], mspId);
    if (key === undefined) return failed(`organization ${mspId} is not a member of the channel`);
    return editGroup(root, [GROUP.application, key], setValue(VALUE.anchorPeers, anchorPeersValue(anchorPeers)));
  };

/** A new member of the channel. */
export const withApplicationOrg =
  (spec: ApplicationOrgSpec): ConfigEdit =>
  (root) => {
    const group = newApplicationOrgGroup(spec);
    return group.ok ? withApplicationOrgGroup(spec.name, group.value)(root) : group;
  };

/** The same from the group that `configtxgen -printOrg` prints. */
export const withApplicationOrgGroup =
  (name: string, organization: ConfigGroup): ConfigEdit =>
  (root) =>
    editGroup(root, [GROUP.application], (group) => {
      group.groups[name] = organization;
      return edited(group);
    });

/** The channel without this member; nothing changes when it is none. */
export const withoutApplicationOrg =
  (mspId: string): ConfigEdit =>
  (root) =>
    editGroup(root, [GROUP.application], (group) => {
      const key = organizationKey(group, mspId);
      return edited(
        key === undefined ? group : create(ConfigGroupSchema, { ...group, groups: without(group.groups, key) }),
      );
    });

/**
 * Puts certificate revocation lists (PEM) into the organisation's MSP, in place of those it had, in every section it is
 * in: the definitions must stay the same.
 */
export const withRevocationLists =
  (mspId: string, lists: readonly Uint8Array[]): ConfigEdit =>
  (root) => {
    let tree = root;
    let found = false;
    for (const section of [GROUP.application, GROUP.orderer]) {
      const key = organizationKey(tree.groups[section], mspId);
      if (key === undefined) continue;
      const after = editGroup(tree, [section, key], (group) => setRevocationLists(group, lists));
      if (!after.ok) return after;
      tree = after.value;
      found = true;
    }
    return found ? edited(tree) : failed(`organization ${mspId} is not a member of the channel`);
  };

function setRevocationLists(group: ConfigGroup, lists: readonly Uint8Array[]): Edited {
  const config = mspOf(group);
  if (!config) return failed('organization has no MSP');
  const next = create(FabricMSPConfigSchema, { ...config, revocationList: [...lists] });
  const envelope = create(MSPConfigSchema, { type: 0, config: toBinary(FabricMSPConfigSchema, next) });
  return setValue(VALUE.msp, newValue(MSPConfigSchema, envelope))(group);
}
