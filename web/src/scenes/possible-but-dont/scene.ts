/** What a contract can do and had better not: ask the outside, remember in memory, lean on another chaincode's data. */
import type { CommandOf } from '../../sim/protocol/commands.ts';
import { CHANNEL, deploy, ORG1, ORG2, submit, TWO_ORGS, TWO_ORGS_UP } from '../networks.ts';
import type { Anchor, Scene } from '../scene.ts';

const ENDORSERS = [ORG1.peer0, ORG2.peer0];

const call = (functionName: string, ...args: readonly string[]): CommandOf<'submitTransaction'> => ({
  ...submit(ORG1.client, functionName, ...args),
  chaincode: 'market',
});
const peek: CommandOf<'evaluateTransaction'> = {
  type: 'evaluateTransaction',
  client: ORG1.client,
  identity: 'User1',
  channel: CHANNEL,
  chaincode: 'market',
  function: 'NumberFromMemory',
  args: ['sale0'],
  transient: {},
  peer: ORG1.peer0,
};
const differs = {
  fact: 'commandFailed',
  node: ORG1.client,
  fields: { command: 'submitTransaction' },
} as const;

const committed = (functionName: string, key: string): Anchor => ({
  fact: 'commitStatusReceived',
  fields: { code: 'VALID', channel: CHANNEL },
  proposal: { chaincode: 'market', function: functionName, args: key },
});

export const scene: Scene = {
  id: 'possible-but-dont',
  day: 3,
  generation: '3.x',
  seed: 'possible-but-dont',
  topology: TWO_ORGS,
  contracts: {},
  setup: [...TWO_ORGS_UP, ...deploy('market')],
  steps: [
    {
      id: 'outside',
      commands: [call('PriceByRate', 'price1', '100')],
      until: differs,
      focus: [ORG1.client, ...ENDORSERS],
      question: { kind: 'choice', options: ['same', 'differs'], answer: 'differs' },
      inspect: {
        type: 'messageOf',
        anchor: { fact: 'messageSent', node: ORG1.peer0, fields: { kind: 'endorsement' } },
      },
    },
    {
      id: 'argument',
      commands: [call('PriceByArgument', 'price1', '100', '1380.5')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [],
    },
    {
      id: 'memory',
      commands: [call('NumberFromMemory', 'sale1')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [ORG1.client, ...ENDORSERS],
      question: { kind: 'choice', options: ['works', 'breaks'], answer: 'works' },
    },
    {
      id: 'query',
      commands: [peek],
      until: { fact: 'queryAnswered', node: ORG1.client },
      focus: [ORG1.client, ORG1.peer0],
    },
    {
      id: 'forgets',
      commands: [call('NumberFromMemory', 'sale2')],
      until: differs,
      focus: [ORG1.client, ...ENDORSERS],
      question: { kind: 'choice', options: ['works', 'breaks'], answer: 'breaks' },
    },
    {
      id: 'ledger',
      commands: [],
      until: committed('NumberFromLedger', 'sale2'),
      focus: [],
      action: {
        done: committed('NumberFromLedger', 'sale2'),
        solution: [call('NumberFromLedger', 'sale2')],
        hints: 2,
      },
    },
    {
      id: 'other-chaincode',
      commands: [call('PriceOfOwner', 'price2', 'asset1')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [ORG1.client, ...ENDORSERS],
      question: { kind: 'choice', options: ['market', 'both'], answer: 'both' },
      inspect: {
        type: 'messageOf',
        anchor: { fact: 'messageSent', node: ORG1.peer0, fields: { kind: 'endorsement' } },
      },
    },
    {
      id: 'exercise',
      commands: [],
      until: committed('PriceByArgument', 'price3'),
      focus: [],
      action: {
        done: committed('PriceByArgument', 'price3'),
        solution: [{ ...call('PriceByArgument', 'price3', '20', '1401.2'), client: ORG2.client }],
        hints: 3,
      },
    },
  ],
  offered: null,
};
