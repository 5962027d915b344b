/** What must hold of the picture of any network: nothing lies on anything, lines and ribbons go beside cards. */
import { describe, expect, it } from 'vitest';
import type { Topology } from '../sim/protocol/topology-spec.ts';
import { layoutThrough } from './grown-layout.ts';
import { layoutOf, type StageLayout, VARIANTS } from './layout.ts';
import { describeNetwork, type Growth, GROWTHS, grownFrom, networkFrom } from './testdata/many-networks.ts';
import { cardFaults, lineFaults, ribbonFaults, wordFaults, zoneFaults } from './testdata/picture-faults.ts';

const NETWORKS = Array.from({ length: 300 }, (_, seed) => networkFrom(seed));

describe.each(VARIANTS)('the picture of 300 networks (%s)', (variant) => {
  type Check = (layout: StageLayout, topology: Topology) => readonly string[];
  const faultsOf = (check: Check, networks: readonly Topology[] = NETWORKS): readonly string[] =>
    networks.flatMap((topology, seed) => {
      const faults = check(layoutOf(topology, variant), topology);
      if (faults.length === 0) return [];
      return [`network ${String(seed)} (${describeNetwork(topology)}): ${faults.slice(0, 3).join('; ')}`];
    });

  it('shows every node, apart from every other', () => {
    expect(faultsOf(cardFaults)).toEqual([]);
  });

  it('keeps members on the ground of their organisation, and others off it', () => {
    expect(faultsOf(zoneFaults)).toEqual([]);
  });

  it('writes no word over a card or another word', () => {
    expect(faultsOf(wordFaults)).toEqual([]);
  });

  it('lets a ribbon touch its members, all and only them, and no other card', () => {
    expect(faultsOf(ribbonFaults)).toEqual([]);
  });

  it('leads no line through a card', () => {
    // Finding lines takes long: fewer networks.
    expect(faultsOf(lineFaults, NETWORKS.slice(0, 16))).toEqual([]);
  });
});

describe.each(VARIANTS)('a network that grows (%s)', (variant) => {
  const GROWING = NETWORKS.slice(0, 60);
  const corners = (layout: StageLayout) => new Map(layout.nodes.map(({ info, rect }) => [info.id, rect]));

  /** How far whoever stood there has moved: `sideways`, and the different ways down. */
  function moves(
    before: StageLayout,
    after: StageLayout,
  ): { readonly sideways: readonly string[]; readonly down: readonly number[] } {
    const now = corners(after);
    const pairs = before.nodes.flatMap(({ info, rect }) => {
      const next = now.get(info.id);
      return next === undefined ? [] : [{ id: info.id, dx: next.x - rect.x, dy: next.y - rect.y }];
    });
    return {
      sideways: pairs.filter(({ dx }) => dx !== 0).map(({ id }) => id),
      down: [...new Set(pairs.map(({ dy }) => dy))].sort((a, b) => a - b),
    };
  }

  const histories = (growth: Growth): readonly (readonly [Topology, Topology])[] =>
    GROWING.flatMap((topology, seed) => {
      const next = grownFrom(topology, growth, seed);
      return next === null ? [] : [[topology, next] as const];
    });

  it.each(GROWTHS)('moves nobody sideways and keeps all in order: %s', (growth) => {
    const all = histories(growth);
    expect(all.length).toBeGreaterThan(10);
    const wrong = all.flatMap(([before, now]) => {
      const was = layoutOf(before, variant);
      const layout = layoutThrough([before, now], variant);
      const { sideways, down } = moves(was, layout);
      const faults = [cardFaults, zoneFaults, wordFaults, ribbonFaults].flatMap((check) => check(layout, now));
      if (sideways.length > 0) faults.push(`${sideways.join(', ')} moved sideways`);
      if (down.some((way) => way < 0)) faults.push(`something moved up: ${down.join(', ')}`);
      if (growth !== 'channel' && down.length > 2) faults.push(`parts moved apart: ${down.join(', ')}`);
      return faults.length === 0
        ? []
        : [`${describeNetwork(before)} → ${describeNetwork(now)}: ${faults.slice(0, 3).join('; ')}`];
    });
    expect(wrong).toEqual([]);
  });

  it.each(['orderer', 'client', 'ca', 'ordererAdmin'] as const)('moves nobody at all: %s', (growth) => {
    for (const [before, now] of histories(growth))
      expect(
        moves(layoutOf(before, variant), layoutThrough([before, now], variant)).down,
        describeNetwork(before),
      ).toEqual([0]);
  });

  it('may grow again and again', () => {
    const wrong = GROWING.slice(0, 25).flatMap((first, seed) => {
      const history = [first];
      for (const growth of [...GROWTHS, ...GROWTHS]) {
        const next = grownFrom(history.at(-1) ?? first, growth, seed + history.length);
        if (next !== null) history.push(next);
      }
      const last = history.at(-1) ?? first;
      const layout = layoutThrough(history, variant);
      const faults = [cardFaults, zoneFaults, wordFaults, ribbonFaults].flatMap((check) => check(layout, last));
      return faults.length === 0
        ? []
        : [`${describeNetwork(first)} → ${describeNetwork(last)}: ${faults.slice(0, 3).join('; ')}`];
    });
    expect(wrong).toEqual([]);
  });

  it('is laid out from nothing when it is another network', () => {
    const [one, other] = [networkFrom(3), networkFrom(4)];
    const renamed = { ...other, peerOrgs: other.peerOrgs.map((org) => ({ ...org, name: `New${org.name}` })) };
    expect(layoutThrough([one, renamed], variant)).toEqual(layoutOf(renamed, variant));
  });
});
