/** Two chaincodes on one channel: the same key twice, an attempt to read across, and the call that does it properly. */
import { CHANNEL, deploy, ORG1, ORG2, submit, TWO_ORGS, TWO_ORGS_JOINED } from '../networks.ts';
import type { Anchor, Scene } from '../scene.ts';

const ENDORSERS = [ORG1.peer0, ORG2.peer0];
const PEERS = [ORG1.peer0, ORG1.peer1, ORG2.peer0, ORG2.peer1];

const call = (chaincode: string, functionName: string, ...args: readonly string[]) => ({
  ...submit(ORG1.client, functionName, ...args),
  chaincode,
});

/** The learner has committed this about the person who was missing. */
const committed = (chaincode: string, functionName: string): Anchor => ({
  fact: 'commitStatusReceived',
  fields: { code: 'VALID', channel: CHANNEL },
  proposal: { chaincode, function: functionName, args: 'u9' },
});

export const scene: Scene = {
  id: 'namespaces',
  day: 3,
  generation: '3.x',
  seed: 'namespaces',
  topology: TWO_ORGS,
  contracts: {},
  setup: [...TWO_ORGS_JOINED, ...deploy('user'), ...deploy('car')],
  steps: [
    {
      id: 'two-chaincodes',
      commands: [],
      until: null,
      focus: ENDORSERS,
      inspect: { type: 'node', node: ORG1.peer0 },
    },
    {
      id: 'user',
      commands: [call('user', 'CreateUser', 'k1', 'Kim')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [],
      inspect: { type: 'node', node: ORG1.peer0 },
    },
    {
      id: 'same-key',
      commands: [call('car', 'CreateCar', 'k1', 'Ioniq')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [],
      question: { kind: 'choice', options: ['exists', 'overwrites', 'both'], answer: 'both' },
      inspect: { type: 'node', node: ORG1.peer0 },
    },
    {
      id: 'everywhere',
      commands: [],
      until: null,
      focus: PEERS,
      question: { kind: 'choice', options: ['two', 'four'], answer: 'four' },
      inspect: { type: 'node', node: ORG2.peer1 },
    },
    {
      id: 'cross',
      commands: [call('user', 'CreateUser', 'u2', 'Lee'), call('car', 'PeekUser', 'u2')],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } },
      focus: [ORG1.client, ...ENDORSERS],
      question: { kind: 'choice', options: ['reads', 'denied', 'empty'], answer: 'empty' },
    },
    {
      id: 'call',
      commands: [call('car', 'SetOwner', 'k1', 'u2')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [ORG1.client, ...ENDORSERS],
      inspect: {
        type: 'messageOf',
        anchor: { fact: 'messageSent', node: ORG1.peer0, fields: { kind: 'endorsement' } },
      },
    },
    {
      id: 'unknown-owner',
      commands: [call('car', 'SetOwner', 'k1', 'u9')],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } },
      focus: [ORG1.client, ...ENDORSERS],
      question: { kind: 'choice', options: ['half', 'nothing'], answer: 'nothing' },
    },
    {
      id: 'exercise-user',
      commands: [],
      until: committed('user', 'CreateUser'),
      focus: [],
      action: {
        done: committed('user', 'CreateUser'),
        solution: [call('user', 'CreateUser', 'u9', 'Choi')],
        hints: 2,
      },
    },
    {
      id: 'exercise-owner',
      commands: [],
      until: committed('car', 'SetOwner'),
      focus: [],
      action: {
        done: committed('car', 'SetOwner'),
        solution: [call('car', 'SetOwner', 'k1', 'u9')],
        hints: 3,
      },
    },
  ],
  offered: null,
};
