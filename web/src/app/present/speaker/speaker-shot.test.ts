import { describe, expect, it } from 'vitest';
import type { SceneContext } from '../../../lesson/scene-machine.ts';
import type { PlayerState } from '../../../lesson/scene-player.ts';
import { handUp, NO_HANDS } from '../../../lesson/tally.ts';
import type { Prose, StepProse } from '../../../scenes/prose.ts';
import type { Scene, Step } from '../../../scenes/scene.ts';
import { lessonShot, shotOptions } from './speaker-shot.ts';

const step = (id: string, extra: Partial<Step> = {}): Step => ({ id, commands: [], until: null, focus: [], ...extra });
const words = (id: string, extra: Partial<StepProse> = {}): StepProse => ({
  id,
  heading: `Heading of ${id}`,
  body: `Body of ${id}`,
  question: '',
  options: [],
  task: '',
  hints: [],
  notes: `Notes of ${id}`,
  ...extra,
});

const ASKING = words('ask', {
  question: 'When?',
  options: [
    { id: 'now', label: 'Now', explanation: 'Too early.' },
    { id: 'later', label: 'Later', explanation: 'Yes.' },
  ],
});

const scene: Scene = {
  id: 'test',
  day: 1,
  generation: '3.x',
  seed: 's',
  topology: { ordererOrg: { name: 'O', mspId: 'O', domain: 'x.com', orderers: ['o'] }, peerOrgs: [], channels: [] },
  contracts: {},
  setup: [],
  steps: [
    step('ask', { question: { kind: 'choice', options: ['now', 'later'], answer: 'later' } }),
    step('act', {
      action: {
        done: { fact: 'nodeStarted' },
        solution: [{ type: 'startNode', node: 'o' }],
        hints: 1,
      },
    }),
  ],
  offered: null,
};
const prose: Prose = {
  title: 'Test',
  intro: '',
  steps: [ASKING, words('act', { task: 'Do it', hints: ['So'] })],
  beside: [],
};

function shotAt(at: PlayerState['at'], index: number) {
  const context: SceneContext = { scene, index, target: index, begun: [], answers: {}, hints: 0, refusal: null };
  const tallyOf = (question: string) => (question === 'test/ask' ? handUp(NO_HANDS, 'now') : NO_HANDS);
  return lessonShot({ scene, prose, state: { at, context }, tallyOf });
}

describe('what the speaker is shown', () => {
  it('has the notes of the step, and what comes next', () => {
    const { step: shown, next } = shotAt('shown', 0);
    expect(shown).toMatchObject({ n: 1, count: 2, notes: 'Notes of ask', body: 'Body of ask' });
    expect(next).toEqual({ heading: 'Heading of act', body: 'Body of act' });
  });

  it('has the right answer, each mistake and the hands while the room is asked', () => {
    const question = shotAt('asking', 0).step?.question;
    expect(question?.options.map(({ id, isRight, explanation }) => [id, isRight, explanation])).toEqual([
      ['now', false, 'Too early.'],
      ['later', true, 'Yes.'],
    ]);
    expect(question?.tally?.first).toEqual(['now']);
    expect(question?.isAnswered).toBe(false);
    expect(shotAt('answered', 0).step?.question?.isAnswered).toBe(true);
  });

  it('has no question once it is seen what happens', () => {
    expect(shotAt('playing', 0).step?.question).toBeNull();
  });

  it('has the task with all its hints while it waits to be done, and nothing after the last step', () => {
    expect(shotAt('acting', 1).step?.task).toEqual({ text: 'Do it', hints: ['So'] });
    expect(shotAt('playing', 1).step?.task).toBeNull();
    expect(shotAt('shown', 1).next).toBeNull();
    expect(shotAt('finished', 1).step).toBeNull();
  });
});

it('names right nodes nobody wrote of, before those one may well point at', () => {
  const prosed = words('ask', { options: [{ id: 'p', label: 'A peer', explanation: 'Peers do not.' }] });
  const options = shotOptions({ kind: 'node', answers: ['o.x.com'] }, prosed, (node) => node.replace('.x.com', ''));
  expect(options).toEqual([
    { id: 'o.x.com', label: 'o', explanation: '', isRight: true },
    { id: 'p', label: 'A peer', explanation: 'Peers do not.', isRight: false },
  ]);
});
