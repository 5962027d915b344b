/** What the three ordering services of the scene have in common: the organisations, the contract, and the load. */
import type { Command, CommandOf } from '../../sim/protocol/commands.ts';
import type { Topology } from '../../sim/protocol/topology-spec.ts';
import {
  approveBasic,
  CHANNEL,
  commitBasic,
  installBasic,
  joinPeer,
  ORG1,
  ORG2,
  packageBasic,
  setAnchorPeer,
  submit,
  TWO_ORGS,
} from '../networks.ts';
import type { Anchor, LearnerAction } from '../scene.ts';
import { GONE, leading, toEach } from '../whoever.ts';

/** One peer each: this scene is about what lies above them. */
export const PEER_ORGS: Topology['peerOrgs'] = TWO_ORGS.peerOrgs.map((org) => ({ ...org, peers: 1, ca: false }));
export const PEERS = [ORG1.peer0, ORG2.peer0];
const CLIENTS = [ORG1.client, ORG2.client];

export const BATCHES = {
  batchTimeoutMicros: 2_000_000,
  maxMessageCount: 10,
  absoluteMaxBytes: 99 * 1024 * 1024,
  preferredMaxBytes: 512 * 1024,
} as const;

export const START_PEERS: readonly Command[] = [...PEERS, ...CLIENTS].map((node) => ({ type: 'startNode', node }));
/** With anchor peers: a gateway has to know peers of the other organisation. */
export const JOIN_PEERS: readonly Command[] = [
  ...PEERS.map(joinPeer),
  ...[ORG1, ORG2].map(({ client, peer0 }) => setAnchorPeer(client, peer0)),
];

export const DEPLOY: readonly Command[] = [
  ...[ORG1, ORG2].map(({ client }) => packageBasic(client)),
  ...[ORG1, ORG2].map(({ client, peer0 }) => installBasic(client, peer0)),
  ...[ORG1, ORG2].map(({ client }) => approveBasic(client)),
  commitBasic(ORG1.client),
  submit(ORG1.client, 'InitLedger'),
];

/** By the gateway, which tries one orderer after the other, as today's applications do. */
export const transfer = (asset: string, owner: string): CommandOf<'submitTransaction'> => ({
  ...submit(ORG1.client, 'TransferAsset', asset, owner),
  via: 'gateway',
});

const LOAD = 12;

/** The same load for each: more than one block's worth, faster than blocks are cut by time. */
export const load: Command = {
  type: 'submitMany',
  client: ORG1.client,
  identity: 'User1',
  via: 'gateway',
  channel: CHANNEL,
  chaincode: 'basic',
  function: 'CreateAsset',
  args: ['load{i}', 'blue', '5', 'Kim', '100'],
  transient: {},
  endorsers: null,
  count: LOAD,
  interval: 50_000,
  strategy: 'none',
};

/** One transaction of the client has been committed as valid. */
export const VALID: Anchor = { fact: 'commitStatusReceived', node: ORG1.client, fields: { code: 'VALID' } };
export const ALL_VALID: Anchor = { ...VALID, occurrence: LOAD };

export const REFUSED: Anchor = { fact: 'commandFailed', node: ORG1.client, fields: { command: 'submitTransaction' } };

export const crash = (node: string): Command => ({ type: 'crashNode', node });
export const restart = (node: string): Command => ({ type: 'restartNode', node });
export const isolate = (node: string, isolated: boolean): Command => ({ type: 'isolateNode', node, isolated });

type Lie = CommandOf<'corruptOrderer'>['lie'];

/** Somebody takes the orderer over. */
export const corrupt = (node: string, lie: Lie): Command => ({
  type: 'corruptOrderer',
  node,
  lie,
});

/** Whoever leads: of Raft and BFT that depends on when the learner acts. */
export const LEADER = leading(CHANNEL);

/** The leader has been made to lie like this. */
export const leaderLied = (lie: Lie): Anchor => ({ fact: 'ordererCorrupted', leads: CHANNEL, fields: { lie } });

export const STOP_LEADER: LearnerAction = {
  done: { fact: GONE, leads: CHANNEL },
  solution: [toEach('crashNode', LEADER, crash)],
  hints: 2,
};

export const makeLeaderLie = (lie: Lie): LearnerAction => ({
  done: leaderLied(lie),
  solution: [toEach('corruptOrderer', LEADER, (node) => corrupt(node, lie))],
  hints: 2,
});
