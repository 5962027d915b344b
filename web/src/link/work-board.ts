/**
 * What the simulation is busy with, for the page to show and to stop. Answers come in order, so the oldest question that
 * has none yet is what is being worked on.
 *
 * Questions that follow each other closely (a list of commands) are one stretch of work to whoever waits.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { SimulationHost } from '../sim/protocol/requests.ts';
import type { WorkShare } from '../sim/protocol/work.ts';

export type WorkMethod = keyof SimulationHost;

export interface RunningWork {
  readonly method: WorkMethod;
  /** Real milliseconds, when this stretch of work began. */
  readonly since: number;
  /** In [0, 1]; null while nobody knows. */
  readonly share: number | null;
  readonly cancelling: boolean;
}

export interface WorkState {
  readonly running: RunningWork | null;
}

/** Told by whoever asks the worker. `id` tells questions apart. */
export interface WorkBoard {
  readonly store: StoreApi<WorkState>;
  readonly began: (id: number, method: WorkMethod, stop: (() => void) | null) => void;
  readonly came: (id: number, share: WorkShare) => void;
  readonly ended: (id: number) => void;
  /** Nothing asked before will be answered. */
  readonly clear: () => void;
  /** Asks for what is running to be stopped. */
  readonly cancel: () => void;
}

interface Question {
  readonly method: WorkMethod;
  readonly stop: (() => void) | null;
}

/** Work after a shorter rest than this belongs to the same stretch. Real milliseconds. */
const REST_MILLIS = 150;

const shareOf = ({ done, total }: WorkShare): number | null => (total === 0 ? null : Math.min(1, done / total));

/** @param now real milliseconds */
export function createWorkBoard(now: () => number): WorkBoard {
  const store = createStore<WorkState>(() => ({ running: null }));
  const asked = new Map<number, Question>();
  let since = 0;
  let restedAt = -Infinity;

  const show = (): void => {
    const [first] = asked.values();
    if (first === undefined) {
      restedAt = now();
      store.setState({ running: null });
    } else store.setState({ running: { method: first.method, since, share: null, cancelling: false } });
  };

  return {
    store,
    began: (id, method, stop) => {
      const isFirst = asked.size === 0;
      asked.set(id, { method, stop });
      if (!isFirst) return;
      if (now() - restedAt > REST_MILLIS) since = now();
      show();
    },
    came: (id, share) => {
      const [first] = asked.keys();
      const { running } = store.getState();
      if (first !== id || running === null) return;
      store.setState({ running: { ...running, share: shareOf(share) } });
    },
    ended: (id) => {
      const [first] = asked.keys();
      asked.delete(id);
      if (first === id) show();
    },
    clear: () => {
      asked.clear();
      show();
    },
    cancel: () => {
      const [first] = asked.values();
      const { running } = store.getState();
      const stop = first?.stop ?? null;
      if (stop === null || running === null || running.cancelling) return;
      store.setState({ running: { ...running, cancelling: true } });
      stop();
    },
  };
}
