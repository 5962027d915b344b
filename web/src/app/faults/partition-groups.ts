/** Which node is in which part, as it is being chosen, and what cutting them apart would mean. */
import type { Topology } from '../../sim/protocol/topology-spec.ts';
import type { NodeId } from '../../sim/trace/facts.ts';
import type { WorldView } from '../../view/world-model.ts';

/** Group by node, from 1; a node that is not named is in none. */
export type Choice = Readonly<Record<NodeId, number>>;

export const MOST_GROUPS = 4;

/** The groups that have a node, in order. */
export function groupsOf(choice: Choice): readonly (readonly NodeId[])[] {
  return Array.from({ length: Math.max(0, ...Object.values(choice)) }, (_, index) =>
    Object.keys(choice).filter((node) => choice[node] === index + 1),
  ).filter((group) => group.length > 0);
}

export const choiceOf = (groups: readonly (readonly NodeId[])[]): Choice =>
  Object.fromEntries(groups.flatMap((group, index) => group.map((node) => [node, index + 1])));

/** With the node in that group; 0: in none. */
export function put(choice: Choice, node: NodeId, group: number): Choice {
  const { [node]: _before, ...others } = choice;
  return group === 0 ? others : { ...others, [node]: group };
}

/** Links that would be cut. */
export function linksBetween(groups: readonly (readonly NodeId[])[]): number {
  return groups.reduce(
    (sum, group, index) =>
      sum + groups.slice(index + 1).reduce((others, other) => others + group.length * other.length, 0),
    0,
  );
}

/** Organisations apart from each other; the orderers go with the first. */
export function byOrganisation(world: WorldView): Choice {
  const nodes = Object.values(world.nodes);
  const orgs = [...new Set(nodes.filter(({ info }) => info.role === 'peer').map(({ info }) => info.org))];
  return Object.fromEntries(
    nodes.map(({ info }) => [info.id, Math.min(MOST_GROUPS, Math.max(1, orgs.indexOf(info.org) + 1))]),
  );
}

/** The orderers in two halves, the larger first; everyone else goes on reaching all. */
export function orderersInHalves(world: WorldView): Choice {
  const orderers = Object.values(world.nodes).filter(({ info }) => info.role === 'orderer');
  const half = Math.ceil(orderers.length / 2);
  return Object.fromEntries(orderers.map(({ info }, index) => [info.id, index < half ? 1 : 2]));
}

export interface ChannelQuorum {
  readonly channel: string;
  readonly consenters: number;
  /** Most of them that can still talk to each other. */
  readonly largest: number;
  /** How many it takes. */
  readonly quorum: number;
}

/** How many of `n` must agree: a majority in Raft, ⌈(n + f + 1) / 2⌉ with f = ⌊(n − 1) / 3⌋ in BFT. */
export function quorumOf(n: number, consensus: 'etcdraft' | 'BFT'): number {
  const faulty = Math.floor((n - 1) / 3);
  return consensus === 'BFT' ? Math.ceil((n + faulty + 1) / 2) : Math.floor(n / 2) + 1;
}

/** What becomes of the channels' consenters. Those in no group reach every group, so they count with the largest. */
export function quorumsOf(topology: Topology, choice: Choice): readonly ChannelQuorum[] {
  const { domain, orderers } = topology.ordererOrg;
  if (topology.kafka) return [];
  return topology.channels.map(({ id, consenters = orderers, consensus = 'etcdraft' }) => {
    const nodes = consenters.map((name) => (name.includes('.') ? name : `${name}.${domain}`));
    const free = nodes.filter((node) => choice[node] === undefined).length;
    const sizes = groupsOf(choice).map((group) => nodes.filter((node) => group.includes(node)).length);
    return {
      channel: id,
      consenters: nodes.length,
      largest: Math.max(0, ...sizes) + free,
      quorum: quorumOf(nodes.length, consensus),
    };
  });
}
