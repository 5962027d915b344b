import { describe, expect, it } from 'vitest';
import { TWO_ORGS } from '../../web/src/scenes/networks.ts';
import type { Scene, Step } from '../../web/src/scenes/scene.ts';
import type { Frame, SimulationHost } from '../../web/src/sim/protocol/requests.ts';
import type { Command } from '../../web/src/sim/protocol/commands.ts';
import type { Entry, Fact } from '../../web/src/sim/trace/facts.ts';
import { runProblems } from './run-scene.ts';

const crash = (node: string): Command => ({ type: 'crashNode', node });
const restart = (node: string): Command => ({ type: 'restartNode', node });

/** What the toy says of a channel it does not have. */
const joinFailure = (channel: string): string => (channel === 'odd' ? 'something new' : `Invalid chain ID, ${channel}`);

/** A host without a network: a crash is a crash, a restart is heard half a second later, `start` is refused, `join` fails. */
class ToyHost implements Pick<SimulationHost, 'open' | 'perform' | 'advance'> {
  private readonly entries: Entry[] = [];
  private readonly due: { readonly at: number; readonly node: string; readonly fact: Fact }[] = [];
  private horizon = 0;

  private say(node: string, fact: Fact): void {
    this.entries.push({ seq: this.entries.length, at: this.horizon, node, cause: null, fact });
  }

  private frame(fromSeq: number): Frame {
    const entries = this.entries.slice(fromSeq);
    return { branch: 'main', fromSeq, entries, horizon: this.horizon, recording: {} as never, branches: [] };
  }

  private do(command: Command): boolean {
    if (command.type === 'startNode') return false;
    if (command.type === 'crashNode') this.say(command.node, { type: 'nodeCrashed' });
    if (command.type === 'joinPeer')
      this.say(command.node, {
        type: 'commandFailed',
        command: 'joinPeer',
        index: 0,
        text: joinFailure(command.channel),
      });
    if (command.type === 'restartNode')
      this.due.push({ at: this.horizon + 500_000, node: command.node, fact: { type: 'nodeRestarted', role: 'peer' } });
    return true;
  }

  open(_recording: unknown, script: readonly Command[]) {
    for (const command of script) this.do(command);
    return Promise.resolve({ ok: true, value: this.frame(0) } as const);
  }

  perform(_branch: string, _at: number, command: Command) {
    const from = this.entries.length;
    if (!this.do(command))
      return Promise.resolve({ ok: false, error: { code: 'noCrypto', params: {}, where: '' } } as const);
    return Promise.resolve({ ok: true, value: this.frame(from) } as const);
  }

  advance(_branch: string, until: number): Promise<Frame> {
    const from = this.entries.length;
    this.horizon = until;
    for (const { node, fact } of this.due.filter(({ at }) => at <= until)) this.say(node, fact);
    return Promise.resolve(this.frame(from));
  }
}

const step = (extra: Partial<Step>): Step => ({ id: 's', commands: [], until: null, focus: [], ...extra });

function run(steps: readonly Step[], setup: readonly Command[] = [], id = 'gossip'): Promise<readonly string[]> {
  const scene: Scene = {
    id,
    day: 1,
    generation: '3.x',
    seed: 's',
    topology: TWO_ORGS,
    contracts: {},
    setup,
    steps,
    offered: null,
  };
  return runProblems(scene, new ToyHost() as unknown as SimulationHost);
}

const join = { type: 'joinPeer', node: 'p', channel: 'c' } as const;
const crashed = { fact: 'nodeCrashed', node: 'p' } as const;

describe('going through a scene', () => {
  it('waits for what takes its time, and goes on after it', async () => {
    const steps = [
      step({ commands: [crash('p'), restart('p')], until: crashed }),
      step({ until: { fact: 'nodeRestarted', node: 'p', fields: { role: 'peer' } } }),
      step({ action: { done: crashed, solution: [crash('p')], hints: 0 }, until: crashed }),
    ];
    expect(await run(steps)).toEqual([]);
  });

  const rows: readonly [reason: string, said: () => Promise<readonly string[]>, expected: RegExp][] = [
    ['another node', () => run([step({ commands: [crash('q')], until: crashed })]), /"s": never happens: .*"p"/],
    [
      'it happened in the step before',
      () => run([step({ commands: [crash('p')], until: crashed }), step({ until: crashed })]),
      /never happens/,
    ],
    [
      'only once, and twice is asked for',
      () => run([step({ commands: [crash('p')], until: { ...crashed, occurrence: 2 } })]),
      /never happens/,
    ],
    [
      'a field that differs',
      () => run([step({ commands: [join], until: { fact: 'commandFailed', fields: { text: 'x' } } })]),
      /never/,
    ],
    [
      'a refused command',
      () => run([step({ commands: [{ type: 'startNode', node: 'p' }] })]),
      /startNode is refused: noCrypto/,
    ],
    [
      'a failure nobody speaks of',
      () => run([step({ commands: [join] })]),
      /"s": joinPeer failed: Invalid chain ID, c/,
    ],
    [
      'a failure no entry of the explainer speaks of',
      () => run([step({ commands: [{ ...join, channel: 'odd' }], until: { fact: 'commandFailed' } })]),
      /"s": no entry explains: something new/,
    ],
    [
      'an entry that says it is seen in a step of this scene, where nothing fails',
      () => run([step({ id: 'wrong-sequence' })], [], 'lifecycle'),
      /"wrong-sequence": the explainer says that sequenceSkips is seen here/,
    ],
    ['a setup that fails', () => run([], [join]), /the setup: joinPeer failed/],
    [
      'done already',
      () => run([step({ commands: [crash('p')], action: { done: crashed, solution: [crash('p')], hints: 0 } })]),
      /done before the learner acts/,
    ],
    [
      'a solution that does not help',
      () => run([step({ action: { done: crashed, solution: [crash('q')], hints: 0 } })]),
      /the solution does not lead to .*"p"/,
    ],
  ];
  it.each(rows)('%s', async (_reason, said, expected) => {
    expect(await said()).toContainEqual(expect.stringMatching(expected));
  });

  it('a step about a failure may have one', async () => {
    expect(
      await run([step({ commands: [join], until: { fact: 'commandFailed', fields: { command: 'joinPeer' } } })]),
    ).toEqual([]);
  });
});
