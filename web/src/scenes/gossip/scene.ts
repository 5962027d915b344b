/**
 * Peers among themselves, as networks of 2.x have them: one leading peer an organisation fetches blocks and hands them on;
 * another takes its place; anchor peers let organisations find each other; who was away catches up.
 */
import type { Command } from '../../sim/protocol/commands.ts';
import {
  CHANNEL,
  installBasic,
  ORDERERS,
  ORG1,
  ORG2,
  setAnchorPeer,
  submit,
  TWO_ORGS_2X,
  TWO_ORGS_2X_UP,
} from '../networks.ts';
import type { Scene } from '../scene.ts';
import { GONE } from '../whoever.ts';

const ORG1_PEERS = [ORG1.peer0, ORG1.peer1];
const ORG2_PEERS = [ORG2.peer0, ORG2.peer1];

const transfer = (client: string, asset: string, owner: string): Command =>
  submit(client, 'TransferAsset', asset, owner);
const whoIsThere: Command = { type: 'discoverPeers', client: ORG1.client, node: ORG1.peer1, channel: CHANNEL };
const isolate = (isolated: boolean): Command => ({ type: 'isolateNode', node: ORG2.peer1, isolated });

/** Every peer of Org1 may endorse, so that one of them can be missing; anchor peers come later. */
const setup: readonly Command[] = [
  ...TWO_ORGS_2X_UP.filter(({ type }) => type !== 'setAnchorPeer'),
  installBasic(ORG1.client, ORG1.peer1),
];

export const scene: Scene = {
  id: 'gossip',
  day: 1,
  generation: '2.x',
  seed: 'gossip-c',
  topology: TWO_ORGS_2X,
  contracts: {},
  setup,
  steps: [
    {
      id: 'leading',
      commands: [],
      until: null,
      focus: [...ORDERERS, ...ORG1_PEERS, ...ORG2_PEERS],
      inspect: { type: 'node', node: ORG1.peer0 },
    },
    {
      id: 'hand-on',
      commands: [transfer(ORG1.client, 'asset1', 'Kim')],
      until: { fact: 'blockCommitted', node: ORG1.peer1 },
      focus: [...ORDERERS, ...ORG1_PEERS],
      question: { kind: 'choice', options: ['orderer', 'leading', 'client'], answer: 'leading' },
    },
    {
      id: 'stop',
      commands: [],
      until: { fact: GONE, node: ORG1.peer0 },
      focus: [...ORDERERS, ...ORG1_PEERS],
      action: {
        done: { fact: GONE, node: ORG1.peer0 },
        solution: [{ type: 'crashNode', node: ORG1.peer0 }],
        hints: 2,
      },
    },
    {
      id: 'behind',
      commands: [transfer(ORG2.client, 'asset2', 'Lee')],
      until: { fact: 'commitStatusReceived', node: ORG2.client, fields: { code: 'VALID' } },
      focus: [...ORDERERS, ...ORG1_PEERS, ...ORG2_PEERS, ORG2.client],
      question: { kind: 'choice', options: ['fails', 'org2', 'all'], answer: 'org2' },
      inspect: { type: 'node', node: ORG1.peer1 },
    },
    {
      id: 'takeover',
      commands: [],
      until: { fact: 'leadingPeerElected', node: ORG1.peer1 },
      focus: [...ORDERERS, ...ORG1_PEERS],
      question: { kind: 'choice', options: ['at-once', 'while', 'never'], answer: 'while' },
    },
    {
      id: 'caught-up',
      commands: [],
      until: { fact: 'blockCommitted', node: ORG1.peer1 },
      focus: [...ORDERERS, ...ORG1_PEERS],
      inspect: { type: 'node', node: ORG1.peer1 },
    },
    {
      id: 'return',
      commands: [{ type: 'restartNode', node: ORG1.peer0 }],
      until: { fact: 'leadingPeerYielded' },
      focus: [...ORDERERS, ...ORG1_PEERS],
    },
    {
      id: 'strangers',
      commands: [whoIsThere],
      until: { fact: 'peerQueried', node: ORG1.client },
      focus: [ORG1.client, ...ORG1_PEERS, ...ORG2_PEERS],
      question: { kind: 'choice', options: ['own', 'all'], answer: 'own' },
    },
    {
      id: 'anchor',
      commands: [],
      until: { fact: 'peerWentOnline', node: ORG1.peer1, fields: { mspId: 'Org2MSP' } },
      focus: [],
      action: {
        done: { fact: 'anchorPeersSet', fields: { mspId: 'Org2MSP' } },
        solution: [setAnchorPeer(ORG2.client, ORG2.peer0)],
        hints: 3,
      },
    },
    {
      id: 'known',
      commands: [whoIsThere],
      until: { fact: 'peerQueried', node: ORG1.client },
      focus: [ORG1.client, ...ORG1_PEERS, ...ORG2_PEERS],
    },
    {
      id: 'away',
      commands: [isolate(true), transfer(ORG1.client, 'asset3', 'Park')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [...ORDERERS, ...ORG2_PEERS, ORG1.client],
    },
    {
      id: 'back',
      commands: [isolate(false)],
      until: { fact: 'blocksRequested', node: ORG2.peer1 },
      focus: [...ORDERERS, ...ORG2_PEERS],
      question: { kind: 'choice', options: ['orderer', 'neighbour', 'lost'], answer: 'neighbour' },
      inspect: { type: 'node', node: ORG2.peer1 },
    },
    {
      id: 'exercise',
      commands: [],
      until: { fact: 'leadingPeerElected', node: ORG2.peer1 },
      focus: [],
      action: {
        done: { fact: 'leadingPeerElected', node: ORG2.peer1 },
        solution: [{ type: 'crashNode', node: ORG2.peer0 }],
        hints: 3,
      },
    },
  ],
  offered: null,
};
