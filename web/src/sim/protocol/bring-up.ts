/**
 * From a network on paper to one that works: the ordinary commands an administrator would give, in their order, each to
 * be given once the one before has settled.
 */
import { consenterNames, type NodeRole, nodesOf } from '../topology/nodes.ts';
import type { ChannelSpec, SystemChannelSpec, Topology } from '../topology/topology-spec.ts';
import type { ChaincodeDefinition, Command } from './commands.ts';

/** Which of the lab's contracts the channels are to have, and the function that writes its first data. */
export interface FirstContract {
  readonly source: string;
  readonly label: string;
  readonly definition: ChaincodeDefinition;
  readonly init: string;
}

/** The asset contract as the course calls it: endorsed by a majority of the channel. */
export const FIRST_CONTRACT: FirstContract = {
  source: 'asset',
  label: 'basic_1.0',
  definition: { name: 'basic', version: '1.0', sequence: 1, signaturePolicy: null, initRequired: false },
  init: 'InitLedger',
};

/** Orderers of 2.x look for Kafka when they start, and Kafka for ZooKeeper. */
const STARTS_BEFORE_OTHERS: readonly NodeRole[] = ['zookeeper', 'broker'];

/** The commands from an empty disk to channels that all their members' peers have joined, with anchor peers. */
export function bringUpCommands(topology: Topology, anchorPeers: readonly string[]): readonly Command[] {
  const { systemChannel, channels } = topology;
  const nodes = nodesOf(topology);
  const inOrder = [
    ...STARTS_BEFORE_OTHERS.flatMap((role) => nodes.filter((node) => node.role === role)),
    ...nodes.filter(({ role }) => !STARTS_BEFORE_OTHERS.includes(role)),
  ];
  const started = inOrder.map(({ id }): Command => ({ type: 'startNode', node: id }));
  const genesis: readonly Command[] = systemChannel ? [{ type: 'createGenesisBlock', channel: systemChannel.id }] : [];
  const made = channels.flatMap((channel) => [
    ...(systemChannel ? createChannel(topology, channel) : startChannel(topology, channel)),
    ...joinPeers(topology, channel, anchorPeers),
  ]);
  const consortium = systemChannel ? defineConsortium(topology, systemChannel) : [];
  return [{ type: 'generateCrypto' }, ...genesis, ...started, ...consortium, ...made];
}

/** The first peer of every organisation, for {@link bringUpCommands}. */
export const firstPeers = (topology: Topology): readonly string[] =>
  topology.peerOrgs.flatMap(({ name }) => peersOf(topology, name).slice(0, 1));

/** From joined channels to one contract on each of them that has its first data; nothing for a channel without peers. */
export function deployCommands(topology: Topology, contract: FirstContract = FIRST_CONTRACT): readonly Command[] {
  const { source, label, definition } = contract;
  const channels = topology.channels.map((channel) => ({ ...channel, orgs: withPeers(topology, channel.orgs) }));
  const members = topology.peerOrgs.filter(({ name }) => channels.some(({ orgs }) => orgs.includes(name)));
  const inOrgs = members.map(({ name }) => ({ client: clientOf(topology, name), peer: peersOf(topology, name)[0] }));
  return [
    ...inOrgs.map(({ client }): Command => ({ type: 'packageChaincode', client, source, label })),
    ...inOrgs.flatMap(({ client, peer }): Command[] =>
      peer === undefined ? [] : [{ type: 'installChaincode', client, node: peer, label }],
    ),
    ...channels.flatMap(({ id: channel, orgs }): Command[] => {
      const [first] = orgs;
      if (first === undefined) return [];
      const client = clientOf(topology, first);
      const agreed = orgs.map(
        (org): Command => ({ type: 'approveChaincode', client: clientOf(topology, org), channel, definition, label }),
      );
      return [
        ...agreed,
        { type: 'commitChaincode', client, channel, definition },
        firstCall(topology, channel, first, contract),
      ];
    }),
  ];
}

function firstCall(topology: Topology, channel: string, org: string, { definition, init }: FirstContract): Command {
  const spec = topology.peerOrgs.find(({ name }) => name === org);
  return {
    type: 'submitTransaction',
    client: callerOf(topology, org),
    identity: (spec?.users ?? 0) > 0 ? 'User1' : 'Admin',
    channel,
    chaincode: definition.name,
    function: init,
    args: [],
    transient: {},
    endorsers: null,
  };
}

const peersOf = (topology: Topology, org: string): readonly string[] =>
  nodesOf(topology).flatMap((node) => (node.role === 'peer' && node.org === org ? [node.id] : []));

const withPeers = (topology: Topology, orgs: readonly string[]): readonly string[] =>
  orgs.filter((org) => peersOf(topology, org).length > 0);

/** The machine an organisation's administrator works at; members of channels always have one. */
const clientOf = (topology: Topology, org: string): string =>
  nodesOf(topology).find((node) => node.role === 'client' && node.org === org)?.id ?? '';

/** The machine its applications run on: not an administrator's, if there is another. */
function callerOf(topology: Topology, org: string): string {
  const [first] = topology.peerOrgs.find(({ name }) => name === org)?.clients ?? [];
  const { domain } = topology.peerOrgs.find(({ name }) => name === org) ?? { domain: '' };
  return first === undefined ? clientOf(topology, org) : `${first}.${domain}`;
}

/** 3.x: every consenter is given the channel's genesis block. */
function startChannel(topology: Topology, channel: ChannelSpec): readonly Command[] {
  const { id } = channel;
  const joined = consenterNames(topology, channel).map((node): Command => ({ type: 'joinOrderer', node, channel: id }));
  return [{ type: 'createGenesisBlock', channel: id }, ...joined];
}

/** 2.x: the consortium, where the system channel does not begin with one. */
function defineConsortium(topology: Topology, system: SystemChannelSpec): readonly Command[] {
  if (system.orgs.length > 0 || topology.channels.length === 0) return [];
  const client = clientOf(topology, topology.ordererOrg.name);
  const orgs = topology.peerOrgs.flatMap(({ name }) =>
    topology.channels.some((channel) => channel.orgs.includes(name)) ? [name] : [],
  );
  const change = { kind: 'consortium', name: system.consortium, orgs } as const;
  const update = 'consortium';
  return [
    { type: 'prepareConfigUpdate', client, channel: system.id, update, change },
    { type: 'submitConfigUpdate', client, update },
  ];
}

/** 2.x: the first member asks for the channel, and each other fetches its first block. */
function createChannel(topology: Topology, { id: channel, orgs }: ChannelSpec): readonly Command[] {
  const [creator = '', ...others] = orgs.map((org) => clientOf(topology, org));
  const fetched = others.map((client): Command => ({ type: 'fetchChannelBlock', client, channel }));
  return [
    { type: 'createChannelTransaction', channel },
    { type: 'createChannel', client: creator, channel },
    ...fetched,
  ];
}

function joinPeers(
  topology: Topology,
  { id: channel, orgs }: ChannelSpec,
  anchorPeers: readonly string[],
): readonly Command[] {
  const peers = nodesOf(topology).filter(({ role, org }) => role === 'peer' && orgs.includes(org));
  const anchors = peers.filter(({ id }) => anchorPeers.includes(id));
  return [
    ...peers.map(({ id }): Command => ({ type: 'joinPeer', node: id, channel })),
    ...anchors.map(({ id, org }): Command => {
      return { type: 'setAnchorPeer', client: clientOf(topology, org), channel, peer: id };
    }),
  ];
}
