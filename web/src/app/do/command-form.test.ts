import { describe, expect, it } from 'vitest';
import type { Command } from '../../sim/protocol/commands.ts';
import { emptyWorld } from '../../view/world-model.ts';
import { commandOf, isFilled, startValues } from './command-form.ts';

const world = emptyWorld(
  {
    ordererOrg: { name: 'OrdererOrg', mspId: 'OrdererMSP', domain: 'example.com', orderers: ['orderer'] },
    peerOrgs: [
      { name: 'Org1', mspId: 'Org1MSP', domain: 'org1.example.com', peers: 2, users: 1, clients: ['client'], ca: true },
    ],
    channels: [],
  },
  '3.x',
);

const submit: Command = {
  type: 'submitTransaction',
  client: 'client.org1.example.com',
  identity: 'User1',
  channel: 'mychannel',
  chaincode: 'basic',
  function: 'TransferAsset',
  args: ['asset6', 'Max = Moritz'],
  transient: { price: '1=2' },
  endorsers: ['peer0.org1.example.com', 'peer1.org1.example.com'],
};

describe('the form of a command', () => {
  const commands: readonly Command[] = [
    submit,
    { ...submit, endorsers: null, transient: {}, args: [] },
    { ...submit, isInit: true },
    {
      type: 'commitChaincode',
      client: 'client.org1.example.com',
      channel: 'mychannel',
      definition: {
        name: 'basic',
        version: '2.0',
        sequence: 2,
        signaturePolicy: null,
        channelConfigPolicy: '/Channel/Application/Endorsement',
        initRequired: true,
      },
      peers: ['peer0.org1.example.com'],
      identity: 'User1',
    },
    { type: 'queryInstalled', client: 'client.org1.example.com', node: 'peer0.org1.example.com' },
    { type: 'generateCrypto' },
    {
      type: 'registerIdentity',
      client: 'client.org1.example.com',
      ca: 'ca.org1.example.com',
      registrar: 'caadmin',
      id: 'user2',
      secret: '',
      idType: 'client',
      affiliation: '',
      maxEnrollments: -1,
      attributes: ['role=buyer:ecert', 'hf.Revoker=true'],
    },
    {
      type: 'prepareConfigUpdate',
      client: 'client.org1.example.com',
      channel: 'mychannel',
      update: 'smaller',
      change: { kind: 'batchSize', maxMessageCount: 3, absoluteMaxBytes: 9, preferredMaxBytes: 4 },
    },
    {
      type: 'prepareConfigUpdate',
      client: 'client.org1.example.com',
      channel: 'mychannel',
      update: 'anchors',
      change: { kind: 'anchorPeers', org: 'Org1', peers: ['peer0.org1.example.com', 'peer1.org1.example.com'] },
    },
    { type: 'signConfigUpdate', org: 'OrdererOrg', update: 'smaller' },
    {
      type: 'setLink',
      from: 'orderer.example.com',
      to: 'peer0.org1.example.com',
      up: true,
      loss: 0.25,
      latencyFactor: 4,
    },
    {
      type: 'approveChaincode',
      client: 'client.org1.example.com',
      channel: 'mychannel',
      definition: {
        name: 'basic',
        version: '2.0',
        sequence: 2,
        signaturePolicy: "OR('Org1MSP.peer')",
        initRequired: true,
      },
      label: null,
    },
  ];
  it.each(commands)('filled from $type makes the same command again', (command) => {
    expect(commandOf(command.type, startValues(command.type, world, ['mychannel'], command, null))).toEqual(command);
  });

  it.each([
    ['createGenesisBlock', 'system-channel', 'only the system channel has a genesis block of its own on 2.x'],
    ['prepareConfigUpdate', 'mychannel', 'channels come before the system channel'],
    ['createChannel', 'mychannel', 'the system channel is not made'],
  ] as const)('%s begins with %s: %s', (type, channel, _why) => {
    const values = startValues(type, world, ['mychannel'], null, null, 'system-channel');
    expect(values['channel']).toBe(channel);
  });

  it('begins with the channel and the organisation its menu was opened from, where there are such', () => {
    const about = { channel: 'second', org: 'Org1', change: 'addOrg' } as const;
    const start = (type: Command['type'], channels: readonly string[]) =>
      startValues(type, world, channels, null, null, undefined, about);
    expect(start('prepareConfigUpdate', ['first', 'second'])).toMatchObject({
      channel: 'second',
      'change.kind': 'addOrg',
    });
    expect(start('prepareConfigUpdate', ['first'])['channel']).toBe('first');
    expect(start('signConfigUpdate', [])['org']).toBe('Org1');
    expect(startValues('signConfigUpdate', world, [], null, null)['org']).toBe('OrdererOrg');
  });

  it('begins with the node its menu was opened from, where that node fits', () => {
    const peer = 'peer1.org1.example.com';
    expect(startValues('crashNode', world, [], null, peer)['node']).toBe(peer);
    const call = startValues('submitTransaction', world, ['c'], null, peer);
    expect(call['client']).toBe('client.org1.example.com');
    expect(call['endorsers']).toBe('');
  });

  it('pairs a client with the CA of its organisation, and the other way round', () => {
    const ca = 'ca.org1.example.com';
    expect(startValues('enrollIdentity', world, [], null, 'client.org1.example.com')['ca']).toBe(ca);
    expect(startValues('enrollIdentity', world, [], null, ca)).toMatchObject({ ca, client: 'client.org1.example.com' });
  });

  const rows: readonly [kind: Parameters<typeof isFilled>[0]['kind'], text: string, filled: boolean][] = [
    ['text', ' ', false],
    ['number', 'x', false],
    ['number', '', false],
    ['number', '0.5', true],
    ['optionalText', '', true],
    ['lines', '', true],
    ['blankText', '', true],
  ];
  it.each(rows)('a %s of %j is filled: %s', (kind, text, filled) => {
    expect(isFilled({ path: 'p', kind }, text)).toBe(filled);
  });
});
