/** Commands given to a network of one's own one after the other, and the last one taken back and given again. */
import { createHistory, type History } from '../../link/history.ts';
import type { Lab, Refusal } from '../../link/react/lab-context.tsx';
import { takingTurns, type Turns } from '../../link/taking-turns.ts';
import type { Command } from '../../sim/protocol/commands.ts';
import type { InterfaceStore } from '../interface-store.ts';

/** A network that is bringing itself up. */
export interface Run {
  readonly done: number;
  readonly count: number;
  /** The command under way, or the one that failed. */
  readonly command: Command | null;
  /** What it printed or why it was refused; null while nothing went wrong. */
  readonly failure: string | Refusal | null;
}

export interface RunState {
  readonly run: Run | null;
  /** What a run that was stopped has not given. */
  readonly rest: readonly Command[];
}

/** Where it is noted how far a run is. */
interface RunStore {
  readonly getState: () => RunState;
  readonly setState: (part: Partial<RunState>) => void;
}

export class NetworkRun {
  readonly history: History;
  private readonly lab: Lab;
  private readonly ui: InterfaceStore;
  private readonly store: RunStore;
  private readonly turns: Turns;
  /** Counts runs: one that was cancelled hears of it between two commands. */
  private runs = 0;

  constructor({ lab, ui }: { readonly lab: Lab; readonly ui: InterfaceStore }, store: RunStore) {
    this.lab = lab;
    this.ui = ui;
    this.store = store;
    this.history = createHistory(lab.link, lab.playhead);
    this.turns = takingTurns(lab.link);
  }

  /** Gives commands one after the other, each once the one before has settled, until one fails or it is cancelled. */
  async give(commands: readonly Command[]): Promise<void> {
    if (commands.length === 0) return;
    const { lab } = this;
    const run = ++this.runs;
    lab.playhead.pause();
    for (const [done, command] of commands.entries()) {
      this.store.setState({
        run: { done, count: commands.length, command, failure: null },
        rest: commands.slice(done + 1),
      });
      await lab.link.quiet();
      if (run !== this.runs) return;
      const given = await lab.link.perform('horizon', command);
      if (run !== this.runs) return;
      lab.playhead.jump(lab.link.store.getState().horizon);
      const failure = given.ok ? this.failureOfLast() : given.error;
      if (failure === null) continue;
      const rest = commands.slice(done);
      this.store.setState({ run: { done, count: commands.length, command, failure }, rest });
      return;
    }
    this.store.setState({ run: null, rest: [] });
    this.canUndoAgain();
  }

  /** What was given stays. */
  cancel(): void {
    this.drop();
    this.store.setState({ run: null });
    this.canUndoAgain();
  }

  /** Its network is not open any more. */
  drop(): void {
    this.runs++;
  }

  /** Takes the last command back; one that is under way comes to its end first. */
  undo(): Promise<void> {
    return this.inTurn(async () => {
      this.store.setState({ run: null, rest: [] });
      await this.history.undo();
    });
  }

  redo(): Promise<void> {
    return this.inTurn(() => this.history.redo());
  }

  /** A run is not waited for: that would take long. */
  private inTurn(act: () => Promise<unknown>): Promise<void> {
    const refuse = (): void => this.ui.setState({ refused: { code: 'undoWhileRunning', params: {}, where: '' } });
    if (!this.isRunning()) return this.turns(async () => (this.isRunning() ? refuse() : act()));
    refuse();
    return Promise.resolve();
  }

  /** What was said of undoing does not hold any more. */
  private canUndoAgain(): void {
    const { refused } = this.ui.getState();
    if (refused?.code === 'undoWhileRunning') this.ui.setState({ refused: null });
  }

  private isRunning(): boolean {
    const { run } = this.store.getState();
    return run !== null && run.failure === null;
  }

  private failureOfLast(): string | null {
    const { entries, recording } = this.lab.link.store.getState();
    const index = (recording?.commands.length ?? 0) - 1;
    const fact = entries.findLast((entry) => entry.fact.type === 'commandFailed' && entry.fact.index === index)?.fact;
    return fact?.type === 'commandFailed' ? fact.text : null;
  }
}
