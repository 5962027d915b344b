/**
 * The world at any time of a trace: snapshots every {@link SNAPSHOT_EVERY} entries, folded on from the nearest one.
 *
 * Going back gives exactly what going forward gave, because both fold the same entries from the same snapshot.
 */
import type { Generation, Topology } from '../sim/protocol/topology-spec.ts';
import type { Micros } from '../sim/trace/facts.ts';
import type { Entry } from '../sim/trace/facts.ts';
import { emptyWorld, type WorldView } from './world-model.ts';
import { foldWorld } from './world-view.ts';

const SNAPSHOT_EVERY = 200;

/** How many of `entries` happened at or before `time`. Entries are in order of `at`. */
export function countUntil(entries: readonly Entry[], time: Micros): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && entry.at <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class WorldTimeline {
  private entries: readonly Entry[] = [];
  /** `snapshots[k]` is the world after the first k × SNAPSHOT_EVERY entries; made when first needed. */
  private readonly snapshots: WorldView[];
  private latest: { readonly count: number; readonly world: WorldView };

  constructor(topology: Topology, generation: Generation) {
    const start = emptyWorld(topology, generation);
    this.snapshots = [start];
    this.latest = { count: 0, world: start };
  }

  /** Takes the whole trace of the branch shown; entries before `fromSeq` are those it had already. */
  update(entries: readonly Entry[], fromSeq: number): void {
    this.entries = entries;
    this.snapshots.length = Math.max(1, Math.min(this.snapshots.length, Math.floor(fromSeq / SNAPSHOT_EVERY) + 1));
    const start = this.snapshots[0];
    if (this.latest.count > fromSeq && start !== undefined) this.latest = { count: 0, world: start };
    this.foldAhead();
  }

  /** Makes the snapshots as the trace comes in: else the first look at the end of a long one folds all of it. */
  private foldAhead(): void {
    const reached = Math.floor(this.entries.length / SNAPSHOT_EVERY) * SNAPSHOT_EVERY;
    const { latest } = this;
    if (this.snapshots.length * SNAPSHOT_EVERY <= reached) this.after(reached);
    // What was looked at last is looked at again.
    this.latest = latest;
  }

  /** The world after everything that happened at or before `time`. Equal times give the identical object while playing. */
  at(time: Micros): WorldView {
    return this.after(countUntil(this.entries, time));
  }

  /** The world after the first `count` entries. */
  after(count: number): WorldView {
    if (count === this.latest.count) return this.latest.world;
    const from = this.nearest(count);
    let { world } = from;
    for (let index = from.count; index < count; index++) {
      const entry = this.entries[index];
      if (entry === undefined) break;
      // Most entries are messages, which change nothing but the time: that is said once, by whoever comes last.
      const passing = entry.fact.type === 'messageSent' && (index + 1) % SNAPSHOT_EVERY !== 0 && index + 1 < count;
      if (!passing) world = foldWorld(world, entry);
      if ((index + 1) % SNAPSHOT_EVERY === 0 && this.snapshots.length === (index + 1) / SNAPSHOT_EVERY) {
        this.snapshots.push(world);
      }
    }
    this.latest = { count, world };
    return world;
  }

  private nearest(count: number): { readonly count: number; readonly world: WorldView } {
    const slot = Math.min(Math.floor(count / SNAPSHOT_EVERY), this.snapshots.length - 1);
    const world = this.snapshots[slot];
    const known = slot * SNAPSHOT_EVERY;
    if (world === undefined || (this.latest.count <= count && this.latest.count > known)) return this.latest;
    return { count: known, world };
  }
}
