/** Networks of every size the lab promises to draw, made from a number: the same number is always the same network. */
import type { PeerOrgSpec, Topology } from '../../sim/protocol/topology-spec.ts';

/** A small sequence of numbers from a seed; its only virtue is that it is the same everywhere. */
function dice(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

const NAMES = ['Org', 'Bank', 'ManufacturerOfParts', 'Retail'] as const;

const list = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const BATCH = {
  batchTimeoutMicros: 2_000_000,
  maxMessageCount: 500,
  absoluteMaxBytes: 10_485_760,
  preferredMaxBytes: 2_097_152,
};

function orgAt(index: number, stem: string, roll: (below: number) => number): PeerOrgSpec {
  const name = `${stem}${String(index + 1)}`;
  return {
    name,
    mspId: `${name}MSP`,
    domain: `${name.toLowerCase()}.example.com`,
    peers: 1 + roll(6),
    users: 1,
    clients: list(roll(3) === 0 ? 0 : 1 + roll(3), (client) => (client === 0 ? 'client' : `client${String(client + 1)}`)),
    admins: list(roll(3) === 0 ? 1 : 0, () => 'admin'),
    ca: roll(4) > 0,
  };
}

/** 1–7 orderers, 1–8 organisations of 1–6 peers, CAs, 0–3 clients each, 1–4 channels, sometimes Kafka and administrators. */
export function networkFrom(seed: number): Topology {
  const roll = dice(seed + 1);
  for (let warm = 0; warm < 8; warm++) roll(2);
  const stem = NAMES[roll(NAMES.length)] ?? 'Org';
  const peerOrgs = list(1 + roll(8), (index) => orgAt(index, stem, roll));
  const topology: Topology = {
    ordererOrg: {
      name: 'OrdererOrg',
      mspId: 'OrdererMSP',
      domain: 'example.com',
      orderers: list(1 + roll(7), (index) => (index === 0 ? 'orderer' : `orderer${String(index + 1)}`)),
      admins: list(roll(3), (index) => `admin${String(index)}`),
    },
    peerOrgs,
    channels: list(1 + roll(4), (index) => ({
      id: index === 0 ? 'mychannel' : `channel${String(index + 1)}`,
      orgs: peerOrgs.flatMap(({ name }, org) => (org === 0 || roll(3) > 0 ? [name] : [])),
      ...BATCH,
    })),
  };
  return roll(5) === 0 ? { ...topology, kafka: { brokers: 3 + roll(3), zooKeepers: 1 + 2 * roll(2) } } : topology;
}

/** What a failing test says of a network. */
export function describeNetwork({ ordererOrg, peerOrgs, channels, kafka }: Topology): string {
  const orgs = peerOrgs.map(({ peers, clients, ca, admins }) =>
    [`${String(peers)}p`, `${String(clients.length)}c`, ca ? 'ca' : '', admins?.length ? 'adm' : ''].filter(Boolean).join(' '),
  );
  const cluster = kafka === undefined ? '' : ` kafka ${String(kafka.brokers)}/${String(kafka.zooKeepers)}`;
  return `${String(ordererOrg.orderers.length)} orderers, ${String(ordererOrg.admins?.length ?? 0)} admins,${cluster} [${orgs.join(' | ')}], ${String(channels.length)} channels, ${peerOrgs[0]?.name ?? ''}`;
}

/** What may come to a network that is there. */
export const GROWTHS = ['orderer', 'peer', 'organisation', 'client', 'ca', 'ordererAdmin', 'channel'] as const;
export type Growth = (typeof GROWTHS)[number];

/** The network with one thing more; null where it has that already or may have no more. */
export function grownFrom(topology: Topology, growth: Growth, seed: number): Topology | null {
  const { ordererOrg, peerOrgs, channels } = topology;
  const chosen = seed % peerOrgs.length;
  const withOrg = (change: (org: PeerOrgSpec) => PeerOrgSpec): Topology => ({
    ...topology,
    peerOrgs: peerOrgs.map((org, index) => (index === chosen ? change(org) : org)),
  });
  const target = peerOrgs[chosen];
  if (target === undefined) return null;
  switch (growth) {
    case 'orderer':
      if (ordererOrg.orderers.length >= 7) return null;
      return { ...topology, ordererOrg: { ...ordererOrg, orderers: [...ordererOrg.orderers, `orderer${String(ordererOrg.orderers.length + 1)}`] } };
    case 'ordererAdmin':
      return (ordererOrg.admins ?? []).length > 1 ? null : { ...topology, ordererOrg: { ...ordererOrg, admins: [...(ordererOrg.admins ?? []), `late${String(seed)}`] } };
    case 'peer':
      return target.peers >= 6 ? null : withOrg((org) => ({ ...org, peers: org.peers + 1 }));
    case 'client':
      return target.clients.length >= 3 ? null : withOrg((org) => ({ ...org, clients: [...org.clients, `app${String(org.clients.length)}`] }));
    case 'ca':
      return target.ca ? null : withOrg((org) => ({ ...org, ca: true }));
    case 'organisation':
      return peerOrgs.length >= 8 ? null : { ...topology, peerOrgs: [...peerOrgs, orgAt(peerOrgs.length, 'Late', dice(seed + 99))] };
    case 'channel':
      return channels.length >= 4 ? null : { ...topology, channels: [...channels, { id: `later${String(channels.length)}`, orgs: peerOrgs.map(({ name }) => name), ...BATCH }] };
  }
}
