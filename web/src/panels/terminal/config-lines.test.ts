import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Command, CommandOf } from '../lab-types.ts';
import { recorded } from '../testdata/recorded-trace.ts';
import { commandLines } from './command-line.ts';
import { signaturePolicyJson } from './signature-policy-json.ts';

/** The rows below that run it are left out where it is not installed. */
const JQ = 'jq';

const { topology } = recorded.recording;
type Change = CommandOf<'prepareConfigUpdate'>['change'];
const client = 'client.org1.example.com';
const linesOf = (command: Command): readonly string[] =>
  commandLines(command, topology).lines.map((parts) => parts.join(' '));
const prepared = (change: Change): readonly string[] =>
  linesOf({ type: 'prepareConfigUpdate', client, channel: 'mychannel', update: 'change', change });
const programOf = (change: Change): string => prepared(change).find((line) => line.startsWith('jq ')) ?? '';

/** What configtxlator prints of a configuration, as far as the edits go. */
const CONFIG = {
  channel_group: {
    groups: {
      Application: { groups: { Org1MSP: { values: {} }, Org2MSP: {} }, policies: {}, values: {} },
      Orderer: {
        values: {
          BatchSize: {},
          BatchTimeout: {},
          Capabilities: {},
          ConsensusType: { value: { metadata: { consenters: [{ host: 'a' }, { host: 'orderer.example.com' }] } } },
        },
      },
    },
    values: {},
  },
};

const hasJq = (() => {
  try {
    execFileSync(JQ, ['--version']);
    return true;
  } catch {
    return false;
  }
})();

describe('the lines of a config update', () => {
  it('fetch, edit, compute, and leave the unsigned file that is signed and submitted next', () => {
    const lines = prepared({ kind: 'removeOrg', org: 'Org2' });
    expect(lines[0]).toContain('peer channel fetch config');
    expect(lines.at(-1)).toContain('--type common.Envelope --output channel-artifacts/change.tx');
    expect(linesOf({ type: 'signConfigUpdate', org: 'Org2', update: 'change' })).toEqual([
      'peer channel signconfigtx -f channel-artifacts/change.tx',
    ]);
    const [submitted] = linesOf({ type: 'submitConfigUpdate', client, update: 'change' });
    expect(submitted).toMatch(/^peer channel update -o .* -c mychannel -f channel-artifacts\/change\.tx$/);
  });

  it('an organisation signs with its own administrator, the orderers’ from their own folder', () => {
    const environment = (org: string) =>
      commandLines({ type: 'signConfigUpdate', org, update: 'u' }, topology).environment;
    expect(environment('Org2')['CORE_PEER_LOCALMSPID']).toBe('Org2MSP');
    expect(environment(topology.ordererOrg.name)['CORE_PEER_MSPCONFIGPATH']).toBe(
      'crypto-config/ordererOrganizations/example.com/users/Admin@example.com/msp',
    );
  });

  it('an organisation that joins is printed first', () => {
    const lines = prepared({ kind: 'addOrg', org: 'Org2' });
    expect(lines).toContain('configtxgen -printOrg Org2MSP > channel-artifacts/Org2MSP.json');
    expect(programOf({ kind: 'addOrg', org: 'Org2' })).toContain('--slurpfile org channel-artifacts/Org2MSP.json');
  });

  const EDITS: readonly (readonly [Change, path: string, value: unknown])[] = [
    [
      { kind: 'batchSize', maxMessageCount: 2, absoluteMaxBytes: 9, preferredMaxBytes: 4 },
      '.channel_group.groups.Orderer.values.BatchSize.value',
      { max_message_count: 2, absolute_max_bytes: 9, preferred_max_bytes: 4 },
    ],
    [
      { kind: 'batchTimeout', micros: 1_500 },
      '.channel_group.groups.Orderer.values.BatchTimeout.value.timeout',
      '1.5ms',
    ],
    [{ kind: 'removeOrg', org: 'Org2' }, '.channel_group.groups.Application.groups | keys', ['Org1MSP']],
    [
      { kind: 'capabilities', level: 'channel', capabilities: ['V2_0'] },
      '.channel_group.values.Capabilities.value.capabilities',
      { V2_0: {} },
    ],
    [
      { kind: 'acl', resource: 'peer/Propose', policy: '/Channel/Application/Admins' },
      '.channel_group.groups.Application.values.ACLs.value.acls',
      { 'peer/Propose': { policy_ref: '/Channel/Application/Admins' } },
    ],
    [
      { kind: 'policy', path: '/Channel/Application/Endorsement', type: 'ImplicitMeta', rule: 'ANY Endorsement' },
      '.channel_group.groups.Application.policies.Endorsement.policy',
      { type: 3, value: { rule: 'ANY', sub_policy: 'Endorsement' } },
    ],
    [
      { kind: 'removeConsenter', node: 'orderer.example.com' },
      '.channel_group.groups.Orderer.values.ConsensusType.value.metadata.consenters',
      [{ host: 'a' }],
    ],
    [
      { kind: 'maintenance', on: true },
      '.channel_group.groups.Orderer.values.ConsensusType.value.state',
      'STATE_MAINTENANCE',
    ],
  ];
  it.runIf(hasJq).each(EDITS)('%o is what jq makes of it', (change, path, value) => {
    const [, program = ''] = /^jq '(.*)' channel-artifacts/.exec(programOf(change)) ?? [];
    const input = JSON.stringify(CONFIG);
    const edited = execFileSync(JQ, [program], { input, encoding: 'utf8' });
    expect(JSON.parse(execFileSync(JQ, [path], { input: edited, encoding: 'utf8' }))).toEqual(value);
  });
});

describe('a signature policy as configtxlator prints it', () => {
  it('names everybody once and nests rules', () => {
    const admin = (mspId: string) => ({
      principal: { msp_identifier: mspId, role: 'ADMIN' },
      principal_classification: 'ROLE',
    });
    const both = { n_out_of: { n: 2, rules: [{ signed_by: 0 }, { signed_by: 1 }] } };
    expect(signaturePolicyJson("OutOf(1, AND('A.admin','B.admin'), 'A.admin')")).toEqual({
      identities: [admin('A'), admin('B')],
      rule: { n_out_of: { n: 1, rules: [both, { signed_by: 0 }] } },
      version: 0,
    });
  });
});
