/**
 * Which Chromium the end-to-end tests drive: an installed one if there is one, so that nothing is downloaded twice.
 * Plain JavaScript: it runs before any package is installed.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { npm } from './installation.mjs';

const VARIABLES = ['PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH', 'CHROMIUM_PATH', 'CHROME_PATH'];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Some systems ship a `chromium-browser` that only tells you to install a snap: a real browser can say its version. */
function answers(path) {
  if (process.platform === 'win32') return true;
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 && /chrom/i.test(stdout);
}

/** Path of a Chromium or Chrome installed on this machine, or undefined. Does not look at Playwright's own downloads. */
export function installedChromium(environment = process.env) {
  const named = VARIABLES.map((name) => environment[name]).filter((path) => path !== undefined && path !== '');
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...named, ...onPath, ...PLACES].find((path) => executable(path) && answers(path));
}

/** Path of the Chromium Playwright downloaded earlier, or undefined. Needs node_modules. */
async function downloadedChromium() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function aptInstall() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  console.log('Installing the system package chromium (apt-get) …');
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update'], options);
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
}

/**
 * Finds a Chromium, or gets one: Debian's package when this is root on such a system, else Playwright's own download.
 * Resolves to its path, or to undefined when nothing worked. Needs node_modules.
 */
export async function ensureChromium() {
  const there = installedChromium() ?? (await downloadedChromium());
  if (there !== undefined) return there;
  aptInstall();
  const fromPackage = installedChromium();
  if (fromPackage !== undefined) return fromPackage;
  console.log("Downloading Playwright's own Chromium …");
  npm(['playwright', 'install', 'chromium'], 'npx');
  return downloadedChromium();
}
