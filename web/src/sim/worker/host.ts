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
import type { Frame, InspectTarget, SimulationHost } from '../protocol/requests.ts';
import { digestOf } from '../trace/digest.ts';
import type { Entry } from '../trace/facts.ts';
import { readBlockFile } from './block-file.ts';
import { Branches } from './branches.ts';
import { inspect } from './inspect.ts';
import { lookInside } from './inside.ts';
import { runUntilSettled } from './settle.ts';
import { Simulation, type SimulationParts } from './simulation.ts';

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

function openNow(branches: Branches, value: Recording, script: readonly Command[], parts: SimulationParts) {
  const checked = checkRecording(value);
  if (!checked.ok) return checked;
  const played = Simulation.play(checked.value, parts);
  if (!played.ok) return played;
  for (const [index, command] of script.entries()) {
    const performed = played.value.perform(command);
    if (!performed.ok) return refuse(performed.error.code, performed.error.params, `script[${index}]`);
    runUntilSettled(played.value, performed.value);
  }
  return ok(branches.frame(branches.begin(played.value), 0));
}

function performNow(
  branches: Branches,
  id: string,
  when: Micros | 'horizon',
  command: Command,
): Result<Frame, Refusal> {
  const state = branches.get(id);
  const at = when === 'horizon' ? state.simulation.now : when;
  const past = at < state.simulation.now;
  const target = past ? branches.forkOf(state, at) : state;
  const fromSeq = past ? target.branch.forkedAtSeq : target.simulation.entries.length;
  target.simulation.runUntil(at);
  const performed = target.simulation.perform(command);
  if (!performed.ok) return performed;
  runUntilSettled(target.simulation, performed.value);
  return ok(branches.frame(branches.keep(target), fromSeq));
}

function advanceNow(branches: Branches, id: string, until: Micros): Frame {
  const state = branches.get(id);
  const { recording, entries } = state.simulation;
  const fromSeq = entries.length;
  if (until > state.simulation.now) state.simulation.runUntil(until);
  // A plan of faults may have given commands meanwhile.
  const isSame = state.simulation.recording === recording;
  return { ...branches.frame(state, fromSeq), ...(isSame && { recording: null }) };
}

function forkNow(branches: Branches, id: string, command: number, instead: string | null): Frame {
  const target = branches.forkBefore(id, command, instead);
  return branches.frame(target, target.branch.forkedAtSeq);
}

export function createHost(parts: SimulationParts): SimulationHost {
  const branches = new Branches();
  return {
    open: (recording, script) => settled(() => openNow(branches, recording, script, parts)),
    advance: (id, until) => settled(() => advanceNow(branches, id, until)),
    perform: (id, at, command) => settled(() => performNow(branches, id, at, command)),
    fork: (id, command, instead) => settled(() => forkNow(branches, id, command, instead)),
    discard: (id) => settled(() => branches.discard(id)),
    inspect: (id, at, target) => settled(() => inspect(branches.simulationAt(id, at, needsPast(target)), target)),
    lookInside: (id, at, target) => settled(() => lookInside(branches.simulationAt(id, at, true), target)),
    tryOut: (id, at, command) => settled(() => tryOutNow(branches.get(id).simulation, at, command)),
    readBlock: (bytes) => settled(() => readBlockFile(bytes)),
    digest: (id) => settled(() => digestOf(branches.get(id).simulation.entries)),
  };
}

/** Blocks, messages and entries never change once they exist; a node does. */
const needsPast = (target: InspectTarget): boolean => target.type === 'node';
