/**
 * The built page with a recording of 10,000 transactions: opening it, going to moments all over it on every page of the
 * dock, scrubbing, selecting, looking inside, playing fast. What the main thread is busy with for each, beside the same
 * in a recording of a few hundred: where the two are alike, nothing walks the trace. Needs `npm run build`;
 * `BENCH_TRANSACTIONS` asks for another number. Takes minutes: the page works every transaction out.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadSimulationParts } from '../node-lab.ts';
import { served, withBrowser } from './browser.ts';
import { type Benchmark, type Figure, percentile } from './figure.ts';
import { LongRunPage, TABS } from './long-run-page.ts';
import { recordedTransfers } from './transfers.ts';

const DIST = path.join(import.meta.dirname, '../../dist');
const TRANSACTIONS = Number(process.env['BENCH_TRANSACTIONS'] ?? 10_000);
const FEW = 200;
const SEEKS = 100;
const STEPS = 40;
const LOOKS = 25;

/** What one thing costs: milliseconds the main thread is busy each time, and the longest it is held up at once. */
export interface Sample {
  readonly name: string;
  readonly busy: readonly number[];
  readonly longest: number;
}

/** Does everything once over. */
export async function measure(page: LongRunPage): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const take = async (name: string, times: number, act: (index: number) => Promise<unknown>): Promise<void> => {
    await page.forgetLongTasks();
    const busy: number[] = [];
    for (let index = 0; index < times; index++) busy.push(await page.busy(() => act(index)));
    samples.push({ name, busy, longest: await page.longestTask() });
  };
  for (const tab of TABS) {
    await page.jumpToEnd();
    await take(`${tab} opened`, 1, () => page.openTab(tab));
    await take(`${tab} seek`, SEEKS, (index) => page.seek(index));
  }
  await page.openTab('Time line');
  await page.beginScrub();
  await take('scrub', SEEKS, (index) => page.scrubTo(index / SEEKS));
  await page.endScrub();
  await page.seek(1);
  await take('step', STEPS, () => page.step());
  await take('block selected', LOOKS, (index) => page.select('block', index));
  await take('transaction selected', LOOKS, (index) => page.select('transaction', index));
  await take('seek, transaction selected', SEEKS, (index) => page.seek(index));
  await page.select('nothing', 0);
  await page.goInside();
  await take('seek inside a peer', LOOKS, (index) => page.seekInside(index));
  await page.goOut();
  await page.seek(2);
  await page.forgetLongTasks();
  samples.push({ name: 'frames at 16×', busy: await page.play(), longest: await page.longestTask() });
  return samples;
}

function figures(long: readonly Sample[], short: readonly Sample[]): readonly Figure[] {
  return long.map(({ name, busy, longest }) => {
    const beside = short.find((sample) => sample.name === name);
    return {
      name: busy.length === 1 ? name : `${name}, p95`,
      value: percentile(busy, 0.95),
      unit: 'ms',
      against: { name: `in ${String(FEW)} transactions`, value: percentile(beside?.busy ?? [], 0.95), unit: 'ms' },
      note: `median ${percentile(busy, 0.5).toFixed(1)} ms; ${longest === 0 ? 'no task of 50 ms or more' : `longest task ${longest.toFixed(0)} ms`}`,
    };
  });
}

async function run(): Promise<readonly Figure[]> {
  if (!existsSync(path.join(DIST, 'index.html'))) throw new Error('dist/ has not been built (npm run build)');
  const parts = await loadSimulationParts();
  return served(DIST, (address) =>
    withBrowser(async (browser) => {
      const measured = async (count: number) => {
        const page = await LongRunPage.open(browser, address);
        const opening = await page.openRecording(recordedTransfers(parts, count));
        const samples = await measure(page);
        await page.close();
        return { opening, samples };
      };
      const short = await measured(FEW);
      const long = await measured(TRANSACTIONS);
      return [
        {
          name: 'opening a recording',
          value: long.opening.millis / 1_000,
          unit: 's',
          against: { name: `${String(FEW)} transactions`, value: short.opening.millis / 1_000, unit: 's' },
          note: `${String(TRANSACTIONS)} transactions, ${String(long.opening.facts)} facts, worked out in the worker; longest task of the page ${long.opening.longest.toFixed(0)} ms`,
        },
        ...figures(long.samples, short.samples),
      ];
    }),
  );
}

export const longRunBenchmark: Benchmark = {
  name: 'long-run',
  about: 'the page with a recording of 10,000 transactions: seeking, scrubbing, selecting, playing',
  run,
};
