/**
 * Who is who: a user registered and enrolled with Fabric CA, the first signature, the CA switched off, and a revocation
 * that counts only once its list stands in the channel's MSP. Then the learner does the same for another user.
 */
import type { Command, CommandOf } from '../../sim/protocol/commands.ts';
import { CHANNEL, ORDERERS, ORG1, ORG2, start, submit, TWO_ORGS, TWO_ORGS_UP } from '../networks.ts';
import type { Anchor, Scene } from '../scene.ts';
import { GONE } from '../whoever.ts';

const { client, ca } = ORG1;
const PEERS = [ORG1.peer0, ORG1.peer1, ORG2.peer0, ORG2.peer1];
const ENDORSERS = [ORG1.peer0, ORG2.peer0];
const UPDATE = 'org1-crl';

const as = (identity: string, ...args: readonly [string, ...string[]]): CommandOf<'submitTransaction'> => ({
  ...submit(client, ...args),
  identity,
});
const enroll = (id: string, secret: string, identity: string): Command => ({
  type: 'enrollIdentity',
  client,
  ca,
  id,
  secret,
  identity,
  profile: '',
  attributes: [],
});
const register = (id: string, secret: string): Command => ({
  type: 'registerIdentity',
  client,
  ca,
  registrar: 'registrar',
  id,
  secret,
  idType: 'client',
  affiliation: 'org1.department1',
  maxEnrollments: -1,
  attributes: ['team=trading:ecert'],
});

const revoke = (id: string): Command => ({
  type: 'revokeIdentity',
  client,
  ca,
  registrar: 'registrar',
  id,
  serial: '',
  aki: '',
  reason: 'keycompromise',
});
const listUpdate = (update: string): Command => ({
  type: 'prepareConfigUpdate',
  client,
  channel: CHANNEL,
  update,
  change: { kind: 'revocationList', org: 'Org1' },
});

/** In the wallet under the name that later steps sign with. */
const LEE_ENROLLED: Anchor = { fact: 'identityEnrolled', node: client, fields: { id: 'lee', identity: 'lee' } };
const LEE_TRANSACTED: Anchor = {
  fact: 'commitStatusReceived',
  node: client,
  fields: { code: 'VALID' },
  proposal: { identity: 'Org1MSP:lee' },
};
const LIST_CHANGED: Anchor = {
  fact: 'channelConfigChanged',
  fields: { channel: CHANNEL, elements: '[Value]  /Channel/Application/Org1MSP/MSP' },
};

/** The network is up and CAs are not: keys of nodes and administrators came from cryptogen, users have none yet. */
const setup: readonly Command[] = [
  ...TWO_ORGS_UP.slice(0, -1).filter((command) => command.type !== 'startNode' || !command.node.startsWith('ca.')),
  as('Admin', 'InitLedger'),
];

export const scene: Scene = {
  id: 'identities',
  day: 1,
  generation: '3.x',
  seed: 'identities',
  topology: { ...TWO_ORGS, peerOrgs: TWO_ORGS.peerOrgs.map((org) => ({ ...org, users: 0 })) },
  contracts: {},
  setup,
  steps: [
    {
      id: 'certificates',
      commands: [],
      until: null,
      focus: [...ORDERERS, ...PEERS],
      inspect: { type: 'node', node: ORG1.peer0 },
    },
    {
      id: 'stranger',
      commands: [as('kim', 'TransferAsset', 'asset1', 'Kim')],
      until: { fact: 'commandFailed', node: client, fields: { command: 'submitTransaction' } },
      focus: [client],
      question: { kind: 'choice', options: ['client', 'peer', 'orderer'], answer: 'client' },
    },
    {
      id: 'start-ca',
      commands: [start(ca)],
      until: { fact: 'nodeStarted', node: ca },
      focus: [ca, client],
      inspect: { type: 'node', node: ca },
    },
    {
      id: 'registrar',
      commands: [enroll('admin', 'adminpw', 'registrar')],
      until: { fact: 'identityEnrolled', node: client, fields: { id: 'admin' } },
      focus: [ca, client],
    },
    {
      id: 'register',
      commands: [register('kim', 'kimpw')],
      until: { fact: 'secretReceived', node: client, fields: { id: 'kim' } },
      focus: [ca, client],
      inspect: { type: 'node', node: ca },
      question: { kind: 'choice', options: ['key', 'certificate', 'secret'], answer: 'secret' },
    },
    {
      id: 'enroll',
      commands: [enroll('kim', 'kimpw', 'kim')],
      until: { fact: 'identityEnrolled', node: client, fields: { id: 'kim' } },
      focus: [ca, client],
      inspect: { type: 'node', node: client },
      question: { kind: 'node', answers: [client] },
    },
    {
      id: 'sign',
      commands: [as('kim', 'TransferAsset', 'asset1', 'Kim')],
      until: { fact: 'commitStatusReceived', node: client, fields: { code: 'VALID' } },
      focus: [],
      inspect: {
        type: 'messageOf',
        anchor: { fact: 'messageSent', fields: { kind: 'proposal', to: ORG1.peer0 } },
      },
    },
    {
      id: 'ca-off',
      commands: [],
      until: { fact: GONE, node: ca },
      focus: [ca, client],
      action: { done: { fact: GONE, node: ca }, solution: [{ type: 'crashNode', node: ca }], hints: 2 },
    },
    {
      id: 'without-ca',
      commands: [as('kim', 'TransferAsset', 'asset2', 'Kim')],
      until: { fact: 'commitStatusReceived', node: client, fields: { code: 'VALID' } },
      focus: [],
      question: { kind: 'choice', options: ['stops', 'goes', 'later'], answer: 'goes' },
    },
    {
      id: 'no-enrolment',
      commands: [enroll('kim', 'kimpw', 'kim')],
      until: { fact: 'commandFailed', node: client, fields: { command: 'enrollIdentity' } },
      focus: [ca, client],
    },
    {
      id: 'revoke',
      commands: [{ type: 'restartNode', node: ca }, revoke('kim')],
      until: { fact: 'identityRevoked', node: ca, fields: { id: 'kim' } },
      focus: [ca, client],
      inspect: { type: 'node', node: ca },
    },
    {
      id: 'still-valid',
      commands: [as('kim', 'TransferAsset', 'asset3', 'Kim')],
      until: { fact: 'commitStatusReceived', node: client, fields: { code: 'VALID' } },
      focus: [],
      question: { kind: 'choice', options: ['peer', 'orderer', 'valid'], answer: 'valid' },
    },
    {
      id: 'why',
      commands: [{ type: 'generateCrl', client, ca, registrar: 'registrar' }],
      until: { fact: 'crlReceived', node: client },
      focus: [ca, client],
      question: { kind: 'choice', options: ['asks', 'cached', 'msp'], answer: 'msp' },
    },
    {
      id: 'prepare',
      commands: [listUpdate(UPDATE)],
      until: { fact: 'configUpdatePrepared', node: client },
      focus: [client, ...ORDERERS],
      question: { kind: 'choice', options: ['org1', 'majority', 'orderers'], answer: 'org1' },
    },
    {
      id: 'submit',
      commands: [],
      until: { ...LIST_CHANGED, node: ORG2.peer0 },
      focus: [client, ...ORDERERS, ...PEERS],
      action: {
        done: { ...LIST_CHANGED, node: ORG1.peer0 },
        solution: [{ type: 'submitConfigUpdate', client, update: UPDATE }],
        hints: 2,
      },
    },
    {
      id: 'refused',
      commands: [as('kim', 'TransferAsset', 'asset1', 'Lee')],
      until: { fact: 'commandFailed', node: client, fields: { command: 'submitTransaction' } },
      focus: [client, ...ENDORSERS],
      question: { kind: 'node', answers: [...ENDORSERS] },
    },
    {
      id: 'exercise-register',
      commands: [],
      until: { fact: 'secretReceived', node: client },
      focus: [ca, client],
      action: {
        done: { fact: 'identityRegistered', node: ca, fields: { id: 'lee' } },
        solution: [register('lee', 'leepw')],
        hints: 3,
      },
    },
    {
      id: 'exercise-enroll',
      commands: [],
      until: LEE_ENROLLED,
      focus: [ca, client],
      action: {
        done: LEE_ENROLLED,
        solution: [enroll('lee', 'leepw', 'lee')],
        hints: 3,
      },
    },
    {
      id: 'exercise-transact',
      commands: [],
      until: LEE_TRANSACTED,
      focus: [],
      action: {
        done: LEE_TRANSACTED,
        solution: [as('lee', 'TransferAsset', 'asset1', 'Lee')],
        hints: 3,
      },
    },
    {
      id: 'exercise-revoke',
      commands: [],
      until: { fact: 'identityRevoked', node: ca, fields: { id: 'lee' } },
      focus: [ca, client],
      action: {
        done: { fact: 'identityRevoked', node: ca, fields: { id: 'lee' } },
        solution: [revoke('lee')],
        hints: 2,
      },
    },
    {
      id: 'exercise-why',
      commands: [as('lee', 'TransferAsset', 'asset2', 'Lee')],
      until: { fact: 'commitStatusReceived', node: client, fields: { code: 'VALID' } },
      focus: [],
      inspect: { type: 'node', node: ORG1.peer0 },
      question: { kind: 'choice', options: ['restart', 'expiry', 'list', 'wallet'], answer: 'list' },
    },
    {
      id: 'exercise-close',
      commands: [],
      until: { ...LIST_CHANGED, node: ORG2.peer0 },
      focus: [],
      action: {
        done: { ...LIST_CHANGED, node: ORG1.peer0 },
        solution: [
          { type: 'generateCrl', client, ca, registrar: 'registrar' },
          listUpdate('org1-crl-2'),
          { type: 'submitConfigUpdate', client, update: 'org1-crl-2' },
        ],
        hints: 3,
      },
    },
    {
      id: 'exercise-check',
      commands: [as('lee', 'TransferAsset', 'asset3', 'Lee')],
      until: { fact: 'commandFailed', node: client, fields: { command: 'submitTransaction' } },
      focus: [client, ...ENDORSERS],
    },
  ],
  offered: null,
};
