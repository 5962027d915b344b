/**
 * A network being drawn up: values in, values out. What is wrong with one says `protocol/network-flaws.ts`.
 */
import { FORMAT_VERSION } from '../../sim/protocol/recording.ts';
import type { Recording } from '../../sim/protocol/recording.ts';
import type { ChannelSpec, Generation, PeerOrgSpec, Topology } from '../../sim/protocol/topology-spec.ts';

export interface NetworkDraft {
  readonly name: string;
  readonly seed: string;
  readonly topology: Topology;
}

/** How the network orders, and with it the generation of Fabric. */
export const ORDERING_KINDS = ['raft', 'bft', 'raft2x', 'kafka'] as const;
export type OrderingKind = (typeof ORDERING_KINDS)[number];

const SYSTEM_CHANNEL = 'system-channel';
const CONSORTIUM = 'SampleConsortium';
const SUFFIX = 'example.com';
/** One may be missing while a channel is made. */
const KAFKA = { brokers: 4, zooKeepers: 3 };
/** The fewest that stand one liar: 3f + 1. */
const BFT_ORDERERS = 4;

/** One orderer and nobody who uses it: where building by hand begins. */
export const EMPTY_DRAFT: NetworkDraft = {
  name: '',
  seed: 'sandbox',
  topology: {
    ordererOrg: { name: 'OrdererOrg', mspId: 'OrdererMSP', domain: SUFFIX, orderers: ['orderer'] },
    peerOrgs: [],
    channels: [],
  },
};

export const generationOf = ({ systemChannel }: Topology): Generation => (systemChannel ? '2.x' : '3.x');

export function orderingOf({ systemChannel, kafka, channels }: Topology): OrderingKind {
  if (systemChannel) return kafka ? 'kafka' : 'raft2x';
  return channels.some(({ consensus }) => consensus === 'BFT') ? 'bft' : 'raft';
}

/** An empty recording of the network. */
export const recordingOf = ({ seed, topology }: NetworkDraft): Recording => ({
  formatVersion: FORMAT_VERSION,
  generation: generationOf(topology),
  seed,
  topology,
  contracts: {},
  commands: [],
});

export type Edit = (topology: Topology) => Topology;

/** What a part of the plan is given. */
export interface PartProps {
  readonly topology: Topology;
  readonly onEdit: (edit: Edit) => void;
}

/** The same organisations and channels, ordered in another way. In 2.x all channels have the system channel's orderers. */
export const orderBy =
  (kind: OrderingKind): Edit =>
  (topology) => {
    const { systemChannel: _system, kafka: _kafka, ...rest } = topology;
    const { ordererOrg, peerOrgs } = rest;
    const channels = rest.channels.map(({ consensus: _consensus, consenters, ...channel }) => ({
      ...channel,
      ...(consenters && kind === 'raft' && { consenters }),
      ...(kind === 'bft' && { consensus: 'BFT' as const }),
    }));
    const orderers = kind === 'bft' ? hostsOf('orderer', BFT_ORDERERS, ordererOrg.orderers) : ordererOrg.orderers;
    const isOld = kind === 'raft2x' || kind === 'kafka';
    return {
      ...rest,
      ordererOrg: { ...ordererOrg, orderers },
      channels,
      ...(isOld && {
        systemChannel: { id: SYSTEM_CHANNEL, consortium: CONSORTIUM, orgs: peerOrgs.map(({ name }) => name) },
      }),
      ...(kind === 'kafka' && { kafka: KAFKA }),
    };
  };

/** At least `count` hosts, those there are first. */
function hostsOf(stem: string, count: number, before: readonly string[]): readonly string[] {
  const hosts = [...before];
  for (let number = 1; hosts.length < count; number++) {
    const host = number === 1 ? stem : `${stem}${String(number)}`;
    if (!hosts.includes(host)) hosts.push(host);
  }
  return hosts;
}

/** So many orderers: further ones are named after those there are, the last ones go. */
export const setOrderers =
  (count: number): Edit =>
  (topology) => {
    const before = topology.ordererOrg.orderers;
    const orderers = count < before.length ? before.slice(0, count) : hostsOf('orderer', count, before);
    return {
      ...topology,
      ordererOrg: { ...topology.ordererOrg, orderers },
      channels: topology.channels.map((channel) => withoutStrangers(channel, orderers)),
    };
  };

/** Consenters that are all the orderers there are need not be said. */
function withoutStrangers({ consenters, ...channel }: ChannelSpec, orderers: readonly string[]): ChannelSpec {
  const left = consenters?.filter((host) => orderers.includes(host));
  return left === undefined || left.length === 0 ? channel : { ...channel, consenters: left };
}

export const editOrdererOrg =
  (change: Partial<Topology['ordererOrg']>): Edit =>
  (topology) => ({ ...topology, ordererOrg: { ...topology.ordererOrg, ...change } });

export const editKafka =
  (change: Partial<NonNullable<Topology['kafka']>>): Edit =>
  (topology) =>
    topology.kafka ? { ...topology, kafka: { ...topology.kafka, ...change } } : topology;

/** `CouchDB` or `goleveldb` of all peers. */
export const setStateDatabase =
  (stateDatabase: 'goleveldb' | 'CouchDB'): Edit =>
  ({ stateDatabase: _before, ...topology }) =>
    stateDatabase === 'CouchDB' ? { ...topology, stateDatabase } : topology;

const firstFree = (taken: readonly string[], nameOf: (number: number) => string): number => {
  let number = 1;
  while (taken.includes(nameOf(number))) number++;
  return number;
};

/** An organisation with two peers, one user, a client server and a CA, named after those there are. */
export function newOrg({ ordererOrg, peerOrgs }: Pick<Topology, 'ordererOrg' | 'peerOrgs'>): PeerOrgSpec {
  const all = [ordererOrg, ...peerOrgs];
  const number = firstFree(
    all.flatMap(({ name, domain, mspId }) => [name.toLowerCase(), domain.split('.')[0] ?? '', mspId.toLowerCase()]),
    (candidate) => `org${String(candidate)}`,
  );
  const name = `Org${String(number)}`;
  return {
    name,
    mspId: `${name}MSP`,
    domain: `${name.toLowerCase()}.${ordererOrg.domain}`,
    peers: 2,
    users: 1,
    clients: ['client'],
    ca: true,
  };
}

export const addOrg: Edit = (topology) => withOrgs(topology, [...topology.peerOrgs, newOrg(topology)]);

/** The consortium of a network of 2.x is of all its organisations, so that each can be a member of a channel. */
const withOrgs = (topology: Topology, peerOrgs: readonly PeerOrgSpec[]): Topology => ({
  ...topology,
  peerOrgs,
  ...(topology.systemChannel && {
    systemChannel: { ...topology.systemChannel, orgs: peerOrgs.map(({ name }) => name) },
  }),
});

/** A new name is its name in the channels as well. */
export const editOrg =
  (index: number, change: Partial<PeerOrgSpec>): Edit =>
  (topology) => {
    const before = topology.peerOrgs[index];
    if (before === undefined) return topology;
    const after = { ...before, ...change };
    const isShared = topology.peerOrgs.some(({ name }, other) => other !== index && name === before.name);
    const renamed = (name: string): string => (name === before.name && !isShared ? after.name : name);
    return {
      ...withOrgs(
        topology,
        topology.peerOrgs.map((org, place) => (place === index ? after : org)),
      ),
      channels: topology.channels.map((channel) => ({ ...channel, orgs: channel.orgs.map(renamed) })),
    };
  };

export const removeOrg =
  (index: number): Edit =>
  (topology) => {
    const gone = topology.peerOrgs[index]?.name;
    return {
      ...withOrgs(
        topology,
        topology.peerOrgs.filter((_, place) => place !== index),
      ),
      channels: topology.channels.map((channel) => ({ ...channel, orgs: channel.orgs.filter((org) => org !== gone) })),
    };
  };

/** So many client servers. */
export const setClients =
  (index: number, count: number): Edit =>
  (topology) => {
    const clients = topology.peerOrgs[index]?.clients ?? [];
    return editOrg(index, {
      clients: count < clients.length ? clients.slice(0, Math.max(0, count)) : hostsOf('client', count, clients),
    })(topology);
  };

/** A machine of its own for the organisation's administrator, or none. */
export const setAdmins =
  (index: number, wanted: boolean): Edit =>
  (topology) => ({
    ...topology,
    peerOrgs: topology.peerOrgs.map((org, place) => {
      if (place !== index) return org;
      const { admins: _before, ...rest } = org;
      return wanted ? { ...rest, admins: ['admin'] } : rest;
    }),
  });

/** Its own choice of state database; null: that of the network. */
export const setOrgStateDatabase =
  (index: number, stateDatabase: 'goleveldb' | 'CouchDB' | null): Edit =>
  (topology) => ({
    ...topology,
    peerOrgs: topology.peerOrgs.map((org, place) => {
      if (place !== index) return org;
      const { stateDatabase: _before, ...rest } = org;
      return stateDatabase === null ? rest : { ...rest, stateDatabase };
    }),
  });

/** A channel of all organisations with the batch settings of Fabric's test network. */
export function newChannel({ channels, peerOrgs, ...topology }: Topology): ChannelSpec {
  const nameOf = (number: number): string => (number === 1 ? 'mychannel' : `channel${String(number)}`);
  const number = firstFree(
    channels.map(({ id }) => id),
    nameOf,
  );
  return {
    id: nameOf(number),
    orgs: peerOrgs.map(({ name }) => name),
    ...(orderingOf({ channels, peerOrgs, ...topology }) === 'bft' && { consensus: 'BFT' as const }),
    batchTimeoutMicros: 2_000_000,
    maxMessageCount: 10,
    absoluteMaxBytes: 99 * 1024 * 1024,
    preferredMaxBytes: 512 * 1024,
  };
}

export const addChannel: Edit = (topology) => ({
  ...topology,
  channels: [...topology.channels, newChannel(topology)],
});

export const editChannel =
  (index: number, change: Partial<ChannelSpec>): Edit =>
  (topology) => ({
    ...topology,
    channels: topology.channels.map((channel, place) => (place === index ? { ...channel, ...change } : channel)),
  });

export const removeChannel =
  (index: number): Edit =>
  (topology) => ({ ...topology, channels: topology.channels.filter((_, place) => place !== index) });

const toggled = (list: readonly string[], item: string, order: readonly string[]): readonly string[] =>
  order.filter((one) => (one === item ? !list.includes(item) : list.includes(one)));

export const toggleMember =
  (index: number, org: string): Edit =>
  (topology) => {
    const order = topology.peerOrgs.map(({ name }) => name);
    const orgs = toggled(topology.channels[index]?.orgs ?? [], org, order);
    return editChannel(index, { orgs })(topology);
  };

export const toggleConsenter =
  (index: number, host: string): Edit =>
  (topology) => {
    const { orderers } = topology.ordererOrg;
    const consenters = toggled(topology.channels[index]?.consenters ?? orderers, host, orderers);
    return editChannel(index, { consenters })(topology);
  };
