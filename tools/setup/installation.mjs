/**
 * What has to be in place before anything else of this repository can run: a Node that is new enough, and the packages
 * of package-lock.json. Plain JavaScript without dependencies, because it runs in a fresh clone.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder, absolute. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

const LEAST_NODE = [20, 19];

/** The sentence for a Node that is too old, or undefined when `version` (as in `process.versions.node`) will do. */
export function nodeTooOld(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return undefined;
  return `Fabriscope needs Node ${LEAST_NODE.join('.')} or newer; this is Node ${version}. Install a current one from https://nodejs.org and try again.`;
}

/** Ends the process with one sentence when Node is too old. */
export function requireNode() {
  const sentence = nodeTooOld(process.versions.node);
  if (sentence === undefined) return;
  console.error(sentence);
  process.exit(1);
}

/**
 * Why `npm ci` is needed, or undefined. Compares what is installed with the lock file instead of asking the clock:
 * a fresh checkout touches every file, and a date would then throw away a good node_modules.
 */
export function whyInstall(root = ROOT) {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return 'node_modules is missing';
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  for (const [path, entry] of Object.entries(want)) {
    // Optional packages belong to other platforms: npm does not list them once it has skipped them.
    if (path === '' || entry.optional || entry.devOptional || entry.peer) continue;
    if (have[path]?.version !== entry.version) return `${path} should be version ${entry.version}`;
  }
  return undefined;
}

/** Runs npm (or npx) in the repository and shows its output; true when it ended well. */
export function npm(args, command = 'npm') {
  const windows = process.platform === 'win32';
  const done = spawnSync(windows ? `${command}.cmd` : command, args, { cwd: ROOT, stdio: 'inherit', shell: windows });
  return done.status === 0;
}

/**
 * Brings node_modules up to package-lock.json; false when that fails.
 *
 * `npm ci` refuses a lock file that does not list the packages of every platform, and npm writes such a lock file where
 * a registry does not carry them all. `npm install --no-save` then installs the same locked versions and leaves both
 * files alone; that it did is checked, so that a lock file which really disagrees is still an error.
 */
export function installPackages() {
  const why = whyInstall();
  if (why === undefined) return true;
  console.log(`Installing packages (${why}) …`);
  // The level is named: under `npm test --silent` npm would keep the reason of a failure to itself.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const windows = process.platform === 'win32';
  const options = { cwd: ROOT, encoding: 'utf8', shell: windows };
  const clean = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', ...quiet], options);
  if (clean.status === 0) return true;
  const fits = clean.stderr.includes('EUSAGE') && npm(['install', '--no-save', ...quiet]);
  const still = fits ? whyInstall() : clean.stderr;
  if (still === undefined) return true;
  console.error(
    `${still}\nInstalling the packages failed, for the reason above. Check the network connection and try again.`,
  );
  return false;
}

/** Builds the chaincode guest and the fonts when they are missing or stale; false when one of them failed. */
export function prepareAssets() {
  return npm(['run', '--silent', 'prepare:assets']);
}
