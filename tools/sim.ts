/**
 * Runs a scene, a recording, or the network of crypto-config.yaml and configtx.yaml without a browser.
 *
 * Prints the trace (of a network, where its nodes stand), or with `--json` a summary; `--out` writes artefacts the real
 * tools read. What the lab does otherwise than the files of a network say goes to the error output. Exit code 0 when it
 * ran, 1 when a network did not come up, 2 with a sentence on the error output when there was nothing to run.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { errors } from '../web/src/i18n/en/errors.ts';
import { format } from '../web/src/i18n/format.ts';
import { networkAt } from '../web/src/scenes/scene-network.ts';
import type { Scene, StepCommand } from '../web/src/scenes/scene.ts';
import { commandsAfter } from '../web/src/scenes/whoever.ts';
import type { Refusal, Result } from '../web/src/sim/kernel/result.ts';
import { checkRecording } from '../web/src/sim/protocol/check-recording.ts';
import { FORMAT_VERSION, type Recording } from '../web/src/sim/protocol/recording.ts';
import type { TopologyOptions } from '../web/src/sim/topology/read-topology.ts';
import { runUntilSettled } from '../web/src/sim/worker/settle.ts';
import { Simulation } from '../web/src/sim/worker/simulation.ts';
import { loadSimulationParts } from './node-lab.ts';
import { withContracts } from './sim-contracts.ts';
import { artefactsOf } from './sim-artefacts.ts';
import { isNetwork, loadNetwork } from './sim-network.ts';
import { networkFailures, networkLines, summaryOf, traceLine } from './sim-summary.ts';
import { Unusable } from './unusable.ts';

const USAGE = `Usage: npm run -s sim -- <scene id | recording.json> [--until SECONDS] [--json] [--out DIR]
       npm run -s sim -- <DIR | crypto-config.yaml [configtx.yaml]> [--profile PROFILE] [--channel NAME] ...`;

/** What to run: a recording, and the commands of a scene that follow it, each once the one before has settled. */
interface Program {
  readonly recording: unknown;
  readonly script: readonly StepCommand[];
  /** Was it read from files of the real tools? */
  readonly isNetwork: boolean;
}

const sceneFile = (id: string): string => path.resolve(import.meta.dirname, '../web/src/scenes', id, 'scene.ts');

async function load(files: readonly string[], options: TopologyOptions): Promise<Program> {
  const [what = ''] = files;
  const isScene = /^[a-z0-9-]+$/.test(what) && existsSync(sceneFile(what));
  if (!isScene && isNetwork(what)) {
    const { remarks, ...program } = loadNetwork(files, options);
    for (const remark of remarks) console.error(remark);
    return { ...program, isNetwork: true };
  }
  if (files.length > 1 || options.profile !== undefined || options.channel !== undefined) throw new Unusable(USAGE);
  if (/^[a-z0-9-]+$/.test(what)) {
    if (!isScene) throw new Unusable(`There is no scene called "${what}".`);
    const { scene } = (await import(sceneFile(what))) as { readonly scene: Scene };
    const { generation, seed, topology, contracts, setup, steps } = scene;
    const recording: Recording = { formatVersion: FORMAT_VERSION, generation, seed, topology, contracts, commands: [] };
    // A scene that moves on to another network is run as far as its first one goes.
    const own = steps.filter((_, index) => networkAt(scene, index) === scene);
    const taught = own.flatMap((step) => [...step.commands, ...(step.action?.solution ?? [])]);
    return { recording, script: [...setup, ...taught], isNetwork: false };
  }
  try {
    const named = JSON.parse(readFileSync(what, 'utf8')) as unknown;
    return { recording: withContracts(named, path.dirname(what)), script: [], isNetwork: false };
  } catch (error) {
    if (error instanceof Unusable) throw error;
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
    options: {
      until: { type: 'string' },
      json: { type: 'boolean' },
      out: { type: 'string' },
      profile: { type: 'string' },
      channel: { type: 'string' },
    },
  });
  const [what] = positionals;
  if (what === undefined || positionals.length > 2) throw new Unusable(USAGE);
  const until = values.until === undefined ? undefined : Number(values.until) * 1_000_000;
  if (until !== undefined && !(until >= 0)) throw new Unusable(`--until wants seconds, not "${values.until ?? ''}".`);
  const { recording, script, isNetwork } = await load(positionals, values);
  const checked = accept(checkRecording(recording), what);
  const simulation = accept(Simulation.play(checked, await loadSimulationParts()), what);
  for (const [index, step] of script.entries()) {
    if (until !== undefined && simulation.now >= until) break;
    for (const command of commandsAfter(simulation.entries, [step]))
      runUntilSettled(simulation, accept(simulation.perform(command), `${what}, command ${index}`));
  }
  if (until !== undefined && until > simulation.now) simulation.runUntil(until);
  if (values.json) console.log(JSON.stringify(summaryOf(simulation), null, 2));
  else for (const line of isNetwork ? networkLines(simulation) : simulation.entries.map(traceLine)) console.log(line);
  if (values.out !== undefined) write(values.out, simulation);
  return isNetwork && networkFailures(simulation).length > 0 ? 1 : 0;
}

function write(dir: string, simulation: Simulation): void {
  const artefacts = artefactsOf(simulation);
  for (const [file, content] of artefacts) {
    const target = path.join(dir, file);
    // Names in a recording come from anywhere and may point elsewhere.
    if (path.relative(dir, target).startsWith('..')) throw new Unusable(`${file} would not lie in ${dir}.`);
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
