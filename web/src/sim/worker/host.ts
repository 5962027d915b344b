/**
 * The worker's side of the conversation with the page: branches of one recording, each a simulation.
 *
 * In-process for Node, behind `postMessage` in the browser; the same code in both.
 */
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import type { Micros } from '../kernel/time.ts';
import { checkRecording } from '../protocol/check-recording.ts';
import type { Command } from '../protocol/commands.ts';
import type { Recording } from '../protocol/recording.ts';
import type { Frame, InspectTarget, LostBranch, SimulationHost } from '../protocol/requests.ts';
import { isStructure } from '../protocol/structure.ts';
import { doneAtOnce, unlessStopped, type Work, type WorkShare } from '../protocol/work.ts';
import { digestOf } from '../trace/digest.ts';
import type { Entry } from '../trace/facts.ts';
import { readBlockFile } from './block-file.ts';
import { Branches } from './branches.ts';
import { inspect } from './inspect.ts';
import { settling } from './settle.ts';
import { Simulation, type SimulationParts } from './simulation.ts';

/** The page asks across a thread, so every answer is a promise; a bug rejects it. */
const settled = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));

/** Gives the command in a copy of the world at `at`, and forgets the copy. */
function* tryingOut(
  branches: Branches,
  id: string,
  at: Micros,
  command: Command,
): Work<Result<readonly Entry[], Refusal>> {
  const { simulation } = branches.get(id);
  const copy = simulation.forkAt(Math.min(at, simulation.now));
  const before = copy.entries.length;
  const performed = copy.perform(command);
  if (!performed.ok) return performed;
  if (!(yield* unlessStopped(settling(copy, performed.value), { done: 0, total: 0 }))) return refuse('cancelled');
  return ok(copy.entries.slice(before));
}

function* opening(
  branches: Branches,
  value: Recording,
  script: readonly Command[],
  parts: SimulationParts,
): Work<Result<Frame, Refusal>> {
  const checked = checkRecording(value);
  if (!checked.ok) return checked;
  const played = yield* Simulation.playing(checked.value, parts);
  if (!played.ok) return played;
  for (const [done, command] of script.entries()) {
    const performed = played.value.perform(command);
    if (!performed.ok) return refuse(performed.error.code, performed.error.params, `script[${done}]`);
    const share: WorkShare = { done, total: script.length };
    if (yield share) return refuse('cancelled');
    if (!(yield* unlessStopped(settling(played.value, performed.value), share))) return refuse('cancelled');
  }
  return ok(branches.frame(branches.begin(played.value), 0));
}

function* reviving(
  branches: Branches,
  { branch, recording, horizon }: LostBranch,
  parts: SimulationParts,
): Work<Result<Frame, Refusal>> {
  const checked = recording === null ? null : checkRecording(recording);
  if (checked?.ok === false) return checked;
  const played = checked === null ? null : yield* Simulation.playing(checked.value, parts);
  if (played?.ok === false) return played;
  const state = played === null ? branches.reopenAs(branch) : branches.revive(branch, played.value);
  const { simulation } = state;
  const fromSeq = played === null ? simulation.entries.length : branch.forkedAtSeq;
  const share = { done: 0, total: 0 };
  if (horizon > simulation.now)
    for (const _slice of simulation.runs(horizon)) if (yield share) return refuse('cancelled');
  return ok(branches.frame(state, fromSeq));
}

/** Stopped, the command has been given all the same: only what it leads to is not waited for. */
function* performing(
  branches: Branches,
  id: string,
  when: Micros | 'horizon',
  command: Command,
): Work<Result<Frame, Refusal>> {
  const state = branches.get(id);
  const at = when === 'horizon' ? state.simulation.now : when;
  const past = at < state.simulation.now;
  const target = past ? branches.forkOf(state, at) : state;
  const fromSeq = past ? target.branch.forkedAtSeq : target.simulation.entries.length;
  target.simulation.runUntil(at);
  const performed = target.simulation.perform(command);
  if (!performed.ok) return performed;
  yield* settling(target.simulation, performed.value);
  return ok(branches.frame(branches.keep(target), fromSeq));
}

/** Stopped, the branch has come less far. */
function* advancing(branches: Branches, id: string, until: Micros): Work<Frame> {
  const state = branches.get(id);
  const { recording, entries } = state.simulation;
  const fromSeq = entries.length;
  const from = state.simulation.now;
  const total = until - from;
  if (total > 0)
    for (const _slice of state.simulation.runs(until)) if (yield { done: state.simulation.now - from, total }) break;
  // A plan of faults may have given commands meanwhile.
  const isSame = state.simulation.recording === recording;
  return { ...branches.frame(state, fromSeq), ...(isSame && { recording: null }) };
}

function forkNow(branches: Branches, id: string, command: number, instead: string | null): Frame {
  const target = branches.forkBefore(id, command, instead);
  return branches.frame(target, target.branch.forkedAtSeq);
}

/** How work in slices is done: all at once, or with a look at what the page says between two slices. */
export type WorkRunner = <T>(work: Work<T>) => Promise<T>;

const atOnce: WorkRunner = (work) => settled(() => doneAtOnce(work));

export function createHost(parts: SimulationParts, doing: WorkRunner = atOnce): SimulationHost {
  const branches = new Branches();
  return {
    open: (recording, script) => doing(opening(branches, recording, script, parts)),
    advance: (id, until) => doing(advancing(branches, id, until)),
    perform: (id, at, command) => doing(performing(branches, id, at, command)),
    fork: (id, command, instead) => settled(() => forkNow(branches, id, command, instead)),
    revive: (lost) => doing(reviving(branches, lost, parts)),
    discard: (id) => settled(() => branches.discard(id)),
    inspect: (id, at, target) =>
      isStructure(target)
        ? import('./inspect-structures.ts').then(({ inspectStructure }) =>
            inspectStructure(branches.simulationAt(id, at, true), target),
          )
        : settled(() => inspect(branches.simulationAt(id, at, needsPast(target)), target)),
    // A part of its own: a page that never goes inside anything does not load it.
    lookInside: (id, at, target) =>
      import('./inside.ts').then(({ lookInside }) => lookInside(branches.simulationAt(id, at, true), target)),
    tryOut: (id, at, command) => doing(tryingOut(branches, id, at, command)),
    readBlock: (bytes) => settled(() => readBlockFile(bytes)),
    digest: (id) => settled(() => digestOf(branches.get(id).simulation.entries)),
  };
}

/** Blocks, messages and entries never change once they exist; a node does. */
const needsPast = (target: InspectTarget): boolean => target.type === 'node';
