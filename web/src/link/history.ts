/**
 * Undoing: the world goes on from right before the last command, and what it was goes on as a branch that redoing goes
 * back to.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Micros } from '../sim/kernel/time.ts';
import type { Command } from '../sim/protocol/commands.ts';
import type { Recording } from '../sim/protocol/recording.ts';
import type { Playhead } from './playhead.ts';
import type { SimulationLink } from './simulation-link.ts';

export interface HistoryState {
  /** What undoing takes back and redoing does again; null: nothing. */
  readonly undoable: Command | null;
  readonly redoable: Command | null;
}

export interface History {
  readonly store: StoreApi<HistoryState>;
  /** Takes back the last command given at or before the playhead. False when there is none. */
  readonly undo: () => Promise<boolean>;
  /** False when nothing was undone, or something else has been done since. */
  readonly redo: () => Promise<boolean>;
}

/** Where the undone commands still are. */
interface Origin {
  readonly branch: string;
  readonly recording: Recording;
  /** Where the playhead stood. */
  readonly time: Micros;
  /** How many of its commands are still done. */
  readonly kept: number;
  /** The branch made by undoing. */
  readonly at: string;
}

/** Index of the learner's last command at or before `time`; -1 for none. What a plan does is not theirs to undo. */
const lastGiven = ({ commands }: Recording, time: Micros): number =>
  commands.findLastIndex(({ at, by }) => at <= time && by !== 'plan');

const nextGiven = ({ commands }: Recording, from: number): number =>
  commands.findIndex(({ by }, index) => index >= from && by !== 'plan');

export function createHistory(link: SimulationLink, playhead: Playhead): History {
  let origin: Origin | null = null;
  let seen: readonly unknown[] = [];
  let time: Micros = -1;
  const store = createStore<HistoryState>(() => ({ undoable: null, redoable: null }));

  const isUndone = (): boolean => {
    const { branch, recording } = link.store.getState();
    return origin !== null && origin.at === branch && recording?.commands.length === origin.kept;
  };

  const look = (): void => {
    const { recording, branch } = link.store.getState();
    const now = playhead.store.getState().time;
    const commands = recording?.commands ?? [];
    const last = recording === null ? -1 : lastGiven(recording, now);
    const key = [branch, commands, last, origin];
    if (now === time && key.every((part, index) => part === seen[index])) return;
    [seen, time] = [key, now];
    const undoable = commands[last]?.command ?? null;
    const next = origin !== null && isUndone() ? nextGiven(origin.recording, origin.kept) : -1;
    const redoable = origin?.recording.commands[next]?.command ?? null;
    const before = store.getState();
    if (before.undoable !== undoable || before.redoable !== redoable) store.setState({ undoable, redoable });
  };
  link.store.subscribe(look);
  playhead.store.subscribe(look);

  /** Shows the world right before command `index` of the branch where all of it is. */
  const goBefore = async (from: Omit<Origin, 'kept' | 'at'>, index: number): Promise<void> => {
    await link.fork(from.branch, index);
    const { branch, horizon } = link.store.getState();
    origin = { ...from, kept: index, at: branch };
    playhead.jump(horizon);
    look();
  };

  return {
    store,
    undo: async () => {
      playhead.pause();
      await link.quiet();
      const { recording, branch } = link.store.getState();
      if (recording === null) return false;
      const now = playhead.store.getState().time;
      const last = lastGiven(recording, now);
      if (last < 0) return false;
      await goBefore(origin !== null && isUndone() ? origin : { branch, recording, time: now }, last);
      return true;
    },
    redo: async () => {
      playhead.pause();
      await link.quiet();
      if (origin === null || !isUndone()) return false;
      const done = nextGiven(origin.recording, origin.kept);
      if (done < 0) return false;
      const next = nextGiven(origin.recording, done + 1);
      const nextAt = origin.recording.commands[next]?.at;
      if (nextAt !== undefined && nextAt <= origin.time) await goBefore(origin, next);
      else {
        const { branch, time: stoodAt } = origin;
        origin = null;
        link.switchBranch(branch);
        playhead.jump(stoodAt);
        look();
      }
      return true;
    },
  };
}
