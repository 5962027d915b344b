import { describe, expect, it } from 'vitest';
import type { Command } from '../sim/protocol/commands.ts';
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
    ['of several kinds', { fact: ['leaderElected', 'nodeCrashed'] }, 2, 2],
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

describe('an anchor on transactions', () => {
  const proposed = (txid: string, functionName: string, endorsers: readonly string[], args: readonly string[]) =>
    [
      'c',
      {
        type: 'proposalCreated',
        channel: 'ch',
        txid,
        chaincode: 'basic',
        function: functionName,
        args,
        identity: 'Org1MSP:User1',
        endorsers,
        transient: [],
      },
    ] as const satisfies readonly [NodeId, Fact];
  const status = (txid: string): [NodeId, Fact] => [
    'c',
    { type: 'commitStatusReceived', channel: 'ch', txid, peer: 'p', code: 'VALID', block: 1 },
  ];
  const entries = trace(
    proposed('a', 'Create', ['p1', 'p2'], ['k1', 'x']),
    proposed('b', 'Move', ['p1'], ['k2', 'x']),
    status('b'),
    status('a'),
  );
  const valid = { fact: 'commitStatusReceived' } as const;
  it.each<[reason: string, anchor: Anchor, from: number, seq: number | null]>([
    ['whichever it is', valid, 0, 2],
    ['by its function', { ...valid, proposal: { function: 'Create' } }, 0, 3],
    ['by one of its arguments', { ...valid, proposal: { args: 'k1' } }, 0, 3],
    ['by how many endorse it', { ...valid, proposal: { endorsers: 1 } }, 0, 2],
    ['of none that was proposed so', { ...valid, proposal: { args: 'k3' } }, 0, null],
    ['proposed before the step', { ...valid, proposal: { args: 'k1' } }, 1, null],
  ])('finds it %s', (_, anchor, from, seq) => {
    expect(findAnchor(entries, anchor, from)?.seq ?? null).toBe(seq);
  });
});

describe('who it was', () => {
  it('that led: of BFT by the highest view, though somebody is late', () => {
    expect(leaderOf(trace(view('o1', 1, 'o2'), view('o2', 2, 'o3'), view('o4', 1, 'o2')), 'ch')).toBe('o3');
    expect(leaderOf(trace(elected('o1', 'other')), 'ch')).toBeNull();
  });

  it('that was stopped in order is down as well', () => {
    expect(down(trace(['o2', { type: 'nodeStopped' }], crashed('o1'), restarted('o2')))).toEqual(['o1']);
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

  it('is not switched off or on a second time', () => {
    const switched = (type: 'crashNode' | 'restartNode', node: NodeId): Command => ({ type, node });
    const past = trace(crashed('o1'), restarted('o2'));
    const asked = [
      switched('crashNode', 'o1'),
      switched('restartNode', 'o1'),
      switched('restartNode', 'o2'),
      switched('crashNode', 'o2'),
      switched('restartNode', 'o2'),
    ];
    expect(commandsAfter(past, asked)).toEqual([asked[1], asked[3], asked[4]]);
  });
});
