/**
 * The life of one transaction, from the click to the event; then the learner's own, then one that cannot be endorsed.
 *
 * The anchors follow one chain of causes (client.org1 → peer0.org1 → leader → peer0.org1 → client.org1), so they come
 * in this order whatever the latencies are.
 */
import type { Command } from '../../sim/protocol/commands.ts';
import { CHANNEL, installBasic, ORDERERS, ORG1, ORG2, submit, TWO_ORGS, TWO_ORGS_UP } from '../networks.ts';
import type { Scene } from '../scene.ts';

const ENDORSERS = [ORG1.peer0, ORG2.peer0];
const PEERS = [ORG1.peer0, ORG1.peer1, ORG2.peer0, ORG2.peer1];

export const scene: Scene = {
  id: 'transaction-flow',
  day: 1,
  generation: '3.x',
  seed: 'transaction-flow',
  topology: TWO_ORGS,
  contracts: {},
  setup: TWO_ORGS_UP,
  steps: [
    {
      id: 'propose',
      commands: [submit(ORG1.client, 'TransferAsset', 'asset1', 'Christopher')],
      until: { fact: 'simulationStarted', node: ORG1.peer0, fields: { function: 'TransferAsset' } },
      focus: [ORG1.client, ...ENDORSERS],
      inspect: { type: 'messageOf', anchor: { fact: 'messageSent', fields: { kind: 'proposal', to: ORG1.peer0 } } },
    },
    {
      id: 'endorse',
      commands: [],
      until: { fact: 'endorsementSigned', node: ORG1.peer0 },
      focus: [ORG1.client, ...ENDORSERS],
      inspect: { type: 'node', node: ORG1.peer0 },
      question: { kind: 'choice', options: ['now', 'after', 'never'], answer: 'after' },
    },
    {
      id: 'collect',
      commands: [],
      until: { fact: 'envelopeAssembled', node: ORG1.client },
      focus: [ORG1.client, ...ENDORSERS],
      inspect: { type: 'node', node: ORG1.client },
    },
    {
      id: 'submit',
      commands: [],
      until: { fact: 'envelopeQueued' },
      focus: [ORG1.client, ...ORDERERS],
      inspect: { type: 'messageOf', anchor: { fact: 'messageSent', fields: { kind: 'envelope' } } },
      question: { kind: 'choice', options: ['result', 'policy', 'sender'], answer: 'sender' },
    },
    {
      id: 'order',
      commands: [],
      until: { fact: 'blockCut', fields: { reason: 'timeout' } },
      focus: [...ORDERERS],
    },
    {
      id: 'replicate',
      commands: [],
      until: { fact: 'entryReplicated' },
      focus: [...ORDERERS],
    },
    {
      id: 'deliver',
      commands: [],
      until: { fact: 'blockReceived', node: ORG1.peer0 },
      focus: [...ORDERERS, ...PEERS],
      inspect: { type: 'messageOf', anchor: { fact: 'messageSent', fields: { kind: 'block', to: ORG1.peer0 } } },
    },
    {
      id: 'validate',
      commands: [],
      until: { fact: 'blockCommitted', node: ORG1.peer0 },
      focus: PEERS,
      inspect: { type: 'node', node: ORG1.peer0 },
    },
    {
      id: 'event',
      commands: [],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [ORG1.client, ORG1.peer0],
      inspect: { type: 'node', node: ORG1.client },
    },
    {
      id: 'your-turn',
      commands: [],
      until: { fact: 'commitStatusReceived', fields: { code: 'VALID' } },
      focus: [],
      action: {
        done: { fact: 'commitStatusReceived', fields: { code: 'VALID', channel: CHANNEL } },
        solution: [submit(ORG2.client, 'TransferAsset', 'asset2', 'Minji')],
        hints: 3,
      },
    },
    {
      id: 'break',
      commands: [
        { type: 'crashNode', node: ORG2.peer0 },
        submit(ORG1.client, 'TransferAsset', 'asset3', 'Christopher'),
      ],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } },
      focus: [ORG1.client, ORG1.peer0, ORG2.peer0, ORG2.peer1],
      inspect: { type: 'node', node: ORG1.client },
      question: { kind: 'choice', options: ['peer1', 'org1', 'fails'], answer: 'fails' },
    },
    {
      id: 'repair',
      commands: [],
      until: { fact: 'chaincodeInstalled', node: ORG2.peer1 },
      focus: [ORG2.client, ORG2.peer0, ORG2.peer1],
      inspect: { type: 'node', node: ORG2.peer1 },
      action: {
        done: { fact: 'chaincodeInstalled', node: ORG2.peer1 },
        solution: [installBasic(ORG2.client, ORG2.peer1)],
        hints: 3,
      },
    },
    {
      id: 'again',
      commands: [submit(ORG1.client, 'TransferAsset', 'asset3', 'Christopher')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [],
      inspect: { type: 'node', node: ORG2.peer1 },
    },
    {
      id: 'policy',
      commands: [{ ...submit(ORG1.client, 'TransferAsset', 'asset1', 'Jisoo'), endorsers: [ORG1.peer0] }],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'ENDORSEMENT_POLICY_FAILURE' } },
      focus: [],
      inspect: { type: 'node', node: ORG2.peer1 },
      question: { kind: 'choice', options: ['client', 'orderer', 'peers'], answer: 'peers' },
    },
    {
      id: 'signature',
      commands: [{ ...submit(ORG1.client, 'TransferAsset', 'asset1', 'Jisoo'), forgery: 'envelope' }],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } },
      focus: [...ORDERERS, ORG1.client, ORG1.peer0, ORG2.peer1],
      question: { kind: 'choice', options: ['endorsers', 'orderer', 'peers'], answer: 'orderer' },
    },
    {
      id: 'differ',
      commands: [
        { type: 'crashNode', node: ORG1.peer0 },
        {
          type: 'tamperState',
          node: ORG1.peer0,
          channel: CHANNEL,
          chaincode: 'basic',
          key: 'asset1',
          value: '{"color":"blue","id":"asset1","owner":"Tomoko","size":5,"value":3000}',
        },
        { type: 'restartNode', node: ORG1.peer0 },
        submit(ORG1.client, 'TransferAsset', 'asset1', 'Jisoo'),
      ],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } },
      focus: [ORG1.client, ORG1.peer0, ORG2.peer1],
      inspect: { type: 'node', node: ORG1.peer0 },
      question: { kind: 'choice', options: ['tampered', 'newer', 'neither'], answer: 'neither' },
    },
    {
      id: 'rebuild',
      commands: [],
      until: { fact: 'databasesRebuilt', node: ORG1.peer0 },
      focus: [ORG1.peer0],
      action: {
        // Said as it starts: stopping and starting it again alone keeps what was tampered with.
        done: { fact: 'databasesRebuilt', node: ORG1.peer0 },
        solution: [
          { type: 'crashNode', node: ORG1.peer0 },
          { type: 'rebuildDatabases', node: ORG1.peer0 },
          { type: 'restartNode', node: ORG1.peer0 },
        ],
        hints: 3,
      },
    },
    {
      id: 'no-orderer',
      commands: [
        ...ORDERERS.slice(1).map((node): Command => ({ type: 'crashNode', node })),
        submit(ORG1.client, 'TransferAsset', 'asset1', 'Jisoo'),
      ],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } },
      focus: [...ORDERERS, ORG1.client, ORG1.peer0, ORG2.peer1],
      question: { kind: 'choice', options: ['endorsed', 'nothing'], answer: 'endorsed' },
    },
    {
      id: 'mend',
      commands: [],
      until: { fact: 'leaderElected', fields: { channel: CHANNEL } },
      focus: [...ORDERERS],
      action: {
        done: { fact: 'leaderElected', fields: { channel: CHANNEL } },
        solution: [{ type: 'restartNode', node: ORDERERS[1] }],
        hints: 2,
      },
    },
    {
      id: 'resend',
      commands: [],
      until: { fact: 'commitStatusReceived', fields: { code: 'VALID' } },
      focus: [],
      action: {
        done: { fact: 'commitStatusReceived', fields: { code: 'VALID', channel: CHANNEL } },
        solution: [submit(ORG1.client, 'TransferAsset', 'asset1', 'Jisoo')],
        hints: 2,
      },
    },
  ],
  offered: null,
};
