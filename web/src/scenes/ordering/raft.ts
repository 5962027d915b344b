/** Raft: leader and quorum among the orderers themselves; two more orderers wait outside the consenter set. */
import type { Command } from '../../sim/protocol/commands.ts';
import { CHANNEL, joinOrderer, ORDERER_ADMIN, ORDERERS, ORG1, start, TWO_ORGS } from '../networks.ts';
import type { Anchor, ChosenCommand, Network, Step } from '../scene.ts';
import { cutOff, down, firstOf, following, GONE, lying, toEach } from '../whoever.ts';
import {
  ALL_VALID,
  BATCHES,
  corrupt,
  crash,
  DEPLOY,
  isolate,
  JOIN_PEERS,
  LEADER,
  leaderLied,
  load,
  makeLeaderLie,
  PEER_ORGS,
  PEERS,
  REFUSED,
  restart,
  START_PEERS,
  STOP_LEADER,
  transfer,
  VALID,
} from './load.ts';

const [, TWO, THREE] = ORDERERS;
const FOUR = 'orderer4.example.com';
const FIVE = 'orderer5.example.com';
const ALL = [...ORDERERS, FOUR, FIVE];

/** Cut off as asked, or stopped, which has the others elect as well. */
const BACK: ChosenCommand = {
  type: 'isolateNode',
  choose: (past) => [...cutOff(past).map((node) => isolate(node, false)), ...down(past).map(restart)],
};

const ELECTED: Anchor = { fact: 'leaderElected', fields: { channel: CHANNEL } };
const FOLLOWED: Anchor = { fact: 'leaderFollowed', fields: { channel: CHANNEL } };
const ONE_MORE_DOWN: Anchor = { fact: GONE, node: ORDERERS };

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
    inspect: { type: 'node', node: TWO },
  },
  {
    id: 'raft-leader',
    commands: [],
    until: ELECTED,
    focus: ALL,
    action: STOP_LEADER,
  },
  { id: 'raft-after', commands: [transfer('asset1', 'Lee')], until: VALID, focus: [...ALL, ...PEERS, ORG1.client] },
  {
    id: 'raft-quorum',
    commands: [],
    until: ONE_MORE_DOWN,
    focus: ALL,
    action: { done: ONE_MORE_DOWN, solution: [toEach('crashNode', LEADER, crash)], hints: 2 },
  },
  {
    id: 'raft-refused',
    commands: [transfer('asset2', 'Park')],
    until: REFUSED,
    focus: [...ALL, ORG1.peer0, ORG1.client],
    question: { kind: 'choice', options: ['one', 'nobody', 'others'], answer: 'nobody' },
  },
  {
    id: 'raft-restore',
    commands: [],
    until: ELECTED,
    focus: ALL,
    action: {
      done: { fact: 'nodeRestarted', node: ORDERERS },
      solution: [toEach('restartNode', firstOf(down), restart)],
      hints: 3,
    },
  },
  {
    id: 'raft-again',
    // The other one comes back as well: what follows takes all three.
    commands: [toEach('restartNode', down, restart), transfer('asset2', 'Park')],
    until: VALID,
    focus: [...ALL, ...PEERS, ORG1.client],
  },
  {
    id: 'raft-partition',
    commands: [],
    // Told by the one that is left; the next to follow is the one cut off.
    until: FOLLOWED,
    focus: ALL,
    question: { kind: 'choice', options: ['both', 'majority', 'old'], answer: 'majority' },
    action: { done: ELECTED, solution: [toEach('isolateNode', LEADER, (node) => isolate(node, true))], hints: 3 },
  },
  {
    id: 'raft-heal',
    commands: [],
    until: FOLLOWED,
    focus: ALL,
    action: {
      done: FOLLOWED,
      solution: [BACK],
      hints: 2,
    },
  },
  {
    id: 'raft-lie',
    commands: [],
    until: leaderLied('withhold'),
    focus: ALL,
    action: makeLeaderLie('withhold'),
  },
  {
    id: 'raft-silent',
    commands: [transfer('asset3', 'Kim')],
    // A minute later the client gives up.
    until: REFUSED,
    focus: [...ALL, ...PEERS, ORG1.client],
    question: { kind: 'choice', options: ['followers', 'peers', 'nobody'], answer: 'nobody' },
  },
  {
    id: 'raft-tamper',
    commands: [],
    until: leaderLied('tamper'),
    focus: ALL,
    action: makeLeaderLie('tamper'),
  },
  {
    id: 'raft-invalid',
    commands: [transfer('asset3', 'Kim')],
    until: { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'BAD_CREATOR_SIGNATURE' } },
    focus: [...ALL, ...PEERS, ORG1.client],
    question: { kind: 'choice', options: ['committed', 'orderers', 'peers'], answer: 'peers' },
  },
  {
    id: 'raft-honest',
    commands: [toEach('corruptOrderer', lying, (node) => corrupt(node, 'none')), transfer('asset3', 'Kim')],
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
    commands: [toEach('crashNode', following(CHANNEL, ALL, 2), crash), transfer('asset1', 'Choi')],
    until: VALID,
    focus: [...ALL, ...PEERS, ORG1.client],
  },
];
