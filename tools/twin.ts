/**
 * The Node half of the twin test: `tsx tools/twin.ts` prints, as JSON, calls to a simulation host and the digests Node got
 * after them. The browser makes the same calls and must get the same digests.
 *
 * What is called: a whole scene; the same from its recording; a fork in its past; the first branch again after that.
 */
import { scene } from '../web/src/scenes/transaction-flow/scene.ts';
import { commandsAfter } from '../web/src/scenes/whoever.ts';
import { invariant, type Result } from '../web/src/sim/kernel/result.ts';
import { FORMAT_VERSION, type Recording } from '../web/src/sim/protocol/recording.ts';
import type { Command } from '../web/src/sim/protocol/commands.ts';
import type { Frame, SimulationHost } from '../web/src/sim/protocol/requests.ts';
import { createHost } from '../web/src/sim/worker/host.ts';
import { loadSimulationParts } from './node-lab.ts';

interface Call {
  readonly method: keyof SimulationHost;
  readonly args: readonly unknown[];
}

const { generation, seed, topology, contracts, setup, steps } = scene;
const taught = steps.flatMap((step) => commandsAfter([], [...step.commands, ...(step.action?.solution ?? [])]));
const empty: Recording = { formatVersion: FORMAT_VERSION, generation, seed, topology, contracts, commands: [] };
const crash: Command = { type: 'crashNode', node: 'peer1.org1.example.com' };

function frameOf(result: Result<Frame, unknown>): Frame {
  invariant(result.ok, 'the scene plays');
  return result.value;
}

const host = createHost(await loadSimulationParts());
const { recording, horizon } = frameOf(await host.open(empty, [...setup, ...taught]));
const past = Math.floor(horizon / 2);

const calls: readonly Call[] = [
  { method: 'open', args: [empty, [...setup, ...taught]] },
  { method: 'digest', args: ['main'] },
  { method: 'open', args: [recording, []] },
  { method: 'advance', args: ['main', horizon] },
  { method: 'digest', args: ['main'] },
  { method: 'perform', args: ['main', past, crash] },
  { method: 'digest', args: ['branch-1'] },
  { method: 'advance', args: ['branch-1', horizon] },
  { method: 'digest', args: ['branch-1'] },
  { method: 'digest', args: ['main'] },
];

const methods = host as unknown as Readonly<Record<string, (...values: readonly unknown[]) => Promise<unknown>>>;
const digests: unknown[] = [];
for (const { method, args } of calls) {
  const answer = await methods[method]?.(...args);
  if (method === 'digest') digests.push(answer);
}
console.log(JSON.stringify({ calls, digests }));
