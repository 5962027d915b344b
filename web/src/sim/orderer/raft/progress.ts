/**
 * What a leader knows of one follower: how far it agrees, and how much may be sent before it answers.
 *
 * A follower is *probed* with one message at a time until it agrees somewhere; then messages are *replicated* without
 * waiting, up to a number in flight. One that lacks entries the leader has compacted gets a *snapshot*, and nothing else
 * before that has left.
 *
 * @fabric vendor/go.etcd.io/etcd/raft/v3/tracker
 */
export interface Progress {
  /** The highest index known to be the same on the follower. */
  readonly match: number;
  /** The index the next message begins with. */
  readonly next: number;
  readonly state: 'probe' | 'replicate' | 'snapshot';
  /** Index of the snapshot that was sent; 0 outside the state `snapshot`. */
  readonly pendingSnapshot: number;
  /** While probing: a message is out, nothing more is sent until a heartbeat is answered. */
  readonly probeSent: boolean;
  /** Whether anything was heard since quorum was last checked. */
  readonly recentActive: boolean;
  /** Last index of each message sent and not yet answered, in order. */
  readonly inflight: readonly number[];
}

export const freshProgress = (next: number, match: number): Progress => ({
  match,
  next,
  state: 'probe',
  pendingSnapshot: 0,
  probeSent: false,
  recentActive: false,
  inflight: [],
});

/**
 * Of a node that was just added. It is probed where the log ends, and counts as heard of: it has had no chance to speak
 * before quorum is checked.
 */
export const newcomer = (lastIndex: number): Progress => ({
  ...freshProgress(Math.max(lastIndex, 1), 0),
  recentActive: true,
});

const enter = (progress: Progress, state: Progress['state']): Progress => ({
  ...progress,
  state,
  next: progress.match + 1,
  pendingSnapshot: 0,
  probeSent: false,
  inflight: [],
});

/** After a snapshot the next message begins behind it, even if nothing has confirmed it. */
export const becomeProbe = (progress: Progress): Progress => ({
  ...enter(progress, 'probe'),
  next: Math.max(progress.match, progress.pendingSnapshot) + 1,
});

/** A snapshot up to `index` leaves. */
export const becomeSnapshot = (progress: Progress, index: number): Progress => ({
  ...enter(progress, 'snapshot'),
  next: progress.next,
  pendingSnapshot: index,
});

/** The snapshot has left, or could not: either way an answer, or a heartbeat's, is waited for. */
export const snapshotReported = (progress: Progress, failed: boolean): Progress => ({
  ...becomeProbe(failed ? { ...progress, pendingSnapshot: 0 } : progress),
  probeSent: true,
});

export const becomeReplicate = (progress: Progress): Progress => enter(progress, 'replicate');

export function isPaused(progress: Progress, maxInflight: number): boolean {
  switch (progress.state) {
    case 'probe':
      return progress.probeSent;
    case 'replicate':
      return progress.inflight.length >= maxInflight;
    case 'snapshot':
      return true;
  }
}

/** After a message with entries up to `last` has left. */
export function sentUpTo(progress: Progress, last: number): Progress {
  if (progress.state === 'probe') return { ...progress, probeSent: true };
  return { ...progress, next: last + 1, inflight: [...progress.inflight, last] };
}

/** After the follower confirmed `index`; `updated` is false when that is old news. */
export function acknowledged(progress: Progress, index: number): { progress: Progress; updated: boolean } {
  const next = Math.max(progress.next, index + 1);
  if (index <= progress.match) return { progress: { ...progress, next }, updated: false };
  return { progress: { ...progress, match: index, next, probeSent: false }, updated: true };
}

export const freeInflight = (progress: Progress, upTo: number): Progress => ({
  ...progress,
  inflight: progress.inflight.filter((last) => last > upTo),
});

/**
 * After the follower refused a message that built on `rejected`; undefined when the refusal is out of date.
 *
 * @param hint the highest position where the logs may still agree
 */
export function decreased(progress: Progress, rejected: number, hint: number): Progress | undefined {
  if (progress.state === 'replicate') {
    // What was confirmed cannot be refused: the messages crossed.
    if (rejected <= progress.match) return undefined;
    return { ...progress, next: progress.match + 1 };
  }
  if (progress.next - 1 !== rejected) return undefined;
  return { ...progress, next: Math.max(Math.min(rejected, hint + 1), 1), probeSent: false };
}
