/** The playhead's time for what draws by itself: React does not redraw for every frame. */
import { useMemo } from 'react';
import type { Micros } from '../../sim/trace/facts.ts';
import { useLab } from './lab-context.tsx';

export interface TimeSource {
  readonly now: () => Micros;
  /** Calls back when the time has changed; returns how to stop. */
  readonly subscribe: (changed: () => void) => () => void;
}

export function useTimeSource(): TimeSource {
  const { playhead } = useLab();
  return useMemo(
    () => ({
      now: () => playhead.store.getState().time,
      subscribe: (changed) => playhead.store.subscribe(changed),
    }),
    [playhead],
  );
}
