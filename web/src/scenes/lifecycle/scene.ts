/**
 * Package, install, approve, commit by hand, each of them wrong once: a definition that differs, a wrong sequence, a peer
 * without the package. Then an upgrade, and a change of the policy without any new code.
 */
import type { ChaincodeDefinition, Command, CommandOf } from '../../sim/protocol/commands.ts';
import {
  approveBasic,
  BASIC,
  CHANNEL,
  commitBasic,
  installBasic,
  LABEL,
  ORDERERS,
  ORG1,
  ORG2,
  packageBasic,
  submit,
  TWO_ORGS,
  TWO_ORGS_JOINED,
} from '../networks.ts';
import type { Anchor, Scene } from '../scene.ts';

const NEXT_LABEL = 'basic_1.1';
const UPGRADE: ChaincodeDefinition = { ...BASIC, version: '1.1', sequence: 2 };
const EITHER: ChaincodeDefinition = {
  ...UPGRADE,
  sequence: 3,
  signaturePolicy: "OR('Org1MSP.peer','Org2MSP.peer')",
};
const ENDORSERS = [ORG1.peer0, ORG2.peer0];

const approve = (
  client: string,
  definition: ChaincodeDefinition,
  label: string = NEXT_LABEL,
): CommandOf<'approveChaincode'> => ({ type: 'approveChaincode', client, channel: CHANNEL, definition, label });
const commit = (definition: ChaincodeDefinition): Command => ({
  type: 'commitChaincode',
  client: ORG1.client,
  channel: CHANNEL,
  definition,
});
const readiness = (definition: ChaincodeDefinition): Command => ({
  type: 'checkCommitReadiness',
  client: ORG1.client,
  node: ORG1.peer0,
  channel: CHANNEL,
  definition,
});

/** In whichever order. */
const BOTH_APPROVED: Anchor = {
  fact: 'chaincodeApproved',
  node: ORG1.peer0,
  fields: { name: 'basic', sequence: 3 },
  occurrence: 2,
};
const ENDORSED_BY_ONE: Anchor = {
  fact: 'commitStatusReceived',
  fields: { code: 'VALID', channel: CHANNEL },
  proposal: { chaincode: 'basic', endorsers: 1 },
};

export const scene: Scene = {
  id: 'lifecycle',
  day: 3,
  generation: '3.x',
  seed: 'lifecycle',
  topology: TWO_ORGS,
  contracts: {},
  setup: TWO_ORGS_JOINED,
  steps: [
    {
      id: 'package',
      commands: [packageBasic(ORG1.client), packageBasic(ORG2.client)],
      until: { fact: 'chaincodePackaged', node: ORG2.client },
      focus: [ORG1.client, ORG2.client],
    },
    {
      id: 'install',
      commands: [],
      until: { fact: 'chaincodeInstalled', node: ORG1.peer0 },
      focus: [ORG1.client, ORG1.peer0],
      inspect: { type: 'node', node: ORG1.peer0 },
      action: {
        done: { fact: 'chaincodeInstalled', node: ORG1.peer0 },
        solution: [installBasic(ORG1.client, ORG1.peer0)],
        hints: 2,
      },
    },
    {
      id: 'approve',
      commands: [installBasic(ORG2.client, ORG2.peer0), approveBasic(ORG1.client)],
      until: { fact: 'chaincodeApproved', node: ORG1.peer0, fields: { mspId: 'Org1MSP' } },
      focus: [...ORDERERS, ORG1.client, ...ENDORSERS],
      question: { kind: 'choice', options: ['file', 'block', 'asks'], answer: 'block' },
    },
    {
      id: 'readiness',
      commands: [readiness(BASIC)],
      until: { fact: 'peerQueried', node: ORG1.client },
      focus: [ORG1.client, ORG1.peer0],
    },
    {
      id: 'mismatch',
      commands: [approve(ORG2.client, { ...BASIC, version: '1.0.0' }, LABEL), commitBasic(ORG1.client)],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'commitChaincode' } },
      focus: [...ORDERERS, ORG1.client, ORG2.client, ...ENDORSERS],
      question: { kind: 'choice', options: ['works', 'refused', 'newest'], answer: 'refused' },
    },
    {
      id: 'mend',
      commands: [approveBasic(ORG2.client), readiness(BASIC)],
      until: { fact: 'peerQueried', node: ORG1.client },
      focus: [...ORDERERS, ORG1.client, ORG2.client, ...ENDORSERS],
    },
    {
      id: 'commit',
      commands: [],
      until: { fact: 'chaincodeStarted', node: ORG2.peer0 },
      focus: [],
      inspect: { type: 'node', node: ORG1.peer0 },
      action: {
        done: { fact: 'chaincodeCommitted', fields: { name: 'basic', sequence: 1 } },
        solution: [commitBasic(ORG1.client)],
        hints: 3,
      },
    },
    {
      id: 'not-installed',
      commands: [{ ...submit(ORG1.client, 'InitLedger'), endorsers: [ORG1.peer0, ORG2.peer1] }],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } },
      focus: [ORG1.client, ORG1.peer0, ORG2.peer1],
      question: { kind: 'node', answers: [ORG2.peer1] },
    },
    {
      id: 'use',
      commands: [submit(ORG1.client, 'InitLedger')],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [],
    },
    {
      id: 'wrong-sequence',
      commands: [approve(ORG1.client, { ...UPGRADE, sequence: 3 }, LABEL)],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'approveChaincode' } },
      focus: [ORG1.client, ORG1.peer0],
      question: { kind: 'choice', options: ['one', 'two', 'three'], answer: 'two' },
    },
    {
      id: 'upgrade',
      commands: [
        ...[ORG1, ORG2].flatMap(({ client, peer0 }): readonly Command[] => [
          { type: 'packageChaincode', client, source: 'asset', label: NEXT_LABEL },
          { type: 'installChaincode', client, node: peer0, label: NEXT_LABEL },
          approve(client, UPGRADE),
        ]),
      ],
      until: { fact: 'chaincodeApproved', node: ORG1.peer0, fields: { mspId: 'Org2MSP', sequence: 2 } },
      focus: [...ORDERERS, ORG1.client, ORG2.client, ...ENDORSERS],
      inspect: { type: 'node', node: ORG1.peer0 },
    },
    {
      id: 'switch',
      commands: [],
      until: { fact: 'chaincodeStopped', node: ORG1.peer0 },
      focus: [],
      question: { kind: 'choice', options: ['both', 'swap', 'lost'], answer: 'swap' },
      action: {
        done: { fact: 'chaincodeCommitted', fields: { name: 'basic', sequence: 2 } },
        solution: [commit(UPGRADE)],
        hints: 2,
      },
    },
    {
      id: 'exercise-approve',
      commands: [],
      until: BOTH_APPROVED,
      focus: [],
      action: {
        done: BOTH_APPROVED,
        solution: [approve(ORG1.client, EITHER), approve(ORG2.client, EITHER)],
        hints: 3,
      },
    },
    {
      id: 'exercise-commit',
      commands: [],
      until: { fact: 'chaincodeCommitted', fields: { sequence: 3 } },
      focus: [],
      action: {
        done: { fact: 'chaincodeCommitted', fields: { name: 'basic', sequence: 3 } },
        solution: [commit(EITHER)],
        hints: 2,
      },
    },
    {
      id: 'exercise-use',
      commands: [],
      until: ENDORSED_BY_ONE,
      focus: [],
      action: {
        done: ENDORSED_BY_ONE,
        solution: [{ ...submit(ORG2.client, 'TransferAsset', 'asset1', 'Choi'), endorsers: [ORG2.peer0] }],
        hints: 2,
      },
    },
  ],
  offered: null,
};
