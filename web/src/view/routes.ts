/**
 * Lines worth drawing even when nothing flies: who replicates to whom, who pulls blocks from whom, whom a client is
 * waiting for, and which links are broken. A line that informs nobody is not drawn.
 */
import { partsNow, poorness } from './faults.ts';
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

const pairOf = (from: NodeId, to: NodeId): string => (from < to ? `${from} ${to}` : `${to} ${from}`);

/**
 * Broken or poor links, each pair once. A node whose links are all cut or poor says so itself, and of a partition only
 * those are drawn that carry something: a line for every pair would hide the network.
 */
function troubledRoutes(world: WorldView, used: ReadonlySet<string>): readonly Route[] {
  const seen = new Set<string>();
  const parts = partsNow(world);
  const isApart = (from: NodeId, to: NodeId): boolean =>
    parts.some((groups) => {
      const [a, b] = [from, to].map((node) => groups.findIndex((group) => group.includes(node)));
      return a !== -1 && b !== -1 && a !== b;
    });
  const tellsItself = new Set(
    Object.keys(world.nodes).filter((id) => isIsolated(world, id) || poorness(world, id) !== null),
  );
  return Object.values(world.links).flatMap(({ from, to, up }) => {
    const pair = pairOf(from, to);
    if (seen.has(pair) || tellsItself.has(from) || tellsItself.has(to)) return [];
    if (isApart(from, to) && !used.has(pair)) return [];
    seen.add(pair);
    return [{ from, to, type: up ? ('troubled' as const) : ('cut' as const) }];
  });
}

/** Each pair once, the most telling line first. */
export function routesOf(world: WorldView): readonly Route[] {
  const nodes = Object.values(world.nodes);
  const working = [
    ...nodes.flatMap(clientRoutes),
    ...raftRoutes(world),
    ...kafkaRoutes(world),
    ...nodes.flatMap(deliverRoutes),
  ];
  const isWhole = Object.keys(world.links).length === 0;
  const used = new Set(isWhole ? [] : working.map(({ from, to }) => pairOf(from, to)));
  const all = [...(isWhole ? [] : troubledRoutes(world, used)), ...working];
  const seen = new Set<string>();
  return all.filter(({ from, to }) => {
    const pair = pairOf(from, to);
    if (seen.has(pair)) return false;
    seen.add(pair);
    return true;
  });
}
