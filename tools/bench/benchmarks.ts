/** All benchmarks, in the order they are run. */
import type { Benchmark } from './figure.ts';
import { kernelBenchmark } from './kernel.ts';
import { longRunBenchmark } from './long-run.ts';
import { pageBenchmark } from './page.ts';
import { seekBenchmark } from './seek.ts';
import { stageBenchmark } from './stage.ts';
import { transactionsBenchmark } from './transactions.ts';

export const benchmarks: readonly Benchmark[] = [
  kernelBenchmark,
  transactionsBenchmark,
  seekBenchmark,
  stageBenchmark,
  pageBenchmark,
  longRunBenchmark,
];
