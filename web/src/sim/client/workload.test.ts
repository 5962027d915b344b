import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorkloadStrategy, WorkloadTask } from './client-task.ts';
import {
  argumentsOf,
  arrive,
  isOver,
  MOST_ATTEMPTS,
  newWorkload,
  retryDue,
  settle,
  type Workload,
  type WorkloadAction,
  type WorkloadStep,
} from './workload.ts';

const CONFLICT = 'MVCC_READ_CONFLICT';

const taskOf = (strategy: WorkloadStrategy, count: number): WorkloadTask => ({
  type: 'submitMany',
  identity: 'User1',
  channel: 'mychannel',
  chaincode: 'basic',
  function: 'add',
  args: ['key{i}', '{i}'],
  transient: {},
  endorsers: null,
  count,
  interval: 1_000,
  strategy,
});

/** All calls arrive before anything is settled. */
function arrived(strategy: WorkloadStrategy, count: number): WorkloadStep {
  let step: WorkloadStep = { workload: newWorkload(taskOf(strategy, count)), actions: [] };
  for (let i = 0; i < count; i++) {
    const next = arrive(step.workload);
    step = { workload: next.workload, actions: [...step.actions, ...next.actions] };
  }
  return step;
}

const callsOf = (actions: readonly WorkloadAction[]) => actions.map(({ submission }) => submission.calls);

describe('what is submitted while nothing has come back', () => {
  it.each<[WorkloadStrategy, readonly (readonly number[])[], string]>([
    ['none', [[0], [1], [2]], 'nobody waits for anybody'],
    ['retry', [[0], [1], [2]], 'it begins as without a strategy'],
    ['queue', [[0]], 'the others wait for the first'],
    ['batch', [[0]], 'the first has nobody to wait for'],
  ])('%s: %j, because %s', (strategy, expected) => {
    expect(callsOf(arrived(strategy, 3).actions)).toEqual(expected);
  });

  it('queue sends the next and batch all that waited when the first has ended', () => {
    expect(callsOf(settle(arrived('queue', 4).workload, 0, 'VALID').actions)).toEqual([[1]]);
    expect(callsOf(settle(arrived('batch', 4).workload, 0, 'VALID').actions)).toEqual([[1, 2, 3]]);
  });
});

describe('a conflict', () => {
  it.each<[WorkloadStrategy, string, number]>([
    ['none', CONFLICT, 1],
    ['queue', CONFLICT, 1],
    ['batch', CONFLICT, 1],
    ['retry', 'ENDORSEMENT_POLICY_FAILURE', 1],
    ['retry', '', 1],
    ['retry', CONFLICT, 0],
    ['retry', 'PHANTOM_READ_CONFLICT', 0],
  ])('with %s and code "%s" is the end of %i call', (strategy, code, failed) => {
    expect(settle(arrived(strategy, 1).workload, 0, code).workload.failed).toBe(failed);
  });

  it('is waited out twice as long each time, and given up after the last attempt', () => {
    let workload = arrived('retry', 1).workload;
    const waits: number[] = [];
    for (let attempt = 1; ; attempt++) {
      const { actions, workload: settled } = settle(workload, attempt - 1, CONFLICT);
      const [action] = actions;
      if (action?.type !== 'wait') {
        expect([attempt, settled.failed]).toEqual([MOST_ATTEMPTS, 1]);
        break;
      }
      waits.push(action.min);
      expect(action.max).toBe(2 * action.min);
      workload = retryDue(settled, attempt - 1).workload;
    }
    expect(waits).toEqual([200_000, 400_000, 800_000, 1_600_000, 3_200_000]);
  });
});

describe('arguments', () => {
  it('carry the number of the call; a batch is one argument with those of each', () => {
    expect(argumentsOf(taskOf('none', 9), [7])).toEqual(['key7', '7']);
    expect(argumentsOf(taskOf('batch', 9), [7, 8])).toEqual(['[["key7","7"],["key8","8"]]']);
  });
});

/** Plays a workload with verdicts as drawn, in any order of settling. */
function play(strategy: WorkloadStrategy, count: number, draws: readonly number[]) {
  let workload: Workload = newWorkload(taskOf(strategy, count));
  const committed: number[] = [];
  const running: WorkloadAction[] = [];
  const most = { open: 0 };
  const take = (step: WorkloadStep): void => {
    workload = step.workload;
    running.push(...step.actions);
    most.open = Math.max(most.open, workload.open.length);
  };
  for (let i = 0; !isOver(workload); i++) {
    const draw = draws[i % draws.length] ?? 0;
    if (workload.arrived < count && (draw % 3 === 0 || running.length === 0)) take(arrive(workload));
    const [action] = running.splice(draw % Math.max(1, running.length), 1);
    if (!action) continue;
    const { number, calls } = action.submission;
    if (action.type === 'wait') take(retryDue(workload, number));
    else if (draw % 2 === 0) {
      committed.push(...calls);
      take(settle(workload, number, 'VALID'));
    } else take(settle(workload, number, CONFLICT));
  }
  return { workload, committed, most };
}

describe('any workload', () => {
  it('ends with every call committed once or failed, whatever conflicts', () => {
    const strategies = fc.constantFrom<WorkloadStrategy>('none', 'retry', 'queue', 'batch');
    const draws = fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(strategies, fc.integer({ min: 1, max: 12 }), draws, (strategy, count, drawn) => {
        const { workload, committed, most } = play(strategy, count, drawn);
        expect(workload.committed + workload.failed).toBe(count);
        expect(new Set(committed).size).toBe(committed.length);
        expect(committed.length).toBe(workload.committed);
        expect(workload.open).toEqual([]);
        if (strategy === 'queue' || strategy === 'batch') expect(most.open).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });
});
