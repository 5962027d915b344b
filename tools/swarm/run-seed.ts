/** One seed from beginning to verdict. */
import type { SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { replayProblems, restartProblems } from './afterwards.ts';
import { type Life, live, planOf } from './life.ts';
import type { OrderingKind } from './network.ts';
import { failureLines } from './reproduce.ts';
import { shrink } from './shrink.ts';

export interface SeedOptions {
  readonly kinds: readonly OrderingKind[];
  /** Milliseconds a failure is shrunk for. */
  readonly shrinkFor: number;
}

/** Plain, because it comes from another process. */
export interface SeedVerdict {
  readonly seed: number;
  /** Lines to print; none when all is well. */
  readonly failure: readonly string[];
  readonly transactions: number;
  readonly facts: number;
  /** Of simulated time. */
  readonly seconds: number;
}

/** Of this many seeds one is played again, and one restarted. */
const REPLAYED = 10;
const RESTARTED = 5;

export function runSeed(seed: number, { kinds, shrinkFor }: SeedOptions, parts: SimulationParts): SeedVerdict {
  const life = live(planOf(seed, kinds), parts);
  const { entries, now } = life.simulation;
  const transactions = entries.filter(({ fact }) => fact.type === 'commitStatusReceived').length;
  const counts = { seed, transactions, facts: entries.length, seconds: now / 1_000_000 };
  if (life.problems.length > 0) {
    const smallest = shrink(life, (plan) => live(plan, parts), performance.now() + shrinkFor);
    return { ...counts, failure: failureLines(life, smallest) };
  }
  const problems = afterwards(life, seed, parts);
  return {
    ...counts,
    failure: problems.length > 0 ? failureLines({ ...life, problems }, { ...life, problems: [] }) : [],
  };
}

function afterwards({ simulation }: Life, seed: number, parts: SimulationParts): readonly string[] {
  const replayed = seed % REPLAYED === 0 ? replayProblems(simulation, parts) : [];
  return [...replayed, ...(seed % RESTARTED === 1 ? restartProblems(simulation) : [])];
}
