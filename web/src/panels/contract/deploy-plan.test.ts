import { describe, expect, it } from 'vitest';
import type { Entry, Recording, Topology } from '../lab-types.ts';
import { approvers, committedOn, deployCommands, labelFor, nextDefinition, nextVersion } from './deploy-plan.ts';

const org = (name: string, clients: readonly string[]) => ({
  name,
  mspId: `${name}MSP`,
  domain: `${name.toLowerCase()}.example.com`,
  peers: 2,
  users: 1,
  clients,
  ca: false,
});
const topology = {
  peerOrgs: [org('Org1', ['client']), org('Org2', ['client']), org('Org3', [])],
  channels: [
    { id: 'mychannel', orgs: ['Org1', 'Org2', 'Org3'] },
    { id: 'other', orgs: ['Org3'] },
  ],
} as unknown as Topology;
const definition = { name: 'basic', version: '2.0', sequence: 2, signaturePolicy: null, initRequired: false };
const choice = {
  channel: 'mychannel',
  source: 'asset',
  label: 'basic_2.0',
  definition,
  peers: ['peer0.org1.example.com', 'peer1.org2.example.com'],
};

describe('what it takes to deploy', () => {
  it('is written, packaged, installed by each organisation, approved by each, committed by one', () => {
    const commands = deployCommands(topology, choice, { files: { 'index.js': '1' } });
    expect(commands.map((command) => [command.type, 'client' in command ? command.client.split('.')[1] : ''])).toEqual([
      ['writeContract', 'org1'],
      ['packageChaincode', 'org1'],
      ['installChaincode', 'org1'],
      ['installChaincode', 'org2'],
      ['approveChaincode', 'org1'],
      ['approveChaincode', 'org2'],
      ['commitChaincode', 'org1'],
    ]);
  });

  it('writes nothing when nothing was changed, and takes a package made elsewhere as it is', () => {
    const types = (what: Parameters<typeof deployCommands>[2]) => deployCommands(topology, choice, what)[0]?.type;
    expect(types({ files: {} })).toBe('packageChaincode');
    expect(types({ bytes: 'H4sI' })).toBe('importPackage');
  });

  it('is nothing where nobody has a client to do it with', () => {
    expect(approvers(topology, 'other')).toEqual([]);
    expect(deployCommands(topology, { ...choice, channel: 'other' }, { files: {} })).toEqual([]);
  });
});

describe('the next definition', () => {
  const committed = {
    channel: 'mychannel',
    name: 'basic',
    version: '1.0',
    sequence: 3,
    policy: '',
    initRequired: true,
    collections: [],
  };
  const entries = [
    { at: 1, fact: { type: 'chaincodeCommitted', ...committed } },
    { at: 2, fact: { type: 'chaincodeCommitted', ...committed, name: 'elsewhere', channel: 'other' } },
  ] as unknown as readonly Entry[];
  const given = {
    ...definition,
    version: '1.0',
    sequence: 3,
    signaturePolicy: "OR('Org1MSP.peer')",
    initRequired: true,
  };
  const recording = {
    commands: [{ at: 1, command: { type: 'commitChaincode', client: 'c', channel: 'mychannel', definition: given } }],
  } as unknown as Recording;

  it('keeps the policies and moves version and sequence on', () => {
    const inForce = committedOn(entries, 'mychannel');
    expect([...inForce.keys()]).toEqual(['basic']);
    expect(nextDefinition(recording, inForce.get('basic'), 'basic', 9)).toEqual({
      ...given,
      version: '2.0',
      sequence: 4,
    });
  });

  it('begins at 1 for a name the channel does not know', () => {
    expect(nextDefinition(recording, undefined, 'new', 9)).toMatchObject({ version: '1.0', sequence: 1 });
  });

  it.each([
    ['1.0', '2.0'],
    ['v3', 'v4'],
    ['2.1.7', '3.1.7'],
    ['final', 'final.1'],
  ])('after version %s: %s', (before, after) => {
    expect(nextVersion(before)).toBe(after);
  });

  it('has a label Fabric accepts', () => {
    expect(labelFor('my coin', '1.0')).toBe('my_coin_1.0');
  });
});
