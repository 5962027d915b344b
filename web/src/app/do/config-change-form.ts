/** The fields of each change of a channel's configuration, for the form of the command that prepares it. */
import type { ConfigChangeKind } from '../../sim/protocol/commands.ts';
import type { Field } from './form-field.ts';

export const CAPABILITY_LEVELS = ['application', 'orderer', 'channel'] as const;
export const POLICY_TYPES = ['ImplicitMeta', 'Signature'] as const;

const field = (name: string, kind: Field['kind']): Field => ({ path: `change.${name}`, kind });

const ORG = [field('org', 'member')];
const NODE = [field('node', 'orderer')];

export const CHANGE_FORM: Readonly<Record<ConfigChangeKind, readonly Field[]>> = {
  batchSize: [
    field('maxMessageCount', 'number'),
    field('absoluteMaxBytes', 'number'),
    field('preferredMaxBytes', 'number'),
  ],
  batchTimeout: [field('micros', 'number')],
  anchorPeers: [...ORG, field('peers', 'peers')],
  addOrg: ORG,
  removeOrg: ORG,
  capabilities: [field('level', 'capabilityLevel'), field('capabilities', 'lines')],
  acl: [field('resource', 'text'), field('policy', 'blankText')],
  policy: [field('path', 'text'), field('type', 'policyType'), field('rule', 'text')],
  revocationList: ORG,
  addConsenter: NODE,
  removeConsenter: NODE,
  consortium: [field('name', 'text'), field('orgs', 'lines')],
  maintenance: [field('on', 'boolean')],
};

/** What the fields begin with, by path. */
export const CHANGE_STARTS: Readonly<Record<string, string>> = {
  update: 'update',
  'change.maxMessageCount': '10',
  'change.absoluteMaxBytes': '103809024',
  'change.preferredMaxBytes': '524288',
  'change.micros': '2000000',
  'change.capabilities': 'V2_5',
  'change.resource': 'peer/Propose',
  'change.policy': '/Channel/Application/Writers',
  'change.path': '/Channel/Application/Endorsement',
  'change.rule': 'MAJORITY Endorsement',
  'change.name': 'SampleConsortium',
  'change.on': 'true',
};
