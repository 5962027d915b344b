/**
 * Work of the simulation that may take long, done in slices: between two of them the page can be told how far it is, and
 * can stop it. What comes of it is the same however it is sliced.
 */

/** How far; `total` 0 where nobody knows how much there is. Units are those of the work: commands, or simulated time. */
export interface WorkShare {
  readonly done: number;
  readonly total: number;
}

/** Yields between slices; is given true when it is to stop, and then ends with what it has. */
export type Work<T> = Generator<WorkShare, T, boolean>;

/** All of it at once. */
export function doneAtOnce<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next(false);
    if (step.done) return step.value;
  }
}

/** Kernel steps of a slice: some milliseconds. */
export const STEPS_OF_SLICE = 300;

/** `part` of a greater work that tells its own share; gives false when it was stopped in the middle. */
export function* unlessStopped(part: Work<void>, share: WorkShare): Work<boolean> {
  while (!part.next(false).done) if (yield share) return false;
  return true;
}
