/**
 * The seven pictures of the course, on a network of Fabric 2.x: a system channel first, a consortium on it, a channel by
 * a transaction, then organisation by organisation peers, chaincode and client server. At the end a change of the
 * channel that needs the right organisation's signature.
 */
import type { Command } from '../../sim/protocol/commands.ts';
import {
  ADMIN,
  approveBasic,
  CHANNEL,
  commitBasic,
  CONSORTIUM,
  createChannel,
  createChannelTransaction,
  installBasic,
  joinPeer,
  ORDERERS,
  ORG1,
  ORG2,
  packageBasic,
  setAnchorPeer,
  start,
  submit,
  SYSTEM_CHANNEL,
  WITH_ADMINS_2X,
} from '../networks.ts';
import type { Anchor, Scene } from '../scene.ts';

const CONSORTIUM_UPDATE = 'consortium';
const BATCH_UPDATE = 'batch-size';
const [, , LAST_ORDERER] = ORDERERS;

const prepareConsortium: Command = {
  type: 'prepareConfigUpdate',
  client: ADMIN.orderers,
  channel: SYSTEM_CHANNEL,
  update: CONSORTIUM_UPDATE,
  change: { kind: 'consortium', name: CONSORTIUM, orgs: ['Org1', 'Org2'] },
};

const CHANGED: Anchor = {
  fact: 'channelConfigChanged',
  fields: { channel: CHANNEL, elements: '[Value]  /Channel/Orderer/BatchSize' },
};

/** Of its own peer alone: Org2's are not even started, and that is not what the step is about. */
const askOwnPeer: Command = { ...submit(ORG1.client, 'InitLedger'), endorsers: [ORG1.peer0] };

export const scene: Scene = {
  id: 'bring-up',
  day: 1,
  generation: '2.x',
  seed: 'bring-up',
  topology: WITH_ADMINS_2X,
  contracts: {},
  setup: [],
  beside: {
    scene: 'bring-up-today',
    pairs: [
      { picture: 'final', here: ['final-network'], there: ['final-network'] },
      {
        picture: 'orderers',
        here: ['crypto', 'system-genesis', 'start-orderers'],
        there: ['crypto', 'start-orderers'],
      },
      { picture: 'consortium', here: ['prepare-consortium', 'define-consortium'], there: [] },
      { picture: 'channel', here: ['channel-transaction', 'create-channel'], there: ['genesis', 'join-orderers'] },
      { picture: 'join-org1', here: ['join-peer0', 'join-peer1'], there: ['join-peers', 'join-last'] },
      { picture: 'org1', here: ['deploy-org1', 'client-org1'], there: ['install', 'approve-org1'] },
      {
        picture: 'org2',
        here: ['join-org2', 'anchors', 'deploy-org2', 'commit', 'first-transaction'],
        there: ['join-org2', 'anchors', 'approve-org2', 'commit', 'first-transaction'],
      },
    ],
    unpaired: {
      here: ['compare', 'exercise-prepare', 'exercise-sign', 'exercise-submit'],
      there: ['compare', 'exercise-prepare', 'exercise-sign', 'exercise-submit', 'exercise-check'],
    },
  },
  steps: [
    { id: 'final-network', commands: [], until: null, focus: [] },
    {
      id: 'crypto',
      commands: [{ type: 'generateCrypto' }],
      until: { fact: 'cryptoGenerated', fields: { org: 'Org2' } },
      focus: [],
    },
    {
      id: 'system-genesis',
      commands: [{ type: 'createGenesisBlock', channel: SYSTEM_CHANNEL }],
      until: { fact: 'genesisBlockCreated', fields: { channel: SYSTEM_CHANNEL } },
      focus: [...ORDERERS],
    },
    {
      id: 'start-orderers',
      commands: ORDERERS.map(start),
      until: { fact: 'leaderFollowed', fields: { channel: SYSTEM_CHANNEL } },
      focus: [...ORDERERS],
      question: { kind: 'choice', options: ['none', 'system', 'mychannel'], answer: 'system' },
      inspect: { type: 'node', node: ORDERERS[0] },
    },
    {
      id: 'prepare-consortium',
      commands: [start(ADMIN.orderers), prepareConsortium],
      until: { fact: 'configUpdatePrepared', node: ADMIN.orderers },
      focus: [...ORDERERS, ADMIN.orderers],
      question: { kind: 'choice', options: ['members', 'orderers', 'anyone'], answer: 'orderers' },
    },
    {
      id: 'define-consortium',
      commands: [],
      until: { fact: 'blockWritten', node: LAST_ORDERER, fields: { channel: SYSTEM_CHANNEL, number: 1 } },
      focus: [...ORDERERS, ADMIN.orderers],
      action: {
        done: { fact: 'blockWritten', fields: { channel: SYSTEM_CHANNEL, number: 1 } },
        solution: [{ type: 'submitConfigUpdate', client: ADMIN.orderers, update: CONSORTIUM_UPDATE }],
        hints: 3,
      },
    },
    {
      id: 'channel-transaction',
      commands: [createChannelTransaction],
      until: { fact: 'channelTransactionCreated', fields: { channel: CHANNEL } },
      focus: [ADMIN.org1],
      question: { kind: 'choice', options: ['everything', 'members', 'peers'], answer: 'members' },
    },
    {
      id: 'create-channel',
      commands: [start(ADMIN.org1), createChannel(ADMIN.org1)],
      until: { fact: 'channelBlockFetched', node: ADMIN.org1 },
      focus: [...ORDERERS, ADMIN.org1],
      question: { kind: 'choice', options: ['tool', 'administrator', 'orderers'], answer: 'orderers' },
    },
    {
      id: 'join-peer0',
      commands: [...[ORG1.peer0, ORG1.peer1].map(start), joinPeer(ORG1.peer0)],
      until: { fact: 'deliverStarted', node: ORG1.peer0 },
      focus: [...ORDERERS, ADMIN.org1, ORG1.peer0, ORG1.peer1],
      inspect: { type: 'node', node: ORG1.peer0 },
    },
    {
      id: 'join-peer1',
      commands: [],
      until: { fact: 'leadingPeerFollowed', node: ORG1.peer1 },
      focus: [...ORDERERS, ADMIN.org1, ORG1.peer0, ORG1.peer1],
      action: {
        done: { fact: 'peerJoined', node: ORG1.peer1, fields: { channel: CHANNEL } },
        solution: [joinPeer(ORG1.peer1)],
        hints: 2,
      },
    },
    {
      id: 'deploy-org1',
      commands: [packageBasic(ADMIN.org1), installBasic(ADMIN.org1, ORG1.peer0), approveBasic(ADMIN.org1)],
      until: { fact: 'chaincodeApproved', node: ORG1.peer0, fields: { mspId: 'Org1MSP' } },
      focus: [...ORDERERS, ADMIN.org1, ORG1.peer0],
      inspect: { type: 'node', node: ORG1.peer0 },
    },
    {
      id: 'client-org1',
      commands: [...[ORG1.client, ORG1.ca].map(start), askOwnPeer],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } },
      focus: [ORG1.client, ORG1.ca, ORG1.peer0],
      question: { kind: 'choice', options: ['works', 'undefined', 'orderer'], answer: 'undefined' },
    },
    {
      id: 'join-org2',
      commands: [...[ADMIN.org2, ORG2.peer0, ORG2.peer1].map(start), ...[ORG2.peer0, ORG2.peer1].map(joinPeer)],
      until: { fact: 'leadingPeerFollowed', node: ORG2.peer1 },
      focus: [...ORDERERS, ADMIN.org2, ORG2.peer0, ORG2.peer1],
    },
    {
      id: 'anchors',
      commands: [setAnchorPeer(ADMIN.org1, ORG1.peer0), setAnchorPeer(ADMIN.org2, ORG2.peer0)],
      until: { fact: 'anchorPeersSet', node: ORG1.peer0, fields: { mspId: 'Org2MSP' } },
      focus: [...ORDERERS, ADMIN.org1, ADMIN.org2, ORG1.peer0, ORG2.peer0],
    },
    {
      id: 'deploy-org2',
      commands: [packageBasic(ADMIN.org2), installBasic(ADMIN.org2, ORG2.peer0), approveBasic(ADMIN.org2)],
      until: { fact: 'chaincodeApproved', node: ORG1.peer0, fields: { mspId: 'Org2MSP' } },
      focus: [...ORDERERS, ADMIN.org2, ORG2.peer0],
    },
    {
      id: 'commit',
      commands: [],
      until: { fact: 'chaincodeStarted', node: ORG1.peer0 },
      focus: [],
      inspect: { type: 'node', node: ORG1.peer0 },
      action: {
        done: { fact: 'chaincodeCommitted', fields: { name: 'basic', sequence: 1 } },
        solution: [commitBasic(ADMIN.org1)],
        hints: 3,
      },
    },
    {
      id: 'first-transaction',
      commands: [...[ORG2.client, ORG2.ca].map(start), submit(ORG2.client, 'InitLedger')],
      until: { fact: 'commitStatusReceived', node: ORG2.client, fields: { code: 'VALID' } },
      focus: [],
      inspect: { type: 'node', node: ORG1.peer0 },
      question: { kind: 'choice', options: ['org2', 'installed', 'all'], answer: 'all' },
    },
    { id: 'compare', commands: [], until: null, focus: [] },
    {
      id: 'exercise-prepare',
      commands: [
        {
          type: 'prepareConfigUpdate',
          client: ADMIN.org1,
          channel: CHANNEL,
          update: BATCH_UPDATE,
          change: {
            kind: 'batchSize',
            maxMessageCount: 1,
            absoluteMaxBytes: 99 * 1024 * 1024,
            preferredMaxBytes: 512 * 1024,
          },
        },
      ],
      until: { fact: 'configUpdatePrepared', node: ADMIN.org1 },
      focus: [...ORDERERS, ADMIN.org1],
      question: { kind: 'choice', options: ['org1', 'majority', 'orderers'], answer: 'orderers' },
    },
    {
      id: 'exercise-sign',
      commands: [],
      until: { fact: 'configUpdateSigned', fields: { mspId: 'OrdererMSP' } },
      focus: [],
      action: {
        done: { fact: 'configUpdateSigned', fields: { mspId: 'OrdererMSP' } },
        solution: [{ type: 'signConfigUpdate', org: 'OrdererOrg', update: BATCH_UPDATE }],
        hints: 3,
      },
    },
    {
      id: 'exercise-submit',
      commands: [],
      until: { ...CHANGED, node: ORG2.peer0 },
      focus: [],
      action: {
        done: { ...CHANGED, node: ORG1.peer0 },
        solution: [{ type: 'submitConfigUpdate', client: ADMIN.org1, update: BATCH_UPDATE }],
        hints: 2,
      },
    },
  ],
  offered: null,
};
