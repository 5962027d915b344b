/** What is asked of some runs only, because it costs as much again: a replay gives the same, and so does a restart. */
import { SECOND } from '../../web/src/sim/kernel/time.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';
import { digestOf } from '../../web/src/sim/trace/digest.ts';
import { hex } from '../../web/src/sim/wire/bytes.ts';
import { Simulation, type SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { sharedState } from './peer-invariants.ts';
import { testimonyOf } from './testimony.ts';

/** The recording, played from its commands alone, tells the same facts. */
export function replayProblems({ recording, now, entries }: Simulation, parts: SimulationParts): readonly string[] {
  const again = Simulation.play(recording, parts);
  if (!again.ok) return [`the recording cannot be played: ${again.error.code} at ${again.error.where}`];
  again.value.runUntil(now);
  return digestOf(again.value.entries) === digestOf(entries) ? [] : ['played again, the recording tells another story'];
}

/** Peers come back to what they had, orderers one after the other so that the others can go on. Changes `simulation`. */
export function restartProblems(simulation: Simulation): readonly string[] {
  const before = holdings(simulation);
  for (const { id, role } of nodesOf(simulation.recording.topology)) {
    if (role !== 'peer' && role !== 'orderer') continue;
    if (simulation.isUp(id)) simulation.perform({ type: 'crashNode', node: id });
    simulation.perform({ type: 'restartNode', node: id });
    simulation.runUntil(simulation.now + SECOND);
  }
  simulation.runUntil(simulation.now + 15 * SECOND);
  const after = holdings(simulation);
  return [...before].flatMap(([name, held]) => (after.get(name) === held ? [] : [`a restart changes ${name}`]));
}

/** What every machine holds of every channel, as text to compare. */
function holdings(simulation: Simulation): ReadonlyMap<string, string> {
  const held = new Map<string, string>();
  for (const { channel, orderers, peers } of testimonyOf(simulation).channels) {
    for (const { node, blocks } of orderers)
      held.set(`${node}'s blocks of ${channel}`, `${String(blocks.height)} ${hex(blocks.lastHash)}`);
    for (const { node, ledger } of peers) {
      const { blocks, state, commitHash } = ledger;
      const top = [String(blocks.height), hex(blocks.lastHash), hex(commitHash ?? new Uint8Array())];
      held.set(`${node}'s ledger of ${channel}`, [...top, sharedState(state)].join('\n'));
    }
  }
  return held;
}
