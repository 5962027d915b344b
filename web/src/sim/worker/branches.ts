/** The branches of one recording that the worker keeps, each a simulation: making them, finding them, forgetting them. */
import { invariant, ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import type { Micros } from '../kernel/time.ts';
import type { Branch, Frame } from '../protocol/requests.ts';
import type { Simulation } from './simulation.ts';

export interface BranchState {
  readonly branch: Branch;
  /** Commands it was made with: those of its parent up to where it left it. */
  readonly inherited: number;
  readonly simulation: Simulation;
}

const MAIN: Branch = { id: 'main', parent: null, forkedAt: 0, forkedAtSeq: 0 };

const NUMBERED = 'branch-';

/** 0 for the first. */
const numberOf = (id: string): number => (id.startsWith(NUMBERED) ? Number(id.slice(NUMBERED.length)) : 0);

export class Branches {
  private readonly states = new Map<string, BranchState>();
  /** Branches made so far: what one is called is never used again. */
  private forks = 0;

  /** Forgets all and begins with one. */
  begin(simulation: Simulation): BranchState {
    this.states.clear();
    this.forks = 0;
    return this.keep({ branch: MAIN, inherited: 0, simulation });
  }

  get(id: string): BranchState {
    const state = this.states.get(id);
    invariant(state, `no branch ${id}`);
    return state;
  }

  /** What is inspected at `at`; with `past`, as it was then. */
  simulationAt(id: string, at: Micros, past: boolean): Simulation {
    const { simulation } = this.get(id);
    return past && at < simulation.now ? simulation.forkAt(at) : simulation;
  }

  keep(state: BranchState): BranchState {
    this.states.set(state.branch.id, state);
    return state;
  }

  /** A branch that is not listed before it is kept: its first command may be refused. */
  forkOf({ branch, simulation }: BranchState, at: Micros): BranchState {
    return this.made(branch.id, simulation.forkAt(at));
  }

  /** The one that was opened is `id` from now on, and no other is there. */
  reopenAs(branch: Branch): BranchState {
    const { simulation } = this.get(MAIN.id);
    this.states.clear();
    return this.revive(branch, simulation);
  }

  /** A branch of an earlier worker. What was done in it by then is not known: it is never taken for idle. */
  revive(branch: Branch, simulation: Simulation): BranchState {
    const number = numberOf(branch.id);
    this.forks = Math.max(this.forks, number);
    const later = [...this.states.values()].filter((state) => numberOf(state.branch.id) > number);
    // They are listed in the order they were made in.
    for (const state of later) this.states.delete(state.branch.id);
    const revived = this.keep({ branch, inherited: -1, simulation });
    for (const state of later) this.keep(state);
    return revived;
  }

  private made(parent: string, simulation: Simulation): BranchState {
    const { now: forkedAt, entries, recording } = simulation;
    return {
      branch: { id: `${NUMBERED}${++this.forks}`, parent, forkedAt, forkedAtSeq: entries.length },
      inherited: recording.commands.length,
      simulation,
    };
  }

  /** A branch that leaves `id` right before its command number `command`, in the place of `instead` if that is idle. */
  forkBefore(id: string, command: number, instead: string | null): BranchState {
    const target = this.made(id, this.get(id).simulation.forkBefore(command));
    const replaced = instead === null ? undefined : this.states.get(instead);
    if (replaced && replaced.branch.id !== id && this.isIdle(replaced)) this.states.delete(replaced.branch.id);
    return this.keep(target);
  }

  /** Nothing was done in it: it is its parent up to where it left it. */
  private isIdle({ branch, inherited, simulation }: BranchState): boolean {
    return branch.parent !== null && !this.isLeft(branch) && simulation.recording.commands.length === inherited;
  }

  /** Others left it. */
  private isLeft({ id }: Branch): boolean {
    return this.all.some(({ parent }) => parent === id);
  }

  discard(id: string): Result<readonly Branch[], Refusal> {
    const { branch } = this.get(id);
    if (branch.parent === null || this.isLeft(branch)) return refuse('branchNeeded', {}, 'branch');
    this.states.delete(id);
    return ok(this.all);
  }

  private get all(): readonly Branch[] {
    return [...this.states.values()].map(({ branch }) => branch);
  }

  /** The news of a branch from `fromSeq` on. */
  frame({ branch, simulation }: BranchState, fromSeq: number): Frame {
    return {
      branch: branch.id,
      fromSeq,
      entries: simulation.entries.slice(fromSeq),
      horizon: simulation.now,
      recording: simulation.recording,
      branches: this.all,
    };
  }
}
