/** Sandboxes kept in the browser (IndexedDB), each under a name, and the last one as it was left. */
import { del, get, set, update } from 'idb-keyval';

/** What the list of kept sandboxes says of one. */
export interface KeptSandbox {
  readonly id: string;
  readonly name: string;
  /** Milliseconds of Unix time. */
  readonly at: number;
  /** Commands given in it. */
  readonly commands: number;
}

/** Where they are kept; a browser may refuse (private windows), then every call rejects. Texts are moments as in files. */
export interface SandboxStorage {
  readonly list: () => Promise<readonly KeptSandbox[]>;
  readonly read: (id: string) => Promise<string | null>;
  /** Replaces the one with the same id. */
  readonly write: (kept: KeptSandbox, text: string) => Promise<void>;
  readonly rename: (id: string, name: string) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
}

/** Id of the one that is kept without being asked to. */
export const LAST = 'last';

const LIST = 'sandboxes-1';
const keyOf = (id: string): string => `sandbox-1/${id}`;

const isKept = (value: unknown): value is KeptSandbox => {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, at, commands } = value as Partial<Record<keyof KeptSandbox, unknown>>;
  return typeof id === 'string' && typeof name === 'string' && typeof at === 'number' && typeof commands === 'number';
};

const listOf = (value: unknown): readonly KeptSandbox[] => (Array.isArray(value) ? value.filter(isKept) : []);

export const browserSandboxes: SandboxStorage = {
  list: async () => listOf(await get(LIST)),
  read: async (id) => {
    const text: unknown = await get(keyOf(id));
    return typeof text === 'string' ? text : null;
  },
  write: async (kept, text) => {
    await set(keyOf(kept.id), text);
    await update(LIST, (list) => [kept, ...listOf(list).filter(({ id }) => id !== kept.id)]);
  },
  rename: (id, name) => update(LIST, (list) => listOf(list).map((kept) => (kept.id === id ? { ...kept, name } : kept))),
  remove: async (id) => {
    await update(LIST, (list) => listOf(list).filter((kept) => kept.id !== id));
    await del(keyOf(id));
  },
};
