/**
 * Lines worth drawing even when nothing flies: who replicates to whom, who pulls blocks from whom, whom a client is
 * waiting for, and which links are broken. A line that informs nobody is not drawn.
 */
import type { NodeId } from '../sim/trace/facts.ts';
import { type ClientTransaction, isIsolated, type NodeView, type WorldView } from './world-model.ts';

export type RouteType = 'raft' | 'deliver' | 'endorsing' | 'submitting' | 'cut' | 'troubled';

export interface Route {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly type: RouteType;
}

const isUp = (world: WorldView, node: NodeId): boolean => world.nodes[node]?.life === 'up';

function raftRoutes(world: WorldView): readonly Route[] {
  return Object.values(world.nodes).flatMap((node) =>
    Object.values(node.raft).flatMap(({ state, leader }) =>
      state === 'follower' && leader !== null && isUp(world, leader) && node.life === 'up'
        ? [{ from: leader, to: node.info.id, type: 'raft' as const }]
        : [],
    ),
  );
}

/** The leader of a partition hands its records to the replicas in sync and to the orderers. */
function kafkaRoutes(world: WorldView): readonly Route[] {
  return Object.values(world.channels).flatMap(({ id, partition }) => {
    const leader = partition?.leader;
    if (!partition || !leader || !isUp(world, leader)) return [];
    const to = Object.values(world.nodes).filter(({ info, life, cluster }) => {
      const number = Number(/^kafka(\d+)\./.exec(info.id)?.[1] ?? NaN);
      const isReplica = info.role === 'broker' && info.id !== leader && partition.isr.includes(number);
      return life === 'up' && (isReplica || cluster.reads.includes(id));
    });
    return to.map(({ info }) => ({ from: leader, to: info.id, type: 'raft' as const }));
  });
}

function deliverRoutes(node: NodeView): readonly Route[] {
  return Object.values(node.channels).flatMap(({ pullsFrom }) =>
    pullsFrom === null ? [] : [{ from: pullsFrom, to: node.info.id, type: 'deliver' as const }],
  );
}

const isWaiting = ({ stage }: ClientTransaction): boolean => stage === 'endorsing' || stage === 'submitted';

/** What a client's latest transaction waits for. */
function clientRoutes(node: NodeView): readonly Route[] {
  const last = node.transactions.at(-1);
  if (last === undefined || !isWaiting(last)) return [];
  return last.waitsFor.map((to) => ({
    from: node.info.id,
    to,
    type: last.stage === 'endorsing' ? ('endorsing' as const) : ('submitting' as const),
  }));
}

/** Broken or poor links, each pair once; a node cut off from everyone says so itself and needs no lines. */
function troubledRoutes(world: WorldView): readonly Route[] {
  const isolated = new Set(Object.keys(world.nodes).filter((id) => isIsolated(world, id)));
  const seen = new Set<string>();
  return Object.values(world.links).flatMap(({ from, to, up }) => {
    const pair = from < to ? `${from} ${to}` : `${to} ${from}`;
    if (seen.has(pair) || isolated.has(from) || isolated.has(to)) return [];
    seen.add(pair);
    return [{ from, to, type: up ? ('troubled' as const) : ('cut' as const) }];
  });
}

/** Each pair once, the most telling line first. */
export function routesOf(world: WorldView): readonly Route[] {
  const nodes = Object.values(world.nodes);
  const all = [
    ...troubledRoutes(world),
    ...nodes.flatMap(clientRoutes),
    ...raftRoutes(world),
    ...kafkaRoutes(world),
    ...nodes.flatMap(deliverRoutes),
  ];
  const seen = new Set<string>();
  return all.filter(({ from, to }) => {
    const pair = from < to ? `${from} ${to}` : `${to} ${from}`;
    if (seen.has(pair)) return false;
    seen.add(pair);
    return true;
  });
}
