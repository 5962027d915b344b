/**
 * Is this a change of a channel's configuration, and does it name only what this topology has? What a channel makes of
 * its values (a batch of zero messages, a policy nobody can read) is for the tools and orderers to say.
 */
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { ConfigChange, ConfigChangeKind } from '../topology/config-change.ts';
import { nodesOf, type NodeRole } from '../topology/nodes.ts';
import type { Topology } from '../topology/topology-spec.ts';
import { shown } from './shown.ts';

export type ChangeFieldKind =
  | 'count'
  | 'text'
  | 'name'
  | 'texts'
  | 'flag'
  | 'org'
  | 'orgs'
  | 'peers'
  | 'orderer'
  | 'level'
  | 'policyType';

/** The fields of every change; the one place that knows them all. */
export const CHANGE_FIELDS: Readonly<Record<ConfigChangeKind, Readonly<Record<string, ChangeFieldKind>>>> = {
  batchSize: { maxMessageCount: 'count', absoluteMaxBytes: 'count', preferredMaxBytes: 'count' },
  batchTimeout: { micros: 'count' },
  anchorPeers: { org: 'org', peers: 'peers' },
  addOrg: { org: 'org' },
  removeOrg: { org: 'org' },
  capabilities: { level: 'level', capabilities: 'texts' },
  acl: { resource: 'name', policy: 'text' },
  policy: { path: 'name', type: 'policyType', rule: 'text' },
  revocationList: { org: 'org' },
  addConsenter: { node: 'orderer' },
  removeConsenter: { node: 'orderer' },
  consortium: { name: 'name', orgs: 'orgs' },
  maintenance: { on: 'flag' },
};

export const CAPABILITY_LEVELS = ['channel', 'orderer', 'application'] as const;
export const POLICY_TYPES = ['ImplicitMeta', 'Signature'] as const;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isKind = (value: unknown): value is ConfigChangeKind =>
  typeof value === 'string' && Object.hasOwn(CHANGE_FIELDS, value);
const isOneOf = (value: unknown, choices: readonly string[]): boolean => choices.some((choice) => choice === value);

/** What a 32-bit field of a protobuf message can hold. */
const LARGEST = 0xffffffff;

type Check = (value: unknown, topology: Topology) => boolean;

const isOrg: Check = (value, { peerOrgs }) => peerOrgs.some(({ name }) => name === value);
const isNode = (role: NodeRole, value: unknown, topology: Topology): boolean =>
  nodesOf(topology).some((node) => node.id === value && node.role === role);
const listOf =
  (check: Check): Check =>
  (value, topology) =>
    Array.isArray(value) && value.every((item) => check(item, topology));

/** Of each kind of field: when it is good, and the code of the refusal when it is not. */
const CHECKS: Readonly<Record<ChangeFieldKind, readonly [Check, string]>> = {
  count: [(value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LARGEST, 'notACount'],
  text: [(value) => typeof value === 'string', 'notText'],
  name: [(value) => typeof value === 'string' && value !== '', 'notText'],
  texts: [listOf((value) => typeof value === 'string'), 'notTexts'],
  flag: [(value) => typeof value === 'boolean', 'notAFlag'],
  org: [isOrg, 'unknownOrg'],
  orgs: [listOf(isOrg), 'unknownOrg'],
  peers: [listOf((value, topology) => isNode('peer', value, topology)), 'unknownNode'],
  orderer: [(value, topology) => isNode('orderer', value, topology), 'unknownNode'],
  level: [(value) => isOneOf(value, CAPABILITY_LEVELS), 'notOneOf'],
  policyType: [(value) => isOneOf(value, POLICY_TYPES), 'notOneOf'],
};

/** @param where path of the value, used in the refusal */
export function checkConfigChange(value: unknown, topology: Topology, where: string): Result<ConfigChange> {
  if (!isObject(value)) return refuse('notAConfigChange', {}, where);
  const { kind } = value;
  if (!isKind(kind)) return refuse('unknownConfigChange', { kind: shown(kind) }, `${where}.kind`);
  const fields = CHANGE_FIELDS[kind];
  for (const [name, fieldKind] of Object.entries(fields)) {
    const at = `${where}.${name}`;
    if (!Object.hasOwn(value, name)) return refuse('missingField', { command: kind, field: name }, at);
    const [isGood, refusal] = CHECKS[fieldKind];
    if (!isGood(value[name], topology))
      return refuse(refusal, { command: kind, field: name, value: shown(value[name]), org: shown(value[name]) }, at);
  }
  const extra = Object.keys(value).find((name) => name !== 'kind' && !Object.hasOwn(fields, name));
  if (extra !== undefined) return refuse('unknownField', { command: kind, field: extra }, `${where}.${extra}`);
  return ok(value as unknown as ConfigChange);
}
