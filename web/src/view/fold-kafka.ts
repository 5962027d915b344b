/** What Kafka's and ZooKeeper's facts change in the world: who leads the ensemble, the cluster and each partition. */
import type { Entry } from '../sim/trace/facts.ts';
import { withChannel, withNode } from './world-change.ts';
import type { ClusterSeat, PartitionView, WorldView } from './world-model.ts';

const NO_PARTITION: PartitionView = { leader: null, isr: [], committed: 0 };

const seated = (world: WorldView, node: string, change: (seat: ClusterSeat) => ClusterSeat): WorldView =>
  withNode(world, node, (view) => ({ ...view, cluster: change(view.cluster) }));

const partitioned = (world: WorldView, channel: string, change: Partial<PartitionView>): WorldView =>
  withChannel(world, channel, (view) => ({ ...view, partition: { ...(view.partition ?? NO_PARTITION), ...change } }));

/** The channel in nobody's list but `leader`'s. */
function led(world: WorldView, channel: string, leader: string | null): WorldView {
  return Object.values(world.nodes).reduce((next, { info, cluster }) => {
    const others = cluster.leads.filter((known) => known !== channel);
    const leads = info.id === leader ? [...others, channel] : others;
    return leads.join() === cluster.leads.join() ? next : seated(next, info.id, (seat) => ({ ...seat, leads }));
  }, world);
}

function controlled(world: WorldView, controller: string): WorldView {
  return Object.values(world.nodes).reduce((next, { info, cluster }) => {
    const is = info.id === controller;
    return is === cluster.controller ? next : seated(next, info.id, (seat) => ({ ...seat, controller: is }));
  }, world);
}

/** An orderer that reads a partition has no seat among consenters. */
function reading(world: WorldView, node: string, channel: string): WorldView {
  return withNode(world, node, (view) => {
    const { [channel]: _seat, ...raft } = view.raft;
    const reads = [...view.cluster.reads.filter((known) => known !== channel), channel];
    return { ...view, raft, cluster: { ...view.cluster, reads } };
  });
}

/** null: not a fact of this kind. */
export function foldKafka(world: WorldView, { node, fact }: Entry): WorldView | null {
  switch (fact.type) {
    case 'zooKeeperLed':
      return seated(world, node, (seat) => ({ ...seat, ensemble: 'leading' }));
    case 'zooKeeperFollowed':
      return seated(world, node, (seat) => ({ ...seat, ensemble: 'following' }));
    case 'zooKeeperQuorumLost':
      return seated(world, node, (seat) => ({ ...seat, ensemble: 'looking' }));
    case 'controllerElected':
      return controlled(world, node);
    case 'partitionLed':
      return led(partitioned(world, fact.channel, { leader: node, isr: fact.isr }), fact.channel, node);
    case 'partitionOffline':
      return led(partitioned(world, fact.channel, { leader: null, isr: fact.isr }), fact.channel, null);
    case 'isrShrunk':
    case 'isrExpanded':
      return partitioned(world, fact.channel, { isr: fact.isr });
    case 'recordsCommitted':
      return partitioned(world, fact.channel, { committed: fact.offset + fact.count });
    case 'consumerStarted':
    case 'consumerResumed':
      return reading(world, node, fact.channel);
    case 'consumerFailed':
      return seated(world, node, (seat) => ({ ...seat, reads: seat.reads.filter((known) => known !== fact.channel) }));
    default:
      return null;
  }
}
