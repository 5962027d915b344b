/** Which commands make sense for a node now; what a scene does not offer is left out. */
import type { Command, CommandType } from '../sim/protocol/commands.ts';
import type { NodeId } from '../sim/trace/facts.ts';
import { isIsolated, type WorldView } from '../view/world-model.ts';

export type NodeAction = 'crashNode' | 'restartNode' | 'startNode' | 'isolate' | 'heal';

export interface OfferedCommand {
  readonly action: NodeAction;
  readonly command: Command;
}

const startable = (world: WorldView): readonly NodeId[] =>
  Object.values(world.nodes).flatMap((node) => (node.life === 'absent' ? [node.info.id] : []));

function commandsFor(world: WorldView, node: NodeId): readonly OfferedCommand[] {
  const view = world.nodes[node];
  if (view === undefined) return [];
  if (view.life === 'absent') return [{ action: 'startNode', command: { type: 'startNode', node } }];
  if (view.life === 'crashed') return [{ action: 'restartNode', command: { type: 'restartNode', node } }];
  const isolated = isIsolated(world, node);
  return [
    { action: 'crashNode', command: { type: 'crashNode', node } },
    { action: isolated ? 'heal' : 'isolate', command: { type: 'isolateNode', node, isolated: !isolated } },
  ];
}

/** For the menu of a node; an empty name is the stage itself, where nodes that are not there yet can be started. */
export function menuCommands(
  world: WorldView,
  node: NodeId,
  offered: readonly CommandType[] | null,
): readonly OfferedCommand[] {
  const all = node === '' ? startable(world).flatMap((id) => commandsFor(world, id)) : commandsFor(world, node);
  return all.filter(({ command }) => offered === null || offered.includes(command.type));
}
