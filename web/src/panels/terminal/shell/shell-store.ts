/** What a terminal remembers while its page is not shown: the shell, and what it answered itself. One a lab; another world has a new one. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TextParams } from '../../../i18n/format.ts';
import type { Lab, Refusal } from '../../../link/react/lab-context.tsx';
import type { ShellState } from './shell-state.ts';
import type { LabWord, Verb } from './verb.ts';

/** An answer as it stands in the session; the lab's own is put into words where it is shown, in the language of the moment. */
export type Shown =
  | { readonly by: 'tool'; readonly text: string; readonly isWrong: boolean }
  | { readonly by: 'lab'; readonly word: LabWord; readonly params: TextParams; readonly isWrong: boolean }
  | { readonly by: 'lab'; readonly refusal: Refusal }
  | { readonly by: 'lab'; readonly usage: readonly Verb[] }
  | { readonly by: 'lab'; readonly help: true };

/** A line that was typed and is no command of the recording, or went wrong. */
export interface Said {
  readonly id: number;
  /** How many commands had been given: it stands behind them. */
  readonly after: number;
  readonly line: string;
  /** null: the line left nothing to read. */
  readonly shown: Shown | null;
}

export interface TerminalState {
  readonly world: number;
  /** null: nobody has typed yet. */
  readonly shell: ShellState | null;
  readonly said: readonly Said[];
  /** What stands in the line and was not sent. */
  readonly draft: string;
}

const stores = new WeakMap<Lab, StoreApi<TerminalState>>();

const empty = (world: number): TerminalState => ({ world, shell: null, said: [], draft: '' });

export function terminalStore(lab: Lab): StoreApi<TerminalState> {
  const known = stores.get(lab);
  const { world } = lab.link.store.getState();
  if (known === undefined) {
    const store = createStore<TerminalState>(() => empty(world));
    stores.set(lab, store);
    return store;
  }
  if (known.getState().world !== world) known.setState(empty(world));
  return known;
}
