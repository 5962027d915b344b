/** Guard: the compiler, once per layer, because each layer may know different things (`npm run check:types`). */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { reportAndExit } from './report.ts';

/** One tsconfig a layer: the simulation sees neither DOM nor Node. `tools` compiles the tests beside the code too. */
const LAYERS: readonly string[] = ['web/src/sim', 'web', 'tools', 'e2e'];

const AT_ONCE = 2;

function compile(root: string, layer: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const compiler = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
    const child = spawn(process.execPath, [compiler, '-p', join(root, layer), '--pretty', 'false'], { cwd: root });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => {
      const lines = output.split('\n').filter((line) => line.trim() !== '');
      resolve(code !== 0 && lines.length === 0 ? [`${layer}: tsc ended with ${code ?? 'a signal'}`] : lines);
    });
  });
}

/** What the compiler says about each layer below `root`, one line a message; empty when all is well. */
export async function checkTypes(root: string): Promise<readonly string[]> {
  const waiting = [...LAYERS];
  const said: string[] = [];
  const worker = async (): Promise<void> => {
    for (let layer = waiting.shift(); layer !== undefined; layer = waiting.shift())
      said.push(...(await compile(root, layer)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  // A module of the simulation is compiled as part of several layers: say each thing once.
  return [...new Set(said)];
}

if (import.meta.filename === process.argv[1]) {
  reportAndExit(await checkTypes(process.cwd()), `${String(LAYERS.length)} layers compile`);
}
