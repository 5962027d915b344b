/**
 * Which machines a topology has, what they are called and how they are reached.
 */
import { remembered } from '../crypto/bounded-memo.ts';
import type { ActorId } from '../kernel/actor.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { ChannelSpec, OrdererOrgSpec, PeerOrgSpec, Topology } from './topology-spec.ts';

export type NodeRole = 'orderer' | 'peer' | 'client' | 'ca' | 'broker' | 'zookeeper';

export interface NetworkNode {
  readonly id: ActorId;
  readonly role: NodeRole;
  readonly org: string;
  readonly mspId: string;
  readonly domain: string;
  /** Where gRPC listens; 0 for clients. */
  readonly port: number;
}

const FIRST_ORDERER_PORT = 7050;
const FIRST_PEER_PORT = 7051;
const CA_PORT = 7054;
const BROKER_PORT = 9092;
const ZOOKEEPER_PORT = 2181;
const PORT_STEP = 1000;

/** The largest size a channel's configuration can hold. */
const MAX_UINT32 = 0xffffffff;

export const peerNames = (org: PeerOrgSpec): readonly string[] =>
  Array.from({ length: org.peers }, (_, index) => `peer${index}.${org.domain}`);

/** Name of an organisation's CA (`--ca.name`), e.g. `ca-org1`. */
export const caNameOf = (org: string): string => `ca-${affiliationOf(org)}`;

/** The root of an organisation's affiliations in its CA, e.g. `org1`. */
export const affiliationOf = (org: string): string => org.toLowerCase();

export const ordererNames = (org: OrdererOrgSpec): readonly string[] =>
  org.orderers.map((host) => `${host}.${org.domain}`);

/** The brokers that order in place of Raft; by broker id. */
export const brokerNames = ({ ordererOrg, kafka }: Topology): readonly string[] =>
  Array.from({ length: kafka?.brokers ?? 0 }, (_, id) => `kafka${id}.${ordererOrg.domain}`);

export const zooKeeperNames = ({ ordererOrg, kafka }: Topology): readonly string[] =>
  Array.from({ length: kafka?.zooKeepers ?? 0 }, (_, id) => `zookeeper${id}.${ordererOrg.domain}`);

/** `host:port` of every broker (`Orderer.Kafka.Brokers`). */
export const brokerAddresses = (topology: Topology): readonly string[] =>
  brokerNames(topology).map((host) => `${host}:${BROKER_PORT}`);

/** The orderers a channel begins with as its consenters, in the order that numbers them. */
export const consenterNames = ({ ordererOrg }: Topology, { consenters }: ChannelSpec): readonly string[] =>
  ordererNames(consenters ? { ...ordererOrg, orderers: consenters } : ordererOrg);

/** All machines: orderers and their administrators', then by organisation its peers, administrators', clients and CA. */
export const nodesOf = remembered(20, listNodes);

function listNodes(topology: Topology): readonly NetworkNode[] {
  const { ordererOrg, peerOrgs } = topology;
  const { mspId, domain } = ordererOrg;
  const nodes: NetworkNode[] = ordererNames(ordererOrg).map((id, index) => ({
    id,
    role: 'orderer',
    org: ordererOrg.name,
    mspId,
    domain,
    port: FIRST_ORDERER_PORT + index * PORT_STEP,
  }));
  for (const host of ordererOrg.admins ?? [])
    nodes.push({ id: `${host}.${domain}`, role: 'client', org: ordererOrg.name, mspId, domain, port: 0 });
  const cluster = { org: ordererOrg.name, mspId, domain };
  for (const id of brokerNames(topology)) nodes.push({ ...cluster, id, role: 'broker', port: BROKER_PORT });
  for (const id of zooKeeperNames(topology)) nodes.push({ ...cluster, id, role: 'zookeeper', port: ZOOKEEPER_PORT });
  const portOf = peerPorts(topology);
  for (const [index, org] of peerOrgs.entries()) {
    const common = { org: org.name, mspId: org.mspId, domain: org.domain };
    for (const [place, id] of peerNames(org).entries())
      nodes.push({ ...common, id, role: 'peer', port: portOf(org.name, place) });
    for (const host of [...(org.admins ?? []), ...org.clients])
      nodes.push({ ...common, id: `${host}.${org.domain}`, role: 'client', port: 0 });
    if (org.ca) nodes.push({ ...common, id: `ca.${org.domain}`, role: 'ca', port: CA_PORT + PORT_STEP * index });
  }
  return nodes;
}

/** Ports in the order of the organisations; peers that came later have those that were free then. */
function peerPorts({ peerOrgs, laterPeers = [] }: Topology): (org: string, place: number) => number {
  const ports = new Map<string, number[]>();
  let port = FIRST_PEER_PORT;
  const give = (org: string): void => {
    ports.set(org, [...(ports.get(org) ?? []), port]);
    port += PORT_STEP;
  };
  for (const { name, peers } of peerOrgs) {
    const later = laterPeers.filter((org) => org === name).length;
    for (let place = 0; place < peers - later; place++) give(name);
  }
  for (const org of laterPeers) give(org);
  return (org, place) => ports.get(org)?.[place] ?? 0;
}

/** Says what makes a topology impossible: no orderer, a name used twice, a channel of unknown organisations. */
export function checkTopology(topology: Topology): Result<Topology> {
  const { ordererOrg, peerOrgs } = topology;
  if (ordererOrg.orderers.length === 0) return refuse('topologyWithoutOrderer', {}, 'topology.ordererOrg.orderers');
  const seen = new Set<string>();
  for (const { id } of nodesOf(topology)) {
    if (seen.has(id)) return refuse('duplicateNode', { node: id }, 'topology');
    seen.add(id);
  }
  const kafkaFlaw = checkKafka(topology);
  if (!kafkaFlaw.ok) return kafkaFlaw;
  const orgs = [ordererOrg, ...peerOrgs];
  for (const [index, org] of orgs.entries()) {
    const twin = orgs.findIndex((other) => other.name === org.name || other.mspId === org.mspId);
    if (twin !== index) return refuse('duplicateOrg', { org: org.name }, 'topology');
  }
  const channelFlaw = checkChannels(topology);
  return channelFlaw.ok ? checkSystemChannel(topology) : channelFlaw;
}

/** As few brokers as a channel has replicas can take the channel, as many as these a picture. */
export const BROKERS = { min: 3, max: 9 };
const MOST_ZOOKEEPERS = 7;

/** Kafka orders in 2.x only; its ensemble is of an odd number. */
function checkKafka({ kafka, systemChannel }: Topology): Result<void> {
  if (!kafka) return ok(undefined);
  const where = 'topology.kafka';
  if (!systemChannel) return refuse('kafkaNeedsSystemChannel', {}, where);
  const { brokers, zooKeepers } = kafka;
  if (brokers < BROKERS.min || brokers > BROKERS.max) return refuse('badBrokerCount', { brokers, ...BROKERS }, where);
  if (zooKeepers < 1 || zooKeepers > MOST_ZOOKEEPERS || zooKeepers % 2 === 0)
    return refuse('badZooKeeperCount', { zooKeepers, max: MOST_ZOOKEEPERS }, where);
  return ok(undefined);
}

const isChannelName = (name: string): boolean => /^[a-z][a-z0-9.-]{0,248}$/.test(name);

function checkChannels({ ordererOrg, peerOrgs, channels, systemChannel }: Topology): Result<void> {
  for (const [index, channel] of channels.entries()) {
    const where = `topology.channels[${index}]`;
    if (channels.findIndex(({ id }) => id === channel.id) !== index)
      return refuse('duplicateChannel', { channel: channel.id }, where);
    if (!isChannelName(channel.id)) return refuse('badChannelName', { channel: channel.id }, where);
    const stranger = channel.orgs.find((name) => !peerOrgs.some((org) => org.name === name));
    if (stranger !== undefined) return refuse('unknownOrg', { org: stranger }, `${where}.orgs`);
    const { consenters = ordererOrg.orderers } = channel;
    const flawed = consenters.findIndex(
      (host, place) => !ordererOrg.orderers.includes(host) || consenters.indexOf(host) !== place,
    );
    if (channel.consensus === 'BFT' && systemChannel) return refuse('bftNeedsFabric3', { channel: channel.id }, where);
    if (consenters.length === 0 || flawed >= 0)
      return refuse('badConsenter', { host: consenters[flawed] ?? '' }, `${where}.consenters`);
    if (
      channel.maxMessageCount < 1 ||
      channel.maxMessageCount > MAX_UINT32 ||
      channel.batchTimeoutMicros <= 0 ||
      channel.preferredMaxBytes > channel.absoluteMaxBytes ||
      channel.absoluteMaxBytes > MAX_UINT32
    )
      return refuse('badBatchSize', { channel: channel.id }, where);
  }
  return ok(undefined);
}

function checkSystemChannel(topology: Topology): Result<Topology> {
  const { systemChannel, channels, peerOrgs } = topology;
  if (!systemChannel) return ok(topology);
  const where = 'topology.systemChannel';
  const { id, consortium, orgs } = systemChannel;
  if (!isChannelName(id)) return refuse('badChannelName', { channel: id }, where);
  if (channels.some((channel) => channel.id === id)) return refuse('duplicateChannel', { channel: id }, where);
  if (!/^[a-zA-Z0-9.-]{1,249}$/.test(consortium) || consortium === '.' || consortium === '..')
    return refuse('badConsortiumName', { consortium }, where);
  const stranger = orgs.find((name) => !peerOrgs.some((org) => org.name === name));
  return stranger === undefined ? ok(topology) : refuse('unknownOrg', { org: stranger }, `${where}.orgs`);
}
