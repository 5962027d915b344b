import { describe, expect, it } from 'vitest';
import type { Entry, Fact, NodeId } from '../sim/trace/facts.ts';
import { findAnchor } from './find-anchor.ts';
import type { Anchor } from './scene.ts';
import { commandsAfter, cutOff, down, firstOf, following, leaderOf, lying, toEach } from './whoever.ts';

const trace = (...said: readonly (readonly [NodeId, Fact])[]): readonly Entry[] =>
  said.map(([node, fact], seq) => ({ seq, at: seq, node, cause: null, fact }));

const elected = (node: NodeId, channel = 'ch'): [NodeId, Fact] => [node, { type: 'leaderElected', channel, term: 2 }];
const view = (node: NodeId, number: number, leader: NodeId): [NodeId, Fact] => [
  node,
  { type: 'viewStarted', channel: 'ch', view: number, leader },
];
const crashed = (node: NodeId): [NodeId, Fact] => [node, { type: 'nodeCrashed' }];
const restarted = (node: NodeId): [NodeId, Fact] => [node, { type: 'nodeRestarted', role: 'orderer' }];
const lied = (node: NodeId, lie: 'tamper' | 'none'): [NodeId, Fact] => [node, { type: 'ordererCorrupted', lie }];
const linked = (from: NodeId, to: NodeId, up: boolean): [NodeId, Fact] => [
  from,
  { type: 'linkChanged', from, to, up, loss: 0, latencyFactor: 1 },
];

describe('an anchor', () => {
  const entries = trace(elected('o1'), crashed('o3'), crashed('o1'), elected('o2'), crashed('o2'));
  const crash = { fact: 'nodeCrashed' } as const;
  const rows: readonly [reason: string, anchor: Anchor, from: number, seq: number | null][] = [
    ['the first of its kind', crash, 0, 1],
    ['of one node', { ...crash, node: 'o2' }, 0, 4],
    ['of any of several', { ...crash, node: ['o2', 'o1'] }, 0, 2],
    ['the second of several', { ...crash, node: ['o2', 'o1'], occurrence: 2 }, 0, 4],
    ['of none of several', { ...crash, node: ['o4', 'o5'] }, 0, null],
    ['of whoever leads then', { ...crash, leads: 'ch' }, 0, 2],
    ['of the next leader', { ...crash, leads: 'ch' }, 3, 4],
    ['of the leader of another channel', { ...crash, leads: 'other' }, 0, null],
  ];
  it.each(rows)('%s', (_, anchor, from, seq) => {
    expect(findAnchor(entries, anchor, from)?.seq ?? null).toBe(seq);
  });
});

describe('who it was', () => {
  it('that led: of BFT by the highest view, though somebody is late', () => {
    expect(leaderOf(trace(view('o1', 1, 'o2'), view('o2', 2, 'o3'), view('o4', 1, 'o2')), 'ch')).toBe('o3');
    expect(leaderOf(trace(elected('o1', 'other')), 'ch')).toBeNull();
  });

  it('that is down, cut off or lying, until it is mended', () => {
    const past = trace(
      crashed('o2'),
      crashed('o1'),
      linked('o3', 'o1', false),
      linked('o3', 'o2', false),
      lied('o4', 'tamper'),
    );
    expect([down, firstOf(down), cutOff, lying].map((whoever) => whoever(past))).toEqual([
      ['o2', 'o1'],
      ['o2'],
      ['o3'],
      ['o4'],
    ]);
    const mended = [...past, ...trace(restarted('o2'), restarted('o1'), linked('o3', 'o1', true), lied('o4', 'none'))];
    expect([down, cutOff, lying].map((whoever) => whoever(mended))).toEqual([[], [], []]);
  });

  it('that runs and does not lead', () => {
    const past = trace(elected('o1'), crashed('o2'));
    expect(following('ch', ['o1', 'o2', 'o3', 'o4'], 1)(past)).toEqual(['o3']);
  });

  it('gets a command each, once the step is given', () => {
    const restart = toEach('restartNode', down, (node) => ({ type: 'restartNode', node }));
    const crash = { type: 'crashNode', node: 'o9' } as const;
    expect(commandsAfter(trace(crashed('o1'), crashed('o2')), [restart, crash])).toEqual([
      { type: 'restartNode', node: 'o1' },
      { type: 'restartNode', node: 'o2' },
      crash,
    ]);
  });
});
