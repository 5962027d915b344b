/** What a network was before each addition to it: for pictures in which nobody moves when somebody comes. */
import { extended } from '../topology/extension.ts';
import type { Topology } from '../topology/topology-spec.ts';
import type { Recording } from './recording.ts';

/** From the beginning on, without the network as it is now; empty when it has not grown. */
export function growthOf({ begun, commands }: Pick<Recording, 'begun' | 'commands'>): readonly Topology[] {
  if (begun === undefined) return [];
  const stages = [begun];
  for (const { command } of commands) {
    if (command.type !== 'extendNetwork') continue;
    const grown = extended(stages.at(-1) ?? begun, command.addition);
    if (grown.ok) stages.push(grown.value);
  }
  return stages.slice(0, -1);
}
