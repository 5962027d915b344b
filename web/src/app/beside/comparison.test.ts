/** Two small scenes on the course's network in two labs of their own, on the real simulation, with clocks that are moved by hand. */
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { createLab } from '../../link/lab.ts';
import type { Lab } from '../../link/lab.ts';
import { CHANNEL, joinOrderer, joinPeer, ORDERERS, ORG1, start, submit } from '../../scenes/networks.ts';
import { TWO_ORGS, TWO_ORGS_UP } from '../../scenes/networks.ts';
import type { Beside, Scene, Step } from '../../scenes/scene.ts';
import { createHost } from '../../sim/worker/host.ts';
import { Comparison, declaredBy, spanOf } from './comparison.ts';
import { accountOf } from './picture-account.ts';
import type { RunningLab } from './side.ts';

const step = (id: string, commands: Step['commands'], until: Step['until'], extra: Partial<Step> = {}): Step => ({
  id,
  commands,
  until,
  focus: [],
  ...extra,
});

const scene = (id: string, setup: Scene['setup'], steps: readonly Step[], beside?: Beside): Scene => ({
  id,
  day: 1,
  generation: '3.x',
  seed: id,
  topology: TWO_ORGS,
  contracts: {},
  setup,
  steps,
  offered: null,
  ...(beside ? { beside } : {}),
});

/** A network from nothing to its first peer, which the learner joins. */
const bringUp = scene(
  'up',
  [],
  [
    step('crypto', [{ type: 'generateCrypto' }], { fact: 'cryptoGenerated', fields: { org: 'Org2' } }),
    step('start', ORDERERS.map(start), { fact: 'nodeStarted', node: ORDERERS[2] }),
    step('genesis', [{ type: 'createGenesisBlock', channel: CHANNEL }], { fact: 'genesisBlockCreated' }),
    step('join', ORDERERS.map(joinOrderer), { fact: 'leaderFollowed', node: ORDERERS[2] }),
    step('peer', [start(ORG1.peer0), start(ORG1.client)], { fact: 'nodeStarted', node: ORG1.client }),
    step(
      'join-peer',
      [],
      { fact: 'deliverStarted', node: ORG1.peer0 },
      {
        question: { kind: 'choice', options: ['a', 'b'], answer: 'a' },
        action: { done: { fact: 'peerJoined', node: ORG1.peer0 }, solution: [joinPeer(ORG1.peer0)], hints: 0 },
      },
    ),
  ],
  {
    scene: 'flow',
    pairs: [
      { picture: 'keys', here: ['crypto'], there: [] },
      { picture: 'orderers', here: ['start', 'genesis', 'join'], there: ['propose', 'endorse'] },
      { picture: 'order', here: [], there: ['cut'] },
      { picture: 'peer', here: ['peer', 'join-peer'], there: ['event'] },
    ],
  },
);

/** One transaction, of which each step shows a part. */
const flow = scene('flow', TWO_ORGS_UP, [
  step('propose', [submit(ORG1.client, 'TransferAsset', 'asset1', 'Christopher')], {
    fact: 'simulationStarted',
    node: ORG1.peer0,
  }),
  step('endorse', [], { fact: 'endorsementSigned', node: ORG1.peer0 }),
  step('cut', [], { fact: 'blockCut' }),
  step('event', [], { fact: 'commitStatusReceived', fields: { code: 'VALID' } }),
]);

let parts: Awaited<ReturnType<typeof loadSimulationParts>>;
beforeAll(async () => {
  parts = await loadSimulationParts();
});

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

function compare(scenes: readonly [Scene, Scene] = [bringUp, flow], picture = 0) {
  const labs: Lab[] = [];
  const ended: Lab[] = [];
  const startLab = (): RunningLab => {
    const lab = createLab(createHost(parts));
    labs.push(lab);
    return { lab, stop: () => ended.push(lab) };
  };
  const beside = declaredBy(scenes)?.beside ?? { scene: '', pairs: [] };
  const comparison = new Comparison({ scenes, beside, startLab, picture });
  onTestFinished(() => comparison.stop());
  /** Lets both clocks run until the comparison is in `phase`. */
  const until = async (phase: string): Promise<void> => {
    for (let frames = 0; frames < 20_000; frames++) {
      if (comparison.store.getState().phase === phase) return;
      for (const lab of labs) lab.playhead.tick(100);
      await rest();
    }
    throw new Error(`never ${phase}: ${JSON.stringify(comparison.store.getState())}`);
  };
  const times = () => labs.map((lab) => lab.playhead.store.getState().time);
  const spans = (index: number) =>
    comparison.sides.map(({ store, pictures }) => {
      const steps = pictures[index];
      return steps === undefined ? null : spanOf(store.getState(), steps);
    });
  return { comparison, labs, ended, until, times, spans };
}

const TOGETHER_MILLIS = 60_000;

describe('two scenes side by side', () => {
  it(
    'play the same picture until both have been shown; a side without a counterpart stands still',
    async () => {
      const { comparison, until, times, spans } = compare();
      await until('shown');
      const [left, right] = spans(0);
      expect(times()).toEqual([left?.endAt, right?.endAt]);
      expect(left?.startAt).toBeLessThan(left?.endAt ?? 0);
      expect(right).toMatchObject({ startAt: right?.endAt, from: right?.to });

      comparison.next();
      await until('playing');
      expect(comparison.store.getState().picture).toBe(1);
      expect(times()).toEqual(spans(1).map((span) => span?.startAt));
      await until('shown');
      expect(times()).toEqual(spans(1).map((span) => span?.endAt));
    },
    TOGETHER_MILLIS,
  );

  it(
    'what the learner would do is done, nobody is asked, and nothing forks',
    async () => {
      const { comparison, labs, until, spans } = compare([bringUp, flow], 3);
      await until('playing');
      comparison.next();
      expect(comparison.store.getState().phase).toBe('shown');
      expect(labs.map((lab) => lab.link.store.getState().branches.length)).toEqual([1, 1]);
      const [left] = labs.map((lab, side) => {
        const { recording, entries } = lab.link.store.getState();
        const span = spans(3)[side];
        return recording && span ? accountOf(recording, entries, span) : null;
      });
      expect(left?.commands.map(({ type, subjects }) => `${type} ${subjects.length}`)).toEqual([
        'startNode 2',
        'joinPeer 1',
      ]);
    },
    TOGETHER_MILLIS,
  );

  it(
    'pictures follow each other without a gap and without an entry counted twice',
    async () => {
      const { comparison, until, spans } = compare([flow, bringUp], 3);
      await until('playing');
      for (const side of [0, 1]) {
        const all = comparison.beside.pairs.map((_, index) => spans(index)[side]);
        for (const [index, span] of all.entries()) {
          const before = all[index - 1];
          if (before) expect(span).toMatchObject({ from: before.to, startAt: before.endAt });
        }
      }
      // The address decides who stands on the left.
      expect(comparison.sides.map(({ scene }) => scene.id)).toEqual(['flow', 'up']);
    },
    TOGETHER_MILLIS,
  );

  it(
    'goes back to the end of the picture before, pauses, goes on and plays again',
    async () => {
      const { comparison, until, times, spans } = compare([bringUp, flow], 1);
      await until('playing');
      comparison.toggle();
      const held = times();
      await rest();
      expect([comparison.store.getState().phase, times()]).toEqual(['paused', held]);
      comparison.toggle();
      expect(comparison.store.getState().phase).toBe('playing');
      comparison.previous();
      expect(comparison.store.getState()).toMatchObject({ picture: 0, phase: 'shown' });
      expect(times()).toEqual(spans(0).map((span) => span?.endAt));
      comparison.previous();
      expect(comparison.store.getState().picture).toBe(0);
      comparison.toggle();
      expect(comparison.store.getState().phase).toBe('playing');
      expect(times()).toEqual(spans(0).map((span) => span?.startAt));
    },
    TOGETHER_MILLIS,
  );

  it(
    'a side that fails says why, and the other goes on without it',
    async () => {
      const broken: Scene = {
        ...bringUp,
        steps: bringUp.steps.map((one) => (one.id === 'genesis' ? { ...one, commands: [start('nobody')] } : one)),
      };
      const { comparison, until } = compare([broken, flow], 1);
      await until('shown');
      const [left, right] = comparison.sides.map(({ store }) => store.getState());
      expect(left).toMatchObject({ status: 'failed', failure: { code: 'unknownNode' } });
      expect(right?.status).toBe('ready');
    },
    TOGETHER_MILLIS,
  );

  it('when it is left, both labs end', () => {
    const { comparison, labs, ended } = compare();
    comparison.stop();
    expect(ended).toEqual(labs);
  });

  it('either of the two may say how they are compared', () => {
    expect(declaredBy([bringUp, flow])).toBe(bringUp);
    expect(declaredBy([flow, bringUp])).toBe(bringUp);
    expect(declaredBy([flow, flow])).toBeNull();
  });
});
