/** What a terminal remembers while its page is not shown: the shell, and what it answered itself. One a lab; another world has a new one. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Lab } from '../../../link/react/lab-context.tsx';
import type { ShellState } from './shell.ts';

/** A line that was typed and is no command of the recording, or went wrong. */
export interface Said {
  readonly id: number;
  /** How many commands had been given: it stands behind them. */
  readonly after: number;
  readonly line: string;
  readonly text: string;
  readonly isWrong: boolean;
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
