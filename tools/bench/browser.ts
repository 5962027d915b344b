/** A Chromium and a server of built files for the benchmarks that need a browser. */
import { type Browser, chromium } from '@playwright/test';
import { preview } from 'vite';
import { installedChromium } from '../setup/chromium.mjs';

/** Serves `dir` on a free port while `work` runs; the address ends with a slash. */
export async function served<T>(dir: string, work: (address: string) => Promise<T>): Promise<T> {
  const server = await preview({
    configFile: false,
    root: dir,
    logLevel: 'silent',
    build: { outDir: dir },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const address = server.resolvedUrls?.local[0];
  try {
    if (address === undefined) throw new Error('the server has no address');
    return await work(address);
  } finally {
    await server.close();
  }
}

export async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const executablePath = installedChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--enable-precise-memory-info'],
  });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}
