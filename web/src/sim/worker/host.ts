/**
 * The worker's side of the conversation with the page: branches of one recording, each a simulation.
 *
 * In-process for Node, behind `postMessage` in the browser; the same code in both.
 */
import { invariant, ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import type { Micros } from '../kernel/time.ts';
import { checkRecording } from '../protocol/check-recording.ts';
import type { Command } from '../protocol/commands.ts';
import type { Recording } from '../protocol/recording.ts';
import type { Branch, Frame, InspectTarget, Inspection, SimulationHost } from '../protocol/requests.ts';
import { digestOf } from '../trace/digest.ts';
import type { Entry } from '../trace/facts.ts';
import { readBlockFile } from './block-file.ts';
import { inspect } from './inspect.ts';
import { lookInside } from './inside.ts';
import { runUntilSettled } from './settle.ts';
import { Simulation, type SimulationParts } from './simulation.ts';

interface BranchState {
  readonly branch: Branch;
  /** Commands it was made with: those of its parent up to where it left it. */
  readonly inherited: number;
  readonly simulation: Simulation;
}

/** The news of a branch from `fromSeq` on. */
const frameOf = ({ branch, simulation }: BranchState, fromSeq: number, all: readonly BranchState[]): Frame => ({
  branch: branch.id,
  fromSeq,
  entries: simulation.entries.slice(fromSeq),
  horizon: simulation.now,
  recording: simulation.recording,
  branches: all.map((state) => state.branch),
});

/** The page asks across a thread, so every answer is a promise; a bug rejects it. */
const settled = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));

/** Gives the command in a copy of the world at `at`, and forgets the copy. */
function tryOutNow(simulation: Simulation, at: Micros, command: Command): Result<readonly Entry[], Refusal> {
  const copy = simulation.forkAt(Math.min(at, simulation.now));
  const before = copy.entries.length;
  const performed = copy.perform(command);
  if (!performed.ok) return performed;
  runUntilSettled(copy, performed.value);
  return ok(copy.entries.slice(before));
}

export function createHost(parts: SimulationParts): SimulationHost {
  const branches = new Map<string, BranchState>();
  /** Branches made so far: what one is called is never used again. */
  let forks = 0;
  const stateOf = (id: string): BranchState => {
    const state = branches.get(id);
    invariant(state, `no branch ${id}`);
    return state;
  };
  const frame = (state: BranchState, fromSeq: number): Frame => frameOf(state, fromSeq, [...branches.values()]);

  function openNow(value: Recording, script: readonly Command[]): Result<Frame, Refusal> {
    const checked = checkRecording(value);
    if (!checked.ok) return checked;
    const played = Simulation.play(checked.value, parts);
    if (!played.ok) return played;
    for (const [index, command] of script.entries()) {
      const performed = played.value.perform(command);
      if (!performed.ok) return refuse(performed.error.code, performed.error.params, `script[${index}]`);
      runUntilSettled(played.value, performed.value);
    }
    branches.clear();
    forks = 0;
    const main: Branch = { id: 'main', parent: null, forkedAt: 0, forkedAtSeq: 0 };
    const state = { branch: main, inherited: 0, simulation: played.value };
    branches.set(main.id, state);
    return ok(frame(state, 0));
  }

  function performNow(id: string, when: Micros | 'horizon', command: Command): Result<Frame, Refusal> {
    const state = stateOf(id);
    const at = when === 'horizon' ? state.simulation.now : when;
    const past = at < state.simulation.now;
    const target = past ? fork(state, at) : state;
    const fromSeq = past ? target.branch.forkedAtSeq : target.simulation.entries.length;
    target.simulation.runUntil(at);
    const performed = target.simulation.perform(command);
    if (!performed.ok) return performed;
    runUntilSettled(target.simulation, performed.value);
    branches.set(target.branch.id, target);
    return ok(frame(target, fromSeq));
  }

  function advanceNow(id: string, until: Micros): Frame {
    const state = stateOf(id);
    const { recording, entries } = state.simulation;
    const fromSeq = entries.length;
    if (until > state.simulation.now) state.simulation.runUntil(until);
    // A plan of faults may have given commands meanwhile.
    const isSame = state.simulation.recording === recording;
    return { ...frame(state, fromSeq), ...(isSame && { recording: null }) };
  }

  function discardNow(id: string): Result<readonly Branch[], Refusal> {
    const { branch } = stateOf(id);
    const all = [...branches.values()].map((state) => state.branch);
    const isNeeded = branch.parent === null || all.some(({ parent }) => parent === id);
    if (isNeeded) return refuse('branchNeeded', { branch: id }, 'branch');
    branches.delete(id);
    return ok(all.filter((one) => one !== branch));
  }

  /** A branch that is listed only once its first command was accepted. */
  const fork = ({ branch, simulation }: BranchState, at: Micros): BranchState =>
    branchFrom(branch.id, simulation.forkAt(at));

  function branchFrom(parent: string, simulation: Simulation): BranchState {
    const id = `branch-${++forks}`;
    const { now: forkedAt, entries, recording } = simulation;
    return {
      branch: { id, parent, forkedAt, forkedAtSeq: entries.length },
      inherited: recording.commands.length,
      simulation,
    };
  }

  /** Nothing was done in it: it is its parent up to where it left it. */
  function isIdle({ branch, inherited, simulation }: BranchState): boolean {
    const children = [...branches.values()].some((state) => state.branch.parent === branch.id);
    return branch.parent !== null && !children && simulation.recording.commands.length === inherited;
  }

  function forkNow(id: string, command: number, instead: string | null): Frame {
    const simulation = stateOf(id).simulation.forkBefore(command);
    const target = branchFrom(id, simulation);
    const replaced = instead === null ? undefined : branches.get(instead);
    if (replaced && replaced.branch.id !== id && isIdle(replaced)) branches.delete(replaced.branch.id);
    branches.set(target.branch.id, target);
    return frame(target, target.branch.forkedAtSeq);
  }

  return {
    open: (recording, script) => settled(() => openNow(recording, script)),
    advance: (id, until) => settled(() => advanceNow(id, until)),
    perform: (id, at, command) => settled(() => performNow(id, at, command)),
    fork: (id, command, instead) => settled(() => forkNow(id, command, instead)),
    discard: (id) => settled(() => discardNow(id)),
    inspect: (id, at, target): Promise<Result<Inspection, Refusal>> =>
      settled(() => {
        const { simulation } = stateOf(id);
        return inspect(at < simulation.now && needsPast(target) ? simulation.forkAt(at) : simulation, target);
      }),
    lookInside: (id, at, target) =>
      settled(() => {
        const { simulation } = stateOf(id);
        return lookInside(at < simulation.now ? simulation.forkAt(at) : simulation, target);
      }),
    tryOut: (id, at, command) => settled(() => tryOutNow(stateOf(id).simulation, at, command)),
    readBlock: (bytes) => settled(() => readBlockFile(bytes)),
    digest: (id) => settled(() => digestOf(stateOf(id).simulation.entries)),
  };
}

/** Blocks, messages and entries never change once they exist; a node does. */
const needsPast = (target: InspectTarget): boolean => target.type === 'node';
