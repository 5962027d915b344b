/**
 * From nothing to the first transaction, as it is done since Fabric 2.3: no system channel, each orderer joins the
 * channel by itself. The same final network as the course's seven pictures, and a change of it that two organisations sign.
 */
import type { Command } from '../../sim/protocol/commands.ts';
import {
  ADMIN,
  approveBasic,
  CHANNEL,
  commitBasic,
  installBasic,
  joinOrderer,
  joinPeer,
  ORDERERS,
  ORG1,
  ORG2,
  packageBasic,
  setAnchorPeer,
  start,
  submit,
  WITH_ADMINS,
} from '../networks.ts';
import type { Anchor, Scene } from '../scene.ts';

const POLICY_UPDATE = 'endorsement-policy';

const CHANGED: Anchor = {
  fact: 'channelConfigChanged',
  fields: { channel: CHANNEL, elements: '[Policy] /Channel/Application/Endorsement' },
};

/** Of its own peer alone: Org2's are not even started, and that is not what the step is about. */
const askOwnPeer: Command = { ...submit(ORG1.client, 'InitLedger'), endorsers: [ORG1.peer0] };

export const scene: Scene = {
  id: 'bring-up-today',
  day: 1,
  generation: '3.x',
  seed: 'bring-up-today',
  topology: WITH_ADMINS,
  contracts: {},
  setup: [],
  steps: [
    { id: 'final-network', commands: [], until: null, focus: [] },
    {
      id: 'crypto',
      commands: [{ type: 'generateCrypto' }],
      until: { fact: 'cryptoGenerated', fields: { org: 'Org2' } },
      focus: [],
    },
    {
      id: 'start-orderers',
      commands: ORDERERS.map(start),
      until: { fact: 'nodeStarted', node: ORDERERS[2] },
      focus: [...ORDERERS],
    },
    {
      id: 'genesis',
      commands: [{ type: 'createGenesisBlock', channel: CHANNEL }],
      until: { fact: 'genesisBlockCreated', fields: { channel: CHANNEL } },
      focus: [...ORDERERS],
    },
    {
      id: 'join-orderers',
      commands: ORDERERS.map(joinOrderer),
      until: { fact: 'leaderFollowed', node: ORDERERS[2], fields: { channel: CHANNEL } },
      focus: [...ORDERERS],
      question: { kind: 'choice', options: ['one', 'two', 'three'], answer: 'two' },
    },
    {
      id: 'join-peers',
      commands: [...[ADMIN.org1, ORG1.peer0, ORG1.peer1].map(start), joinPeer(ORG1.peer0)],
      until: { fact: 'deliverStarted', node: ORG1.peer0 },
      focus: [...ORDERERS, ADMIN.org1, ORG1.peer0, ORG1.peer1],
    },
    {
      id: 'join-last',
      commands: [],
      until: { fact: 'deliverStarted', node: ORG1.peer1 },
      focus: [...ORDERERS, ADMIN.org1, ORG1.peer0, ORG1.peer1],
      inspect: { type: 'node', node: ORG1.peer1 },
      action: {
        done: { fact: 'peerJoined', node: ORG1.peer1, fields: { channel: CHANNEL } },
        solution: [joinPeer(ORG1.peer1)],
        hints: 3,
      },
    },
    {
      id: 'install',
      commands: [packageBasic(ADMIN.org1), installBasic(ADMIN.org1, ORG1.peer0)],
      until: { fact: 'chaincodeInstalled', node: ORG1.peer0 },
      focus: [ADMIN.org1, ORG1.peer0],
      inspect: { type: 'node', node: ORG1.peer0 },
    },
    {
      id: 'approve-org1',
      commands: [...[ORG1.client, ORG1.ca].map(start), approveBasic(ADMIN.org1), askOwnPeer],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } },
      focus: [...ORDERERS, ADMIN.org1, ORG1.client, ORG1.ca, ORG1.peer0],
      question: { kind: 'choice', options: ['works', 'refused', 'invalid'], answer: 'refused' },
    },
    {
      id: 'join-org2',
      commands: [...[ADMIN.org2, ORG2.peer0, ORG2.peer1].map(start), ...[ORG2.peer0, ORG2.peer1].map(joinPeer)],
      until: { fact: 'deliverStarted', node: ORG2.peer1 },
      focus: [...ORDERERS, ADMIN.org2, ORG2.peer0, ORG2.peer1],
    },
    {
      id: 'anchors',
      commands: [setAnchorPeer(ADMIN.org1, ORG1.peer0), setAnchorPeer(ADMIN.org2, ORG2.peer0)],
      until: { fact: 'anchorPeersSet', node: ORG1.peer0, fields: { mspId: 'Org2MSP' } },
      focus: [...ORDERERS, ADMIN.org1, ADMIN.org2, ORG1.peer0, ORG2.peer0],
      question: { kind: 'choice', options: ['client', 'peer', 'leader', 'every-orderer'], answer: 'leader' },
    },
    {
      id: 'approve-org2',
      commands: [
        ...[ORG2.client, ORG2.ca].map(start),
        packageBasic(ADMIN.org2),
        installBasic(ADMIN.org2, ORG2.peer0),
        approveBasic(ADMIN.org2),
      ],
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
      commands: [],
      until: { fact: 'commitStatusReceived', fields: { code: 'VALID' } },
      focus: [],
      inspect: { type: 'node', node: ORG1.peer0 },
      action: {
        done: { fact: 'commitStatusReceived', fields: { code: 'VALID', channel: CHANNEL } },
        solution: [submit(ORG2.client, 'InitLedger')],
        hints: 3,
      },
    },
    { id: 'compare', commands: [], until: null, focus: [] },
    {
      id: 'exercise-prepare',
      commands: [
        {
          type: 'prepareConfigUpdate',
          client: ADMIN.org1,
          channel: CHANNEL,
          update: POLICY_UPDATE,
          change: {
            kind: 'policy',
            path: '/Channel/Application/Endorsement',
            type: 'ImplicitMeta',
            rule: 'ANY Endorsement',
          },
        },
      ],
      until: { fact: 'configUpdatePrepared', node: ADMIN.org1 },
      focus: [...ORDERERS, ADMIN.org1],
      question: { kind: 'choice', options: ['org1', 'majority', 'orderers'], answer: 'majority' },
    },
    {
      id: 'exercise-sign',
      commands: [],
      until: { fact: 'configUpdateSigned', fields: { mspId: 'Org2MSP' } },
      focus: [],
      action: {
        done: { fact: 'configUpdateSigned', fields: { mspId: 'Org2MSP' } },
        solution: [{ type: 'signConfigUpdate', org: 'Org2', update: POLICY_UPDATE }],
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
        solution: [{ type: 'submitConfigUpdate', client: ADMIN.org1, update: POLICY_UPDATE }],
        hints: 2,
      },
    },
    {
      id: 'exercise-check',
      commands: [{ ...submit(ORG1.client, 'TransferAsset', 'asset1', 'Christopher'), endorsers: [ORG1.peer0] }],
      until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } },
      focus: [],
      question: { kind: 'choice', options: ['failure', 'valid'], answer: 'valid' },
    },
  ],
  offered: null,
};
