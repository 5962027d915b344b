/**
 * `npm start`: from a fresh clone to an address.
 *
 * Decision: it serves the built page, not Vite's development server, because an instructor waits for the first message
 * to move. Measured on two cores in Chromium with React, React Flow and framer-motion on an otherwise empty page: built
 * 0.3 s and 8 requests; development server 1.5 s the first time, 0.7 s after, 15 requests, and one more for each of our
 * modules. Cost: a build of a few seconds when a source changed since the last one. Who writes the lab uses
 * `npm run dev`, which reloads by itself.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, installPackages, npm, prepareAssets, requireNode } from './setup/installation.mjs';

/** Milliseconds since 1970 of the newest file at or below `path`. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function buildIsStale() {
  const page = join(ROOT, 'dist', 'index.html');
  if (!existsSync(page)) return true;
  const sources = ['web', 'chaincode', 'vite.config.ts', 'package-lock.json', '.cache/guest'].map((name) =>
    join(ROOT, name),
  );
  return sources.some((path) => existsSync(path) && newest(path) > statSync(page).mtimeMs);
}

/** Opens the browser where there is a desktop; nobody is told when there is none. */
function openBrowser(address) {
  const desktop = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!desktop || process.env.CI || process.env.BROWSER === 'none' || !process.stdout.isTTY) return;
  const [command, ...rest] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...rest, address], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

requireNode();
if (!installPackages() || !prepareAssets()) process.exit(1);
if (buildIsStale()) {
  console.log('Building the page …');
  if (!npm(['run', '--silent', 'build'])) process.exit(1);
}

const { preview } = await import('vite');
const port = Number(process.env.PORT ?? 4173);
// A busy port is no reason to stop: Vite takes the next one.
const server = await preview({
  configFile: join(ROOT, 'vite.config.ts'),
  preview: { port, strictPort: false },
  logLevel: 'error',
});
const address = server.resolvedUrls?.local[0] ?? `http://127.0.0.1:${port}/`;
console.log(`Fabriscope: ${address}`);
openBrowser(address);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.httpServer.close();
    server.httpServer.closeAllConnections?.();
    process.exit(0);
  });
}
