/** A raffle that endorsers cannot repeat: dice, then the clock, then one endorser alone; mended with the proposal's time. */
import type { CommandOf } from '../../sim/protocol/commands.ts';
import { CHANNEL, deploy, ORDERERS, ORG1, ORG2, submit, TWO_ORGS, TWO_ORGS_JOINED } from '../networks.ts';
import type { Anchor, Scene } from '../scene.ts';

const ENDORSERS = [ORG1.peer0, ORG2.peer0];
const NAMES = 'Kim,Lee,Park,Choi,Jung,Kang,Cho';

const draw = (functionName: string, id: string, endorsers: readonly string[] | null = null) =>
  ({
    ...submit(ORG1.client, functionName, id, NAMES),
    chaincode: 'raffle',
    endorsers,
  }) satisfies CommandOf<'submitTransaction'>;

/** Whoever asks, and whichever way. */
const CLOCKS_DIFFERED: Anchor = {
  fact: ['endorsementFailed', 'gatewayCallFailed'],
  proposal: { chaincode: 'raffle', function: 'DrawByClock' },
};
const DRAWN: Anchor = {
  fact: 'commitStatusReceived',
  fields: { code: 'VALID', channel: CHANNEL },
  proposal: { chaincode: 'raffle' },
};

export const scene: Scene = {
  id: 'nondeterminism',
  day: 3,
  generation: '3.x',
  seed: 'raffle',
  topology: TWO_ORGS,
  contracts: {},
  setup: [...TWO_ORGS_JOINED, ...deploy('raffle')],
  steps: [
    { id: 'contract', commands: [], until: null, focus: [ORG1.client, ...ENDORSERS] },
    {
      id: 'dice',
      commands: [draw('DrawByDice', 'raffle1')],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } },
      focus: [ORG1.client, ...ENDORSERS],
      question: { kind: 'choice', options: ['first', 'both', 'none'], answer: 'none' },
      inspect: {
        type: 'messageOf',
        anchor: { fact: 'messageSent', node: ORG1.peer0, fields: { kind: 'endorsement' } },
      },
    },
    {
      id: 'compare',
      commands: [],
      until: null,
      focus: [ORG1.client, ...ENDORSERS],
    },
    {
      id: 'clock',
      commands: [],
      until: CLOCKS_DIFFERED,
      focus: [ORG1.client, ORG2.client, ...ENDORSERS],
      action: {
        done: CLOCKS_DIFFERED,
        solution: [draw('DrawByClock', 'raffle2')],
        hints: 3,
      },
    },
    {
      id: 'alone',
      commands: [draw('DrawByDice', 'raffle3', [ORG1.peer0])],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'ENDORSEMENT_POLICY_FAILURE' } },
      focus: [],
      question: { kind: 'choice', options: ['valid', 'refused', 'invalid'], answer: 'invalid' },
    },
    {
      id: 'transaction-time',
      commands: [draw('DrawByTransaction', 'raffle4')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [],
      question: { kind: 'choice', options: ['differs', 'same'], answer: 'same' },
      inspect: { type: 'node', node: ORG2.peer1 },
    },
    {
      id: 'exercise',
      commands: [],
      until: DRAWN,
      focus: [...ORDERERS, ORG1.client, ORG2.client, ...ENDORSERS],
      action: {
        done: DRAWN,
        solution: [{ ...draw('DrawByTransaction', 'raffle5'), client: ORG2.client }],
        hints: 3,
      },
    },
  ],
  offered: null,
};
