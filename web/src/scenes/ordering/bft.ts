/** BFT of Fabric 3: four orderers, of which one may crash or lie. */
import { CHANNEL, joinOrderer, ORDERERS, ORG1, start, submit, TWO_ORGS } from '../networks.ts';
import type { Network, Step } from '../scene.ts';
import {
  ALL_VALID,
  BATCHES,
  corrupt,
  crash,
  DEPLOY,
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

const FOUR = 'orderer4.example.com';
const ALL = [...ORDERERS, FOUR];

export const bftNetwork: Network = {
  generation: '3.x',
  seed: 'ordering-bft',
  topology: {
    ordererOrg: { ...TWO_ORGS.ordererOrg, orderers: ['orderer', 'orderer2', 'orderer3', 'orderer4'] },
    peerOrgs: PEER_ORGS,
    channels: [{ id: CHANNEL, orgs: ['Org1', 'Org2'], consensus: 'BFT', ...BATCHES }],
  },
  contracts: {},
  setup: [
    { type: 'generateCrypto' },
    { type: 'createGenesisBlock', channel: CHANNEL },
    ...ALL.map(start),
    ...ALL.map(joinOrderer),
    ...START_PEERS,
    ...JOIN_PEERS,
    ...DEPLOY,
  ],
};

/** Leads first; the next is its neighbour. */
const [ONE, TWO, THREE] = ORDERERS;

export const bftSteps: readonly Step[] = [
  {
    id: 'bft',
    commands: [load],
    until: ALL_VALID,
    focus: [...ALL, ...PEERS, ORG1.client],
    question: { kind: 'choice', options: ['one', 'three', 'all'], answer: 'three' },
    inspect: { type: 'node', node: ONE },
  },
  {
    id: 'bft-leader',
    commands: [],
    until: { fact: 'nodeCrashed', node: ONE },
    focus: ALL,
    action: { done: { fact: 'nodeCrashed', node: ONE }, solution: [crash(ONE)], hints: 2 },
  },
  {
    id: 'bft-after',
    commands: [transfer('asset1', 'Lee')],
    until: VALID,
    focus: [...ALL, ...PEERS, ORG1.client],
    question: { kind: 'choice', options: ['refused', 'waits', 'lost'], answer: 'waits' },
  },
  {
    id: 'bft-lie',
    commands: [restart(ONE), corrupt(TWO, 'tamper'), transfer('asset2', 'Park')],
    until: { fact: 'viewStarted', node: THREE },
    focus: ALL,
    question: { kind: 'choice', options: ['committed', 'caught', 'peers'], answer: 'caught' },
  },
  { id: 'bft-honest', commands: [], until: VALID, focus: [...ALL, ...PEERS, ORG1.client] },
  {
    id: 'bft-beyond',
    // By the client itself: the gateway wants a quorum of orderers to take it.
    commands: [crash(ONE), crash(FOUR), submit(ORG1.client, 'TransferAsset', 'asset3', 'Kim')],
    until: REFUSED,
    focus: [...ALL, ORG1.peer0, ORG1.client],
    question: { kind: 'choice', options: ['refused', 'kept', 'committed'], answer: 'kept' },
  },
  {
    id: 'bft-restore',
    commands: [],
    until: { fact: 'blockCommitted', node: ORG1.peer0 },
    focus: [...ALL, ...PEERS],
    action: { done: { fact: 'nodeRestarted' }, solution: [restart(FOUR)], hints: 2 },
  },
];
