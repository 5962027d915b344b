/**
 * Puts a network together from what crypto-config.yaml makes keys for and what the profiles of configtx.yaml name, and
 * notes where the two do not fit.
 */
import { DEFAULT_RAFT_OPTIONS } from '../channel/channel-defaults.ts';
import type { OrganizationSpec, PolicySpecs } from '../channel/channel-spec.ts';
import { newPolicies, newPolicy } from '../channel/config-tree.ts';
import type { YamlFlaws } from '../channel/yaml-flaws.ts';
import type { CryptoConfig } from '../identity/cryptogen.ts';
import { BROKERS, nodesOf } from './nodes.ts';
import { folderOf, ordererOf } from './read-topology-material.ts';
import { CONSENTERS, type NetworkProfiles } from './read-topology-profile.ts';
import type {
  ChannelSpec,
  KafkaSpec,
  OrdererOrgSpec,
  PeerOrgSpec,
  SystemChannelSpec,
  Topology,
} from './topology-spec.ts';

const SYSTEM_CHANNEL = 'system-channel';
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const CONSORTIUM = /^(?!\.{1,2}$)[a-zA-Z0-9.-]{1,249}$/;

/** An organisation and its path. */
interface PlacedOrganization {
  readonly at: string;
  readonly organization: OrganizationSpec;
}

/** All organisations of the profiles, as often as they are listed. */
export const organizationsOf = (profiles: NetworkProfiles): readonly PlacedOrganization[] => [
  ...ordererMembers(profiles),
  ...consortiumMembers(profiles),
  ...channelMembers(profiles),
];

const listed = (at: string, organizations: readonly OrganizationSpec[]): readonly PlacedOrganization[] =>
  organizations.map((organization, index) => ({ at: `${at}.Organizations[${index}]`, organization }));

const ordererMembers = ({ base, orderer }: NetworkProfiles) => listed(`${base.at}.Orderer`, orderer.organizations);

const channelMembers = ({ channel, application }: NetworkProfiles) =>
  listed(`${channel.at}.Application`, application.organizations);

const consortiumMembers = ({ base, consortium }: NetworkProfiles) =>
  consortium ? listed(`${base.at}.Consortiums.${consortium.name}`, consortium.organizations) : [];

/** Names that machines and files can have, each given once. */
export function checkNames({ ordererOrgs, peerOrgs }: CryptoConfig, flaws: YamlFlaws): void {
  const all = [
    ...ordererOrgs.map((org, index) => ({ org, at: `OrdererOrgs[${index}]`, hosts: org.orderers })),
    ...peerOrgs.map((org, index) => ({ org, at: `PeerOrgs[${index}]`, hosts: [] })),
  ];
  const seen = new Map<string, string>();
  for (const { org, at, hosts } of all) {
    for (const [place, name] of [[`${at}.Domain`, org.domain], ...hosts.map((host) => [`${at}.Specs`, host])])
      if (place && name !== undefined && !HOST.test(name)) flaws.add(place, 'notHost', { name });
    for (const [code, value] of [
      ['sameDomain', org.domain],
      ['sameMspId', org.mspId],
    ] as const) {
      const other = seen.get(`${code} ${value}`);
      if (other !== undefined) flaws.add(at, code, { value, other });
      seen.set(`${code} ${value}`, at);
    }
    // The usual policies name every organisation, so its MSP ID must be one their language can say.
    if (!newPolicy({ type: 'Signature', rule: `OR('${org.mspId}.member')` }).ok)
      flaws.add(at, 'mspIdUnsayable', { mspId: org.mspId });
  }
}

/** The network; undefined when there is a flaw in the way. Flaws are added with their places in configtx.yaml. */
export function networkOf(
  crypto: CryptoConfig,
  profiles: NetworkProfiles,
  channelId: string,
  flaws: YamlFlaws,
): Topology | undefined {
  checkPolicies(profiles, flaws);
  const ordererOrg = ordererOrgOf(crypto, profiles, flaws);
  const peerOrgs = crypto.peerOrgs.map(({ name, mspId, domain, peers, users }): PeerOrgSpec => {
    return { name, mspId, domain, peers, users, clients: ['client'], ca: true };
  });
  const orgs = membersOf(channelMembers(profiles), peerOrgs, flaws);
  const { at } = profiles.channel;
  if (profiles.application.organizations.length === 0) flaws.add(`${at}.Application.Organizations`, 'noMember');
  const systemChannel = systemChannelOf(profiles, peerOrgs, orgs, flaws);
  const consenters = ordererOrg ? consentersOf(profiles, ordererOrg, flaws) : [];
  const kafka = kafkaOf(profiles, flaws);
  // Orderers that read from Kafka are all alike.
  const isEverybody = kafka !== undefined || consenters.join() === ordererOrg?.orderers.join();
  const channel = { id: channelId, orgs, ...(isEverybody ? {} : { consenters }), ...batchesOf(profiles, flaws) };
  if (!ordererOrg || flaws.found.length > 0) return undefined;
  const topology: Topology = {
    // A consortium that is not there yet takes somebody who defines it.
    ordererOrg: systemChannel?.orgs.length === 0 ? { ...ordererOrg, admins: ['admin'] } : ordererOrg,
    peerOrgs,
    channels: [channel],
    ...(systemChannel && { systemChannel }),
    ...(kafka && { kafka }),
  };
  checkUnique(topology, profiles, flaws);
  return topology;
}

function ordererOrgOf(crypto: CryptoConfig, profiles: NetworkProfiles, flaws: YamlFlaws): OrdererOrgSpec | undefined {
  const { base, orderer } = profiles;
  const at = `${base.at}.Orderer`;
  const [only, ...others] = ordererMembers(profiles);
  if (!only || others.length > 0) {
    flaws.add(`${at}.Organizations`, 'orderingOrgs', { count: orderer.organizations.length });
    return undefined;
  }
  const { kind, domain } = folderOf(only.organization.mspConfig);
  const keys = kind === 'orderer' ? crypto.ordererOrgs.find((org) => org.domain === domain) : undefined;
  if (!keys) {
    flaws.add(`${only.at}.MSPDir`, 'noOrdererOrg', { domain });
    return undefined;
  }
  const { name, mspId } = only.organization;
  return { name, mspId, domain, orderers: keys.orderers };
}

const ZOOKEEPERS = 3;

/** As many brokers as the file names, where the lab can have so many: the file need not name them all. */
function kafkaOf({ base, orderer, consortium }: NetworkProfiles, flaws: YamlFlaws): KafkaSpec | undefined {
  if (orderer.type !== 'kafka') return undefined;
  if (!consortium) flaws.add(`${base.at}.Orderer.OrdererType`, 'kafkaAlone');
  const brokers = Math.min(BROKERS.max, Math.max(BROKERS.min, orderer.brokers.length));
  return { brokers, zooKeepers: ZOOKEEPERS };
}

/** Host names of the consenters in their order, which numbers them. */
function consentersOf(
  { base, orderer }: NetworkProfiles,
  { domain, orderers }: OrdererOrgSpec,
  flaws: YamlFlaws,
): readonly string[] {
  const at = `${base.at}.Orderer.${CONSENTERS[orderer.type]}`;
  const hosts: string[] = [];
  for (const [index, { serverTlsCert }] of (orderer.type === 'kafka' ? [] : orderer.consenters).entries()) {
    const { node } = ordererOf(serverTlsCert);
    const host = orderers.find((name) => node === `${name}.${domain}`);
    if (host === undefined) flaws.add(`${at}[${index}].ServerTLSCert`, 'noOrderer', { node });
    else if (hosts.includes(host)) flaws.add(`${at}[${index}].ServerTLSCert`, 'consenterTwice', { node });
    else hosts.push(host);
  }
  return hosts;
}

/** Names of the organisations in crypto-config.yaml. */
function membersOf(
  members: readonly PlacedOrganization[],
  peerOrgs: readonly PeerOrgSpec[],
  flaws: YamlFlaws,
): readonly string[] {
  const names: string[] = [];
  for (const { at, organization } of members) {
    const { kind, domain } = folderOf(organization.mspConfig);
    const org = kind === 'peer' ? peerOrgs.find((candidate) => candidate.domain === domain) : undefined;
    if (!org) flaws.add(`${at}.MSPDir`, 'noPeerOrg', { domain });
    else if (org.mspId !== organization.mspId) flaws.add(`${at}.ID`, 'otherMspId', { mspId: org.mspId });
    else if (names.includes(org.name)) flaws.add(at, 'listedTwice', { name: org.name });
    else names.push(org.name);
  }
  return names;
}

function systemChannelOf(
  profiles: NetworkProfiles,
  peerOrgs: readonly PeerOrgSpec[],
  members: readonly string[],
  flaws: YamlFlaws,
): SystemChannelSpec | undefined {
  const { base, consortium } = profiles;
  if (!consortium) return undefined;
  const at = `${base.at}.Consortiums.${consortium.name}`;
  if (!CONSORTIUM.test(consortium.name)) flaws.add(at, 'consortiumName');
  const orgs = membersOf(consortiumMembers(profiles), peerOrgs, flaws);
  const isDefined = base.profile.consortiums?.some(({ name }) => name === consortium.name);
  const stranger = isDefined ? members.find((name) => !orgs.includes(name)) : undefined;
  if (stranger !== undefined) flaws.add(at, 'noStranger', { name: stranger });
  return { id: SYSTEM_CHANNEL, consortium: consortium.name, orgs };
}

function batchesOf(
  { base, orderer }: NetworkProfiles,
  flaws: YamlFlaws,
): Pick<
  ChannelSpec,
  | 'batchTimeoutMicros'
  | 'maxMessageCount'
  | 'absoluteMaxBytes'
  | 'preferredMaxBytes'
  | 'consensus'
  | 'snapshotIntervalSize'
> {
  const { batchSize, batchTimeoutMicros } = orderer;
  if (batchTimeoutMicros <= 0) flaws.add(`${base.at}.Orderer.BatchTimeout`, 'noTimeout');
  if (batchSize.preferredMaxBytes > batchSize.absoluteMaxBytes) flaws.add(`${base.at}.Orderer.BatchSize`, 'batchSizes');
  const size = orderer.type === 'etcdraft' ? orderer.options.snapshotIntervalSize : 0;
  return {
    batchTimeoutMicros,
    ...batchSize,
    ...(orderer.type === 'BFT' && { consensus: 'BFT' }),
    ...(size > 0 && size !== DEFAULT_RAFT_OPTIONS.snapshotIntervalSize && { snapshotIntervalSize: size }),
  };
}

/** configtxgen would not write a channel with policies it cannot read. */
function checkPolicies(profiles: NetworkProfiles, flaws: YamlFlaws): void {
  const { base, channel, orderer, application } = profiles;
  const check = (at: string, policies: PolicySpecs, required: readonly string[] = []): void => {
    const read = newPolicies(policies, required);
    if (!read.ok) flaws.add(`${at}.Policies`, 'policies', { text: read.error });
  };
  check(base.at, base.profile.policies);
  if (channel.at !== base.at) check(channel.at, channel.profile.policies);
  check(`${base.at}.Orderer`, orderer.policies, ['BlockValidation']);
  check(`${channel.at}.Application`, application.policies);
  for (const { at, organization } of organizationsOf(profiles)) check(at, organization.policies);
}

function checkUnique(topology: Topology, { base, channel }: NetworkProfiles, flaws: YamlFlaws): void {
  const { ordererOrg, peerOrgs } = topology;
  const names = [ordererOrg, ...peerOrgs].map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) flaws.add(`${base.at}.Orderer.Organizations`, 'orgTwice', { name: twice });
  const ids = nodesOf(topology).map(({ id }) => id);
  const node = ids.find((id, index) => ids.indexOf(id) !== index);
  if (node !== undefined) flaws.add(channel.at, 'machineTwice', { id: node });
}
