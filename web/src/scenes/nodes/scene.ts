/**
 * What every node of the running network is for, seen by switching it off: which message stops, and what goes on all the
 * same. At the end the learner finds out which of three broken nodes matters.
 */
import type { Command } from '../../sim/protocol/commands.ts';
import { CHANNEL, ORDERERS, ORG1, ORG2, submit, TWO_ORGS, TWO_ORGS_UP } from '../networks.ts';
import type { Scene } from '../scene.ts';
import { GONE } from '../whoever.ts';

const PEERS = [ORG1.peer0, ORG1.peer1, ORG2.peer0, ORG2.peer1];
const [ORDERER, LEADER, ORDERER3] = ORDERERS;

const crash = (node: string): Command => ({ type: 'crashNode', node });
const restart = (node: string): Command => ({ type: 'restartNode', node });
const transfer = (client: string, asset: string, owner: string): Command =>
  submit(client, 'TransferAsset', asset, owner);

export const scene: Scene = {
  id: 'nodes',
  day: 1,
  generation: '3.x',
  seed: 'nodes',
  topology: TWO_ORGS,
  contracts: {},
  setup: TWO_ORGS_UP,
  steps: [
    { id: 'everyone', commands: [], until: null, focus: [] },
    {
      id: 'orderer',
      commands: [],
      until: { fact: 'leaderElected', fields: { channel: CHANNEL } },
      focus: [...ORDERERS],
      question: { kind: 'choice', options: ['stops', 'other', 'peers'], answer: 'other' },
      action: { done: { fact: GONE, node: LEADER }, solution: [crash(LEADER)], hints: 2 },
    },
    {
      id: 'orders',
      commands: [transfer(ORG1.client, 'asset1', 'Kim')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [],
    },
    {
      id: 'no-quorum',
      commands: [crash(ORDERER3), transfer(ORG1.client, 'asset2', 'Kim')],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } },
      focus: [...ORDERERS, ORG1.client],
      question: { kind: 'choice', options: ['slow', 'refused', 'peers'], answer: 'refused' },
    },
    {
      id: 'quorum',
      commands: [restart(LEADER), restart(ORDERER3)],
      until: { fact: 'leaderElected', fields: { channel: CHANNEL } },
      focus: [...ORDERERS],
    },
    {
      id: 'committing',
      commands: [crash(ORG2.peer1), transfer(ORG1.client, 'asset2', 'Lee')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [...ORDERERS, ...PEERS, ORG1.client],
      question: { kind: 'choice', options: ['waits', 'goes'], answer: 'goes' },
    },
    {
      id: 'catch-up',
      commands: [restart(ORG2.peer1)],
      until: { fact: 'blockCommitted', node: ORG2.peer1 },
      focus: [...ORDERERS, ORG2.peer0, ORG2.peer1],
      inspect: { type: 'node', node: ORG2.peer1 },
    },
    {
      id: 'endorsing',
      commands: [],
      until: { fact: GONE, node: ORG2.peer0 },
      focus: [ORG1.client, ...PEERS],
      action: { done: { fact: GONE, node: ORG2.peer0 }, solution: [crash(ORG2.peer0)], hints: 2 },
    },
    {
      id: 'no-endorser',
      commands: [transfer(ORG1.client, 'asset3', 'Kim')],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } },
      focus: [ORG1.client, ...PEERS],
      question: { kind: 'choice', options: ['other', 'fails', 'half'], answer: 'fails' },
    },
    {
      id: 'client',
      commands: [restart(ORG2.peer0), crash(ORG1.client), transfer(ORG2.client, 'asset3', 'Park')],
      until: { fact: 'commitStatusReceived', node: ORG2.client, fields: { code: 'VALID' } },
      focus: [],
    },
    {
      id: 'ca',
      commands: [restart(ORG1.client), crash(ORG1.ca), transfer(ORG1.client, 'asset1', 'Park')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [],
      question: { kind: 'choice', options: ['stops', 'goes'], answer: 'goes' },
    },
    {
      id: 'event',
      commands: [
        {
          type: 'listenEvents',
          client: ORG2.client,
          identity: 'User1',
          channel: CHANNEL,
          kind: 'chaincode',
          chaincode: 'basic',
          from: 'newest',
        },
        transfer(ORG1.client, 'asset2', 'Choi'),
      ],
      until: { fact: 'chaincodeEventReceived', node: ORG2.client },
      focus: [ORG1.client, ORG2.client, ...PEERS],
      inspect: { type: 'node', node: ORG2.client },
    },
    {
      id: 'exercise-look',
      commands: [crash(ORG1.peer0), crash(ORG2.ca), crash(ORDERER)],
      until: { fact: 'nodeCrashed', node: ORDERER },
      focus: [],
      question: { kind: 'node', answers: [ORG1.peer0] },
    },
    {
      id: 'exercise-mend',
      commands: [],
      until: { fact: 'commitStatusReceived', fields: { code: 'VALID' } },
      focus: [],
      action: {
        done: { fact: 'commitStatusReceived', fields: { code: 'VALID', channel: CHANNEL } },
        solution: [restart(ORG1.peer0), transfer(ORG2.client, 'asset3', 'Choi')],
        hints: 3,
      },
    },
  ],
  offered: null,
};
