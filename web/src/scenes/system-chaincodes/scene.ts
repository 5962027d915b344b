/** Chaincodes that are part of the peer: asked one after the other, then the two that became stages of a transaction. */
import type { Command, CommandOf } from '../../sim/protocol/commands.ts';
import { CHANNEL, ORDERERS, ORG1, ORG2, submit, TWO_ORGS, TWO_ORGS_UP } from '../networks.ts';
import type { Anchor, Scene } from '../scene.ts';

const PEERS = [ORG1.peer0, ORG1.peer1, ORG2.peer0, ORG2.peer1];

const ask = (
  chaincode: string,
  functionName: string,
  args: readonly string[],
  identity = 'User1',
  peer: string = ORG1.peer0,
): CommandOf<'evaluateTransaction'> => ({
  type: 'evaluateTransaction',
  client: ORG1.client,
  identity,
  channel: CHANNEL,
  chaincode,
  function: functionName,
  args,
  transient: {},
  peer,
});
const committed: Command = {
  type: 'queryCommitted',
  client: ORG1.client,
  node: ORG1.peer0,
  channel: CHANNEL,
  name: 'basic',
};

/** By whichever organisation's client: qscc answers other organisations too. */
const ANSWERED_ANYWHERE: Anchor = {
  fact: 'queryAnswered',
  fields: { chaincode: 'qscc', function: 'GetChainInfo', peer: ORG1.peer1, status: 200 },
};

export const scene: Scene = {
  id: 'system-chaincodes',
  day: 3,
  generation: '3.x',
  seed: 'system-chaincodes',
  topology: TWO_ORGS,
  contracts: {},
  setup: TWO_ORGS_UP,
  steps: [
    {
      id: 'inside',
      commands: [],
      until: null,
      focus: [ORG1.peer0, ORG1.client],
      inspect: { type: 'node', node: ORG1.peer0 },
    },
    {
      id: 'qscc',
      commands: [ask('qscc', 'GetChainInfo', [CHANNEL])],
      until: { fact: 'queryAnswered', node: ORG1.client, fields: { chaincode: 'qscc' } },
      focus: [ORG1.peer0, ORG1.client],
      question: { kind: 'choice', options: ['container', 'peer', 'orderer'], answer: 'peer' },
    },
    {
      id: 'anywhere',
      commands: [],
      until: ANSWERED_ANYWHERE,
      focus: [ORG1.client, ...PEERS],
      action: {
        done: ANSWERED_ANYWHERE,
        solution: [ask('qscc', 'GetChainInfo', [CHANNEL], 'User1', ORG1.peer1)],
        hints: 3,
      },
    },
    {
      id: 'cscc',
      commands: [ask('cscc', 'GetChannels', [], 'Admin')],
      until: { fact: 'queryAnswered', node: ORG1.client, fields: { chaincode: 'cscc' } },
      focus: [ORG1.peer0, ORG1.client],
    },
    {
      id: 'stranger',
      commands: [ask('cscc', 'GetChannels', [], 'User1', ORG2.peer0)],
      until: { fact: 'queryAnswered', node: ORG1.client, fields: { chaincode: 'cscc' } },
      focus: [ORG2.peer0, ORG1.client],
      question: { kind: 'choice', options: ['tells', 'refuses'], answer: 'refuses' },
    },
    {
      id: 'lifecycle',
      commands: [committed],
      until: { fact: 'peerQueried', node: ORG1.client },
      focus: [ORG1.peer0, ORG1.client],
    },
    {
      id: 'escc',
      commands: [submit(ORG1.client, 'TransferAsset', 'asset1', 'Kim')],
      until: { fact: 'endorsementSigned', node: ORG1.peer0 },
      focus: [ORG1.client, ORG1.peer0, ORG2.peer0],
      question: { kind: 'choice', options: ['basic', 'escc', 'client'], answer: 'escc' },
    },
    {
      id: 'vscc',
      commands: [],
      until: { fact: 'blockValidated', node: ORG1.peer1 },
      focus: [...ORDERERS, ...PEERS],
      question: { kind: 'choice', options: ['endorsers', 'all', 'orderers'], answer: 'all' },
    },
    {
      id: 'exercise',
      commands: [],
      until: { fact: 'queryAnswered', node: ORG2.client, fields: { chaincode: 'qscc', function: 'GetBlockByNumber' } },
      focus: [],
      action: {
        done: {
          fact: 'queryAnswered',
          node: ORG2.client,
          fields: { chaincode: 'qscc', function: 'GetBlockByNumber', status: 200 },
        },
        solution: [{ ...ask('qscc', 'GetBlockByNumber', [CHANNEL, '0'], 'User1', ORG2.peer1), client: ORG2.client }],
        hints: 3,
      },
    },
  ],
  offered: null,
};
