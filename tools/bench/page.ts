/**
 * Opening the built page: what must be downloaded first, how long until it can be used and until the first message moves
 * with the processor slowed to a quarter, and the memory it holds after a while. Needs `npm run build`.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession } from '@playwright/test';
import { firstMoments, watchForMotion } from '../../e2e/support/motion.ts';
import { firstLoadFiles } from '../guards/check-size.ts';
import { served, withBrowser } from './browser.ts';
import { type Benchmark, type Figure, percentile } from './figure.ts';

const DIST = path.join(import.meta.dirname, '../../dist');
const OPENINGS = 5;
const SLOWER = 4;
const PLAYED_MILLIS = 10_000;

/** Kilobytes (1000 bytes) after gzip of all files the page needs before it shows. */
function firstLoadKilobytes(): number {
  const manifest = path.join(DIST, '.vite/manifest.json');
  if (!existsSync(manifest)) throw new Error('dist/ has not been built (npm run build)');
  type Manifest = Parameters<typeof firstLoadFiles>[0];
  const files = ['index.html', ...firstLoadFiles(JSON.parse(readFileSync(manifest, 'utf8')) as Manifest)];
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(DIST, file))).length, 0) / 1_000;
}

interface Opening {
  readonly ready: number;
  readonly moving: number;
  readonly megabytes: number;
}

/** Of the page's own heap after collection. */
async function megabytesOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}

/** Opens the page with an empty cache. */
async function open(browser: Browser, address: string, slower: number, played: number): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await watchForMotion(page);
  await page.goto(address);
  const moments = await firstMoments(page, 60_000);
  await page.waitForTimeout(played);
  const megabytes = played === 0 ? 0 : await megabytesOf(session);
  await context.close();
  return { ...moments, megabytes };
}

async function openings(browser: Browser, address: string, slower: number): Promise<readonly Opening[]> {
  const all: Opening[] = [];
  for (let index = 0; index < OPENINGS; index++) all.push(await open(browser, address, slower, 0));
  return all;
}

const median = (openings: readonly Opening[], moment: 'ready' | 'moving'): number =>
  percentile(
    openings.map((opening) => opening[moment]),
    0.5,
  );

async function run(): Promise<readonly Figure[]> {
  const kilobytes = firstLoadKilobytes();
  return served(DIST, (address) =>
    withBrowser(async (browser) => {
      const plain = await openings(browser, address, 1);
      const slow = await openings(browser, address, SLOWER);
      const { megabytes } = await open(browser, address, 1, PLAYED_MILLIS);
      const what = `median of ${String(OPENINGS)} openings with an empty cache, main thread slowed ${String(SLOWER)} times`;
      const figure = (name: string, moment: 'ready' | 'moving', note: string): Figure => ({
        name,
        value: median(slow, moment),
        unit: 'ms',
        against: { name: 'not slowed', value: median(plain, moment), unit: 'ms' },
        note: `${note}; ${what}`,
      });
      return [
        { name: 'first load', value: kilobytes, unit: 'kB gzip', note: 'everything needed before the page shows' },
        figure('open to interactive', 'ready', 'the scene is open and answers to play, step and keys'),
        figure('open to first moving message', 'moving', 'three different pictures of the messages drawn'),
        {
          name: 'memory of the page',
          value: megabytes,
          unit: 'MB',
          note: `heap of the page after ${String(PLAYED_MILLIS / 1_000)} s of playing and collection; the worker's is “memory after it” of seek`,
        },
      ];
    }),
  );
}

export const pageBenchmark: Benchmark = {
  name: 'page',
  about: 'opening the built page: size, time, memory',
  run,
};
