/**
 * What the page holds of every branch of time: the entries the worker sent, how far it has run, and the recording.
 * Pure: frames in, a new mirror out.
 */
import type { Recording } from '../sim/protocol/recording.ts';
import type { Branch, Frame } from '../sim/protocol/requests.ts';
import type { Micros } from '../sim/kernel/time.ts';
import { invariant } from '../sim/kernel/result.ts';
import type { Entry } from '../sim/trace/facts.ts';

export interface BranchMirror {
  readonly entries: readonly Entry[];
  readonly horizon: Micros;
  readonly recording: Recording;
}

export interface Mirror {
  readonly branches: readonly Branch[];
  readonly byBranch: Readonly<Record<string, BranchMirror>>;
}

export const EMPTY_MIRROR: Mirror = { branches: [], byBranch: {} };

/** Entries of `branch` we may keep below a frame: our own, or, for a branch not seen before, its parent's. */
function entriesBelow(mirror: Mirror, frame: Frame): readonly Entry[] {
  const own = mirror.byBranch[frame.branch];
  if (own !== undefined) return own.entries;
  const parent = frame.branches.find((branch) => branch.id === frame.branch)?.parent ?? null;
  return (parent === null ? undefined : mirror.byBranch[parent])?.entries ?? [];
}

export function applyFrame(mirror: Mirror, frame: Frame): Mirror {
  const kept = entriesBelow(mirror, frame);
  const unchanged = frame.entries.length === 0 && frame.fromSeq >= kept.length;
  const shared = frame.fromSeq >= kept.length ? kept : kept.slice(0, frame.fromSeq);
  const entries = unchanged ? kept : shared.concat(frame.entries);
  const recording = frame.recording ?? mirror.byBranch[frame.branch]?.recording;
  invariant(recording, `the first frame of ${frame.branch} has its recording`);
  const updated: BranchMirror = { entries, horizon: frame.horizon, recording };
  return { branches: frame.branches, byBranch: { ...mirror.byBranch, [frame.branch]: updated } };
}

/** Without a branch that is gone; `branches` are those left. */
export function withoutBranch({ byBranch }: Mirror, branch: string, branches: Mirror['branches']): Mirror {
  const { [branch]: _gone, ...others } = byBranch;
  return { branches, byBranch: others };
}

/** How many entries from the start two traces share. Shared parts are the same objects, so one look at each is enough. */
export function sharedLength(a: readonly Entry[], b: readonly Entry[]): number {
  let low = 0;
  let high = Math.min(a.length, b.length);
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (a[middle - 1] === b[middle - 1]) low = middle;
    else high = middle - 1;
  }
  return low;
}
