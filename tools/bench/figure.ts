/**
 * What a benchmark says. A bare number means little on a machine nobody knows, so a figure carries what it was measured
 * against in the same run, and the report prints the machine's load beside all of them.
 */

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same work done the plainest way, or another measure of this machine, taken in the same run. */
  readonly against?: { readonly name: string; readonly value: number; readonly unit: string };
  /** What exactly was measured, when the name does not say it. */
  readonly note?: string;
}

/** One benchmark: a name for the command line and what it measures when run in a process of its own. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  readonly run: () => Promise<readonly Figure[]>;
}

/** The value below which `share` of `samples` lie (nearest rank); NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Milliseconds `work` takes. */
export function millisOf(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

/** Operations per second: runs `work`, which says how many it did, until `millis` have gone by. */
export function perSecond(millis: number, work: () => number): number {
  const begun = performance.now();
  let done = 0;
  while (performance.now() - begun < millis) done += work();
  return (done * 1000) / (performance.now() - begun);
}
