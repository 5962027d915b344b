/** Kafka, as networks of 1.x and early 2.x had it: the order is that of a partition, and orderers read it. */
import {
  CHANNEL,
  createChannel,
  createChannelTransaction,
  CONSORTIUM,
  fetchChannelBlock,
  ORDERERS,
  ORG1,
  ORG2,
  start,
  SYSTEM_CHANNEL,
  TWO_ORGS,
} from '../networks.ts';
import type { Anchor, Network, Step } from '../scene.ts';
import { GONE, leading, toEach } from '../whoever.ts';
import {
  BATCHES,
  crash,
  DEPLOY,
  JOIN_PEERS,
  load,
  PEER_ORGS,
  PEERS,
  REFUSED,
  START_PEERS,
  ALL_VALID,
  transfer,
  VALID,
} from './load.ts';

const BROKERS = ['kafka0', 'kafka1', 'kafka2', 'kafka3'].map((name) => `${name}.example.com`);
const ZOOKEEPERS = ['zookeeper0', 'zookeeper1', 'zookeeper2'].map((name) => `${name}.example.com`);

export const kafkaNetwork: Network = {
  generation: '2.x',
  seed: 'ordering-kafka',
  topology: {
    ordererOrg: TWO_ORGS.ordererOrg,
    peerOrgs: PEER_ORGS,
    channels: [{ id: CHANNEL, orgs: ['Org1', 'Org2'], ...BATCHES }],
    systemChannel: { id: SYSTEM_CHANNEL, consortium: CONSORTIUM, orgs: ['Org1', 'Org2'] },
    kafka: { brokers: 4, zooKeepers: 3 },
  },
  contracts: {},
  setup: [
    { type: 'generateCrypto' },
    { type: 'createGenesisBlock', channel: SYSTEM_CHANNEL },
    ...ZOOKEEPERS.map(start),
    ...BROKERS.map(start),
    ...ORDERERS.map(start),
    ...START_PEERS,
    createChannelTransaction,
    createChannel(ORG1.client),
    fetchChannelBlock(ORG2.client),
    ...JOIN_PEERS,
    ...DEPLOY,
  ],
};

/** The three that keep the channel's partition, the leader first. */
const [LEADER, NEXT, THIRD] = BROKERS.slice(1) as [string, string, string];
const ORDERING = [...ORDERERS, ...BROKERS];
const LAST_BUT_ONE: Anchor = { fact: GONE, node: [NEXT, THIRD] };

export const kafkaSteps: readonly Step[] = [
  { id: 'kafka', commands: [], until: null, focus: [], inspect: { type: 'node', node: LEADER } },
  {
    id: 'kafka-flow',
    commands: [transfer('asset1', 'Lee')],
    until: VALID,
    focus: [...ORDERING, ...PEERS, ORG1.client],
    question: { kind: 'choice', options: ['orderers', 'broker', 'zookeeper'], answer: 'broker' },
  },
  { id: 'kafka-load', commands: [load], until: ALL_VALID, focus: [...ORDERING, ...PEERS, ORG1.client] },
  {
    id: 'kafka-leader',
    commands: [],
    until: { fact: 'partitionLed', node: NEXT, fields: { channel: CHANNEL } },
    focus: [...BROKERS, ...ZOOKEEPERS],
    question: { kind: 'choice', options: ['orderers', 'controller', 'nobody'], answer: 'controller' },
    action: { done: { fact: GONE, node: LEADER }, solution: [crash(LEADER)], hints: 2 },
  },
  {
    id: 'kafka-after',
    commands: [transfer('asset2', 'Park')],
    until: VALID,
    focus: [...ORDERING, ...PEERS, ORG1.client],
  },
  {
    id: 'kafka-isr',
    commands: [],
    until: LAST_BUT_ONE,
    focus: [...ORDERING, ...ZOOKEEPERS],
    action: { done: LAST_BUT_ONE, solution: [toEach('crashNode', leading(CHANNEL), crash)], hints: 2 },
  },
  {
    id: 'kafka-refused',
    commands: [transfer('asset3', 'Kim')],
    until: REFUSED,
    focus: [...ORDERING, ORG1.peer0, ORG1.client],
    question: { kind: 'choice', options: ['alone', 'refused', 'orderers'], answer: 'refused' },
  },
];
