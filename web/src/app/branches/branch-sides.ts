/**
 * Two branches of the lab as two labs to look at, with one clock. What is seen is what the lab holds: nothing is given,
 * nothing runs on, and the lab behind stays where it stands.
 */
import { createStore } from 'zustand/vanilla';
import type { Lab } from '../../link/lab.ts';
import { sharedLength } from '../../link/mirror.ts';
import { createPlayhead } from '../../link/playhead.ts';
import type { LinkState, SimulationLink } from '../../link/simulation-link.ts';
import { createTraceSource } from '../../link/trace-source.ts';
import { advancePlayhead, DEFAULT_PACE } from '../../view/pace.ts';
import type { ComparedPair } from './branch-differences.ts';

export interface BranchPair {
  readonly sides: readonly [Lab, Lab];
  /** How far both reach. */
  readonly until: number;
  readonly forkedAt: number;
  readonly pair: ComparedPair;
  /** Goes to the next thing told on either side, or the one before; false when there is none. */
  readonly step: (forward: boolean) => boolean;
  readonly stop: () => void;
}

/** What the lab holds of `branch`, as if it were the one shown. */
function stateOf(lab: Lab, branch: string): LinkState | null {
  const held = lab.link.held(branch);
  return held === undefined ? null : { ...lab.link.store.getState(), ...held, branch, performing: 0 };
}

const NOTHING = () => Promise.resolve();

function linkOf({ link }: Lab, state: LinkState): SimulationLink {
  const store = createStore<LinkState>(() => state);
  // The names and what is open may change; the trace of a branch that is looked at does not.
  return {
    ...link,
    store,
    advance: NOTHING,
    quiet: NOTHING,
    held: (id) => link.held(id),
    switchBranch: () => undefined,
  };
}

/** Lays `left` and `right` side by side; null when the lab has no such branches. Both are run on to the later end. */
export async function layBeside(lab: Lab, left: string, right: string): Promise<BranchPair | null> {
  const ends = [left, right].map((branch) => lab.link.held(branch)?.horizon ?? 0);
  const until = Math.max(...ends);
  await lab.link.advanceIn(left, until);
  await lab.link.advanceIn(right, until);
  const [one, other] = [stateOf(lab, left), stateOf(lab, right)];
  if (one === null || other === null) return null;
  const links = [linkOf(lab, one), linkOf(lab, other)] as const;
  const traces = [createTraceSource(links[0]), createTraceSource(links[1])] as const;
  const playhead = createPlayhead(links[0], (time, realMillis, { speed, pace, direction }) => {
    // Where either side has something to show, both go at its pace.
    const moved = traces.flatMap((trace) => {
      const index = trace.current();
      const playback = index === null ? null : { activity: index.activity, horizon: until };
      return playback === null
        ? []
        : [advancePlayhead(playback, time, realMillis, speed * direction, pace ?? DEFAULT_PACE)];
    });
    return direction === 1 ? Math.min(...moved, until) : Math.max(...moved, 0);
  });
  playhead.jump(lab.playhead.store.getState().time);
  const side = (index: 0 | 1): Lab => ({ ...lab, link: links[index], trace: traces[index], playhead });
  const shared = sharedLength(one.entries, other.entries);
  const next = (forward: boolean): number | null => {
    const { time } = playhead.store.getState();
    const times = traces.flatMap((trace) => {
      const steps = trace.current()?.steps;
      return (forward ? steps?.next(time) : steps?.previous(time))?.at ?? [];
    });
    if (times.length === 0) return null;
    return forward ? Math.min(...times) : Math.max(...times);
  };
  const worldOf = (index: 0 | 1) => traces[index].current()?.worlds.at(until);
  const [worldLeft, worldRight] = [worldOf(0), worldOf(1)];
  if (worldLeft === undefined || worldRight === undefined || one.recording === null || other.recording === null)
    return null;
  const stop = playhead.start();
  return {
    sides: [side(0), side(1)],
    until,
    forkedAt: (one.entries[shared] ?? other.entries[shared])?.at ?? until,
    pair: {
      sides: [
        { entries: one.entries, recording: one.recording, world: worldLeft },
        { entries: other.entries, recording: other.recording, world: worldRight },
      ],
      shared,
      until,
    },
    step: (forward) => {
      const at = next(forward);
      if (at !== null) playhead.jump(at);
      return at !== null;
    },
    stop,
  };
}
