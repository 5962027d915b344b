/**
 * The network a seed stands for: which generation and kind of ordering, how many machines of whom, which channels with
 * which members, and what the chaincode on each channel looks like.
 */
import type { ChaincodeDefinition } from '../../web/src/sim/protocol/commands.ts';
import type { Generation, PeerOrgSpec, Topology } from '../../web/src/sim/protocol/topology-spec.ts';
import type { KafkaSpec } from '../../web/src/sim/topology/topology-spec.ts';
import type { Dice } from './dice.ts';

/** Kinds of ordering service a run may have. */
export const ORDERING_KINDS = ['etcdraft', 'kafka', 'BFT'] as const;
export type OrderingKind = (typeof ORDERING_KINDS)[number];

export interface SwarmNetwork {
  readonly kind: OrderingKind;
  readonly generation: Generation;
  readonly topology: Topology;
  /** The one chaincode of each channel, by channel. */
  readonly definitions: Readonly<Record<string, ChaincodeDefinition>>;
  /** Orderers that may be taken over: as many as the smallest set of BFT consenters stands. */
  readonly liars: readonly string[];
  /** Whether organisations know each other's peers, or private data stay in the organisation that made them. */
  readonly anchored: boolean;
}

type ChannelSpec = Topology['channels'][number];

export const CHAINCODE = 'swarm';
/** Everyone on the channel; then the first member alone. */
export const COLLECTIONS = ['shared', 'own'] as const;

const DOMAIN = 'example.com';
const CHANNELS = ['alpha', 'beta', 'gamma'];

export const clientOf = (org: string): string => `client.${org.toLowerCase()}.${DOMAIN}`;
export const ordererHost = (index: number): string => (index === 0 ? 'orderer' : `orderer${String(index + 1)}`);
export const ordererNode = (host: string): string => `${host}.${DOMAIN}`;
export const ORDERER_ADMIN = `admin.${DOMAIN}`;
export const mspIdOf = (org: string): string => `${org}MSP`;

function peerOrg(index: number, dice: Dice): PeerOrgSpec {
  const name = `Org${String(index + 1)}`;
  const domain = `${name.toLowerCase()}.${DOMAIN}`;
  const peers = dice.weighted([
    [6, 1],
    [4, 2],
    [1, 3],
  ]);
  return { name, mspId: mspIdOf(name), domain, peers, users: 1, clients: ['client'], ca: false };
}

/** How many orderers there are, and how likely that is. */
const ORDERERS: Readonly<Record<OrderingKind, readonly (readonly [number, number])[]>> = {
  etcdraft: [
    [2, 1],
    [1, 2],
    [6, 3],
    [2, 4],
    [3, 5],
    [1, 6],
    [1, 7],
  ],
  // With Kafka orderers do not know each other: more of them make no other network.
  kafka: [
    [2, 1],
    [3, 2],
    [3, 3],
    [1, 4],
  ],
  BFT: [
    [1, 1],
    [1, 2],
    [1, 3],
    [8, 4],
    [2, 5],
    [1, 6],
    [1, 7],
  ],
};

function channelOf(
  id: string,
  orgs: readonly string[],
  ordering: Pick<ChannelSpec, 'consenters' | 'consensus'>,
  dice: Dice,
): ChannelSpec {
  const batchTimeoutMicros = dice.pick([200_000, 500_000, 1_000_000, 2_000_000]);
  const maxMessageCount = dice.pick([1, 2, 5, 10]);
  const preferredMaxBytes = dice.pick([4_000, 500_000]);
  // Every other channel cuts its Raft log with nearly every block, the rest never do.
  const snapshotIntervalSize = preferredMaxBytes;
  const sizes = { absoluteMaxBytes: 1_000_000, preferredMaxBytes, snapshotIntervalSize };
  return { id, orgs, ...ordering, batchTimeoutMicros, maxMessageCount, ...sizes };
}

/** Not all orderers need to be consenters of a channel of 3.x; in 2.x they are those of the system channel. */
function consentersOf(
  kind: OrderingKind,
  generation: Generation,
  hosts: readonly string[],
  dice: Dice,
): Pick<ChannelSpec, 'consenters' | 'consensus'> {
  const consensus = kind === 'BFT' && { consensus: 'BFT' as const };
  if (generation === '2.x' || !dice.chance(0.4)) return { ...consensus };
  // Clients speak to the first orderer as long as it answers, so it is one of them.
  return { ...consensus, consenters: [ordererHost(0), ...dice.some(hosts.slice(1), kind === 'BFT' ? 3 : 0)] };
}

/** How many liars so many consenters of BFT stand. */
export const standableLiars = (consenters: number): number => Math.floor((consenters - 1) / 3);

function liarsOf(kind: OrderingKind, { ordererOrg, channels }: Topology, dice: Dice): readonly string[] {
  if (kind !== 'BFT' || !dice.chance(0.6)) return [];
  const { orderers } = ordererOrg;
  const stood = Math.min(...channels.map(({ consenters = orderers }) => standableLiars(consenters.length)));
  const liars: string[] = [];
  while (liars.length < stood) {
    const host = dice.pick(orderers.filter((one) => !liars.includes(one)));
    liars.push(host);
  }
  return liars.map(ordererNode);
}

function kafkaOf(dice: Dice): KafkaSpec {
  return { brokers: dice.between(3, 5), zooKeepers: dice.pick([1, 3]) };
}

function definitionOf(orgs: readonly string[], dice: Dice): ChaincodeDefinition {
  const [first = ''] = orgs;
  const anyOf = (names: readonly string[]): string => `OR(${names.map((org) => `'${mspIdOf(org)}.member'`).join(',')})`;
  const collection = (name: string, members: readonly string[], blockToLive: number) => ({
    name,
    policy: anyOf(members),
    requiredPeerCount: 0,
    maxPeerCount: dice.between(0, 2),
    blockToLive,
    memberOnlyRead: true,
    memberOnlyWrite: false,
    endorsementPolicy: null,
  });
  const collections = [collection('shared', orgs, dice.pick([0, 0, 3])), collection('own', [first], 0)];
  const open = dice.chance(0.4) ? `OR(${orgs.map((org) => `'${mspIdOf(org)}.peer'`).join(',')})` : null;
  return { name: CHAINCODE, version: '1.0', sequence: 1, signaturePolicy: open, initRequired: false, collections };
}

export function drawNetwork(dice: Dice, kinds: readonly OrderingKind[]): SwarmNetwork {
  const kind = dice.pick(kinds);
  const usual: Generation = dice.chance(0.25) ? '2.x' : '3.x';
  const generation = kind === 'kafka' ? '2.x' : kind === 'BFT' ? '3.x' : usual;
  const hosts = Array.from({ length: dice.weighted(ORDERERS[kind]) }, (_, index) => ordererHost(index));
  const orgCount = dice.between(1, 4);
  const peerOrgs = Array.from({ length: orgCount }, (_, index) => peerOrg(index, dice));
  const names = peerOrgs.map(({ name }) => name);
  const count = dice.weighted([
    [6, 1],
    [3, 2],
    [1, 3],
  ]);
  const channels = CHANNELS.slice(0, count).map((id) =>
    channelOf(id, dice.some(names, 1), consentersOf(kind, generation, hosts, dice), dice),
  );
  const topology: Topology = {
    ordererOrg: { name: 'OrdererOrg', mspId: 'OrdererMSP', domain: DOMAIN, orderers: hosts, admins: ['admin'] },
    peerOrgs,
    channels,
    ...(generation === '2.x' && {
      systemChannel: { id: 'system-channel', consortium: 'SampleConsortium', orgs: names },
    }),
    ...(kind === 'kafka' && { kafka: kafkaOf(dice) }),
    ...(dice.chance(0.2) && { stateDatabase: 'CouchDB' as const }),
  };
  const definitions = Object.fromEntries(channels.map(({ id, orgs }) => [id, definitionOf(orgs, dice)]));
  const anchored = dice.chance(0.6);
  return { kind, generation, topology, definitions, liars: liarsOf(kind, topology, dice), anchored };
}
