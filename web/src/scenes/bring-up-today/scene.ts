/**
 * From nothing to the first transaction, as it is done since Fabric 2.3: no system channel, each orderer joins the
 * channel by itself. The same final network as the course's seven pictures.
 */
import {
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
  TWO_ORGS,
} from '../networks.ts';
import type { Scene } from '../scene.ts';

const ORGS = [ORG1, ORG2];
const PEERS = ORGS.flatMap(({ peer0, peer1 }) => [peer0, peer1]);

export const scene: Scene = {
  id: 'bring-up-today',
  day: 1,
  generation: '3.x',
  seed: 'bring-up-today',
  topology: TWO_ORGS,
  contracts: {},
  setup: [],
  steps: [
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
      commands: [
        ...ORGS.flatMap(({ peer0, peer1, client, ca }) => [peer0, peer1, client, ca].map(start)),
        ...[ORG1.peer0, ORG1.peer1, ORG2.peer0].map(joinPeer),
      ],
      until: { fact: 'deliverStarted', node: ORG2.peer0 },
      focus: [...ORDERERS, ...PEERS, ORG1.client, ORG2.client],
    },
    {
      id: 'join-last',
      commands: [],
      until: { fact: 'deliverStarted', node: ORG2.peer1 },
      focus: [...ORDERERS, ORG2.peer1, ORG2.client],
      inspect: { type: 'node', node: ORG2.peer1 },
      action: {
        done: { fact: 'peerJoined', node: ORG2.peer1, fields: { channel: CHANNEL } },
        solution: [joinPeer(ORG2.peer1)],
        hints: 3,
      },
    },
    {
      id: 'anchors',
      commands: ORGS.map(({ client, peer0 }) => setAnchorPeer(client, peer0)),
      until: { fact: 'anchorPeersSet', node: ORG1.peer0, fields: { mspId: 'Org2MSP' } },
      focus: [...ORDERERS, ORG1.client, ORG1.peer0, ORG2.client, ORG2.peer0],
      question: { kind: 'choice', options: ['client', 'peer', 'leader', 'every-orderer'], answer: 'leader' },
    },
    {
      id: 'install',
      commands: [
        ...ORGS.map(({ client }) => packageBasic(client)),
        ...ORGS.map(({ client, peer0 }) => installBasic(client, peer0)),
      ],
      until: { fact: 'chaincodeInstalled', node: ORG2.peer0 },
      focus: [ORG1.client, ORG1.peer0, ORG2.client, ORG2.peer0],
      inspect: { type: 'node', node: ORG2.peer0 },
    },
    {
      id: 'approve-org1',
      commands: [approveBasic(ORG1.client), commitBasic(ORG1.client)],
      until: { fact: 'commandFailed', node: ORG1.client, fields: { command: 'commitChaincode' } },
      focus: [...ORDERERS, ORG1.client, ORG1.peer0, ORG2.peer0],
      question: { kind: 'choice', options: ['works', 'refused', 'invalid'], answer: 'refused' },
    },
    {
      id: 'approve-org2',
      commands: [approveBasic(ORG2.client)],
      until: { fact: 'chaincodeApproved', node: ORG1.peer0, fields: { mspId: 'Org2MSP' } },
      focus: [...ORDERERS, ORG2.client, ORG2.peer0],
    },
    {
      id: 'commit',
      commands: [],
      until: { fact: 'chaincodeStarted', node: ORG1.peer0 },
      focus: [],
      inspect: { type: 'node', node: ORG1.peer0 },
      action: {
        done: { fact: 'chaincodeCommitted', fields: { name: 'basic', sequence: 1 } },
        solution: [commitBasic(ORG1.client)],
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
        solution: [submit(ORG1.client, 'InitLedger')],
        hints: 3,
      },
    },
  ],
  offered: null,
};
