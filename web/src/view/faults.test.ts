/** What is broken at a moment, told as things, from link changes alone. */
import { describe, expect, it } from 'vitest';
import type { Generation, Topology } from '../sim/protocol/topology-spec.ts';
import type { Fact } from '../sim/trace/facts.ts';
import { type Fault, faultsOf, healAll, healingOf, nodeWord } from './faults.ts';
import { foldWorld } from './world-view.ts';
import { emptyWorld, isIsolated, type WorldView } from './world-model.ts';

const TOPOLOGY: Topology = {
  ordererOrg: { name: 'OrdererOrg', mspId: 'OrdererMSP', domain: 'example.com', orderers: ['o1', 'o2', 'o3'] },
  peerOrgs: [
    { name: 'Org1', mspId: 'Org1MSP', domain: 'org1.example.com', peers: 1, users: 1, clients: [], ca: false },
  ],
  channels: [],
};
const GENERATION: Generation = '3.x';
const [O1, O2, O3, PEER] = ['o1.example.com', 'o2.example.com', 'o3.example.com', 'peer0.org1.example.com'];

type LinkFact = Extract<Fact, { type: 'linkChanged' }>;
const link = (from: string, to: string, change: Partial<LinkFact> = { up: false }): Fact => ({
  type: 'linkChanged',
  from,
  to,
  up: true,
  loss: 0,
  latencyFactor: 1,
  ...change,
});
const parted = (groups: readonly (readonly string[])[], apart = true): Fact => ({
  type: 'networkPartitioned',
  groups,
  parted: apart,
});

function after(...facts: readonly Fact[]): WorldView {
  return facts.reduce(
    (world, fact, seq) =>
      foldWorld(world, { seq, at: seq, node: fact.type === 'linkChanged' ? fact.from : O1, cause: null, fact }),
    emptyWorld(TOPOLOGY, GENERATION),
  );
}
const types = (world: WorldView): readonly Fault['type'][] => faultsOf(world).map(({ type }) => type);
const others = (node: string): readonly string[] => Object.keys(after().nodes).filter((id) => id !== node);

describe('what is broken', () => {
  it.each<readonly [string, readonly Fact[], readonly Fault['type'][]]>([
    ['nothing at first', [], []],
    ['one link', [link(O1, O2)], ['link']],
    ['mended from the other end', [link(O1, O2), link(O2, O1, {})], []],
    ['the same link twice is one fault', [link(O1, O2, { loss: 0.5 }), link(O2, O1)], ['link']],
    ['a crash', [{ type: 'nodeCrashed' }], ['crashed']],
    ['a crash that is over', [{ type: 'nodeCrashed' }, { type: 'nodeRestarted', role: 'orderer' }], []],
    ['an orderly stop', [{ type: 'nodeStopped' }], ['stopped']],
    ['a lie', [{ type: 'ordererCorrupted', lie: 'tamper' }], ['lying']],
    [
      'a lie that is over',
      [
        { type: 'ordererCorrupted', lie: 'tamper' },
        { type: 'ordererCorrupted', lie: 'none' },
      ],
      [],
    ],
    ['all links of a node cut', others(O1).map((to) => link(O1, to)), ['isolated']],
    [
      'all but one',
      others(O1)
        .slice(1)
        .map((to) => link(O1, to)),
      ['link', 'link'],
    ],
    ['all links of a node slow', others(O1).map((to) => link(O1, to, { latencyFactor: 10 })), ['poorNode']],
    ['parts, each link of them told once', [parted([[O1], [O2, O3]]), link(O1, O2), link(O1, O3)], ['parted']],
    ['parts and a link of its own', [parted([[O1], [O2]]), link(O1, O2), link(O3, PEER)], ['parted', 'link']],
    ['parts mended link by link', [parted([[O1], [O2]]), link(O1, O2), link(O1, O2, {})], []],
    ['parts joined as one', [parted([[O1], [O2]]), link(O1, O2), parted([[O1], [O2]], false), link(O1, O2, {})], []],
  ])('%s', (_reason, facts, expected) => {
    expect(types(after(...facts))).toEqual(expected);
  });

  it('every fault but changed files has what mends it; links are mended as one', () => {
    const world = after(link(O1, O2), link(O3, PEER, { loss: 0.2 }), { type: 'nodeCrashed' });
    expect(faultsOf(world).map(healingOf)).not.toContain(null);
    expect(healAll(faultsOf(world)).map(({ type }) => type)).toEqual(['healNetwork', 'restartNode']);
  });

  it('a card says which part its node is in', () => {
    const world = after(parted([[O1], [O2, O3]]), link(O1, O2), link(O1, O3));
    expect([O1, O2, O3, PEER].map((node) => nodeWord(world, node))).toEqual(['part1', 'part2', 'part2', null]);
  });
});

describe('a link in one direction', () => {
  const there = link(O1, O2, { up: false, oneWay: true });
  it('is one fault with its direction; the way back is as usual', () => {
    expect(faultsOf(after(there))).toEqual([
      { type: 'link', from: O1, to: O2, up: false, loss: 0, latencyFactor: 1, oneWay: true },
    ]);
  });

  it('both directions one by one isolate as both at once do', () => {
    const facts = others(O1).flatMap((to) => [
      link(O1, to, { up: false, oneWay: true }),
      link(to, O1, { up: false, oneWay: true }),
    ]);
    expect(isIsolated(after(...facts), O1)).toBe(true);
    expect(isIsolated(after(...facts.slice(1)), O1)).toBe(false);
  });

  it('mending one direction of a link that was cut leaves the other', () => {
    const world = after(link(O1, O2), link(O1, O2, { up: true, oneWay: true }));
    expect(faultsOf(world)).toMatchObject([{ from: O2, to: O1, up: false, oneWay: true }]);
  });
});
