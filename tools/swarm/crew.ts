/** Seeds shared out among processes: the next that have a network in common to whoever is free. */
import { type ChildProcess, fork } from 'node:child_process';
import { loadSimulationParts } from '../node-lab.ts';
import { runSeed, type SeedOptions, type SeedVerdict } from './run-seed.ts';

/** Tells a process that it is one of a crew, with the {@link SeedOptions} as JSON. */
const CREW = 'SWARM_CREW';

/** In a process of a crew: works until the parent has no more seeds. False: this is no such process. */
export async function workAsCrew(): Promise<boolean> {
  const options = process.env[CREW];
  if (options === undefined) return false;
  const parts = await loadSimulationParts();
  const parsed = JSON.parse(options) as SeedOptions;
  process.on('message', (seed: number) => process.send?.(runSeed(seed, parsed, parts)));
  process.send?.('ready');
  return true;
}

/**
 * Runs all seeds that `next` gives, until it gives none.
 * @param script the file that calls {@link workAsCrew}
 * @throws when a process ends before its seed does
 */
export async function runSeeds(
  script: string,
  size: number,
  options: SeedOptions,
  next: () => readonly number[],
  onVerdict: (verdict: SeedVerdict) => void,
): Promise<void> {
  const env = { ...process.env, [CREW]: JSON.stringify(options) };
  await Promise.all(Array.from({ length: size }, () => workWith(fork(script, [], { env }), next, onVerdict)));
}

function workWith(
  child: ChildProcess,
  next: () => readonly number[],
  onVerdict: (verdict: SeedVerdict) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let current: number | undefined;
    let mine: readonly number[] = [];
    child.on('message', (message: 'ready' | SeedVerdict) => {
      if (message !== 'ready') onVerdict(message);
      if (mine.length === 0) mine = next();
      [current, ...mine] = mine;
      if (current === undefined) child.disconnect();
      else child.send(current);
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (current === undefined) resolve();
      else reject(new Error(`the process of seed ${String(current)} ended with ${String(code)}`));
    });
  });
}
