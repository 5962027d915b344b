/**
 * `npm test`: installs what is missing, then runs every guard and every test and goes on after a failure, so that one run
 * shows all. Each unit test, each end-to-end test and each other guard counts as one; the last line is
 * `N passed, N failed`. `npm test -- check:lint test:unit` runs only those named.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ensureChromium } from './setup/chromium.mjs';
import { ROOT, installPackages, prepareAssets, requireNode } from './setup/installation.mjs';

const REPORTS = join(ROOT, '.cache', 'test');
const UNIT_REPORT = join(REPORTS, 'unit.json');

/** Counts of a report in vitest's JSON; a file that could not even be loaded counts as one failure. */
function unitCounts() {
  const report = JSON.parse(readFileSync(UNIT_REPORT, 'utf8'));
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken };
}

/** A job of tests in the browser, with the file its report goes to. */
function inBrowser(name) {
  const report = join(REPORTS, `${name.replace(':', '-')}.json`);
  return {
    name,
    args: ['--reporter=list,json'],
    counts: () => {
      const { stats, errors } = JSON.parse(readFileSync(report, 'utf8'));
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
    },
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: report, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    needs: 'build',
  };
}

/**
 * The stages, in order; the jobs of a stage run two at a time. `needs` names a job without which this one says nothing.
 * First what takes one core each, the longest before the others so that both cores are done together; then tests that
 * take both, alone.
 */
const STAGES = [
  [
    { name: 'check:lint' },
    { name: 'check:types' },
    { name: 'swarm', args: ['--seeds', '200'] },
    { name: 'check:canary' },
    { name: 'check:layers' },
    { name: 'check:dead' },
    { name: 'check:proto' },
    { name: 'check:format' },
    { name: 'check:tidy' },
    { name: 'check:content', file: 'tools/check-content.ts' },
  ],
  [
    {
      name: 'test:unit',
      args: ['--reporter=dot', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`],
      counts: unitCounts,
    },
  ],
  [{ name: 'build' }],
  [{ name: 'check:size', needs: 'build' }],
  // Alone, because it promises a time.
  [inBrowser('test:opening')],
  [inBrowser('test:e2e')],
];

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Runs an npm script; resolves to its exit code and everything it said. */
function runScript(name, args, environment) {
  return new Promise((resolve) => {
    const windows = process.platform === 'win32';
    const child = spawn(windows ? 'npm.cmd' : 'npm', ['run', '--silent', name, '--', ...args], {
      cwd: ROOT,
      env: environment,
      shell: windows,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** A suite counts its tests; one that failed without a failing test (or ran none) has failed itself. */
function countsOf(job, code) {
  if (!job.counts) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  try {
    const { passed, failed } = job.counts();
    const silent = (code !== 0 && failed === 0) || passed + failed === 0;
    return { passed, failed: failed + (silent ? 1 : 0) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

async function runJob(job, results, environment) {
  if (job.file && !existsSync(join(ROOT, job.file))) return;
  if (job.needs && results.some((result) => result.name === job.needs && result.failed > 0)) {
    results.push({ name: job.name, passed: 0, failed: 1, seconds: 0 });
    console.log(`\n── ${job.name}: not run, ${job.needs} failed`);
    return;
  }
  const began = performance.now();
  const { code, output } = await runScript(job.name, job.args ?? [], { ...environment, ...job.environment });
  const seconds = (performance.now() - began) / 1000;
  const counts = countsOf(job, code);
  results.push({ name: job.name, ...counts, seconds });
  console.log(`\n── ${job.name}: ${counts.failed === 0 ? 'ok' : 'FAILED'} (${seconds.toFixed(1)} s)`);
  const said = output.trim();
  if (said !== '') console.log(counts.failed === 0 ? said.split('\n').slice(-6).join('\n') : said);
}

async function runStage(jobs, results, environment) {
  const waiting = [...jobs];
  const worker = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await runJob(job, results, environment);
  };
  await Promise.all([worker(), worker()]);
}

function summarise(results) {
  console.log('\n  seconds   passed   failed');
  for (const { name, passed, failed, seconds } of results) {
    console.log(`${seconds.toFixed(1).padStart(9)}${String(passed).padStart(9)}${String(failed).padStart(9)}  ${name}`);
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  console.log(`${seconds.toFixed(1).padStart(9)}  of work in all\n`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed;
}

requireNode();
if (!installPackages()) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const only = process.argv.slice(2);
const wanted = (job) => only.length === 0 || only.includes(job.name);
const unknown = only.filter((name) => !STAGES.flat().some((job) => job.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no check named ${unknown.join(', ')}; there are: ${STAGES.flat()
      .map((job) => job.name)
      .join(', ')}`,
  );
  process.exit(1);
}

const results = [];
const prepareBegan = performance.now();
if (!prepareAssets())
  results.push({ name: 'prepare:assets', passed: 0, failed: 1, seconds: (performance.now() - prepareBegan) / 1000 });
const needsBrowser = STAGES.flat().some((job) => /^test:(opening|e2e)$/.test(job.name) && wanted(job));
const chromium = needsBrowser ? await ensureChromium() : undefined;
if (needsBrowser && chromium === undefined)
  console.error('No Chromium was found and none could be installed: the end-to-end tests will fail.');

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const { FORCE_COLOR: _, ...inherited } = process.env;
const environment = {
  ...inherited,
  // The same everywhere: vitest and Playwright behave differently where this is set.
  CI: 'true',
  NO_COLOR: '1',
  E2E_PORT: String(await freePort()),
  ...(chromium === undefined ? {} : { E2E_CHROMIUM: chromium }),
};
for (const jobs of STAGES) await runStage(jobs.filter(wanted), results, environment);

// Not process.exit(): it may cut off the last line when the output is a pipe.
process.exitCode = summarise(results) === 0 ? 0 : 1;
