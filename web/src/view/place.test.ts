import { describe, expect, it } from 'vitest';
import type { Topology } from '../sim/protocol/topology-spec.ts';
import { type Place, placeSegments, readPlaces } from './place.ts';

const topology = {
  ordererOrg: { name: 'OrdererOrg', mspId: 'OrdererMSP', domain: 'example.com', orderers: ['orderer0'] },
  peerOrgs: [{ name: 'Org1', mspId: 'Org1MSP', domain: 'org1.example.com', peers: 2, ca: true, clients: ['client'] }],
  channels: [{ id: 'mychannel', orgs: ['Org1'] }],
  systemChannel: { id: 'system-channel', consortium: 'SampleConsortium', orgs: [] },
  kafka: { brokers: 3, zooKeepers: 1 },
} as unknown as Topology;

const peer: Place = { kind: 'node', node: 'peer0.org1.example.com' };
const orderer: Place = { kind: 'node', node: 'orderer0.example.com' };
const channel = 'mychannel';
const block: Place = { kind: 'block', node: peer.node, channel: 'mychannel', number: 6 };

describe('a path of places', () => {
  it.each<readonly [string, readonly Place[], string]>([
    ['a node is named by its role', [peer], 'peer/peer0.org1.example.com'],
    ['what is in it needs no node', [peer, block], 'peer/peer0.org1.example.com/block/mychannel/6'],
    [
      'a policy path may hold slashes: it is one segment',
      [
        { kind: 'node', node: 'orderer0.example.com' },
        {
          kind: 'policy',
          node: 'orderer0.example.com',
          channel: 'mychannel',
          path: '/Channel/Orderer/BlockValidation',
        },
      ],
      'orderer/orderer0.example.com/policy/mychannel//Channel/Orderer/BlockValidation',
    ],
    ['an orderer', [orderer], 'orderer/orderer0.example.com'],
    ['a CA', [{ kind: 'node', node: 'ca.org1.example.com' }], 'ca/ca.org1.example.com'],
    ['a client', [{ kind: 'node', node: 'client.org1.example.com' }], 'client/client.org1.example.com'],
    ['a Kafka broker', [{ kind: 'node', node: 'kafka2.example.com' }], 'broker/kafka2.example.com'],
    ['a ZooKeeper server', [{ kind: 'node', node: 'zookeeper0.example.com' }], 'zookeeper/zookeeper0.example.com'],
    [
      'a transaction in its block',
      [peer, block, { kind: 'transaction', node: peer.node, channel, txid: 'ab12' }],
      'peer/peer0.org1.example.com/block/mychannel/6/tx/mychannel/ab12',
    ],
    [
      'a certificate, named by its holder and its fingerprint',
      [peer, { kind: 'certificate', node: peer.node, name: 'Admin@org1.example.com:1f2e3d4c5b6a7988' }],
      'peer/peer0.org1.example.com/certificate/Admin@org1.example.com:1f2e3d4c5b6a7988',
    ],
    [
      'a policy that decided about a transaction',
      [peer, { kind: 'policy', node: peer.node, channel, path: `/Channel/Application/Writers@${'a'.repeat(64)}` }],
      `peer/peer0.org1.example.com/policy/mychannel//Channel/Application/Writers@${'a'.repeat(64)}`,
    ],
    [
      'a configuration',
      [peer, { kind: 'config', node: peer.node, channel }],
      'peer/peer0.org1.example.com/config/mychannel',
    ],
    [
      'that of the system channel of 2.x, which is none of the channels of the topology',
      [orderer, { kind: 'config', node: orderer.node, channel: 'system-channel' }],
      'orderer/orderer0.example.com/config/system-channel',
    ],
  ])('is written and read again: %s', (_, path, text) => {
    const segments = placeSegments(path, topology);
    expect(segments.join('/')).toBe(text);
    expect(readPlaces(segments, topology)).toEqual(path);
  });

  it.each([
    ['no such node', ['peer', 'peer9.org1.example.com']],
    ['a node of another role', ['orderer', 'peer0.org1.example.com']],
    ['a block of no node', ['block', 'mychannel', '6']],
    ['no such channel', ['peer', 'peer0.org1.example.com', 'block', 'other', '6']],
    ['a number that is none', ['peer', 'peer0.org1.example.com', 'block', 'mychannel', '-1']],
    ['cut off', ['peer', 'peer0.org1.example.com', 'block', 'mychannel']],
    ['an unknown word', ['engine', 'peer0.org1.example.com']],
    ['nothing', []],
  ])('is refused: %s', (_, segments) => {
    expect(readPlaces(segments, topology)).toBeNull();
  });
});
