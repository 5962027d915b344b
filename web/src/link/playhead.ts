/**
 * Where on the time line the page stands, and the loop that moves it. Time is simulated microseconds; how fast real
 * time turns into simulated time is the view's business and comes in as `pace`.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Micros } from '../sim/kernel/time.ts';
import type { SimulationLink } from './simulation-link.ts';

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16] as const;
export type Speed = (typeof SPEEDS)[number];

export interface PlayheadState {
  readonly time: Micros;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly direction: 1 | -1;
  /** Simulated seconds a real second at 1×, when the step asks for its own; null: the usual. */
  readonly pace: number | null;
  /** Playing ends here; null: it goes on. */
  readonly stopAt: Micros | null;
  /** Where the lesson's step ends: playing stops there too, unless it is passed already. */
  readonly goal: Micros | null;
}

/** Simulated time after `realMillis` of playing from `time`; never past `horizon`. */
export type Advance = (
  time: Micros,
  realMillis: number,
  options: {
    readonly speed: number;
    readonly pace: number | null;
    readonly direction: 1 | -1;
    readonly horizon: Micros;
  },
) => Micros;

export interface Playhead {
  readonly store: StoreApi<PlayheadState>;
  readonly play: (options?: { readonly stopAt?: Micros | null; readonly direction?: 1 | -1 }) => void;
  readonly pause: () => void;
  /** Goes to `time` and stays there. */
  readonly jump: (time: Micros) => void;
  readonly setSpeed: (speed: Speed) => void;
  readonly setPace: (pace: number | null) => void;
  readonly setGoal: (goal: Micros | null) => void;
  /** Moves on by one animation frame of `realMillis`; the loop calls it, and tests. */
  readonly tick: (realMillis: number) => void;
  /** Runs the loop until the returned function is called. */
  readonly start: () => () => void;
}

/** The simulation is kept this far ahead, so that what is in flight knows where it will arrive. */
const AHEAD: Micros = 2_000_000;
/** A tab that slept must not leap: at most this much real time counts for one frame. */
const LONGEST_FRAME_MILLIS = 100;

export function createPlayhead(link: SimulationLink, advance: Advance): Playhead {
  const store = createStore<PlayheadState>(() => ({
    time: 0,
    playing: false,
    speed: 1,
    direction: 1,
    pace: null,
    stopAt: null,
    goal: null,
  }));

  const keepAhead = (): void => {
    const { time, stopAt } = store.getState();
    const { horizon } = link.store.getState();
    const wanted = stopAt === null ? time + AHEAD : Math.min(time + AHEAD, stopAt);
    if (horizon < wanted || (stopAt === null && horizon - time < AHEAD)) void link.advance(time + 2 * AHEAD);
  };

  const tick = (realMillis: number): void => {
    const { time, playing, speed, pace, direction, stopAt } = store.getState();
    if (!playing) return;
    keepAhead();
    const { horizon } = link.store.getState();
    const real = Math.min(realMillis, LONGEST_FRAME_MILLIS);
    const moved = Math.round(advance(time, real, { speed, pace, direction, horizon }));
    if (direction === -1) {
      store.setState({ time: Math.max(0, moved), playing: moved > 0 });
      return;
    }
    const limit = Math.min(horizon, stopAt ?? Infinity);
    const next = Math.max(time, Math.min(moved, limit));
    const arrived = stopAt !== null && next >= stopAt;
    if (next !== time || arrived)
      store.setState(arrived ? { time: next, playing: false, stopAt: null } : { time: next });
  };

  return {
    store,
    tick,
    play: ({ stopAt, direction = 1 } = {}) =>
      store.setState(({ goal, time }) => ({
        playing: true,
        direction,
        stopAt: direction === -1 ? null : (stopAt ?? (goal !== null && goal > time ? goal : null)),
      })),
    pause: () => store.setState({ playing: false, stopAt: null }),
    jump: (time) => {
      store.setState({ time: Math.max(0, Math.round(time)), playing: false, stopAt: null });
    },
    setSpeed: (speed) => store.setState({ speed }),
    setPace: (pace) => store.setState({ pace }),
    setGoal: (goal) => store.setState({ goal }),
    start: () => {
      let last: number | null = null;
      let handle = 0;
      const loop = (now: number): void => {
        tick(last === null ? 0 : now - last);
        last = now;
        handle = requestAnimationFrame(loop);
      };
      handle = requestAnimationFrame(loop);
      return () => cancelAnimationFrame(handle);
    },
  };
}
