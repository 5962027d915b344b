/**
 * Everything derived from a branch's entries, kept up to date together: worlds, flights, steps, activity.
 *
 * The owner of the entries makes one per branch shown and calls `updated` with each frame. The wrapper is new each time,
 * so React sees the change; the indexes inside are shared and grow, so a wrapper is valid only until the next one.
 */
import type { Generation, Topology } from '../sim/protocol/topology-spec.ts';
import type { Micros } from '../sim/trace/facts.ts';
import type { Entry } from '../sim/trace/facts.ts';
import { ActivityIndex } from './activity.ts';
import { ChainIndex } from './chain-index.ts';
import { CommandIndex } from './command-index.ts';
import { FactIndex } from './fact-index.ts';
import { FlightIndex } from './flights.ts';
import { StepIndex } from './steps.ts';
import { countUntil, WorldTimeline } from './world-timeline.ts';

export class TraceIndex {
  readonly topology: Topology;
  readonly generation: Generation;
  readonly entries: readonly Entry[];
  readonly worlds: WorldTimeline;
  readonly flights: FlightIndex;
  readonly steps: StepIndex;
  readonly activity: ActivityIndex;
  readonly facts: FactIndex;
  readonly chains: ChainIndex;
  readonly commands: CommandIndex;

  private constructor(from: Omit<TraceIndex, 'entries' | 'updated' | 'lastEntry'>, entries: readonly Entry[]) {
    this.topology = from.topology;
    this.generation = from.generation;
    this.worlds = from.worlds;
    this.flights = from.flights;
    this.steps = from.steps;
    this.activity = from.activity;
    this.facts = from.facts;
    this.chains = from.chains;
    this.commands = from.commands;
    this.entries = entries;
  }

  static empty(topology: Topology, generation: Generation): TraceIndex {
    return new TraceIndex(
      {
        topology,
        generation,
        worlds: new WorldTimeline(topology, generation),
        flights: new FlightIndex(),
        steps: new StepIndex(),
        activity: new ActivityIndex(),
        facts: new FactIndex(),
        chains: new ChainIndex(),
        commands: new CommandIndex(),
      },
      [],
    );
  }

  /** `entries` is the branch's whole trace now; those before `fromSeq` are unchanged. */
  updated(entries: readonly Entry[], fromSeq: number): TraceIndex {
    const { worlds, flights, steps, activity, facts, chains, commands } = this;
    for (const index of [worlds, flights, steps, activity, facts, chains, commands]) index.update(entries, fromSeq);
    return new TraceIndex(this, entries);
  }

  /** The last entry at or before `time`, null before the first. */
  lastEntry(time: Micros): Entry | null {
    return this.entries[countUntil(this.entries, time) - 1] ?? null;
  }
}
