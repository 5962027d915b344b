import { describe, expect, it } from 'vitest';
import type { NodeId } from '../sim/trace/facts.ts';
import { layoutOf, type PlacedNode } from './layout.ts';
import { type Direction, linkedWith, neighbourToward } from './neighbours.ts';
import { describeNetwork, networkFrom } from './testdata/many-networks.ts';
import { network } from './testdata/network.ts';

const DIRECTIONS: readonly Direction[] = ['left', 'right', 'up', 'down'];

/** What arrows alone reach. */
function reached(nodes: readonly PlacedNode[]): ReadonlySet<NodeId> {
  const first = nodes[0]?.info.id ?? '';
  const known = new Set([first]);
  const open = [first];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const direction of DIRECTIONS) {
      const next = neighbourToward(nodes, at, direction);
      if (next === null || known.has(next)) continue;
      known.add(next);
      open.push(next);
    }
  return known;
}

describe('walking the stage with arrows', () => {
  it.each(['wide', 'portrait'] as const)('reaches every node of 100 networks (%s)', (variant) => {
    for (let seed = 0; seed < 100; seed++) {
      const topology = networkFrom(seed);
      const { nodes } = layoutOf(topology, variant);
      const here = reached(nodes);
      const missed = nodes.filter(({ info }) => !here.has(info.id)).map(({ info }) => info.id);
      expect(missed, describeNetwork(topology)).toEqual([]);
    }
  });

  it('goes to what the eye expects, and on as one reads', () => {
    const { nodes } = layoutOf(network({ orgs: 2, peers: 2, orderers: 3 }), 'wide');
    expect(neighbourToward(nodes, 'peer0.org1.example.com', 'right')).toBe('peer1.org1.example.com');
    expect(neighbourToward(nodes, 'peer1.org1.example.com', 'right')).toBe('peer0.org2.example.com');
    expect(neighbourToward(nodes, 'peer0.org1.example.com', 'up')).toBe('orderer.example.com');
    expect(neighbourToward(nodes, 'peer0.org1.example.com', 'left')).toBe('orderer3.example.com');
  });

  it('goes along a line rather than to a card a little nearer', () => {
    const { nodes } = layoutOf(network({ orgs: 2, peers: 2, orderers: 3 }), 'wide');
    const plain = neighbourToward(nodes, 'peer1.org1.example.com', 'up');
    const linked = linkedWith(
      [{ from: 'orderer2.example.com', to: 'peer1.org1.example.com', type: 'deliver' }],
      'peer1.org1.example.com',
    );
    expect(plain).not.toBe('orderer2.example.com');
    expect(neighbourToward(nodes, 'peer1.org1.example.com', 'up', linked)).toBe('orderer2.example.com');
  });

  it('stays where it is at the edge', () => {
    const { nodes } = layoutOf(network({ orgs: 1, peers: 1, orderers: 1 }), 'wide');
    expect(neighbourToward(nodes, 'orderer.example.com', 'up')).toBeNull();
  });
});
