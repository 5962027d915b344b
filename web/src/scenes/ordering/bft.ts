/** BFT of Fabric 3: four orderers, of which one may crash or lie. */
import { CHANNEL, joinOrderer, ORDERERS, ORG1, start, submit, TWO_ORGS } from '../networks.ts';
import type { Anchor, Network, Step } from '../scene.ts';
import { down, firstOf, following, GONE, toEach } from '../whoever.ts';
import {
  ALL_VALID,
  BATCHES,
  crash,
  DEPLOY,
  JOIN_PEERS,
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
const [ONE, TWO] = ORDERERS;

const TWO_DOWN: Anchor = { fact: GONE, node: ALL, occurrence: 2 };

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
    until: STOP_LEADER.done,
    focus: ALL,
    action: STOP_LEADER,
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
    commands: [],
    until: leaderLied('tamper'),
    focus: ALL,
    action: makeLeaderLie('tamper'),
  },
  {
    id: 'bft-caught',
    commands: [toEach('restartNode', down, restart), transfer('asset2', 'Park')],
    // The first is said by the one that comes back.
    until: { fact: 'viewStarted', fields: { channel: CHANNEL }, occurrence: 2 },
    focus: ALL,
    question: { kind: 'choice', options: ['committed', 'caught', 'peers'], answer: 'caught' },
  },
  { id: 'bft-honest', commands: [], until: VALID, focus: [...ALL, ...PEERS, ORG1.client] },
  {
    id: 'bft-beyond',
    commands: [],
    until: TWO_DOWN,
    focus: ALL,
    action: {
      done: TWO_DOWN,
      solution: [toEach('crashNode', following(CHANNEL, [ONE, FOUR, TWO], 2), crash)],
      hints: 2,
    },
  },
  {
    id: 'bft-kept',
    // By the client itself: the gateway wants a quorum of orderers to take it.
    commands: [submit(ORG1.client, 'TransferAsset', 'asset3', 'Kim')],
    until: REFUSED,
    focus: [...ALL, ORG1.peer0, ORG1.client],
    question: { kind: 'choice', options: ['refused', 'kept', 'committed'], answer: 'kept' },
  },
  {
    id: 'bft-restore',
    commands: [],
    until: { fact: 'blockCommitted', node: ORG1.peer0 },
    focus: [...ALL, ...PEERS],
    action: { done: { fact: 'nodeRestarted' }, solution: [toEach('restartNode', firstOf(down), restart)], hints: 2 },
  },
];
