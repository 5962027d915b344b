/** Learners do what they are asked in ways of their own, and when they like: the scene `ordering` goes on all the same. */
import { describe, expect, it } from 'vitest';
import { scene } from '../../web/src/scenes/ordering/scene.ts';
import { CHANNEL, ORDERERS } from '../../web/src/scenes/networks.ts';
import type { Scene, StepCommand } from '../../web/src/scenes/scene.ts';
import { down, following, leading, toEach, type Whoever } from '../../web/src/scenes/whoever.ts';
import type { Command } from '../../web/src/sim/protocol/commands.ts';
import { createHost } from '../../web/src/sim/worker/host.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { runProblems } from './run-scene.ts';

const crash = (node: string): Command => ({ type: 'crashNode', node });
const crashed = (whoever: Whoever): StepCommand => toEach('crashNode', whoever, crash);
const follower = following(CHANNEL, ORDERERS, 1);
const lastDown: Whoever = (past) => down(past).slice(-1);
const restartLast = toEach('restartNode', lastDown, (node) => ({ type: 'restartNode', node }));
const leaderAnd =
  (node: string): Whoever =>
  (past) => [...leading(CHANNEL)(past), node];

type Ways = Readonly<Record<string, readonly [StepCommand, ...StepCommand[]]>>;

/** The scene with other solutions; only the networks with a step in `ways` are worth running, the rest is cut away. */
function done(ways: Ways, from: string, to: string): Scene {
  const steps = scene.steps.map((step) => {
    const solution = ways[step.id];
    return solution && step.action ? { ...step, action: { ...step.action, solution } } : step;
  });
  const ids = steps.map(({ id }) => id);
  const network = scene.further?.find((other) => other.from === from) ?? scene;
  return { ...scene, ...network, further: [], steps: steps.slice(ids.indexOf(from), ids.indexOf(to) + 1) };
}

const KAFKA = ['kafka', 'kafka-refused'] as const;
const RAFT = ['raft', 'raft-proof'] as const;
const BFT = ['bft', 'bft-restore'] as const;

const rows: readonly [reason: string, ways: Ways, part: readonly [string, string], hesitation: number][] = [
  ['the broker that follows is stopped', { 'kafka-isr': [crash('kafka3.example.com')] }, KAFKA, 0],
  ['a follower is stopped, not the leader', { 'raft-quorum': [crashed(follower)] }, RAFT, 0],
  ['the one stopped last comes back first', { 'raft-restore': [restartLast] }, RAFT, 0],
  ['… and it was a follower', { 'raft-quorum': [crashed(follower)], 'raft-restore': [restartLast] }, RAFT, 0],
  ['the leader is stopped, not cut off', { 'raft-partition': [crashed(leading(CHANNEL))] }, RAFT, 0],
  ['hands are slow', {}, RAFT, 1_370_000],
  ['hands are slower', {}, RAFT, 4_810_000],
  ['hands are slow with four orderers', {}, BFT, 3_170_000],
  ['the leader is one of the two', { 'bft-beyond': [crashed(leaderAnd('orderer4.example.com'))] }, BFT, 0],
  [
    'the two that are left are the honest neighbours',
    { 'bft-beyond': [crashed(() => ['orderer2.example.com', 'orderer4.example.com'])], 'bft-restore': [restartLast] },
    BFT,
    0,
  ],
];

describe('an ordering service broken in one’s own way', () => {
  it.each(rows)('goes on when %s', { timeout: 60_000 }, async (_, ways, [from, to], hesitation) => {
    const host = createHost(await loadSimulationParts());
    const problems = await runProblems(done(ways, from, to), host, hesitation);
    expect(problems.filter((problem) => !problem.includes('the explainer says'))).toEqual([]);
  });
});
