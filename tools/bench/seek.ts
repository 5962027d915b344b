/**
 * Going to any moment of a recording of a thousand transactions: the page's world there, and the simulation itself (which
 * acting in the past and inspecting a node ask for). Then what all of it takes in memory.
 */
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { TraceIndex } from '../../web/src/view/trace-index.ts';
import type { Simulation } from '../../web/src/sim/worker/simulation.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { type Benchmark, type Figure, millisOf, percentile } from './figure.ts';
import { networkWithAssets, transfer } from './transfers.ts';

const TRANSACTIONS = 1_000;
const SEEKS = 400;
const FORKS = 100;

/** Moments all over the recording in an order that jumps about; the same in every run. */
function moments(count: number, horizon: number): readonly number[] {
  const golden = 0.618_033_988_75;
  return Array.from({ length: count }, (_, index) => Math.floor(((index * golden) % 1) * horizon));
}

interface Look {
  readonly trace: TraceIndex;
  readonly firstMillis: number;
  readonly p95Millis: number;
}

function lookAround(simulation: Simulation): Look {
  const { topology, generation } = simulation.recording;
  const indexMillis = performance.now();
  const trace = TraceIndex.empty(topology, generation).updated(simulation.entries, 0);
  trace.worlds.at(simulation.now);
  const firstMillis = performance.now() - indexMillis;
  const samples = moments(SEEKS, simulation.now).map((at) =>
    millisOf(() => {
      trace.worlds.at(at);
      trace.flights.at(at);
    }),
  );
  return { trace, firstMillis, p95Millis: percentile(samples, 0.95) };
}

/** Bytes in use once everything unreachable is gone: objects, and buffers outside the heap. */
function bytesInUse(): number {
  const collect = (globalThis as { readonly gc?: () => void }).gc;
  invariant(collect, 'needs node --expose-gc');
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function run(): Promise<readonly Figure[]> {
  const parts = await loadSimulationParts();
  const simulation = networkWithAssets(parts);
  const before = bytesInUse();
  const valid = transfer(simulation, TRANSACTIONS);
  const { trace, firstMillis, p95Millis } = lookAround(simulation);
  const replay = moments(FORKS, simulation.now).map((at) => millisOf(() => simulation.forkAt(at)));
  const after = bytesInUse();
  const { length } = trace.entries;
  const what = `${String(valid)} valid transactions, ${String(length)} facts`;
  return [
    {
      name: 'view made from nothing',
      value: firstMillis,
      unit: 'ms',
      note: `indexes and the world at the end; ${what}`,
    },
    {
      name: 'seek p95, view',
      value: p95Millis,
      unit: 'ms',
      note: `${String(SEEKS)} jumps: world and messages in flight`,
    },
    {
      name: 'seek p95, simulation',
      value: percentile(replay, 0.95),
      unit: 'ms',
      note: `${String(FORKS)} jumps: the world to act in or inspect, replayed from the nearest checkpoint`,
    },
    {
      name: 'memory after it',
      value: after / 1e6,
      unit: 'MB',
      against: { name: 'before the transactions', value: before / 1e6, unit: 'MB' },
      note: 'heap and buffers of simulation and view together, after collection',
    },
  ];
}

export const seekBenchmark: Benchmark = {
  name: 'seek',
  about: 'jumping about in a recording of 1,000 transactions, and the memory it takes',
  run,
};
