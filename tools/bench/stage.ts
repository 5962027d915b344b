/** Frames a second of the stage with a hundred nodes and a thousand messages under way, in Chromium without a graphics card. */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { served, withBrowser } from './browser.ts';
import { type Benchmark, type Figure, percentile } from './figure.ts';
import type { StageMeasurement } from './stage-page/stage-page.ts';

const PAGE = path.join(import.meta.dirname, 'stage-page');
const BUILT = path.join(import.meta.dirname, '../../.cache/bench/stage');

async function measure(): Promise<StageMeasurement> {
  await build({
    configFile: false,
    root: PAGE,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: BUILT, emptyOutDir: true, target: 'es2022' },
  });
  return served(BUILT, (address) =>
    withBrowser(async (browser) => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(address);
      await page
        .waitForFunction(() => 'measured' in window, undefined, { timeout: 60_000 })
        .catch(() => Promise.reject(new Error(`the stage was not measured: ${errors.join('; ')}`)));
      return page.evaluate(() => (window as unknown as { readonly measured: StageMeasurement }).measured);
    }),
  );
}

async function run(): Promise<readonly Figure[]> {
  const { frames, paints, firstPaint, flights, cards } = await measure();
  const total = frames.reduce((sum, millis) => sum + millis, 0);
  const what = `${String(cards)} cards and zones, ${flights.toFixed(0)} messages drawn, 1440×900, software rendering`;
  return [
    { name: 'stage', value: (frames.length * 1000) / total, unit: 'frames/s', note: what },
    { name: 'stage frame p95', value: percentile(frames, 0.95), unit: 'ms' },
    {
      name: 'painting the messages p95',
      value: percentile(paints, 0.95),
      unit: 'ms',
      note: 'our own work in a frame, of the 16.7 ms there are',
    },
    {
      name: 'first picture',
      value: firstPaint,
      unit: 'ms',
      note: 'every line on which a message flies has to be found once',
    },
  ];
}

export const stageBenchmark: Benchmark = {
  name: 'stage',
  about: 'frames a second at 100 nodes and 1,000 messages',
  run,
};
