/** End-to-end tests: the built page, served as `npm start` serves it, in the Chromium that is on the machine. */
import { defineConfig } from '@playwright/test';
import { installedChromium } from './tools/setup/chromium.mjs';

const port = Number(process.env['E2E_PORT'] ?? 4187);
const executablePath = process.env['E2E_CHROMIUM'] ?? installedChromium();

const OPENING = 'opening.spec.ts';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // A learner's browser waits more than it works: two at a time take two thirds of the time of one.
  workers: 2,
  fullyParallel: true,
  // What promises a time is measured with nothing beside it.
  projects: [
    { name: 'lab', testIgnore: OPENING },
    { name: 'opening', testMatch: OPENING },
  ],
  // The same on a laptop and on a build machine.
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${String(port)}/`,
    viewport: { width: 1440, height: 900 },
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // The browser's own talk with the outside would look like the page's.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: `npx vite preview --port ${String(port)} --strictPort --logLevel warn`,
    url: `http://127.0.0.1:${String(port)}/`,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});
