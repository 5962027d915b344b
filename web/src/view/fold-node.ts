/** What starting, stopping, links and the set-up tools change in the world. */
import type { Entry, FactOf } from '../sim/trace/facts.ts';
import { withChannel, withNode } from './world-change.ts';
import type { ChannelView, ClusterSeat, LinkTrouble, NodeView, WorldView } from './world-model.ts';

/** A crash takes what was in memory: containers, elections, work under way. Disks stay: blocks, packages, term. */
function crashed(node: NodeView): NodeView {
  const raft = Object.fromEntries(
    Object.entries(node.raft).map(([channel, seat]) => [
      channel,
      { ...seat, state: 'follower' as const, leader: null },
    ]),
  );
  const channels = Object.fromEntries(
    Object.entries(node.channels).map(([id, channel]) => [
      id,
      { ...channel, pullsFrom: null, leads: false, validating: null },
    ]),
  );
  const cluster: ClusterSeat = { controller: false, leads: [], ensemble: 'looking', reads: [] };
  return { ...node, life: 'crashed', raft, channels, running: [], simulating: [], cluster };
}

/** The channels' picture without a leader that has just died. */
function withoutLeader(world: WorldView, node: string): WorldView {
  return Object.values(world.channels)
    .filter((channel) => channel.leader === node || channel.batch?.leader === node)
    .reduce(
      (next, { id }) =>
        withChannel(next, id, (channel: ChannelView) => ({
          ...channel,
          leader: channel.leader === node ? null : channel.leader,
          batch: channel.batch?.leader === node ? null : channel.batch,
        })),
      world,
    );
}

const isUsual = ({ up, loss, latencyFactor }: LinkTrouble): boolean => up && loss === 0 && latencyFactor === 1;

/** What one direction of a link is like now, as trouble of its own; null when it is as usual. */
function directionOf(world: WorldView, from: string, to: string): LinkTrouble | null {
  const own = world.links[`${from}>${to}`];
  if (own !== undefined) return { ...own, oneWay: true };
  const back = world.links[`${to}>${from}`];
  return back === undefined || back.oneWay ? null : { ...back, from, to, oneWay: true };
}

function relinked(world: WorldView, fact: FactOf<'linkChanged'>): WorldView {
  const { from, to, up, loss, latencyFactor } = fact;
  const { [`${from}>${to}`]: _there, [`${to}>${from}`]: _back, ...links } = world.links;
  const changed = { from, to, up, loss, latencyFactor };
  if (!fact.oneWay) return { ...world, links: isUsual(changed) ? links : { ...links, [`${from}>${to}`]: changed } };
  const back = directionOf(world, to, from);
  return {
    ...world,
    links: {
      ...links,
      ...(!isUsual(changed) && { [`${from}>${to}`]: { ...changed, oneWay: true as const } }),
      ...(back !== null && { [`${to}>${from}`]: back }),
    },
  };
}

const sameGroups = (a: readonly (readonly string[])[], b: readonly (readonly string[])[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

function partitioned(world: WorldView, { groups, parted }: FactOf<'networkPartitioned'>): WorldView {
  const others = world.partitions.filter((known) => !sameGroups(known, groups));
  return { ...world, partitions: parted ? [...others, groups] : others };
}

/** null: not a fact of this kind. */
export function foldNode(world: WorldView, { node, fact }: Entry): WorldView | null {
  switch (fact.type) {
    case 'nodeStarted':
    case 'nodeRestarted':
      return withNode(world, node, ({ stopped: _stopped, ...view }) => ({ ...view, life: 'up' }));
    case 'nodeStopped':
      return withoutLeader(
        withNode(world, node, (view) => ({ ...crashed(view), stopped: true })),
        node,
      );
    case 'ordererCorrupted':
      return withNode(world, node, ({ lie: _lie, ...view }) =>
        fact.lie === 'none' ? view : { ...view, lie: fact.lie },
      );
    case 'networkPartitioned':
      return partitioned(world, fact);
    case 'networkHealed':
      return { ...world, partitions: [] };
    case 'faultsPlanned':
      return { ...world, planned: fact.faults };
    case 'nodeCrashed':
    case 'peerPanicked':
    case 'ordererPanicked':
      return withoutLeader(withNode(world, node, crashed), node);
    case 'linkChanged':
      return relinked(world, fact);
    case 'cryptoGenerated':
      return { ...world, crypto: [...world.crypto.filter((org) => org !== fact.org), fact.org] };
    case 'genesisBlockCreated':
      return withChannel(world, fact.channel, (channel) => ({ ...channel, genesisHash: fact.hash }));
    default:
      return null;
  }
}
