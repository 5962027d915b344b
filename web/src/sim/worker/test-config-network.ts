/** A small network for tests of configuration changes: Org1 and Org2 on a channel, Org3 with machines but outside. */
import type { Command, ConfigChange } from '../protocol/commands.ts';
import type { Topology } from '../topology/topology-spec.ts';
import { emptyRecording } from './test-simulation.ts';

export const CHANNEL = 'mychannel';
export const CLIENTS = ['client.org1.example.com', 'client.org2.example.com', 'client.org3.example.com'] as const;
export const PEERS = ['peer0.org1.example.com', 'peer0.org2.example.com', 'peer0.org3.example.com'] as const;
export const ORDERER_ADMIN = 'admin.example.com';
const ORDERERS = ['orderer.example.com', 'orderer2.example.com', 'orderer3.example.com'] as const;

const peerOrg = (name: string): Topology['peerOrgs'][number] => ({
  name,
  mspId: `${name}MSP`,
  domain: `${name.toLowerCase()}.example.com`,
  peers: 1,
  users: 1,
  clients: ['client'],
  ca: name === 'Org1',
});

const TOPOLOGY: Topology = {
  ordererOrg: {
    name: 'OrdererOrg',
    mspId: 'OrdererMSP',
    domain: 'example.com',
    orderers: ['orderer', 'orderer2', 'orderer3'],
    admins: ['admin'],
  },
  peerOrgs: [peerOrg('Org1'), peerOrg('Org2'), peerOrg('Org3')],
  channels: [
    {
      id: CHANNEL,
      orgs: ['Org1', 'Org2'],
      batchTimeoutMicros: 1_000_000,
      maxMessageCount: 10,
      absoluteMaxBytes: 1_000_000,
      preferredMaxBytes: 500_000,
    },
  ],
};

export const EMPTY_RECORDING = emptyRecording({
  generation: '3.x',
  seed: 'config changes',
  topology: TOPOLOGY,
  contracts: {},
});

const DEFINITION = { name: 'basic', version: '1.0', sequence: 1, signaturePolicy: null, initRequired: false };

export const approve = (client: string): Command => ({
  type: 'approveChaincode',
  client,
  channel: CHANNEL,
  definition: DEFINITION,
  label: 'basic_1.0',
});

export const install = (index: 0 | 1 | 2): Command => ({
  type: 'installChaincode',
  client: CLIENTS[index],
  node: PEERS[index],
  label: 'basic_1.0',
});

export const call = (client: string, name: string, ...args: readonly string[]): Command => ({
  type: 'submitTransaction',
  client,
  identity: 'User1',
  channel: CHANNEL,
  chaincode: 'basic',
  function: name,
  args,
  transient: {},
  endorsers: null,
});

/** From nothing to a committed chaincode with data; every machine of the topology runs. */
export const SETUP: readonly Command[] = [
  { type: 'generateCrypto' },
  ...[...ORDERERS, ...PEERS, ...CLIENTS, ORDERER_ADMIN, 'ca.org1.example.com'].map(
    (node): Command => ({
      type: 'startNode',
      node,
    }),
  ),
  { type: 'createGenesisBlock', channel: CHANNEL },
  ...ORDERERS.map((node): Command => ({ type: 'joinOrderer', node, channel: CHANNEL })),
  { type: 'joinPeer', node: PEERS[0], channel: CHANNEL },
  { type: 'joinPeer', node: PEERS[1], channel: CHANNEL },
  { type: 'packageChaincode', client: CLIENTS[0], source: 'asset', label: 'basic_1.0' },
  install(0),
  install(1),
  approve(CLIENTS[0]),
  approve(CLIENTS[1]),
  { type: 'commitChaincode', client: CLIENTS[0], channel: CHANNEL, definition: DEFINITION },
  call(CLIENTS[0], 'InitLedger'),
];

export const prepare = (change: ConfigChange, client: string = CLIENTS[0], update = 'update'): Command => ({
  type: 'prepareConfigUpdate',
  client,
  channel: CHANNEL,
  update,
  change,
});
export const sign = (org: string, update = 'update'): Command => ({ type: 'signConfigUpdate', org, update });
export const submitUpdate = (client: string = CLIENTS[0], update = 'update'): Command => ({
  type: 'submitConfigUpdate',
  client,
  update,
});
