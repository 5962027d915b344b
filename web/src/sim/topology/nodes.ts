/**
 * Which machines a topology has, what they are called and how they are reached.
 */
import { remembered } from '../crypto/bounded-memo.ts';
import type { ActorId } from '../kernel/actor.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { ChannelSpec, OrdererOrgSpec, PeerOrgSpec, Topology } from './topology-spec.ts';

export type NodeRole = 'orderer' | 'peer' | 'client' | 'ca';

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

/** The orderers a channel begins with as its consenters, in the order that numbers them. */
export const consenterNames = ({ ordererOrg }: Topology, { consenters }: ChannelSpec): readonly string[] =>
  ordererNames(consenters ? { ...ordererOrg, orderers: consenters } : ordererOrg);

/** All machines: orderers and their administrators', then by organisation its peers, administrators', clients and CA. */
export const nodesOf = remembered(20, listNodes);

function listNodes({ ordererOrg, peerOrgs }: Topology): readonly NetworkNode[] {
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
  let peers = 0;
  for (const [index, org] of peerOrgs.entries()) {
    const common = { org: org.name, mspId: org.mspId, domain: org.domain };
    for (const id of peerNames(org))
      nodes.push({ ...common, id, role: 'peer', port: FIRST_PEER_PORT + PORT_STEP * peers++ });
    for (const host of [...(org.admins ?? []), ...org.clients])
      nodes.push({ ...common, id: `${host}.${org.domain}`, role: 'client', port: 0 });
    if (org.ca) nodes.push({ ...common, id: `ca.${org.domain}`, role: 'ca', port: CA_PORT + PORT_STEP * index });
  }
  return nodes;
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
  const orgs = [ordererOrg, ...peerOrgs];
  for (const [index, org] of orgs.entries()) {
    const twin = orgs.findIndex((other) => other.name === org.name || other.mspId === org.mspId);
    if (twin !== index) return refuse('duplicateOrg', { org: org.name }, 'topology');
  }
  const channelFlaw = checkChannels(topology);
  return channelFlaw.ok ? checkSystemChannel(topology) : channelFlaw;
}

const isChannelName = (name: string): boolean => /^[a-z][a-z0-9.-]{0,248}$/.test(name);

function checkChannels({ ordererOrg, peerOrgs, channels }: Topology): Result<void> {
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
