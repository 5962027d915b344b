/**
 * Performance figures: `npm run -s bench -- [name …] [--json]`. Without a name all benchmarks run, each in a process of its
 * own. Prints a table, or with `--json` one object; the load of the machine stands beside the figures, before and after,
 * because on a busy machine only the ratios mean anything. Exit code 1 when a benchmark could not be run, 2 for an unknown
 * name.
 */
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchmarks } from './benchmarks.ts';
import type { Benchmark, Figure } from './figure.ts';

interface Outcome {
  readonly benchmark: string;
  readonly figures: readonly Figure[];
  /** Why there are none; empty when there are. */
  readonly failure: string;
}

/** Runs this program once more, for one benchmark: none sees another's heap. */
function runApart({ name }: Benchmark): Outcome {
  const child = spawnSync(process.execPath, ['--expose-gc', '--import', 'tsx', import.meta.filename, '--apart', name], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  if (child.status !== 0) return { benchmark: name, figures: [], failure: child.stderr.trim() };
  const lastLine = child.stdout.trim().split('\n').at(-1) ?? '[]';
  return { benchmark: name, figures: JSON.parse(lastLine) as readonly Figure[], failure: '' };
}

/** Three significant digits, but whole numbers whole. */
function rounded(value: number): string {
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

function ratioOf({ value, against }: Figure): string {
  if (!against || against.value === 0) return '';
  return `${rounded(value / against.value)} × ${against.name} (${rounded(against.value)} ${against.unit})`;
}

function printTable(outcomes: readonly Outcome[]): void {
  for (const { benchmark, figures, failure } of outcomes) {
    if (failure !== '') console.log(`${benchmark}: not measured\n${failure}`);
    for (const figure of figures) {
      console.log(`${figure.name.padEnd(34)}${rounded(figure.value).padStart(10)} ${figure.unit}`);
      for (const line of [ratioOf(figure), figure.note ?? '']) if (line !== '') console.log(`${' '.repeat(6)}${line}`);
    }
  }
}

const load = (): readonly number[] => loadavg().map((value) => Number(value.toFixed(2)));

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, apart: { type: 'string' } },
  });
  if (values.apart !== undefined) {
    const benchmark = benchmarks.find(({ name }) => name === values.apart);
    console.log(JSON.stringify((await benchmark?.run()) ?? []));
    return 0;
  }
  const unknown = positionals.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    console.error(`There is no benchmark named ${unknown.join(', ')}; there are:`);
    for (const { name, about } of benchmarks) console.error(`  ${name.padEnd(14)}${about}`);
    return 2;
  }
  const chosen = benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const before = load();
  const outcomes = chosen.map(runApart);
  const repeat = ['npm run -s bench --', ...positionals].join(' ');
  const machine = { node: process.version, cores: cpus().length, loadBefore: before, loadAfter: load() };
  if (values.json) console.log(JSON.stringify({ repeat, machine, outcomes }, null, 2));
  else {
    printTable(outcomes);
    console.log(
      `\nNode ${machine.node}, ${String(machine.cores)} cores, load average ${before.join(' ')} before and ${machine.loadAfter.join(' ')} after. Repeat: ${repeat}`,
    );
  }
  return outcomes.some(({ failure }) => failure !== '') ? 1 : 0;
}

process.exitCode = await main();
