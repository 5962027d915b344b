/**
 * The configuration tree laid flat: one element a path, which is how updates are compared with the current config and
 * how refusals name what they mean (`[Value]  /Channel/Orderer/BatchTimeout`).
 *
 * @fabric common/configtx/configmap.go, common/configtx/validator.go
 * @simplified Elements come in the order of their paths, so that of several refusals always the same is reported;
 * Fabric's order is random.
 */
import { create } from '@bufbuild/protobuf';
import type { Result } from '../kernel/result.ts';
import {
  type ConfigGroup,
  ConfigGroupSchema,
  type ConfigPolicy,
  ConfigPolicySchema,
  type ConfigValue,
  ConfigValueSchema,
} from '../wire/gen/common/configtx_pb.ts';
import { ADMINS, sortedRecord } from './config-tree.ts';

const PREFIX = { group: '[Group]  ', value: '[Value]  ', policy: '[Policy] ' } as const;

/** One group, value or policy of the tree. */
export type ConfigElement = {
  readonly key: string;
  /** Names of the groups above, root first; empty for the root. */
  readonly path: readonly string[];
} & (
  | { readonly kind: 'group'; readonly element: ConfigGroup }
  | { readonly kind: 'value'; readonly element: ConfigValue }
  | { readonly kind: 'policy'; readonly element: ConfigPolicy }
);

/** Full path with its prefix → element, sorted by path. */
export type ConfigMap = ReadonlyMap<string, ConfigElement>;

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

const MAX_ID_LENGTH = 249;

/** Fabric's words about a key that may not be one; undefined when it may. */
export function configIdFlaw(id: string): string | undefined {
  if (id === '') return 'config ID illegal, cannot be empty';
  if (id.length > MAX_ID_LENGTH) return `config ID illegal, cannot be longer than ${MAX_ID_LENGTH}`;
  if (id === '.' || id === '..') return `name '${id}' for config ID is not allowed`;
  return /^[a-zA-Z0-9.-]+$/.test(id) ? undefined : `config ID '${id}' contains illegal characters`;
}

/** Fabric's words about a channel id; undefined when it is one. */
export function channelIdFlaw(channelId: string): string | undefined {
  if (channelId === '') return 'channel ID illegal, cannot be empty';
  if (channelId.length > MAX_ID_LENGTH) return `channel ID illegal, cannot be longer than ${MAX_ID_LENGTH}`;
  return /^[a-z][a-z0-9.-]*$/.test(channelId) ? undefined : `'${channelId}' contains illegal characters`;
}

/** Fabric's words about a mod_policy: `Admins`, `Org1MSP/Admins` or an absolute path. Undefined when it is well formed. */
export function modPolicyFlaw(modPolicy: string): string | undefined {
  if (modPolicy === '') return 'mod_policy not set';
  const parts = (modPolicy.startsWith('/') ? modPolicy.slice(1) : modPolicy).split('/');
  for (const [index, part] of parts.entries()) {
    const flaw = configIdFlaw(part);
    if (flaw) return `path element at ${index} is invalid: ${flaw}`;
  }
  return undefined;
}

const pathOf = (kind: keyof typeof PREFIX, path: readonly string[], key: string): string =>
  `${PREFIX[kind]}/${[...path, key].join('/')}`;

/** Lays `root` flat under the name `rootKey`; without a tree the map is empty. */
export function mapConfig(root: ConfigGroup | undefined, rootKey: string): Result<ConfigMap, string> {
  const elements: ConfigElement[] = root ? [...walk(root, [], rootKey)] : [];
  for (const { kind, key } of elements) {
    const flaw = configIdFlaw(key);
    if (flaw) return failed(`illegal characters in key: ${PREFIX[kind]}: ${flaw}`);
  }
  const entries = elements.map((element) => [pathOf(element.kind, element.path, element.key), element] as const);
  return { ok: true, value: new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) };
}

function* walk(group: ConfigGroup, path: readonly string[], key: string): Generator<ConfigElement> {
  yield { kind: 'group', key, path, element: group };
  const below = [...path, key];
  for (const [name, child] of Object.entries(group.groups)) yield* walk(child, below, name);
  for (const [name, value] of Object.entries(group.values))
    yield { kind: 'value', key: name, path: below, element: value };
  for (const [name, policy] of Object.entries(group.policies))
    yield { kind: 'policy', key: name, path: below, element: policy };
}

/**
 * The tree a flat map describes: groups say which members they have, the map says what these are. Members are sorted by
 * key. A mod_policy that was never set becomes `Admins`, as Fabric repairs configurations of its first versions.
 */
export function treeOf(map: ConfigMap, rootKey: string): Result<ConfigGroup, string> {
  return groupOf(map, [], rootKey);
}

function groupOf(map: ConfigMap, path: readonly string[], key: string): Result<ConfigGroup, string> {
  const element = map.get(pathOf('group', path, key));
  if (element?.kind !== 'group') return failed(`missing group at path: ${pathOf('group', path, key)}`);
  const { element: group } = element;
  const below = [...path, key];
  const groups: [string, ConfigGroup][] = [];
  for (const name of Object.keys(group.groups)) {
    const child = groupOf(map, below, name);
    if (!child.ok) return child;
    groups.push([name, child.value]);
  }
  const values: [string, ConfigValue][] = [];
  for (const name of Object.keys(group.values)) {
    const member = map.get(pathOf('value', below, name));
    if (member?.kind !== 'value') return failed(`missing value at path: ${pathOf('value', below, name)}`);
    values.push([
      name,
      create(ConfigValueSchema, { ...member.element, modPolicy: member.element.modPolicy || ADMINS }),
    ]);
  }
  const policies: [string, ConfigPolicy][] = [];
  for (const name of Object.keys(group.policies)) {
    const member = map.get(pathOf('policy', below, name));
    if (member?.kind !== 'policy') return failed(`missing policy at path: ${pathOf('policy', below, name)}`);
    policies.push([
      name,
      create(ConfigPolicySchema, { ...member.element, modPolicy: member.element.modPolicy || ADMINS }),
    ]);
  }
  return {
    ok: true,
    value: create(ConfigGroupSchema, {
      version: group.version,
      modPolicy: group.modPolicy || ADMINS,
      groups: sortedRecord(groups),
      values: sortedRecord(values),
      policies: sortedRecord(policies),
    }),
  };
}
