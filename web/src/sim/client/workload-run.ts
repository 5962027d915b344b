/**
 * Carrying out a workload: each of its submissions is a transaction of this client like any other, whose end is told to
 * the workload instead of to the command line.
 */
import type { Micros } from '../kernel/time.ts';
import { type ClientEffect, type ClientStepped, report } from './client-effects.ts';
import type { ClientState } from './client-state.ts';
import type { ClientTask, WorkloadTask } from './client-task.ts';
import { arrive, isOver, newWorkload, retryDue, type RunningWorkload, settle, type WorkloadStep } from './workload.ts';

/** Submissions are numbered where no command of a recording is: the workload's own number, then theirs. */
const NUMBERS = 1_000_000;
const indexOf = (workload: number, submission: number): number => (workload + 1) * NUMBERS + submission;

const TIMER = 'workload ';
const arriveTimer = (index: number): string => `${TIMER}${index}`;
const retryTimer = (index: number, submission: number): string => `${TIMER}${index} ${submission}`;

type Begin = (state: ClientState, task: ClientTask, index: number, now: Micros) => ClientStepped;

const unchanged = (state: ClientState): ClientStepped => ({ state, effects: [] });

export const isWorkloadTask = (task: { readonly type: string }): task is WorkloadTask => task.type === 'submitMany';

export function beginWorkload(
  state: ClientState,
  task: WorkloadTask,
  index: number,
  now: Micros,
  begin: Begin,
): ClientStepped {
  return take(state, { index, began: now, workload: newWorkload(task) }, arrive(newWorkload(task)), now, begin, true);
}

/** Does what the workload says next; `arrived`: the next call is awaited too. */
function take(
  before: ClientState,
  running: RunningWorkload,
  { workload, actions }: WorkloadStep,
  now: Micros,
  begin: Begin,
  arrived = false,
): ClientStepped {
  const { index, began } = running;
  const { task } = workload;
  let state: ClientState = { ...before, workloads: before.workloads.set(String(index), { index, began, workload }) };
  const effects: ClientEffect[] = [];
  if (arrived && workload.arrived < task.count)
    effects.push({ type: 'setTimer', timer: arriveTimer(index), min: task.interval, max: task.interval });
  for (const action of actions) {
    const { submission } = action;
    if (action.type === 'wait') {
      const { min, max } = action;
      effects.push({ type: 'setTimer', timer: retryTimer(index, submission.number), min, max });
      continue;
    }
    if (submission.attempt > 1)
      effects.push(
        report({
          type: 'workloadRetried',
          channel: task.channel,
          call: submission.calls[0] ?? 0,
          attempt: submission.attempt,
        }),
      );
    const { type: _type, count: _count, interval: _interval, strategy: _strategy, ...call } = task;
    const child = begin(
      state,
      { ...call, type: 'submitTransaction', args: action.args },
      indexOf(index, submission.number),
      now,
    );
    state = child.state;
    effects.push(...child.effects);
  }
  if (!isOver(workload)) return { state, effects };
  const { committed, failed, submitted } = workload;
  const { channel, chaincode, strategy } = task;
  effects.push(
    report({ type: 'workloadFinished', channel, chaincode, strategy, committed, failed, submitted, took: now - began }),
    report({ type: 'commandDone', command: task.type, index }),
  );
  return { state: { ...state, workloads: state.workloads.delete(String(index)) }, effects };
}

/** The next call arrives, or an attempt is due; undefined when the timer is not a workload's. */
export function onWorkloadTimer(
  state: ClientState,
  timer: string,
  now: Micros,
  begin: Begin,
): ClientStepped | undefined {
  if (!timer.startsWith(TIMER)) return undefined;
  const [index = '', submission] = timer.slice(TIMER.length).split(' ');
  const running = state.workloads.get(index);
  if (!running) return unchanged(state);
  return submission === undefined
    ? take(state, running, arrive(running.workload), now, begin, true)
    : take(state, running, retryDue(running.workload, Number(submission)), now, begin);
}

/** Tells workloads the ends of their submissions, which would otherwise be ends of commands. */
export function withWorkloads(stepped: ClientStepped, now: Micros, begin: Begin): ClientStepped {
  let { state } = stepped;
  const effects: ClientEffect[] = [];
  const queue = [...stepped.effects];
  let code = '';
  for (let effect = queue.shift(); effect; effect = queue.shift()) {
    const fact = effect.type === 'report' ? effect.fact : undefined;
    if (fact?.type === 'commitStatusReceived') code = fact.code;
    const ended = fact?.type === 'commandDone' || fact?.type === 'commandFailed' ? fact : undefined;
    if (!ended || ended.index < NUMBERS) {
      effects.push(effect);
      continue;
    }
    const index = Math.floor(ended.index / NUMBERS) - 1;
    const running = state.workloads.get(String(index));
    if (!running) continue;
    const verdict = ended.type === 'commandDone' ? code : '';
    const next = take(state, running, settle(running.workload, ended.index % NUMBERS, verdict), now, begin);
    state = next.state;
    queue.unshift(...next.effects);
  }
  return { state, effects };
}
