/**
 * Runs a scene or a recording without a browser: `npm run -s sim -- <scene id | recording.json> [--until T] [--json]
 * [--out DIR]`.
 *
 * Prints the trace, or with `--json` a summary; `--out` writes artefacts the real tools read. Exit code 0 when it ran,
 * 2 with a sentence on the error output when it could not.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { errors } from '../web/src/i18n/en/errors.ts';
import { format } from '../web/src/i18n/format.ts';
import type { Scene } from '../web/src/scenes/scene.ts';
import type { Refusal, Result } from '../web/src/sim/kernel/result.ts';
import { checkRecording } from '../web/src/sim/protocol/check-recording.ts';
import type { Command } from '../web/src/sim/protocol/commands.ts';
import { FORMAT_VERSION, type Recording } from '../web/src/sim/protocol/recording.ts';
import { runUntilSettled } from '../web/src/sim/worker/settle.ts';
import { Simulation } from '../web/src/sim/worker/simulation.ts';
import { loadSimulationParts } from './node-lab.ts';
import { artefactsOf } from './sim-artefacts.ts';
import { summaryOf, traceLine } from './sim-summary.ts';

const USAGE = 'Usage: npm run -s sim -- <scene id | recording.json> [--until SECONDS] [--json] [--out DIR]';

/** What to run: a recording, and the commands of a scene that follow it, each once the one before has settled. */
interface Program {
  readonly recording: unknown;
  readonly script: readonly Command[];
}

class Unusable extends Error {}

const sceneFile = (id: string): string => path.resolve(import.meta.dirname, '../web/src/scenes', id, 'scene.ts');

async function load(what: string): Promise<Program> {
  if (/^[a-z0-9-]+$/.test(what)) {
    if (!existsSync(sceneFile(what))) throw new Unusable(`There is no scene called "${what}".`);
    const { scene } = (await import(sceneFile(what))) as { readonly scene: Scene };
    const { generation, seed, topology, contracts, setup, steps } = scene;
    const recording: Recording = { formatVersion: FORMAT_VERSION, generation, seed, topology, contracts, commands: [] };
    const taught = steps.flatMap((step) => [...step.commands, ...(step.action ? step.action.solution : [])]);
    return { recording, script: [...setup, ...taught] };
  }
  try {
    return { recording: JSON.parse(readFileSync(what, 'utf8')) as unknown, script: [] };
  } catch (error) {
    throw new Unusable(`Cannot read ${what}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function accept<T>(result: Result<T, Refusal>, what: string): T {
  if (result.ok) return result.value;
  const { code, params, where } = result.error;
  const known: Readonly<Record<string, string>> = errors;
  const sentence = format(known[code] ?? errors.unknown, { code, where, ...params });
  throw new Unusable(
    where === '' || sentence.includes(where) ? `${what}: ${sentence}` : `${what}: ${sentence} (at ${where})`,
  );
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { until: { type: 'string' }, json: { type: 'boolean' }, out: { type: 'string' } },
  });
  const [what] = positionals;
  if (what === undefined || positionals.length > 1) throw new Unusable(USAGE);
  const until = values.until === undefined ? undefined : Number(values.until) * 1_000_000;
  if (until !== undefined && !(until >= 0)) throw new Unusable(`--until wants seconds, not "${values.until ?? ''}".`);
  const { recording, script } = await load(what);
  const checked = accept(checkRecording(recording), what);
  const simulation = accept(Simulation.play(checked, await loadSimulationParts()), what);
  for (const [index, command] of script.entries()) {
    if (until !== undefined && simulation.now >= until) break;
    runUntilSettled(simulation, accept(simulation.perform(command), `${what}, command ${index}`));
  }
  if (until !== undefined && until > simulation.now) simulation.runUntil(until);
  if (values.json) console.log(JSON.stringify(summaryOf(simulation), null, 2));
  else for (const entry of simulation.entries) console.log(traceLine(entry));
  if (values.out !== undefined) write(values.out, simulation);
  return 0;
}

function write(dir: string, simulation: Simulation): void {
  const artefacts = artefactsOf(simulation);
  for (const [file, content] of artefacts) {
    const target = path.join(dir, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  console.error(`${artefacts.size} files written to ${dir}`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Unusable) && !(error instanceof TypeError && 'code' in error)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
