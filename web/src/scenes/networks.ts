/**
 * Networks several scenes stand on, and the commands that bring them up: the order a person at a terminal would use.
 */
import type { ChaincodeDefinition, Command, CommandOf } from '../sim/protocol/commands.ts';
import type { Topology } from '../sim/protocol/topology-spec.ts';

export const CHANNEL = 'mychannel';

export const ORDERERS = ['orderer.example.com', 'orderer2.example.com', 'orderer3.example.com'] as const;

export const ORG1 = {
  peer0: 'peer0.org1.example.com',
  peer1: 'peer1.org1.example.com',
  client: 'client.org1.example.com',
  ca: 'ca.org1.example.com',
} as const;

export const ORG2 = {
  peer0: 'peer0.org2.example.com',
  peer1: 'peer1.org2.example.com',
  client: 'client.org2.example.com',
  ca: 'ca.org2.example.com',
} as const;

const peerOrg = (name: string): Topology['peerOrgs'][number] => ({
  name,
  mspId: `${name}MSP`,
  domain: `${name.toLowerCase()}.example.com`,
  peers: 2,
  users: 1,
  clients: ['client'],
  ca: true,
});

/** The course's final network: three orderers, two organisations of two peers, one channel. Batches as test-network has them. */
export const TWO_ORGS: Topology = {
  ordererOrg: {
    name: 'OrdererOrg',
    mspId: 'OrdererMSP',
    domain: 'example.com',
    orderers: ['orderer', 'orderer2', 'orderer3'],
  },
  peerOrgs: [peerOrg('Org1'), peerOrg('Org2')],
  channels: [
    {
      id: CHANNEL,
      orgs: ['Org1', 'Org2'],
      batchTimeoutMicros: 2_000_000,
      maxMessageCount: 10,
      absoluteMaxBytes: 99 * 1024 * 1024,
      preferredMaxBytes: 512 * 1024,
    },
  ],
};

export const SYSTEM_CHANNEL = 'system-channel';
export const CONSORTIUM = 'SampleConsortium';
/** The machine of the orderers' administrator. */
export const ORDERER_ADMIN = 'admin.example.com';

/** The same network as Fabric 2.x has it: a system channel, whose consortium is defined once the orderers run. */
export const TWO_ORGS_2X: Topology = {
  ...TWO_ORGS,
  ordererOrg: { ...TWO_ORGS.ordererOrg, admins: ['admin'] },
  systemChannel: { id: SYSTEM_CHANNEL, consortium: CONSORTIUM, orgs: [] },
};

/** The same network with a Kafka cluster that orders, as large as Fabric advises. */
export const TWO_ORGS_KAFKA: Topology = { ...TWO_ORGS_2X, kafka: { brokers: 4, zooKeepers: 3 } };
const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, id) => `${name}${id}.example.com`);
export const ZOOKEEPERS = numbered('zookeeper', 3);
export const BROKERS = numbered('kafka', 4);

/** The machines administrators work at, where a scene tells them from client servers. */
export const ADMIN = {
  orderers: ORDERER_ADMIN,
  org1: 'admin.org1.example.com',
  org2: 'admin.org2.example.com',
} as const;

const withAdmins = (topology: Topology): Topology => ({
  ...topology,
  peerOrgs: topology.peerOrgs.map((org) => ({ ...org, admins: ['admin'] })),
});

export const WITH_ADMINS = withAdmins(TWO_ORGS);
export const WITH_ADMINS_2X = withAdmins(TWO_ORGS_2X);

export const LABEL = 'basic_1.0';

/** The lab's own asset contract; no policy of its own, so the channel's MAJORITY holds. */
export const BASIC: ChaincodeDefinition = {
  name: 'basic',
  version: '1.0',
  sequence: 1,
  signaturePolicy: null,
  initRequired: false,
};

export const start = (node: string): Command => ({ type: 'startNode', node });
export const joinOrderer = (node: string): Command => ({ type: 'joinOrderer', node, channel: CHANNEL });
export const createChannelTransaction: Command = { type: 'createChannelTransaction', channel: CHANNEL };
export const createChannel = (client: string): Command => ({ type: 'createChannel', client, channel: CHANNEL });
export const fetchChannelBlock = (client: string): Command => ({ type: 'fetchChannelBlock', client, channel: CHANNEL });
export const joinPeer = (node: string): Command => ({ type: 'joinPeer', node, channel: CHANNEL });
export const setAnchorPeer = (client: string, peer: string): Command => ({
  type: 'setAnchorPeer',
  client,
  channel: CHANNEL,
  peer,
});
export const packageBasic = (client: string): Command => ({
  type: 'packageChaincode',
  client,
  source: 'asset',
  label: LABEL,
});
export const installBasic = (client: string, node: string): Command => ({
  type: 'installChaincode',
  client,
  node,
  label: LABEL,
});
export const approveBasic = (client: string): Command => ({
  type: 'approveChaincode',
  client,
  channel: CHANNEL,
  definition: BASIC,
  label: LABEL,
});
export const commitBasic = (client: string): Command => ({
  type: 'commitChaincode',
  client,
  channel: CHANNEL,
  definition: BASIC,
});

/** User1 of the client's organisation calls `basic`; the client picks the endorsers the policy needs. */
export const submit = (
  client: string,
  functionName: string,
  ...args: readonly string[]
): CommandOf<'submitTransaction'> => ({
  type: 'submitTransaction',
  client,
  identity: 'User1',
  channel: CHANNEL,
  chaincode: BASIC.name,
  function: functionName,
  args,
  transient: {},
  endorsers: null,
});

/** A contract of the lab, from its folder to its definition on the channel; the label is that of version 1.0. */
export function deploy(contract: string): readonly Command[] {
  const label = `${contract}_1.0`;
  const definition: ChaincodeDefinition = { ...BASIC, name: contract };
  const orgs = [ORG1, ORG2];
  return [
    ...orgs.map(({ client }): Command => ({ type: 'packageChaincode', client, source: contract, label })),
    ...orgs.map(({ client, peer0 }): Command => ({ type: 'installChaincode', client, node: peer0, label })),
    ...orgs.map(({ client }): Command => ({ type: 'approveChaincode', client, channel: CHANNEL, definition, label })),
    { type: 'commitChaincode', client: ORG1.client, channel: CHANNEL, definition },
  ];
}

/** From an empty disk to a channel that all peers have joined, without chaincode. */
export const TWO_ORGS_JOINED: readonly Command[] = [
  { type: 'generateCrypto' },
  ...ORDERERS.map(start),
  { type: 'createGenesisBlock', channel: CHANNEL },
  ...ORDERERS.map(joinOrderer),
  ...[ORG1, ORG2].flatMap(({ peer0, peer1, client, ca }) => [peer0, peer1, client, ca].map(start)),
  ...[ORG1, ORG2].flatMap(({ peer0, peer1 }) => [peer0, peer1].map(joinPeer)),
  ...[ORG1, ORG2].map(({ client, peer0 }) => setAnchorPeer(client, peer0)),
];

/** The same with `basic` committed and its first assets written. */
export const TWO_ORGS_UP: readonly Command[] = [
  ...TWO_ORGS_JOINED,
  ...[ORG1, ORG2].map(({ client }) => packageBasic(client)),
  ...[ORG1, ORG2].map(({ client, peer0 }) => installBasic(client, peer0)),
  ...[ORG1, ORG2].map(({ client }) => approveBasic(client)),
  commitBasic(ORG1.client),
  submit(ORG1.client, 'InitLedger'),
];

/** The orderers' administrator makes both organisations a consortium. */
export const DEFINE_CONSORTIUM: readonly Command[] = [
  {
    type: 'prepareConfigUpdate',
    client: ORDERER_ADMIN,
    channel: SYSTEM_CHANNEL,
    update: 'consortium',
    change: { kind: 'consortium', name: CONSORTIUM, orgs: ['Org1', 'Org2'] },
  },
  { type: 'submitConfigUpdate', client: ORDERER_ADMIN, update: 'consortium' },
];

/** {@link TWO_ORGS_UP} in the ways of 2.x: system channel, consortium, channel creation transaction. */
export const TWO_ORGS_2X_UP: readonly Command[] = [
  { type: 'generateCrypto' },
  { type: 'createGenesisBlock', channel: SYSTEM_CHANNEL },
  ...ORDERERS.map(start),
  start(ORDERER_ADMIN),
  ...DEFINE_CONSORTIUM,
  ...[ORG1, ORG2].flatMap(({ peer0, peer1, client, ca }) => [peer0, peer1, client, ca].map(start)),
  createChannelTransaction,
  createChannel(ORG1.client),
  ...[ORG1.peer0, ORG1.peer1].map(joinPeer),
  fetchChannelBlock(ORG2.client),
  ...[ORG2.peer0, ORG2.peer1].map(joinPeer),
  ...[ORG1, ORG2].map(({ client, peer0 }) => setAnchorPeer(client, peer0)),
  ...[ORG1, ORG2].map(({ client }) => packageBasic(client)),
  ...[ORG1, ORG2].map(({ client, peer0 }) => installBasic(client, peer0)),
  ...[ORG1, ORG2].map(({ client }) => approveBasic(client)),
  commitBasic(ORG1.client),
  submit(ORG1.client, 'InitLedger'),
];

/** {@link TWO_ORGS_2X_UP} with the Kafka cluster started before the orderers, who cannot do without. */
export const TWO_ORGS_KAFKA_UP: readonly Command[] = [
  ...TWO_ORGS_2X_UP.slice(0, 2),
  ...[...ZOOKEEPERS, ...BROKERS].map(start),
  ...TWO_ORGS_2X_UP.slice(2),
];
