/** What starting, stopping, links and the set-up tools change in the world. */
import type { Entry, FactOf } from '../sim/trace/facts.ts';
import { withChannel, withNode } from './world-change.ts';
import type { ChannelView, ClusterSeat, NodeView, WorldView } from './world-model.ts';

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

function relinked(world: WorldView, fact: FactOf<'linkChanged'>): WorldView {
  const key = `${fact.from}>${fact.to}`;
  const { [key]: _before, ...others } = world.links;
  if (fact.up && fact.loss === 0 && fact.latencyFactor === 1) return { ...world, links: others };
  const { from, to, up, loss, latencyFactor } = fact;
  return { ...world, links: { ...others, [key]: { from, to, up, loss, latencyFactor } } };
}

/** null: not a fact of this kind. */
export function foldNode(world: WorldView, { node, fact }: Entry): WorldView | null {
  switch (fact.type) {
    case 'nodeStarted':
    case 'nodeRestarted':
      return withNode(world, node, (view) => ({ ...view, life: 'up' }));
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
