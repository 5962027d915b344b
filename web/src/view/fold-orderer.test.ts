import { describe, expect, it } from 'vitest';
import { CHANNEL, ORDERERS, TWO_ORGS } from '../scenes/networks.ts';
import type { Fact } from '../sim/trace/facts.ts';
import { emptyWorld, type WorldView } from './world-model.ts';
import { foldWorld } from './world-view.ts';

const [ONE, TWO, THREE] = ORDERERS;
const channel = CHANNEL;

function worldAfter(...told: readonly (readonly [node: string, fact: Fact])[]): WorldView {
  let world = emptyWorld(TWO_ORGS, '3.x');
  for (const [seq, [node, fact]] of told.entries()) world = foldWorld(world, { seq, at: seq, node, cause: null, fact });
  return world;
}

const seatedIn = ({ nodes }: WorldView): readonly string[] => ORDERERS.filter((node) => nodes[node]?.raft[channel]);

const joined = ORDERERS.map((node) => [node, { type: 'ordererJoined', channel, consenters: 3 }] as const);
const led = [
  [THREE, { type: 'leaderElected', channel, term: 2 }],
  [ONE, { type: 'leaderFollowed', channel, term: 2, leader: THREE }],
] as const;
const removed = { type: 'consenterRemoved', channel, consenter: THREE, term: 2 } as const;

describe('the Raft group of a channel', () => {
  it.each<[why: string, told: readonly (readonly [string, Fact])[]]>([
    ['others say so, the node itself may be down', [[ONE, removed]]],
    ['it finds out by itself', [[THREE, { type: 'chainEvicted', channel }]]],
    [
      'both',
      [
        [TWO, removed],
        [THREE, removed],
        [THREE, { type: 'chainEvicted', channel }],
      ],
    ],
  ])('does not show an orderer that was removed: %s', (_, told) => {
    const world = worldAfter(...joined, ...led, ...told);
    expect(seatedIn(world)).toEqual([ONE, TWO]);
    expect(world.channels[channel]?.leader).toBeNull();
    expect(world.nodes[THREE]?.channels[channel]?.height).toBe(1);
  });

  it('does not show an orderer that only fetches blocks, until it is a consenter', () => {
    const written = {
      type: 'blockWritten',
      channel,
      number: 0,
      hash: 'ab',
      previousHash: '',
      txids: [],
      config: true,
    } as const;
    const fetching = [
      [THREE, { type: 'ordererOnboarding', channel, from: ONE, height: 0 }],
      [THREE, written],
    ] as const;
    const world = worldAfter(...joined.slice(0, 2), ...fetching);
    expect(seatedIn(world)).toEqual([ONE, TWO]);
    expect(world.nodes[THREE]?.channels[channel]?.blocks.map(({ number }) => number)).toEqual([0]);
    expect(seatedIn(worldAfter(...joined.slice(0, 2), ...fetching, ...joined.slice(2)))).toEqual([ONE, TWO, THREE]);
  });
});
