/**
 * A recording being played: the one place where commands, kernel and trace meet.
 *
 * Everything follows from the recording. Checkpoints, kept along the way, are references to old values; going back
 * means going on from the nearest one.
 */
import type { ContainerMemo } from '../chaincode/container-memo.ts';
import { type Checkpoint, Kernel, type LinkState, type Narrator } from '../kernel/kernel.ts';
import { invariant, ok, refuse, type Result } from '../kernel/result.ts';
import type { Micros } from '../kernel/time.ts';
import { checkCommand } from '../protocol/check-command.ts';
import type { Command } from '../protocol/commands.ts';
import type { ContractFolder, Recording } from '../protocol/recording.ts';
import { doneAtOnce, STEPS_OF_SLICE, type Work } from '../protocol/work.ts';
import { DISK_LATENCY, NETWORK_LATENCY } from '../topology/latency.ts';
import type { Task } from '../topology/machines.ts';
import { extended } from '../topology/extension.ts';
import { nodesOf } from '../topology/nodes.ts';
import type { Topology } from '../topology/topology-spec.ts';
import { EMPTY_WORKSPACE, type Workspace } from '../topology/workspace.ts';
import type { Entry, Fact, NodeId } from '../trace/facts.ts';
import { lostFact, sentFact } from '../trace/message-facts.ts';
import type { Message } from '../wire/messages.ts';
import type { CommandContext } from './command-context.ts';
import { carryOut, checkNow, nodeOf } from './commands.ts';
import { doNextPlanned, nextPlannedAt } from './fault-plan.ts';

/** What every simulation is given from outside. */
export interface SimulationParts {
  readonly containers: ContainerMemo;
  /** Contracts every recording may use without carrying them, by source name. */
  readonly builtInContracts: Readonly<Record<string, ContractFolder>>;
}

interface Mark {
  readonly at: Micros;
  readonly entries: number;
  readonly payloads: number;
  readonly commands: number;
  readonly kernel: Checkpoint<Message, Task, Fact>;
  readonly workspace: Workspace;
  readonly topology: Topology;
}

/** A checkpoint is kept when this many entries have come since the last one. */
const ENTRIES_BETWEEN_MARKS = 200;

/** More checkpoints than this are thinned out: each holds what has been replaced since. */
const MOST_MARKS = 2_400;

/** The first and last mark, and between them marks as far apart as leaves at most half of {@link MOST_MARKS}. */
function thinned(marks: readonly Mark[]): Mark[] {
  for (let apart = ENTRIES_BETWEEN_MARKS; ; apart *= 2) {
    let reached = Number.NEGATIVE_INFINITY;
    const kept = marks.filter(({ entries }, index) => {
      if (index < marks.length - 1 && entries - reached < apart) return false;
      reached = entries;
      return true;
    });
    if (kept.length <= MOST_MARKS / 2) return kept;
  }
}

/** The recording as it was when the mark was made. */
function recordingAt({ begun, ...recording }: Recording, { topology, commands }: Mark): Recording {
  const hasGrown = begun !== undefined && topology !== begun;
  return { ...recording, topology, ...(hasGrown && { begun }), commands: recording.commands.slice(0, commands) };
}

export class Simulation {
  private readonly parts: SimulationParts;
  private recorded: Recording;
  private workspace: Workspace = EMPTY_WORKSPACE;
  private kernel: Kernel<Message, Task, Fact>;
  private readonly trace: Entry[] = [];
  private readonly payloads: Message[] = [];
  private marks: Mark[] = [];

  private constructor(parts: SimulationParts, recording: Recording, from?: Simulation, mark?: Mark) {
    this.parts = parts;
    this.recorded = recording;
    if (from && mark) {
      this.trace = from.trace.slice(0, mark.entries);
      this.payloads = from.payloads.slice(0, mark.payloads);
      this.marks = from.marks.slice(0, from.marks.indexOf(mark) + 1);
      this.workspace = mark.workspace;
    }
    const options = { seed: recording.seed, latency: () => NETWORK_LATENCY, disk: DISK_LATENCY };
    this.kernel = new Kernel<Message, Task, Fact>(options, this.narrator(), mark?.kernel);
    if (!mark) this.keepMark();
  }

  /** Plays `recording` (which has been checked) up to its last command. Refuses commands that do not fit the moment they are given at. */
  static play(recording: Recording, parts: SimulationParts): Result<Simulation> {
    return doneAtOnce(Simulation.playing(recording, parts));
  }

  /** As {@link play}, in slices; the share is of commands. Stopped, it refuses. */
  static *playing(recording: Recording, parts: SimulationParts): Work<Result<Simulation>> {
    const { begun = recording.topology, ...rest } = recording;
    const simulation = new Simulation(parts, { ...rest, topology: begun, commands: [] });
    const total = recording.commands.length;
    for (const [index, { at, command, by }] of recording.commands.entries()) {
      for (const _slice of simulation.runs(at)) if (yield { done: index, total }) return refuse('cancelled');
      if (yield { done: index, total }) return refuse('cancelled');
      if (by === 'plan') continue;
      const performed = simulation.perform(command);
      if (!performed.ok) return refuse(performed.error.code, performed.error.params, `commands[${index}]`);
    }
    return ok(simulation);
  }

  get recording(): Recording {
    return this.recorded;
  }

  get now(): Micros {
    return this.kernel.now;
  }

  /** All facts so far. Grows in place; entries never change. */
  get entries(): readonly Entry[] {
    return this.trace;
  }

  get files(): Workspace {
    return this.workspace;
  }

  payloadOf(message: number): Message | undefined {
    return this.payloads[message];
  }

  stateOf(node: NodeId): unknown {
    return this.kernel.stateOf(node);
  }

  /** When a timer of the node goes off; undefined while it is not set. */
  timerDue(node: NodeId, timer: string): Micros | undefined {
    return this.kernel.timerDue(node, timer);
  }

  isUp(node: NodeId): boolean {
    return this.kernel.isUp(node);
  }

  /** How the way from one node to another is just now. */
  linkState(from: NodeId, to: NodeId): LinkState {
    return this.kernel.linkState(from, to);
  }

  /** When the next thing will happen by itself. */
  nextAt(): Micros | undefined {
    return this.kernel.nextAt();
  }

  runUntil(until: Micros): void {
    for (let due = this.plannedBy(until); due !== undefined; due = this.plannedBy(until)) {
      this.runKernel(due);
      this.doPlanned();
    }
    this.runKernel(until);
  }

  /** As {@link runUntil}, in slices. */
  *runs(until: Micros): Generator<void> {
    for (let steps = 1; this.stepOnce(until); steps++) if (steps % STEPS_OF_SLICE === 0) yield;
    this.runUntil(until);
  }

  private runKernel(until: Micros): void {
    while (this.kernel.stepOnce(until)) this.keepMarkIfDue();
    this.kernel.runUntil(until);
  }

  /** When the plan of faults next does something, if that is by `until`. */
  private plannedBy(until: Micros): Micros | undefined {
    const at = nextPlannedAt(this.workspace);
    return at === undefined || at > until ? undefined : Math.max(at, this.now);
  }

  /** What is due by itself at that moment has happened. */
  private doPlanned(): void {
    doNextPlanned({
      workspace: this.workspace,
      entries: this.trace,
      record: (node, cause, fact) => this.record(node, cause, fact),
      keep: (workspace) => {
        this.workspace = workspace;
      },
      give: (command, cause, keepEnd) => {
        const given = this.give(command, { by: 'plan', cause });
        if (given.ok) this.workspace = keepEnd(this.workspace);
        // The mark kept with the command does not know of its end yet.
        if (given.ok) this.keepMark();
        return given;
      },
    });
  }

  /** Lets one thing happen, if it is due by `until`. */
  stepOnce(until: Micros): boolean {
    const planned = this.plannedBy(until);
    if (planned !== undefined && planned < (this.kernel.nextAt() ?? Infinity)) {
      this.kernel.runUntil(planned);
      this.doPlanned();
      return true;
    }
    const stepped = this.kernel.stepOnce(until);
    this.keepMarkIfDue();
    return stepped;
  }

  /** Gives a command now. @returns its index in the recording */
  perform(value: unknown): Result<number> {
    // What is due at this very moment comes first, as when the recording is played.
    this.runUntil(this.now);
    return this.give(value, { cause: null });
  }

  private give(value: unknown, { by, cause }: { readonly by?: 'plan'; readonly cause: number | null }): Result<number> {
    const checked = checkCommand(value, this.recorded.topology, 'command');
    if (!checked.ok) return checked;
    const command = checked.value;
    const context = this.context();
    const allowed = checkNow(command, context);
    if (!allowed.ok) return allowed;
    const index = this.recorded.commands.length;
    const timed = { at: this.now, command, ...(by && { by }) };
    this.recorded = { ...this.grown(command), commands: [...this.recorded.commands, timed] };
    this.apply(command, index, cause, command.type === 'extendNetwork' ? this.context() : context);
    return ok(index);
  }

  /** What the recording says of the network once the command is given. */
  private grown(command: Command): Recording {
    if (command.type !== 'extendNetwork') return this.recorded;
    const { topology, begun = topology } = this.recorded;
    const grown = extended(topology, command.addition);
    invariant(grown.ok, 'the command was checked');
    return { ...this.recorded, begun, topology: grown.value };
  }

  private apply(command: Command, index: number, planned: number | null, context: CommandContext): void {
    const node = nodeOf(command, nodesOf(this.recorded.topology));
    const cause = this.record(node, planned, { type: 'commandGiven', command: command.type, index });
    this.workspace = carryOut(command, index, cause, context);
    this.keepMark();
  }

  /** The world as it was at `at`, going its own way from there. Commands given at exactly `at` are part of it. */
  forkAt(at: Micros): Simulation {
    invariant(at <= this.now, 'a fork leaves from the past');
    const until = this.recorded.commands.findIndex((timed) => timed.at > at);
    return this.forked(until < 0 ? this.recorded.commands.length : until, at);
  }

  /** The world right before command `index` of the recording was given, going its own way from there. */
  forkBefore(index: number): Simulation {
    const command = this.recorded.commands[index];
    invariant(command, 'a fork leaves before a command that was given');
    return this.forked(index, command.at);
  }

  /** A world of its own that has the first `count` commands and has come to `at`, when none of the others was given yet. */
  private forked(count: number, at: Micros): Simulation {
    const mark = this.marks.findLast((candidate) => candidate.at <= at && candidate.commands <= count);
    invariant(mark, 'there is a mark at the beginning');
    const fork = new Simulation(this.parts, recordingAt(this.recorded, mark), this, mark);
    for (const { at: due, command, by } of this.recorded.commands.slice(mark.commands, count)) {
      fork.runUntil(due);
      if (by === 'plan') continue;
      const performed = fork.perform(command);
      invariant(performed.ok, 'what was allowed once is allowed again');
    }
    fork.runUntil(at);
    return fork;
  }

  private context(): CommandContext {
    return {
      kernel: this.kernel,
      parts: { topology: this.recorded.topology, seed: this.recorded.seed, containers: this.parts.containers },
      workspace: this.workspace,
      contracts: { ...this.parts.builtInContracts, ...this.recorded.contracts, ...this.workspace.contracts },
      record: (node, cause, fact) => this.record(node, cause, fact),
    };
  }

  private narrator(): Narrator<Message, Fact> {
    return {
      sent: (id, to, message, arrivesAt, lost) => {
        this.payloads[id] = message;
        return sentFact(id, to, message, arrivesAt, lost);
      },
      lost: (id, from, _message, reason) => lostFact(id, from, reason),
      record: (at, node, cause, fact) => this.record(node, cause, fact, at),
    };
  }

  private record(node: NodeId, cause: number | null, fact: Fact, at: Micros = this.kernel.now): number {
    const seq = this.trace.length;
    this.trace.push({ seq, at, node, cause, fact });
    return seq;
  }

  private keepMarkIfDue(): void {
    const last = this.marks[this.marks.length - 1];
    if (!last || this.trace.length - last.entries >= ENTRIES_BETWEEN_MARKS) this.keepMark();
  }

  private keepMark(): void {
    this.marks.push({
      at: this.kernel.now,
      entries: this.trace.length,
      payloads: this.payloads.length,
      commands: this.recorded.commands.length,
      kernel: this.kernel.checkpoint(),
      workspace: this.workspace,
      topology: this.recorded.topology,
    });
    if (this.marks.length > MOST_MARKS) this.marks = thinned(this.marks);
  }
}
