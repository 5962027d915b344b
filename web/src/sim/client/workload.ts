/**
 * What an application does with many calls when some of them conflict: nothing, try again after a while, send one at a
 * time, or gather what came meanwhile into one call. A value: whoever drives it submits and keeps the time.
 *
 * Calls arrive one by one. A submission carries one call, or with `batch` all that waited.
 */
import type { Micros } from '../kernel/time.ts';
import type { WorkloadTask } from './client-task.ts';

/** How often a call is submitted at most with `retry`. */
export const MOST_ATTEMPTS = 6;
/** The first wait before another attempt; each further one is twice as long. The kernel draws between one and two of it. */
const FIRST_BACK_OFF: Micros = 200_000;

/** What another attempt can change: somebody else was faster. */
const CONFLICTS: readonly string[] = ['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'];

export interface Submission {
  /** Counts from 0 within the workload; a new attempt has a new number. */
  readonly number: number;
  /** The calls in it, by number from 0. */
  readonly calls: readonly number[];
  /** 1 for the first. */
  readonly attempt: number;
}

export interface Workload {
  readonly task: WorkloadTask;
  readonly arrived: number;
  /** Calls that wait for their turn. */
  readonly waiting: readonly number[];
  readonly submitted: number;
  /** Under way, or waiting for another attempt. */
  readonly open: readonly Submission[];
  readonly committed: number;
  readonly failed: number;
}

/** A workload a client is at; `index` is the place of its command in the recording. */
export interface RunningWorkload {
  readonly index: number;
  readonly began: Micros;
  readonly workload: Workload;
}

export type WorkloadAction =
  | { readonly type: 'submit'; readonly submission: Submission; readonly args: readonly string[] }
  /** Another attempt is due after a time drawn in [min, max]: then {@link retryDue}. */
  | { readonly type: 'wait'; readonly submission: Submission; readonly min: Micros; readonly max: Micros };

export interface WorkloadStep {
  readonly workload: Workload;
  readonly actions: readonly WorkloadAction[];
}

export const newWorkload = (task: WorkloadTask): Workload => ({
  task,
  arrived: 0,
  waiting: [],
  submitted: 0,
  open: [],
  committed: 0,
  failed: 0,
});

export const isOver = ({ task, committed, failed }: Workload): boolean => committed + failed >= task.count;

/** The next call arrives. */
export function arrive(before: Workload): WorkloadStep {
  if (before.arrived >= before.task.count) return { workload: before, actions: [] };
  return proceed({ ...before, arrived: before.arrived + 1, waiting: [...before.waiting, before.arrived] });
}

/** Submits what may go now. */
function proceed(before: Workload): WorkloadStep {
  const { strategy } = before.task;
  const oneAtATime = strategy === 'queue' || strategy === 'batch';
  if (before.waiting.length === 0 || (oneAtATime && before.open.length > 0)) return { workload: before, actions: [] };
  const taken = strategy === 'batch' ? before.waiting : before.waiting.slice(0, 1);
  const begun = submit({ ...before, waiting: before.waiting.slice(taken.length) }, taken, 1);
  if (oneAtATime) return begun;
  const rest = proceed(begun.workload);
  return { workload: rest.workload, actions: [...begun.actions, ...rest.actions] };
}

function submit(before: Workload, calls: readonly number[], attempt: number): WorkloadStep {
  const submission: Submission = { number: before.submitted, calls, attempt };
  const workload = { ...before, submitted: before.submitted + 1, open: [...before.open, submission] };
  return { workload, actions: [{ type: 'submit', submission, args: argumentsOf(before.task, calls) }] };
}

/**
 * The arguments of a submission, with `{i}` replaced by the number of the call. A batch is one argument: the JSON text
 * of a list with the arguments of each call.
 */
export function argumentsOf({ args, strategy }: WorkloadTask, calls: readonly number[]): readonly string[] {
  const each = calls.map((call) => args.map((arg) => arg.replaceAll('{i}', String(call))));
  return strategy === 'batch' ? [JSON.stringify(each)] : (each[0] ?? []);
}

/** A submission has come to its end. @param code the validation code, or '' when it never reached a block */
export function settle(before: Workload, number: number, code: string): WorkloadStep {
  const submission = before.open.find((one) => one.number === number);
  if (!submission) return { workload: before, actions: [] };
  const { calls, attempt } = submission;
  if (before.task.strategy === 'retry' && CONFLICTS.includes(code) && attempt < MOST_ATTEMPTS) {
    let wait = FIRST_BACK_OFF;
    for (let i = 1; i < attempt; i++) wait *= 2;
    return { workload: before, actions: [{ type: 'wait', submission, min: wait, max: 2 * wait }] };
  }
  const ended = { ...before, open: before.open.filter((one) => one !== submission) };
  return proceed(
    code === 'VALID'
      ? { ...ended, committed: ended.committed + calls.length }
      : { ...ended, failed: ended.failed + calls.length },
  );
}

/** The wait before another attempt is over. */
export function retryDue(before: Workload, number: number): WorkloadStep {
  const submission = before.open.find((one) => one.number === number);
  if (!submission) return { workload: before, actions: [] };
  const open = before.open.filter((one) => one !== submission);
  return submit({ ...before, open }, submission.calls, submission.attempt + 1);
}
