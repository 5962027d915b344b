import { describe, expect, it } from 'vitest';
import { initialTransition, transition } from 'xstate';
import type { Scene, Step } from '../scenes/scene.ts';
import { NOBODYS, sceneMachine } from './scene-machine.ts';
import type { SceneEvent } from './scene-machine.ts';

const REFUSAL = { code: 'nodeNotRunning', params: { node: 'peer0' }, where: '' };
const crash = { type: 'crashNode', node: 'peer0' } as const;
const plain = (id: string, extra: Partial<Step> = {}): Step => ({
  id,
  commands: [crash],
  until: { fact: 'nodeCrashed' },
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
    plain('first'),
    plain('asks', { question: { kind: 'choice', options: ['a', 'b'], answer: 'b' } }),
    plain('acts', { commands: [], action: { done: { fact: 'nodeCrashed' }, solution: [crash], hints: 1 } }),
    plain('last'),
  ],
  offered: null,
};

/** Runs the events and writes down state, step and the actions asked for. */
function run(events: readonly SceneEvent[], target = 0) {
  let [snapshot] = initialTransition(sceneMachine, { scene, target });
  const asked: string[] = [];
  for (const event of events) {
    const [next, actions] = transition(sceneMachine, snapshot, event);
    snapshot = next;
    for (const action of actions)
      if (!action.type.startsWith('xstate.')) asked.push(`${action.type} ${next.context.index}`);
  }
  return { state: snapshot.value, context: snapshot.context, asked };
}

const begun = (seq: number): SceneEvent => ({ type: 'begun', begun: { seq, end: null } });
const found = (at: number): SceneEvent => ({ type: 'found', at, seq: at });
const opened: SceneEvent = { type: 'opened' };
const next: SceneEvent = { type: 'next' };
const arrived: SceneEvent = { type: 'arrived' };
const first = [opened, begun(0), found(10), arrived];

describe('a scene', () => {
  it('gives the commands of a step, plays to its anchor and stops there', () => {
    const { state, asked, context } = run(first);
    expect(state).toBe('shown');
    expect(asked).toEqual(['give 0', 'playOn 0', 'playOn 0', 'settle 0']);
    expect(context.begun[0]).toEqual({ seq: 0, end: { at: 10, seq: 10 } });
  });

  it('asks before it reveals: next does not get past a question, an answer does', () => {
    const waiting = run([...first, next, begun(11), found(20), next]);
    expect(waiting.state).toBe('asking');
    expect(waiting.asked).not.toContain('playOn 1');
    const answered = run([...first, next, begun(11), { type: 'answer', choice: 'a' }, next, found(20)]);
    expect(answered.state).toBe('playing');
    expect(answered.context.answers).toEqual({ 1: 'a' });
  });

  it('shows the answer to a room that has answered aloud, and does not ask again', () => {
    const shown = run([...first, next, begun(11), { type: 'reveal' }]);
    expect([shown.state, shown.context.answers]).toEqual(['answered', { 1: NOBODYS }]);
    expect(run([...first, next, begun(11), { type: 'reveal' }, next]).state).toBe('playing');
  });

  it('a step whose commands are refused can be left, and is tried again on the way back to it', () => {
    const refused = [...first, next, { type: 'refused', refusal: REFUSAL }] as const;
    expect(run([...refused, next]).state).toBe('refused');
    const back = run([...refused, { type: 'previous' }]);
    expect([back.state, back.context.index, back.context.refusal]).toEqual(['shown', 0, null]);
    expect(run([...refused, { type: 'previous' }, next]).asked.at(-1)).toBe('give 1');
  });

  it('from the end, back is to the last step', () => {
    const acted: SceneEvent[] = [...second, next, begun(21), { type: 'done' }, found(30), arrived];
    const over = [...acted, next, begun(31), found(40), arrived, next];
    expect(run(over).state).toBe('finished');
    const back = run([...over, { type: 'previous' }]);
    expect([back.state, back.context.index, back.asked.at(-2)]).toEqual(['shown', 3, 'jumpToEnd 3']);
  });

  const second: SceneEvent[] = [...first, next, begun(11), { type: 'answer', choice: 'b' }, next, found(20), arrived];

  it('waits for the learner, offers as many hints as there are, and takes any way to the fact', () => {
    const acting = run([...second, next, begun(21), next, { type: 'hint' }, { type: 'hint' }]);
    expect(acting.state).toBe('acting');
    expect(acting.context.hints).toBe(1);
    const done = run([...second, next, begun(30), { type: 'branched', seq: 25 }, { type: 'done' }]);
    expect(done.state).toBe('playing');
    expect(done.context.begun[2]?.seq).toBe(25);
    expect(done.asked).not.toContain('suggest 2');
  });

  it('going back jumps to the end of the earlier step, and forward again never gives commands twice', () => {
    const { state, asked, context } = run([...second, { type: 'previous' }, next]);
    expect(state).toBe('playing');
    expect(context.index).toBe(1);
    expect(asked.filter((action) => action.startsWith('give'))).toEqual(['give 0', 'give 1']);
    expect(asked.slice(-3)).toEqual(['jumpToEnd 0', 'settle 0', 'playOn 1']);
  });

  it('an address that names a later step passes the earlier ones: no question, the suggestion is carried out', () => {
    const { state, context, asked } = run(
      [opened, begun(0), found(10), begun(11), found(20), begun(21), found(30), begun(31)],
      3,
    );
    expect(state).toBe('playing');
    expect(context.index).toBe(3);
    expect(asked).toContain('suggest 2');
    expect(asked).toContain('jumpToEnd 2');
  });

  it('the outline leads to a step gone through at once, to one ahead through those between', () => {
    const back = run([...second, { type: 'goto', index: 0 }]);
    expect([back.state, back.context.index]).toEqual(['shown', 0]);
    const ahead = run([...first, { type: 'goto', index: 3 }]);
    expect([ahead.state, ahead.context.index, ahead.context.target]).toEqual(['giving', 1, 3]);
    const nowhere = run([...first, { type: 'goto', index: 9 }]);
    expect([nowhere.state, nowhere.context.index]).toEqual(['shown', 0]);
  });

  it('a refused command keeps the step where it is and says why', () => {
    const { state, context } = run([opened, { type: 'refused', refusal: REFUSAL }, next]);
    expect(state).toBe('refused');
    expect(context.refusal).toBe(REFUSAL);
  });

  it('a shared moment in the middle of a step stays still', () => {
    const restored: SceneEvent = {
      type: 'restored',
      begun: [{ seq: 0, end: { at: 10, seq: 9 } }],
      index: 0,
      arrived: false,
    };
    expect(run([restored]).asked).toEqual([]);
    expect(run([restored, next]).asked).toEqual(['playOn 0']);
    expect(run([restored, arrived]).state).toBe('shown');
  });

  it('ends after the last step', () => {
    const shown: SceneEvent = { type: 'restored', begun: [], index: 3, arrived: true };
    expect(run([shown, next]).state).toBe('finished');
  });
});
