/**
 * Going to any moment of a recording of 10,000 transactions: the page's world and messages there, what its panels look
 * up, and the simulation itself (which acting in the past and inspecting a node ask for). Then what all of it takes in
 * memory. `BENCH_TRANSACTIONS` asks for another number.
 */
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { transactionRecord } from '../../web/src/panels/inspector/transaction-record.ts';
import { CHANNEL } from '../../web/src/scenes/networks.ts';
import { isErrorStep } from '../../web/src/view/steps.ts';
import { countUntil } from '../../web/src/view/world-timeline.ts';
import { TraceIndex } from '../../web/src/view/trace-index.ts';
import type { Simulation } from '../../web/src/sim/worker/simulation.ts';
import { loadSimulationParts } from '../node-lab.ts';
import { type Benchmark, type Figure, millisOf, percentile } from './figure.ts';
import { networkWithAssets, transfer } from './transfers.ts';

const TRANSACTIONS = Number(process.env['BENCH_TRANSACTIONS'] ?? 10_000);
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
  /** The longest the page is held up while a recording is opened piece by piece. */
  readonly pieceMillis: number;
  readonly p95Millis: number;
  readonly panelsMillis: number;
}

/** Entries the page takes at once, as `link/simulation-link.ts` does. */
const PIECE = 5_000;
const PANEL_LOOKS = 40;

/** What blocks, inspector, terminal and charts ask for at a moment. */
function lookUp(trace: TraceIndex, at: number): void {
  const count = countUntil(trace.entries, at);
  const chain = trace.chains.chain('peer0.org1.example.com', CHANNEL, count);
  const txid = chain.at(-1)?.transactions[0]?.txid ?? '';
  transactionRecord(trace.facts.ofTransaction(txid, count), txid);
  trace.steps.next(at, isErrorStep);
}

function lookAround(simulation: Simulation): Look {
  const { topology, generation } = simulation.recording;
  const { entries } = simulation;
  let trace = TraceIndex.empty(topology, generation);
  const pieces: number[] = [];
  for (let from = 0; from < entries.length; from += PIECE) {
    const known = entries.slice(0, from + PIECE);
    pieces.push(
      millisOf(() => {
        trace = trace.updated(known, from);
      }),
    );
  }
  pieces.push(millisOf(() => trace.worlds.at(simulation.now)));
  const firstMillis = pieces.reduce((sum, millis) => sum + millis, 0);
  const samples = moments(SEEKS, simulation.now).map((at) =>
    millisOf(() => {
      trace.worlds.at(at);
      trace.flights.at(at);
    }),
  );
  const panels = moments(PANEL_LOOKS, simulation.now).map((at) => millisOf(() => lookUp(trace, at)));
  return {
    trace,
    firstMillis,
    pieceMillis: Math.max(...pieces),
    p95Millis: percentile(samples, 0.95),
    panelsMillis: percentile(panels, 0.95),
  };
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
  const { trace, firstMillis, pieceMillis, p95Millis, panelsMillis } = lookAround(simulation);
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
      name: 'longest piece of it',
      value: pieceMillis,
      unit: 'ms',
      note: `${String(PIECE)} facts taken at once while a recording is opened: the page answers in between`,
    },
    {
      name: 'panels p95',
      value: panelsMillis,
      unit: 'ms',
      note: `${String(PANEL_LOOKS)} moments: the chain of a peer, a transaction's record, the next error`,
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
  about: 'jumping about in a recording of 10,000 transactions, and the memory it takes',
  run,
};
