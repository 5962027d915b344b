/** What is wrong with a picture: cards, words, lines and ribbons that lie where they must not. Empty lists when nothing is. */
import type { Topology } from '../../sim/protocol/topology-spec.ts';
import { bottom, grown, overlap, type Point, type Rect, right } from '../geometry.ts';
import type { StageLayout } from '../layout.ts';
import { type NodeInfo, nodesOf } from '../network.ts';
import { type ChannelMembers, ribbonsOf } from '../ribbons.ts';
import { StagePaths } from '../stage-paths.ts';

const inside = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x && inner.y >= outer.y && right(inner) <= right(outer) && bottom(inner) <= bottom(outer);

/** Whether a stretch runs through a rectangle's inside: exact, since every stretch is short or straight. */
function cuts(a: Point, b: Point, rect: Rect): boolean {
  let from = 0;
  let to = 1;
  for (const [start, way, low, high] of [
    [a.x, b.x - a.x, rect.x, right(rect)],
    [a.y, b.y - a.y, rect.y, bottom(rect)],
  ] as const) {
    if (way === 0) {
      if (start <= low || start >= high) return false;
      continue;
    }
    const [enter, leave] = [(low - start) / way, (high - start) / way].sort((x, y) => x - y) as [number, number];
    from = Math.max(from, enter);
    to = Math.min(to, leave);
  }
  return to - from > 1e-9;
}

const crosses = (points: readonly Point[], rect: Rect): boolean =>
  points.some((point, index) => {
    const next = points[index + 1];
    return next !== undefined && cuts(point, next, rect);
  });

interface Named {
  readonly name: string;
  readonly rect: Rect;
}

const cardsOf = ({ nodes }: StageLayout): readonly Named[] => nodes.map(({ info, rect }) => ({ name: info.id, rect }));

/** Every channel with all peers of its organisations. */
const membersOf = (topology: Topology): readonly ChannelMembers[] => {
  const peers = nodesOf(topology).filter(({ role }) => role === 'peer');
  return topology.channels.map(({ id, orgs }) => ({
    channel: id,
    members: peers.filter(({ org }) => orgs.includes(org)).map((peer) => peer.id),
  }));
};

/** Everything two of which may not overlap: cards and words. Returns what does. */
function overlaps(things: readonly Named[]): readonly string[] {
  return things.flatMap((thing, index) =>
    things
      .slice(index + 1)
      .flatMap((other) => (overlap(thing.rect, other.rect) ? [`${thing.name} / ${other.name}`] : [])),
  );
}

export function zoneFaults({ zones, nodes }: StageLayout): readonly string[] {
  return zones.flatMap((zone, index) => [
    ...nodes.flatMap(({ info, rect }) => {
      const member = zone.members.includes(info.id);
      return (member ? inside(zone.rect, rect) : !overlap(zone.rect, rect)) ? [] : [`zone ${zone.org} / ${info.id}`];
    }),
    ...zones
      .slice(index + 1)
      .flatMap((other) => (overlap(zone.rect, other.rect) ? [`${zone.org} / ${other.org}`] : [])),
    ...zone.titles.flatMap((title) => (inside(zone.rect, title) ? [] : [`a title of ${zone.org} leaves it`])),
  ]);
}

export function ribbonFaults(layout: StageLayout, topology: Topology): readonly string[] {
  const channels = membersOf(topology);
  const ribbons = ribbonsOf(layout, channels);
  return channels.flatMap(({ channel, members }) => {
    const ribbon = ribbons.find((candidate) => candidate.channel === channel);
    if (ribbon === undefined) return members.length === 0 ? [] : [`${channel} has no ribbon`];
    const reached = ribbon.stubs.map(({ node }) => node);
    const untouched = members.filter((member) => !reached.includes(member));
    const strangers = reached.filter((node) => !members.includes(node));
    const loose = ribbon.stubs.filter(({ node, points: [start] }) => {
      const card = layout.nodes.find(({ info }) => info.id === node);
      return (
        start === undefined ||
        card === undefined ||
        !overlap(grown(card.rect, 1), { ...start, width: 0.1, height: 0.1 })
      );
    });
    const lines = [...ribbon.stubs, ...ribbon.trunks].map(({ points }) => points);
    const through = cardsOf(layout).filter(({ rect }) => lines.some((points) => crosses(points, rect)));
    return [
      ...untouched.map((node) => `${channel} does not touch ${node}`),
      ...strangers.map((node) => `${channel} touches ${node}, no member`),
      ...loose.map(({ node }) => `${channel} ends beside ${node}`),
      ...through.map(({ name }) => `${channel} runs through ${name}`),
    ];
  });
}

/** Lines on which messages go: each kind of pair, of the many the ends of a long list included. */
function linesOf(nodes: readonly NodeInfo[]): readonly (readonly [string, string])[] {
  const some = (all: readonly NodeInfo[]): readonly NodeInfo[] =>
    all.length <= 4 ? all : [all[0], all[1], all.at(-2), all.at(-1)].flatMap((node) => node ?? []);
  const of = (role: NodeInfo['role']): readonly NodeInfo[] => nodes.filter((node) => node.role === role);
  const [orderers, peers] = [some(of('orderer')), of('peer')];
  const pairs: (readonly [NodeInfo, NodeInfo])[] = [];
  const each = (from: readonly NodeInfo[], to: readonly NodeInfo[]): void => {
    for (const a of from) for (const b of to) if (a.id < b.id || a.role !== b.role) pairs.push([a, b]);
  };
  each(orderers, orderers);
  each(some(peers), orderers);
  each(some(peers), some(peers));
  each(some(of('client')), [...orderers, ...some(peers)]);
  for (const ca of of('ca')) each([ca], some(of('client').filter(({ org }) => org === ca.org)));
  each(orderers, some(of('broker')));
  each(some(of('broker')), [...some(of('broker')), ...some(of('zookeeper'))]);
  return pairs.map(([a, b]) => [a.id, b.id] as const);
}

export function lineFaults(layout: StageLayout, topology: Topology): readonly string[] {
  const paths = new StagePaths(layout);
  const cards = cardsOf(layout);
  return linesOf(nodesOf(topology)).flatMap(([from, to]) => {
    const path = paths.between(from, to);
    if (path === null || path.length === 0) return [`no line ${from} → ${to}`];
    // Its own cards count too, but for their border.
    const hit = cards.find(({ name, rect }) =>
      crosses(path.points, name === from || name === to ? grown(rect, -2) : rect),
    );
    return hit === undefined ? [] : [`${from} → ${to} runs through ${hit.name}`];
  });
}

/** Nodes that are missing or stand too close to each other. */
export function cardFaults(layout: StageLayout, topology: Topology): readonly string[] {
  const missing = nodesOf(topology).filter(({ id }) => !layout.nodes.some(({ info }) => info.id === id));
  const apart = cardsOf(layout).map(({ name, rect }) => ({ name, rect: grown(rect, 7) }));
  return [...missing.map(({ id }) => `${id} is missing`), ...overlaps(apart)];
}

/** Words on cards or on other words. */
export function wordFaults(layout: StageLayout, topology: Topology): readonly string[] {
  return overlaps([
    ...cardsOf(layout),
    ...layout.zones.flatMap(({ org, titles }) =>
      titles.map((rect, index) => ({ name: `title ${String(index)} of ${org}`, rect })),
    ),
    ...ribbonsOf(layout, membersOf(topology)).map(({ channel, label }) => ({ name: `name of ${channel}`, rect: label })),
  ]);
}
