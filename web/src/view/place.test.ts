import { describe, expect, it } from 'vitest';
import type { Topology } from '../sim/protocol/topology-spec.ts';
import { type Place, placeSegments, readPlaces } from './place.ts';

const topology = {
  ordererOrg: { name: 'OrdererOrg', mspId: 'OrdererMSP', domain: 'example.com', orderers: ['orderer0'] },
  peerOrgs: [{ name: 'Org1', mspId: 'Org1MSP', domain: 'org1.example.com', peers: 2, ca: true, clients: ['client'] }],
  channels: [{ id: 'mychannel', orgs: ['Org1'] }],
} as unknown as Topology;

const peer: Place = { kind: 'node', node: 'peer0.org1.example.com' };
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
