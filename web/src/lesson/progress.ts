/** What the learner has been through, kept in the browser only (IndexedDB). Losing it never stops the lab. */
import { get, set } from 'idb-keyval';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

export interface SceneProgress {
  /** Steps shown so far. */
  readonly shown: number;
  readonly finished: boolean;
}

export type Progress = Readonly<Record<string, SceneProgress>>;

const KEY = 'progress-1';

/** Where progress is kept; a browser may refuse (private windows), then it lasts as long as the page. */
export interface ProgressStorage {
  readonly read: () => Promise<unknown>;
  readonly write: (progress: Progress) => Promise<void>;
}

export const browserStorage: ProgressStorage = { read: () => get(KEY), write: (progress) => set(KEY, progress) };

export interface ProgressKeeper {
  readonly store: StoreApi<Progress>;
  /** Notes that `shown` of `count` steps have been shown; progress never goes back. */
  readonly note: (scene: string, shown: number, count: number) => void;
  readonly reset: () => void;
}

const isProgress = (value: unknown): value is Progress => typeof value === 'object' && value !== null;

export function keepProgress(storage: ProgressStorage): ProgressKeeper {
  const store = createStore<Progress>(() => ({}));
  const save = (): void => void storage.write(store.getState()).catch(() => undefined);
  storage
    .read()
    .then((kept) => {
      if (isProgress(kept)) store.setState((now) => ({ ...kept, ...now }));
    })
    .catch(() => undefined);
  return {
    store,
    note: (scene, shown, count) => {
      const before = store.getState()[scene] ?? { shown: 0, finished: false };
      const after = { shown: Math.max(before.shown, shown), finished: before.finished || shown >= count };
      if (after.shown === before.shown && after.finished === before.finished) return;
      store.setState({ [scene]: after });
      save();
    },
    reset: () => {
      store.setState({}, true);
      save();
    },
  };
}
