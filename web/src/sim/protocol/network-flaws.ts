/**
 * Why a network that somebody is drawing up cannot be: every flaw, each at its field.
 *
 * Stricter than the check of recordings, which takes every network that can be played: here the names are those that
 * the real tools take, and the numbers those a picture can show.
 *
 * @fabric common/channelconfig, common/configtx/validator.go, internal/cryptogen
 */
import type { Refusal } from '../kernel/result.ts';
import { checkTopology, nodesOf } from '../topology/nodes.ts';
import type { ChannelSpec, PeerOrgSpec, Topology } from '../topology/topology-spec.ts';

export type NetworkFlawCode =
  | 'nameMissing'
  | 'orgName'
  | 'nameTaken'
  | 'mspId'
  | 'domain'
  | 'host'
  | 'count'
  | 'noOrgs'
  | 'channelName'
  | 'channelTaken'
  | 'noMembers'
  | 'noConsenters'
  | 'bftNeedsFabric3'
  | 'timeout'
  | 'messages'
  | 'bytes'
  | 'preferred'
  | 'seedMissing'
  | 'impossible';

export interface NetworkFlaw {
  /** Path of the field, e.g. `peerOrgs[1].domain`. */
  readonly where: string;
  readonly code: NetworkFlawCode;
  readonly params: Refusal['params'];
}

/** How many of each the builder makes. */
export const NETWORK_LIMITS = {
  orgs: { min: 1, max: 8 },
  peers: { min: 1, max: 6 },
  orderers: { min: 1, max: 7 },
  users: { min: 0, max: 9 },
  clients: { min: 1, max: 3 },
  brokers: { min: 3, max: 9 },
  zooKeepers: { min: 1, max: 7 },
  channels: { min: 0, max: 6 },
} as const;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOST = new RegExp(`^${LABEL}$`);
const DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
/** Names folders and appears in command lines. */
const ORG_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
/** A key of the config tree, and a word of the policy language. */
const MSP_ID = /^(?!\.{1,2}$)[A-Za-z0-9.-]{1,249}$/;
const CHANNEL = /^[a-z][a-z0-9.-]{0,248}$/;

/** Names by what they name. */
export const isGoodName = {
  name: (value: string): boolean => ORG_NAME.test(value),
  mspId: (value: string): boolean => MSP_ID.test(value),
  domain: (value: string): boolean => DOMAIN.test(value) && value.length <= 190,
  host: (value: string): boolean => HOST.test(value),
  channel: (value: string): boolean => CHANNEL.test(value),
} as const;

const LONGEST_TIMEOUT_MICROS = 3_600_000_000;
const MOST_MESSAGES = 100_000;
const MOST_BYTES = 0xffffffff;

type Note = (where: string, code: NetworkFlawCode, params?: Refusal['params']) => void;

/** Empty when the network can be brought up. */
export function networkFlaws(topology: Topology, seed: string): readonly NetworkFlaw[] {
  const flaws: NetworkFlaw[] = [];
  const note: Note = (where, code, params = {}) => flaws.push({ where, code, params });
  if (seed.trim() === '') note('seed', 'seedMissing');
  noteOrgs(topology, note);
  noteMachines(topology, note);
  topology.channels.forEach((channel, index) => noteChannel(topology, channel, index, note));
  if (flaws.length === 0) {
    const checked = checkTopology(topology);
    if (!checked.ok)
      note(checked.error.where.replace(/^topology\.?/, ''), 'impossible', {
        ...checked.error.params,
        reason: checked.error.code,
      });
  }
  return flaws;
}

function noteOrgs(topology: Topology, note: Note): void {
  const { ordererOrg, peerOrgs } = topology;
  const places = [
    { org: ordererOrg, at: 'ordererOrg' },
    ...peerOrgs.map((org, index) => ({ org, at: `peerOrgs[${index}]` })),
  ];
  const isTaken = (field: 'name' | 'mspId' | 'domain', index: number): boolean =>
    places.slice(0, index).some(({ org }) => org[field] === places[index]?.org[field]);
  places.forEach(({ org, at }, index) => {
    for (const field of ['name', 'mspId', 'domain'] as const) {
      const value = org[field];
      const [isGood, code] = NAMES[field];
      if (value === '') note(`${at}.${field}`, 'nameMissing');
      else if (!isGood(value)) note(`${at}.${field}`, code, { value });
      else if (isTaken(field, index)) note(`${at}.${field}`, 'nameTaken', { value });
    }
  });
  const { min, max } = NETWORK_LIMITS.orgs;
  if (peerOrgs.length < min) note('peerOrgs', 'noOrgs');
  else if (peerOrgs.length > max) note('peerOrgs', 'count', { min, max });
  if (topology.channels.length > NETWORK_LIMITS.channels.max) note('channels', 'count', NETWORK_LIMITS.channels);
}

const NAMES = {
  name: [isGoodName.name, 'orgName'],
  mspId: [isGoodName.mspId, 'mspId'],
  domain: [isGoodName.domain, 'domain'],
} as const;

function noteMachines(topology: Topology, note: Note): void {
  const { ordererOrg, peerOrgs, kafka } = topology;
  const count = (where: string, value: number, { min, max }: { readonly min: number; readonly max: number }): void => {
    if (!Number.isSafeInteger(value) || value < min || value > max) note(where, 'count', { min, max });
  };
  count('ordererOrg.orderers', ordererOrg.orderers.length, NETWORK_LIMITS.orderers);
  noteHosts('ordererOrg.orderers', ordererOrg.orderers, note);
  if (kafka) {
    count('kafka.brokers', kafka.brokers, NETWORK_LIMITS.brokers);
    count('kafka.zooKeepers', kafka.zooKeepers % 2 === 1 ? kafka.zooKeepers : Number.NaN, NETWORK_LIMITS.zooKeepers);
  }
  peerOrgs.forEach((org: PeerOrgSpec, index) => {
    const at = `peerOrgs[${index}]`;
    count(`${at}.peers`, org.peers, NETWORK_LIMITS.peers);
    count(`${at}.users`, org.users, NETWORK_LIMITS.users);
    count(`${at}.clients`, org.clients.length, NETWORK_LIMITS.clients);
    noteHosts(`${at}.clients`, [...org.clients, ...(org.admins ?? [])], note);
  });
  const names = nodesOf(topology).map(({ id }) => id);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) note('ordererOrg.orderers', 'nameTaken', { value: twice });
}

function noteHosts(where: string, hosts: readonly string[], note: Note): void {
  hosts.forEach((host, index) => {
    if (host === '') note(`${where}[${index}]`, 'nameMissing');
    else if (!HOST.test(host)) note(`${where}[${index}]`, 'host', { value: host });
    else if (hosts.indexOf(host) !== index) note(`${where}[${index}]`, 'nameTaken', { value: host });
  });
}

function noteChannel(topology: Topology, channel: ChannelSpec, index: number, note: Note): void {
  const { channels, systemChannel, ordererOrg } = topology;
  const at = `channels[${index}]`;
  if (!CHANNEL.test(channel.id)) note(`${at}.id`, 'channelName', { value: channel.id });
  else if (channels.findIndex(({ id }) => id === channel.id) !== index || systemChannel?.id === channel.id)
    note(`${at}.id`, 'channelTaken', { value: channel.id });
  if (channel.orgs.length === 0) note(`${at}.orgs`, 'noMembers');
  const { consenters } = channel;
  if (consenters && !consenters.some((host) => ordererOrg.orderers.includes(host)))
    note(`${at}.consenters`, 'noConsenters');
  if (channel.consensus === 'BFT' && systemChannel) note(`${at}.consensus`, 'bftNeedsFabric3');
  noteBatches(channel, at, note);
}

const isWhole = (value: number, most: number): boolean => Number.isSafeInteger(value) && value >= 1 && value <= most;

function noteBatches(channel: ChannelSpec, at: string, note: Note): void {
  const { batchTimeoutMicros, maxMessageCount, absoluteMaxBytes, preferredMaxBytes } = channel;
  if (!isWhole(batchTimeoutMicros, LONGEST_TIMEOUT_MICROS)) note(`${at}.batchTimeoutMicros`, 'timeout');
  if (!isWhole(maxMessageCount, MOST_MESSAGES)) note(`${at}.maxMessageCount`, 'messages', { max: MOST_MESSAGES });
  if (!isWhole(absoluteMaxBytes, MOST_BYTES)) note(`${at}.absoluteMaxBytes`, 'bytes', { max: MOST_BYTES });
  if (!isWhole(preferredMaxBytes, MOST_BYTES)) note(`${at}.preferredMaxBytes`, 'bytes', { max: MOST_BYTES });
  else if (preferredMaxBytes > absoluteMaxBytes) note(`${at}.preferredMaxBytes`, 'preferred');
}
