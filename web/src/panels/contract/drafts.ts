/**
 * What a learner has written and not deployed: kept in the browser, so that nothing typed is lost. Drafts belong to the
 * browser, not to a recording: what the network knows of them enters through commands.
 */
import { get, set } from 'idb-keyval';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ContractFolder } from '../lab-types.ts';

/** A package made elsewhere, with its own bytes in base64. */
export interface OwnPackage {
  readonly label: string;
  readonly packageId: string;
  readonly bytes: string;
}

export interface Draft {
  readonly folder: ContractFolder;
  /** null as soon as a file of it was changed: then it is another package. */
  readonly package: OwnPackage | null;
}

export interface DraftState {
  /** Whether the browser has answered what it keeps. */
  readonly loaded: boolean;
  readonly drafts: Readonly<Record<string, Draft>>;
}

export interface DraftStorage {
  readonly read: () => Promise<unknown>;
  readonly write: (drafts: DraftState['drafts']) => Promise<void>;
}

export interface Drafts {
  readonly store: StoreApi<DraftState>;
  readonly put: (name: string, draft: Draft) => void;
  readonly drop: (name: string) => void;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';

const isPackage = (value: unknown): value is OwnPackage =>
  isRecord(value) && [value['label'], value['packageId'], value['bytes']].every(isText);

/** Whatever an earlier version or another tab has left: only what can be used. */
function usable(value: unknown): DraftState['drafts'] {
  if (!isRecord(value)) return {};
  const drafts = Object.entries(value).flatMap(([name, draft]): [string, Draft][] => {
    if (!isRecord(draft) || !isRecord(draft['folder']) || !Object.values(draft['folder']).every(isText)) return [];
    const own = draft['package'];
    return [[name, { folder: draft['folder'] as ContractFolder, package: isPackage(own) ? own : null }]];
  });
  return Object.fromEntries(drafts);
}

/** Long enough not to write at every key, short enough to lose nothing. */
const WRITE_AFTER_MILLIS = 300;

export function keepDrafts(storage: DraftStorage): Drafts {
  const store = createStore<DraftState>(() => ({ loaded: false, drafts: {} }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    // Not over what has not been read yet: reading ends with another write.
    if (store.getState().loaded) storage.write(store.getState().drafts).catch(() => undefined);
  };
  const change = (drafts: DraftState['drafts']): void => {
    store.setState({ drafts });
    clearTimeout(timer);
    timer = setTimeout(write, WRITE_AFTER_MILLIS);
  };
  // Storage may be forbidden; then drafts last as long as the page.
  const begin = (kept: DraftState['drafts']): void => {
    const { drafts: typed } = store.getState();
    store.setState({ loaded: true, drafts: { ...kept, ...typed } });
    if (Object.keys(typed).length > 0) change(store.getState().drafts);
  };
  storage.read().then(
    (kept) => begin(usable(kept)),
    () => begin({}),
  );
  return {
    store,
    put: (name, draft) => change({ ...store.getState().drafts, [name]: draft }),
    drop: (name) => {
      const { [name]: _dropped, ...rest } = store.getState().drafts;
      change(rest);
    },
  };
}

const KEY = 'fabriscope-contract-drafts';

let kept: Drafts | undefined;

/** The drafts of this browser, read at first use. */
export function browserDrafts(): Drafts {
  kept ??= keepDrafts({ read: () => get(KEY), write: (drafts) => set(KEY, drafts) });
  return kept;
}
