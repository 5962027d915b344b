/** The scene player in a lab with a toy simulation. Here, because the lesson itself does not know the lab's making. */
import { describe, expect, it } from 'vitest';
import { createLab } from '../link/lab.ts';
import type { Command } from '../sim/protocol/commands.ts';
import type { Recording } from '../sim/protocol/recording.ts';
import type { Branch, Frame, SimulationHost } from '../sim/protocol/requests.ts';
import type { Scene, Step } from '../scenes/scene.ts';
import { answerWithNode, answerWithNumber } from '../lesson/question.ts';
import { createScenePlayer, restoreBegun } from '../lesson/scene-player.ts';

type Entry = Frame['entries'][number];

const start = (node: string): Command => ({ type: 'startNode', node });
const step = (id: string, node: string, extra: Partial<Step> = {}): Step => ({
  id,
  commands: [start(node)],
  until: { fact: 'nodeStarted', node },
  focus: [],
  ...extra,
});

const scene: Scene = {
  id: 'test',
  day: 1,
  generation: '3.x',
  seed: 's',
  topology: { ordererOrg: { name: 'O', mspId: 'O', domain: 'x', orderers: ['o'] }, peerOrgs: [], channels: [] },
  contracts: {},
  setup: [],
  steps: [
    step('one', 'a'),
    step('two', 'b', { question: { kind: 'choice', options: ['x', 'y'], answer: 'y' } }),
    step('three', 'c', {
      commands: [],
      action: { done: { fact: 'nodeStarted', node: 'c' }, solution: [start('c')], hints: 0 },
    }),
    step('four', 'd', { question: { kind: 'node', answers: ['d'] } }),
  ],
  offered: null,
};
const recording: Recording = { formatVersion: 1, ...scene, commands: [] };

/** A node takes 100 ms to start; nothing else ever happens. */
function toyHost(): SimulationHost & { readonly given: string[] } {
  const traces = new Map<string, { entries: Entry[]; horizon: number }>();
  let branches: Branch[] = [{ id: 'main', parent: null, forkedAt: 0, forkedAtSeq: 0 }];
  const given: string[] = [];
  const traceOf = (branch: string) => traces.get(branch) ?? { entries: [], horizon: 0 };
  const frame = (branch: string, fromSeq: number): Frame => {
    const { entries, horizon } = traceOf(branch);
    return { branch, fromSeq, entries: entries.slice(fromSeq), horizon, recording, branches };
  };
  return {
    given,
    open: () => {
      traces.set('main', { entries: [], horizon: 0 });
      return Promise.resolve({ ok: true, value: frame('main', 0) } as const);
    },
    advance: (branch, until) => {
      traceOf(branch).horizon = until;
      return Promise.resolve(frame(branch, traceOf(branch).entries.length));
    },
    perform: (branch, when, command) => {
      const at = when === 'horizon' ? traceOf(branch).horizon : when;
      const node = 'node' in command ? command.node : '';
      if (node === 'forbidden') {
        return Promise.resolve({ ok: false, error: { code: 'noSuchNode', params: {}, where: 'node' } } as const);
      }
      given.push(node);
      let id = branch;
      if (at < traceOf(branch).horizon) {
        id = `fork${branches.length}`;
        const entries = traceOf(branch).entries.filter((entry) => entry.at <= at);
        traces.set(id, { entries, horizon: at });
        branches = [...branches, { id, parent: branch, forkedAt: at, forkedAtSeq: entries.length }];
      }
      const trace = traceOf(id);
      const seq = trace.entries.length;
      const common = { node, cause: null };
      trace.entries.push(
        { ...common, seq, at, fact: { type: 'commandGiven', command: 'startNode', index: seq } },
        { ...common, seq: seq + 1, at: at + 100_000, fact: { type: 'nodeStarted', role: 'peer' } },
      );
      trace.horizon = at + 150_000;
      return Promise.resolve({ ok: true, value: frame(id, seq) } as const);
    },
    inspect: () => Promise.resolve({ ok: false, error: { code: 'none', params: {}, where: '' } } as const),
    lookInside: () => Promise.resolve({ ok: false, error: { code: 'none', params: {}, where: '' } } as const),
    fork: (branch) => Promise.resolve(frame(branch, 0)),
    revive: ({ branch }) => Promise.resolve({ ok: true, value: frame(branch.id, 0) } as const),
    discard: () => Promise.resolve({ ok: true, value: branches }),
    digest: () => Promise.resolve(''),
    tryOut: () => Promise.resolve({ ok: true, value: [] }),
    readBlock: () => Promise.resolve({ ok: false, error: { code: 'notABlock', params: {}, where: '' } }),
  };
}

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

async function play(target = 0, changed: Scene = scene) {
  const host = toyHost();
  const lab = createLab(host, (time, millis, { direction }) => time + millis * 1000 * direction);
  await lab.link.open(recording, []);
  const shown: number[] = [];
  const opened: string[] = [];
  const player = createScenePlayer({
    lab,
    scene: changed,
    target,
    onProgress: (count) => shown.push(count),
    onInspect: () => undefined,
    openNetwork: async (network) => {
      opened.push(network.seed);
      await lab.link.open(recording, []);
      lab.playhead.jump(0);
      return true;
    },
  });
  const run = async (): Promise<void> => {
    await rest();
    for (let frame = 0; frame < 20; frame++) {
      lab.playhead.tick(16);
      await rest();
    }
  };
  const at = () => [
    player.store.getState().at,
    player.store.getState().context.index,
    lab.playhead.store.getState().time,
  ];
  player.send({ type: 'opened' });
  await run();
  return { host, lab, player, run, at, shown, opened };
}

describe('playing a scene', () => {
  it('stops exactly at the anchor of the step, with the rest of the simulation still ahead', async () => {
    const { at, lab, shown } = await play();
    expect(at()).toEqual(['shown', 0, 100_000]);
    expect(lab.link.store.getState().horizon).toBeGreaterThan(100_000);
    expect(shown).toEqual([1]);
  });

  it('runs while the learner thinks, but shows nothing before the answer', async () => {
    const { at, player, run, host } = await play();
    player.send({ type: 'next' });
    await run();
    expect(at()).toEqual(['asking', 1, 100_000]);
    expect(host.given).toEqual(['a', 'b']);
    expect(answerWithNode(player, 'b')).toBe(false);
    expect(answerWithNumber(player, 7)).toBe(false);
    expect(answerWithNumber(player, 0)).toBe(true);
    player.send({ type: 'next' });
    await run();
    expect(at()).toEqual(['shown', 1, 250_000]);
  });

  it('passes over earlier steps when a later one is asked for, and then stands before it', async () => {
    const { at, host, lab } = await play(3);
    expect(host.given).toEqual(['a', 'b', 'c', 'd']);
    expect(at()).toEqual(['asking', 3, 400_000]);
    expect(lab.link.store.getState().branches).toHaveLength(1);
  });

  describe('on two networks', () => {
    const { generation, topology, contracts, setup } = scene;
    const second = { generation, topology, contracts, setup, seed: 'second', from: 'three' };
    const both: Scene = { ...scene, further: [second] };

    it('moves on to the second with an empty past', async () => {
      const { at, player, run, opened, lab } = await play(1, both);
      expect(opened).toEqual([]);
      answerWithNumber(player, 0);
      player.send({ type: 'next' });
      await run();
      player.send({ type: 'next' });
      await run();
      expect(opened).toEqual(['second']);
      expect(at()).toEqual(['acting', 2, 0]);
      expect(player.store.getState().context.begun.slice(0, 2)).toEqual([null, null]);
      await lab.act(start('c'));
      await run();
      expect(at().slice(0, 2)).toEqual(['shown', 2]);
      expect(player.store.getState().away).toBe(false);
    });

    it('goes back to the first by way of its steps', async () => {
      const { at, player, run, opened, host } = await play(2, both);
      expect(at().slice(0, 2)).toEqual(['acting', 2]);
      player.send({ type: 'previous' });
      await run();
      expect(opened).toEqual(['s']);
      expect(host.given).toEqual(['a', 'b']);
      expect(at().slice(0, 2)).toEqual(['asking', 1]);
    });
  });

  it('a learner who acts in another way than suggested has done it too', async () => {
    const { at, lab, run, host } = await play(2);
    expect(at()[0]).toBe('acting');
    await lab.act(start('c'));
    await run();
    expect(at().slice(0, 2)).toEqual(['shown', 2]);
    expect(host.given).toEqual(['a', 'b', 'c']);
  });

  it('waits while the learner tries something in the past, and comes back to where it was', async () => {
    const { at, lab, run, player } = await play();
    player.send({ type: 'next' });
    await run();
    answerWithNumber(player, 1);
    player.send({ type: 'next' });
    await run();
    lab.playhead.jump(50_000);
    await lab.act(start('z'));
    await run();
    expect(player.store.getState().away).toBe(true);
    expect(lab.link.store.getState().branch).toBe('fork1');
    player.comeBack();
    expect(player.store.getState().away).toBe(false);
    expect(lab.link.store.getState().branch).toBe('main');
    expect(at()).toEqual(['shown', 1, 250_000]);
    player.send({ type: 'next' });
    await run();
    expect(at()[0]).toBe('acting');
  });

  it('says why a command of a step was refused', async () => {
    const broken = { ...scene, steps: [step('one', 'forbidden')] };
    const { player } = await play(0, broken);
    expect(player.store.getState().context.refusal?.code).toBe('noSuchNode');
  });

  it('finds the steps of a shared moment again in its entries', async () => {
    const { player, lab } = await play(3);
    const { entries } = lab.link.store.getState();
    expect(player.begunSeqs()).toEqual([0, 2, 4, 6]);
    expect(restoreBegun(scene, entries, { begun: [0, 2, null, null], index: 1 })).toEqual([
      { seq: 0, end: { at: 100_000, seq: 1 } },
      { seq: 2, end: { at: 250_000, seq: 3 } },
      null,
      null,
    ]);
  });

  it('is found again where the scene has got steps since: the present step alone', async () => {
    const { lab } = await play(3);
    const { entries } = lab.link.store.getState();
    expect(restoreBegun(scene, entries, { begun: [0, 4, null], index: 2 })).toEqual([
      null,
      null,
      { seq: 4, end: { at: 400_000, seq: 5 } },
      null,
    ]);
  });
});
