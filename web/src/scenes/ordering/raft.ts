/** Raft: leader and quorum among the orderers themselves; two more orderers wait outside the consenter set. */
import type { Command } from '../../sim/protocol/commands.ts';
import { CHANNEL, joinOrderer, ORDERER_ADMIN, ORDERERS, ORG1, start, TWO_ORGS } from '../networks.ts';
import type { Network, Step } from '../scene.ts';
import {
  ALL_VALID,
  BATCHES,
  corrupt,
  crash,
  DEPLOY,
  isolate,
  JOIN_PEERS,
  load,
  PEER_ORGS,
  PEERS,
  REFUSED,
  restart,
  START_PEERS,
  transfer,
  VALID,
} from './load.ts';

const [ONE, TWO, THREE] = ORDERERS;
const FOUR = 'orderer4.example.com';
const FIVE = 'orderer5.example.com';
const ALL = [...ORDERERS, FOUR, FIVE];
/** Elected first with this seed, and second. */
const LEADER = TWO;
const NEXT = THREE;

const addConsenter = (node: string): readonly Command[] => [
  {
    type: 'prepareConfigUpdate',
    client: ORDERER_ADMIN,
    channel: CHANNEL,
    update: `add-${node}`,
    change: { kind: 'addConsenter', node },
  },
  { type: 'submitConfigUpdate', client: ORDERER_ADMIN, update: `add-${node}` },
];
const [addFour, ...addRest] = [...addConsenter(FOUR), ...addConsenter(FIVE)] as [Command, ...Command[]];

export const raftNetwork: Network = {
  generation: '3.x',
  seed: 'ordering-raft',
  topology: {
    ordererOrg: {
      ...TWO_ORGS.ordererOrg,
      orderers: ['orderer', 'orderer2', 'orderer3', 'orderer4', 'orderer5'],
      admins: ['admin'],
    },
    peerOrgs: PEER_ORGS,
    channels: [{ id: CHANNEL, orgs: ['Org1', 'Org2'], consenters: ['orderer', 'orderer2', 'orderer3'], ...BATCHES }],
  },
  contracts: {},
  setup: [
    { type: 'generateCrypto' },
    { type: 'createGenesisBlock', channel: CHANNEL },
    ...ALL.map(start),
    start(ORDERER_ADMIN),
    ...ALL.map(joinOrderer),
    ...START_PEERS,
    ...JOIN_PEERS,
    ...DEPLOY,
  ],
};

export const raftSteps: readonly Step[] = [
  {
    id: 'raft',
    commands: [load],
    until: ALL_VALID,
    focus: [...ALL, ...PEERS, ORG1.client],
    question: { kind: 'choice', options: ['brokers', 'orderers', 'peers'], answer: 'orderers' },
    inspect: { type: 'node', node: LEADER },
  },
  {
    id: 'raft-leader',
    commands: [],
    until: { fact: 'leaderElected', fields: { channel: CHANNEL } },
    focus: ALL,
    action: { done: { fact: 'nodeCrashed', node: LEADER }, solution: [crash(LEADER)], hints: 2 },
  },
  { id: 'raft-after', commands: [transfer('asset1', 'Lee')], until: VALID, focus: [...ALL, ...PEERS, ORG1.client] },
  {
    id: 'raft-quorum',
    commands: [crash(NEXT), transfer('asset2', 'Park')],
    until: REFUSED,
    focus: [...ALL, ORG1.peer0, ORG1.client],
    question: { kind: 'choice', options: ['one', 'nobody', 'others'], answer: 'nobody' },
  },
  {
    id: 'raft-restore',
    commands: [],
    until: { fact: 'leaderElected', fields: { channel: CHANNEL } },
    focus: ALL,
    action: { done: { fact: 'nodeRestarted' }, solution: [restart(LEADER)], hints: 3 },
  },
  {
    id: 'raft-again',
    commands: [transfer('asset2', 'Park')],
    until: VALID,
    focus: [...ALL, ...PEERS, ORG1.client],
  },
  {
    id: 'raft-partition',
    commands: [restart(NEXT), isolate(ONE, true)],
    until: { fact: 'leaderElected', fields: { channel: CHANNEL } },
    focus: ALL,
    question: { kind: 'choice', options: ['both', 'majority', 'old'], answer: 'majority' },
  },
  {
    id: 'raft-heal',
    commands: [isolate(ONE, false)],
    until: { fact: 'leaderFollowed', node: ONE },
    focus: ALL,
    inspect: { type: 'node', node: ONE },
  },
  {
    id: 'raft-lie',
    commands: [corrupt(TWO, 'withhold'), transfer('asset3', 'Kim')],
    // A minute later the client gives up.
    until: REFUSED,
    focus: [...ALL, ...PEERS, ORG1.client],
    question: { kind: 'choice', options: ['followers', 'peers', 'nobody'], answer: 'nobody' },
  },
  {
    id: 'raft-tamper',
    commands: [corrupt(TWO, 'tamper'), transfer('asset3', 'Kim')],
    until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'BAD_CREATOR_SIGNATURE' } },
    focus: [...ALL, ...PEERS, ORG1.client],
    question: { kind: 'choice', options: ['committed', 'orderers', 'peers'], answer: 'peers' },
  },
  {
    id: 'raft-honest',
    commands: [corrupt(TWO, 'none'), transfer('asset3', 'Kim')],
    until: VALID,
    focus: [...ALL, ...PEERS, ORG1.client],
  },
  {
    id: 'raft-size',
    commands: [],
    // The new ones have to fetch the configuration before they count.
    until: { fact: 'consenterAdded', node: FIVE, occurrence: 2 },
    focus: [...ALL, ORDERER_ADMIN],
    question: { kind: 'choice', options: ['three', 'four', 'five'], answer: 'five' },
    action: {
      done: { fact: 'consenterAdded', node: THREE, occurrence: 2 },
      solution: [addFour, ...addRest],
      hints: 3,
    },
  },
  {
    id: 'raft-proof',
    commands: [crash(ONE), crash(THREE), transfer('asset1', 'Choi')],
    until: VALID,
    focus: [...ALL, ...PEERS, ORG1.client],
  },
];
