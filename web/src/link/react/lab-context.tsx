/** The lab for React: hooks that redraw a component only when what it looks at has changed. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Micros } from '../../sim/kernel/time.ts';
import type { TraceIndex } from '../../view/trace-index.ts';
import type { WorldView } from '../../view/world-model.ts';
import type { Lab } from '../lab.ts';
import type { PlayheadState } from '../playhead.ts';
import type { LinkState } from '../simulation-link.ts';

export type { Lab } from '../lab.ts';
export type { LinkState } from '../simulation-link.ts';
export type { PlayheadState } from '../playhead.ts';
export type { InspectTarget } from '../../sim/protocol/requests.ts';
export type { Refusal } from '../../sim/kernel/result.ts';
export type { Entry } from '../../sim/trace/facts.ts';

const LabContext = createContext<Lab | null>(null);

export function LabProvider({ lab, children }: { readonly lab: Lab; readonly children: ReactNode }) {
  return <LabContext value={lab}>{children}</LabContext>;
}

/** The lab itself, for its actions; reading it redraws nothing. */
export function useLab(): Lab {
  const lab = useContext(LabContext);
  if (lab === null) throw new Error('useLab outside LabProvider');
  return lab;
}

/** A part of the mirror. Select ids and numbers, not fresh objects. */
export function useLink<T>(select: (state: LinkState) => T): T {
  return useStore(useLab().link.store, select);
}

/** A part of the playhead. Selecting `time` redraws every frame: prefer {@link useWorldView} or a subscription. */
export function usePlayhead<T>(select: (state: PlayheadState) => T): T {
  return useStore(useLab().playhead.store, select);
}

/** Everything derived from the branch shown; null before a world is open. */
export function useTrace(): TraceIndex | null {
  const lab = useLab();
  return useSyncExternalStore(lab.link.store.subscribe, lab.trace.current);
}

/** The world at the playhead; null before a world is open. Changes when an entry is crossed, not every frame. */
export function useWorldView(): WorldView | null {
  const lab = useLab();
  return useSyncExternalStore(
    (changed) => {
      const stops = [lab.playhead.store.subscribe(changed), lab.link.store.subscribe(changed)];
      return () => stops.forEach((stop) => stop());
    },
    () => lab.trace.current()?.worlds.at(lab.playhead.store.getState().time) ?? null,
  );
}

/** The playhead's time at most every `millis` real milliseconds: for digits and for what is costly to ask. */
export function usePlayheadTime(millis: number): Micros {
  const lab = useLab();
  return useSyncExternalStore(
    (changed) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const stop = lab.playhead.store.subscribe((state, before) => {
        if (state.time === before.time && state.playing === before.playing) return;
        timer ??= setTimeout(() => {
          timer = undefined;
          changed();
        }, millis);
      });
      return () => {
        stop();
        clearTimeout(timer);
      };
    },
    () => lab.playhead.store.getState().time,
  );
}
