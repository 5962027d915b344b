/**
 * From two whole configurations to the update between them: what is read (and must not have changed meanwhile) and what
 * is written, one version up.
 *
 * @fabric internal/configtxlator/update/update.go
 */
import { create, equals } from '@bufbuild/protobuf';
import type { Result } from '../kernel/result.ts';
import { equalBytes } from '../wire/bytes.ts';
import {
  type Config,
  type ConfigGroup,
  ConfigGroupSchema,
  type ConfigPolicy,
  ConfigPolicySchema,
  type ConfigUpdate,
  ConfigUpdateSchema,
  type ConfigValue,
  ConfigValueSchema,
} from '../wire/gen/common/configtx_pb.ts';
import { PolicySchema } from '../wire/gen/common/policies_pb.ts';
import { sortedRecord } from './config-tree.ts';

/** `peer channel update` wants this, wrapped in an envelope. Refuses with configtxlator's words when nothing differs. */
export function computeConfigUpdate(
  channelId: string,
  original: Config,
  updated: Config,
): Result<ConfigUpdate, string> {
  if (!original.channelGroup) return { ok: false, error: 'no channel group included for original config' };
  if (!updated.channelGroup) return { ok: false, error: 'no channel group included for updated config' };
  const { readSet, writeSet, changed } = compareGroups(original.channelGroup, updated.channelGroup);
  if (!changed) return { ok: false, error: 'no differences detected between original and updated config' };
  return { ok: true, value: create(ConfigUpdateSchema, { channelId, readSet, writeSet }) };
}

/** The members of one kind (groups, values or policies) of a group, compared. */
interface Compared<T> {
  readonly readSet: Readonly<Record<string, T>>;
  readonly writeSet: Readonly<Record<string, T>>;
  /** Unchanged members, by version only: they are named when the group's membership changes. */
  readonly same: Readonly<Record<string, T>>;
  readonly membersChanged: boolean;
}

type Members<T> = Readonly<Record<string, T>>;

/** Values and policies: the same rules, different content. */
function compareLeaves<T extends ConfigValue | ConfigPolicy>(
  original: Members<T>,
  updated: Members<T>,
  isSame: (a: T, b: T) => boolean,
  make: (version: bigint, content: T | undefined) => T,
): Compared<T> {
  const same: [string, T][] = [];
  const writeSet: [string, T][] = [];
  for (const [name, before] of Object.entries(original)) {
    const after = updated[name];
    if (!after) continue;
    if (before.modPolicy === after.modPolicy && isSame(before, after))
      same.push([name, make(before.version, undefined)]);
    else writeSet.push([name, make(before.version + 1n, after)]);
  }
  for (const [name, after] of Object.entries(updated)) if (!original[name]) writeSet.push([name, make(0n, after)]);
  return {
    readSet: {},
    writeSet: Object.fromEntries(writeSet),
    same: Object.fromEntries(same),
    membersChanged: differentKeys(original, updated),
  };
}

const differentKeys = (a: Members<unknown>, b: Members<unknown>): boolean =>
  Object.keys(a).some((name) => !b[name]) || Object.keys(b).some((name) => !a[name]);

const compareValues = (original: Members<ConfigValue>, updated: Members<ConfigValue>): Compared<ConfigValue> =>
  compareLeaves(
    original,
    updated,
    (a, b) => equalBytes(a.value, b.value),
    (version, content) =>
      create(
        ConfigValueSchema,
        content ? { version, value: content.value, modPolicy: content.modPolicy } : { version },
      ),
  );

const comparePolicies = (original: Members<ConfigPolicy>, updated: Members<ConfigPolicy>): Compared<ConfigPolicy> =>
  compareLeaves(
    original,
    updated,
    (a, b) => (a.policy && b.policy ? equals(PolicySchema, a.policy, b.policy) : a.policy === b.policy),
    (version, content) =>
      create(ConfigPolicySchema, {
        version,
        modPolicy: content?.modPolicy ?? '',
        ...(content?.policy && { policy: content.policy }),
      }),
  );

function compareSubgroups(original: Members<ConfigGroup>, updated: Members<ConfigGroup>): Compared<ConfigGroup> {
  const readSet: [string, ConfigGroup][] = [];
  const writeSet: [string, ConfigGroup][] = [];
  const same: [string, ConfigGroup][] = [];
  for (const [name, before] of Object.entries(original)) {
    const after = updated[name];
    if (!after) continue;
    const compared = compareGroups(before, after);
    if (!compared.changed) same.push([name, compared.readSet]);
    else {
      readSet.push([name, compared.readSet]);
      writeSet.push([name, compared.writeSet]);
    }
  }
  for (const [name, after] of Object.entries(updated)) {
    if (original[name]) continue;
    const { values, policies, groups } = compareGroups(create(ConfigGroupSchema), after).writeSet;
    writeSet.push([name, create(ConfigGroupSchema, { modPolicy: after.modPolicy, values, policies, groups })]);
  }
  return {
    readSet: Object.fromEntries(readSet),
    writeSet: Object.fromEntries(writeSet),
    same: Object.fromEntries(same),
    membersChanged: differentKeys(original, updated),
  };
}

interface ComparedGroup {
  readonly readSet: ConfigGroup;
  readonly writeSet: ConfigGroup;
  readonly changed: boolean;
}

function compareGroups(original: ConfigGroup, updated: ConfigGroup): ComparedGroup {
  const values = compareValues(original.values, updated.values);
  const policies = comparePolicies(original.policies, updated.policies);
  const groups = compareSubgroups(original.groups, updated.groups);
  const kinds = [values, policies, groups];
  const { version } = original;
  if (!kinds.some(({ membersChanged }) => membersChanged) && original.modPolicy === updated.modPolicy) {
    const changed = kinds.some(({ writeSet }) => Object.keys(writeSet).length > 0);
    return {
      changed,
      readSet: groupWith(version, '', groups.readSet, values.readSet, policies.readSet),
      writeSet: groupWith(version, '', groups.writeSet, values.writeSet, policies.writeSet),
    };
  }
  // The group itself changes, so all its members must be named: those that stay, by their version.
  const named = <T>({ same }: Compared<T>, set: Members<T>): Members<T> => ({ ...set, ...same });
  return {
    changed: true,
    readSet: groupWith(
      version,
      '',
      named(groups, groups.readSet),
      named(values, values.readSet),
      named(policies, policies.readSet),
    ),
    writeSet: groupWith(
      version + 1n,
      updated.modPolicy,
      named(groups, groups.writeSet),
      named(values, values.writeSet),
      named(policies, policies.writeSet),
    ),
  };
}

const groupWith = (
  version: bigint,
  modPolicy: string,
  groups: Members<ConfigGroup>,
  values: Members<ConfigValue>,
  policies: Members<ConfigPolicy>,
): ConfigGroup =>
  create(ConfigGroupSchema, {
    version,
    modPolicy,
    groups: sortedRecord(Object.entries(groups)),
    values: sortedRecord(Object.entries(values)),
    policies: sortedRecord(Object.entries(policies)),
  });
