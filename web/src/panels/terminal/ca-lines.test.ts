import { describe, expect, it } from 'vitest';
import type { Command } from '../lab-types.ts';
import { recorded } from '../testdata/recorded-trace.ts';
import { commandLines } from './command-line.ts';

const { topology } = recorded.recording;
const access = { client: 'client.org2.example.com', ca: 'ca.org2.example.com' };
const asRegistrar = { ...access, registrar: 'caadmin' };
const end =
  '--caname ca-org2 --tls.certfiles $PWD/crypto-config/peerOrganizations/org2.example.com/ca/ca.org2.example.com-cert.pem';

const enroll: Command = {
  type: 'enrollIdentity',
  ...access,
  id: 'user2',
  secret: 'p@ss:word',
  identity: 'user2',
  profile: '',
  attributes: [],
};
const register: Command = {
  type: 'registerIdentity',
  ...asRegistrar,
  id: 'user2',
  secret: '',
  idType: 'client',
  affiliation: 'org2.department1',
  maxEnrollments: -1,
  attributes: ['hf.Revoker=true', 'role=blue team:ecert'],
};

const TYPED: readonly (readonly [why: string, command: Command, line: string])[] = [
  ['a secret goes into the address, encoded', enroll, 'enroll -u https://user2:p%40ss%3Aword@ca.org2.example.com:8054'],
  [
    'TLS certificates have a folder of their own',
    { ...enroll, secret: 'pw', profile: 'tls', attributes: ['role', 'mail:opt'] },
    'enroll -u https://user2:pw@ca.org2.example.com:8054 --enrollment.profile tls --mspdir tls --enrollment.attrs role,mail:opt',
  ],
  [
    'what is empty is not said, and what a shell would split is quoted',
    register,
    "register --id.name user2 --id.type client --id.affiliation org2.department1 --id.maxenrollments -1 --id.attrs 'hf.Revoker=true,role=blue team:ecert'",
  ],
  [
    'an identity or one certificate is revoked',
    { type: 'revokeIdentity', ...asRegistrar, id: '', serial: '1f', aki: 'c9', reason: 'keycompromise' },
    'revoke --revoke.serial 1f --revoke.aki c9 --revoke.reason keycompromise',
  ],
  ['a list of the registry', { type: 'listIdentities', ...asRegistrar }, 'identity list'],
];

describe('commands for a CA', () => {
  it.each(TYPED)('%s', (_, command, line) => {
    const { lines } = commandLines(command, topology);
    expect(lines.map((parts) => parts.join(' '))).toEqual([`fabric-ca-client ${line} ${end}`]);
  });

  it('are given with the folder of who asks', () => {
    const home = (command: Command) => commandLines(command, topology).environment['FABRIC_CA_CLIENT_HOME'];
    expect(home(register)).toBe('wallet/org2.example.com/caadmin');
    expect(home(enroll)).toBe('wallet/org2.example.com/user2');
  });

  it.each([
    ['User1', 'crypto-config/peerOrganizations/org2.example.com/users/User1@org2.example.com/msp'],
    ['user2', 'wallet/org2.example.com/user2/msp'],
  ])('a transaction of %s is signed with the key that lies there', (identity, folder) => {
    const call = { channel: 'mychannel', chaincode: 'basic', function: 'F', args: [], transient: {} };
    const submission: Command = {
      type: 'submitTransaction',
      client: access.client,
      identity,
      endorsers: null,
      ...call,
    };
    expect(commandLines(submission, topology).environment['CORE_PEER_MSPCONFIGPATH']).toBe(folder);
  });
});
