import { describe, expect, it } from 'vitest';
import type { Topology } from '../sim/protocol/topology-spec.ts';
import { bottom, grown, holds, overlap, type Rect, right } from './geometry.ts';
import { type LayoutVariant, layoutOf } from './layout.ts';
import { type NodeRole, nodesOf } from './network.ts';
import { StagePaths } from './stage-paths.ts';
import { ribbonsOf } from './ribbons.ts';
import { network } from './testdata/network.ts';

const SIZES = [1, 2, 3, 4].flatMap((orgs) =>
  [1, 2, 3, 4].flatMap((peers) =>
    [1, 3, 5].map((orderers) => ({ orgs, peers, orderers, admins: (orgs + peers + orderers) % 3 })),
  ),
);
const VARIANTS: readonly LayoutVariant[] = ['wide', 'portrait'];

const inside = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x && inner.y >= outer.y && right(inner) <= right(outer) && bottom(inner) <= bottom(outer);

const withKafka = (brokers: number, zooKeepers: number): Topology => ({
  ...network({ orgs: 2, peers: 2, orderers: 3, admins: 1 }),
  kafka: { brokers, zooKeepers },
});

describe('the automatic layout', () => {
  it.each(VARIANTS)('keeps cards apart and members inside their zone (%s)', (variant) => {
    const clusters = [withKafka(3, 1), withKafka(4, 3), withKafka(9, 7)];
    for (const topology of [...SIZES.map(network), ...clusters]) {
      const layout = layoutOf(topology, variant);
      expect(layout.nodes).toHaveLength(nodesOf(topology).length);
      for (const [index, node] of layout.nodes.entries())
        for (const other of layout.nodes.slice(index + 1))
          expect(overlap(grown(node.rect, 7), grown(other.rect, 7)), `${node.info.id} / ${other.info.id}`).toBe(false);
      for (const zone of layout.zones) {
        for (const node of layout.nodes) {
          const member = zone.members.includes(node.info.id);
          expect(member ? inside(zone.rect, node.rect) : !overlap(zone.rect, node.rect), node.info.id).toBe(true);
        }
        for (const other of layout.zones) if (other !== zone) expect(overlap(zone.rect, other.rect)).toBe(false);
      }
    }
  });

  it('never moves a node because the network around it is not started yet: positions come from the topology alone', () => {
    const topology = network({ orgs: 2, peers: 2, orderers: 3 });
    expect(layoutOf(topology, 'wide')).toEqual(layoutOf(structuredClone(topology), 'wide'));
  });

  it('puts a dragged node where it was dropped, moves no other, and lets its zone follow', () => {
    const topology = network({ orgs: 2, peers: 2, orderers: 3 });
    const before = layoutOf(topology, 'wide');
    const after = layoutOf(topology, 'wide', { 'peer0.org1.example.com': { x: -90, y: 260 } });
    const zone = after.zones.find((candidate) => candidate.org === 'Org1');
    for (const node of after.nodes) {
      const was = before.nodes.find((candidate) => candidate.info.id === node.info.id);
      if (node.info.id === 'peer0.org1.example.com') {
        expect(node.rect).toMatchObject({ x: -90, y: 260 });
        expect(zone !== undefined && inside(zone.rect, node.rect)).toBe(true);
      } else expect(node.rect).toEqual(was?.rect);
    }
  });

  it.each(VARIANTS)("puts the machine of the orderers' administrator into their zone (%s)", (variant) => {
    const layout = layoutOf(network({ orgs: 2, peers: 2, orderers: 3, admins: 1 }), variant);
    const zone = layout.zones.find(({ role }) => role === 'orderer');
    expect(zone?.members).toContain('admin0.example.com');
    expect(zone?.ofRole).toBe(3);
  });

  it('leaves a phone narrow enough: two organisations fit 460 units', () => {
    for (const admins of [0, 1, 2])
      expect(
        layoutOf(network({ orgs: 2, peers: 2, orderers: 3, admins }), 'portrait').bounds.width,
      ).toBeLessThanOrEqual(460);
  });
});

/** Every pair of nodes that may exchange a message: clients talk to everyone but clients, CAs to clients only. */
function pairs(topology: Topology): readonly (readonly [string, string])[] {
  const nodes = nodesOf(topology);
  const talk = (a: NodeRole, b: NodeRole): boolean => {
    if (a === 'client' && b === 'client') return false;
    return (a !== 'ca' && b !== 'ca') || a === 'client' || b === 'client';
  };
  return nodes.flatMap((a, index) =>
    nodes.slice(index + 1).flatMap((b) => (talk(a.role, b.role) ? [[a.id, b.id] as const] : [])),
  );
}

describe('lines between cards', () => {
  it.each(VARIANTS)('cross no foreign card, for 1–4 organisations × 1–4 peers × 1–5 orderers (%s)', (variant) => {
    for (const size of SIZES) {
      const topology = network(size);
      const layout = layoutOf(topology, variant);
      const paths = new StagePaths(layout);
      for (const [from, to] of pairs(topology)) {
        const path = paths.between(from, to);
        const foreign = layout.nodes.filter(({ info }) => info.id !== from && info.id !== to);
        const hit = path?.points.find((point) => foreign.some(({ rect }) => holds(rect, point)));
        expect(hit, `${from} → ${to} with ${JSON.stringify(size)}`).toBeUndefined();
        expect(path?.length).toBeGreaterThan(0);
      }
    }
  });

  it('do not run through the two cards they join either', () => {
    const topology = network({ orgs: 3, peers: 3, orderers: 3 });
    const layout = layoutOf(topology, 'wide');
    const paths = new StagePaths(layout);
    for (const [from, to] of pairs(topology)) {
      const own = layout.nodes
        .filter(({ info }) => info.id === from || info.id === to)
        .map(({ rect }) => grown(rect, -2));
      const hit = paths.between(from, to)?.points.find((point) => own.some((rect) => holds(rect, point)));
      expect(hit, `${from} → ${to}`).toBeUndefined();
    }
  });

  it('are the same there and back', () => {
    const layout = layoutOf(network({ orgs: 2, peers: 2, orderers: 3 }), 'wide');
    const paths = new StagePaths(layout);
    const there = paths.between('client.org1.example.com', 'peer0.org2.example.com');
    const back = paths.between('peer0.org2.example.com', 'client.org1.example.com');
    expect(back?.points).toEqual([...(there?.points ?? [])].reverse());
  });

  it('still exist when cards are dragged onto each other', () => {
    const layout = layoutOf(network({ orgs: 2, peers: 2, orderers: 3 }), 'wide', {
      'peer0.org1.example.com': { x: 400, y: 200 },
      'peer1.org1.example.com': { x: 410, y: 210 },
    });
    const path = new StagePaths(layout).between('peer0.org1.example.com', 'orderer.example.com');
    expect(path?.length).toBeGreaterThan(0);
  });
});

describe('channel ribbons', () => {
  it.each(VARIANTS)('touch each member and cross no card (%s)', (variant) => {
    for (const size of SIZES) {
      const topology = network({ ...size, channels: 2 });
      const layout = layoutOf(topology, variant);
      const peers = layout.nodes.filter(({ info }) => info.role === 'peer');
      const members = peers.map(({ info }) => info.id);
      const ribbons = ribbonsOf(layout, [
        { channel: 'mychannel', members },
        { channel: 'second', members },
      ]);
      const [first, second] = ribbons.map(({ label }) => label);
      expect(first && second && overlap(first, second), 'names').toBe(false);
      for (const ribbon of ribbons) {
        expect(
          layout.nodes.some(({ rect }) => overlap(rect, ribbon.label)),
          'name on a card',
        ).toBe(false);
        const lines = [...ribbon.stubs, ...ribbon.trunks].map((line) => line.points);
        for (const points of lines) {
          const hit = dense(points).find((point) => layout.nodes.some(({ rect }) => holds(rect, point)));
          expect(hit, `${ribbon.channel} ${JSON.stringify(size)}`).toBeUndefined();
        }
        expect(ribbon.stubs.map((stub) => stub.node).sort()).toEqual([...members].sort());
      }
    }
  });
});

function dense(points: readonly { readonly x: number; readonly y: number }[]) {
  return points.flatMap((point, index) => {
    const next = points[index + 1] ?? point;
    return Array.from({ length: 40 }, (_, step) => ({
      x: point.x + ((next.x - point.x) * step) / 40,
      y: point.y + ((next.y - point.y) * step) / 40,
    }));
  });
}
