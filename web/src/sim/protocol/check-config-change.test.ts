import { describe, expect, it } from 'vitest';
import { TWO_ORGS } from '../../scenes/networks.ts';
import { checkConfigChange } from './check-config-change.ts';
import type { ConfigChange } from './commands.ts';

const GOOD: readonly ConfigChange[] = [
  { kind: 'batchSize', maxMessageCount: 0, absoluteMaxBytes: 1, preferredMaxBytes: 2 },
  { kind: 'batchTimeout', micros: 0 },
  { kind: 'anchorPeers', org: 'Org1', peers: [] },
  { kind: 'addOrg', org: 'Org2' },
  { kind: 'removeOrg', org: 'Org2' },
  { kind: 'capabilities', level: 'orderer', capabilities: ['V9_9'] },
  { kind: 'acl', resource: 'peer/Propose', policy: '' },
  { kind: 'policy', path: '/Channel/Nowhere', type: 'Signature', rule: 'nonsense' },
  { kind: 'revocationList', org: 'Org1' },
  { kind: 'addConsenter', node: 'orderer.example.com' },
  { kind: 'removeConsenter', node: 'orderer3.example.com' },
  { kind: 'consortium', name: 'SampleConsortium', orgs: ['Org1'] },
  { kind: 'maintenance', on: false },
];

const FLAWS: readonly (readonly [why: string, value: unknown, code: string, where: string])[] = [
  ['nothing', null, 'notAConfigChange', 'change'],
  ['a list', [], 'notAConfigChange', 'change'],
  ['a kind nobody knows', { kind: 'constructor' }, 'unknownConfigChange', 'change.kind'],
  ['a field left out', { kind: 'acl', resource: 'peer/Propose' }, 'missingField', 'change.policy'],
  ['a field too many', { kind: 'addOrg', org: 'Org1', peers: [] }, 'unknownField', 'change.peers'],
  ['a count that is none', { kind: 'batchTimeout', micros: -1 }, 'notACount', 'change.micros'],
  ['a count no field can hold', { kind: 'batchTimeout', micros: 2 ** 32 }, 'notACount', 'change.micros'],
  ['half a count', { kind: 'batchTimeout', micros: 0.5 }, 'notACount', 'change.micros'],
  ['an organisation of elsewhere', { kind: 'addOrg', org: 'Org9' }, 'unknownOrg', 'change.org'],
  ['the orderers among the members', { kind: 'addOrg', org: 'OrdererOrg' }, 'unknownOrg', 'change.org'],
  [
    'a peer that is none',
    { kind: 'anchorPeers', org: 'Org1', peers: ['orderer.example.com'] },
    'unknownNode',
    'change.peers',
  ],
  ['an orderer that is none', { kind: 'addConsenter', node: 'peer0.org1.example.com' }, 'unknownNode', 'change.node'],
  ['a level that is none', { kind: 'capabilities', level: 'peer', capabilities: [] }, 'notOneOf', 'change.level'],
  [
    'capabilities that are no texts',
    { kind: 'capabilities', level: 'orderer', capabilities: [1] },
    'notTexts',
    'change.capabilities',
  ],
  [
    'a policy of no kind',
    { kind: 'policy', path: '/Channel/Admins', type: 'Other', rule: '' },
    'notOneOf',
    'change.type',
  ],
  ['a word for a switch', { kind: 'maintenance', on: 'yes' }, 'notAFlag', 'change.on'],
];

describe('checkConfigChange', () => {
  it.each(GOOD)('lets $kind through; what a channel makes of the values is not its business', (change) => {
    expect(checkConfigChange(change, TWO_ORGS, 'change')).toEqual({ ok: true, value: change });
  });

  it.each(FLAWS)('refuses %s with its place', (_, value, code, where) => {
    expect(checkConfigChange(value, TWO_ORGS, 'change')).toMatchObject({ ok: false, error: { code, where } });
  });
});
