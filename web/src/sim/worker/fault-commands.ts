/**
 * Breaking and mending links: one, those of a node, those between groups of nodes, all.
 *
 * @fabric integration/raft/network_test.go
 * @simplified links between machines, not connections: a cut link drops every packet in silence, and what the real
 *   tests do with iptables, `docker network disconnect` and tc-netem is done at once and to both ends
 */
import { HEALTHY_LINK, type LinkState } from '../kernel/kernel.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import { nodesOf } from '../topology/nodes.ts';
import type { NodeId } from '../trace/facts.ts';
import { type CommandContext, OPERATOR } from './command-context.ts';

const LINK_FAULTS = ['setLink', 'isolateNode', 'degradeNode', 'partitionNetwork', 'healNetwork'] as const;

/** A command that changes nothing but links. */
export type LinkFault = CommandOf<(typeof LINK_FAULTS)[number]>;

export const isLinkFault = (command: Command): command is LinkFault =>
  LINK_FAULTS.some((type) => type === command.type);

/** Whose links it changes; undefined when they are everyone's. */
export function endOfLinks(command: LinkFault): NodeId | undefined {
  if (command.type === 'setLink') return command.from;
  return 'node' in command ? command.node : undefined;
}

export function carryOutFault(command: LinkFault, cause: number, context: CommandContext): void {
  switch (command.type) {
    case 'setLink':
      return setLink(command, cause, context);
    case 'isolateNode':
      for (const other of othersOf(command.node, context))
        setBoth(command.node, other, { ...HEALTHY_LINK, up: !command.isolated }, cause, context);
      return;
    case 'degradeNode':
      return degrade(command, cause, context);
    case 'partitionNetwork':
      return partition(command, cause, context);
    case 'healNetwork':
      return heal(cause, context);
  }
}

const othersOf = (node: NodeId, { parts }: CommandContext): readonly NodeId[] =>
  nodesOf(parts.topology).flatMap(({ id }) => (id === node ? [] : [id]));

function setBoth(from: NodeId, to: NodeId, state: LinkState, cause: number, context: CommandContext): void {
  context.kernel.setLink(from, to, state);
  context.kernel.setLink(to, from, state);
  context.record(from, cause, { type: 'linkChanged', from, to, ...state });
}

function setLink(command: CommandOf<'setLink'>, cause: number, context: CommandContext): void {
  const { from, to, up, loss, latencyFactor, oneWay = false } = command;
  const state: LinkState = { up, loss, latencyFactor };
  if (!oneWay) return setBoth(from, to, state, cause, context);
  context.kernel.setLink(from, to, state);
  context.record(from, cause, { type: 'linkChanged', from, to, ...state, oneWay: true });
}

/** A link that is cut in either direction stays so. */
function degrade(command: CommandOf<'degradeNode'>, cause: number, context: CommandContext): void {
  const { node, loss, latencyFactor } = command;
  const { kernel } = context;
  for (const other of othersOf(node, context)) {
    const up = kernel.linkState(node, other).up && kernel.linkState(other, node).up;
    setBoth(node, other, { up, loss, latencyFactor }, cause, context);
  }
}

function partition(command: CommandOf<'partitionNetwork'>, cause: number, context: CommandContext): void {
  const { groups, parted } = command;
  const told = context.record(OPERATOR, cause, { type: 'networkPartitioned', groups, parted });
  for (const [index, group] of groups.entries())
    for (const other of groups.slice(index + 1).flat())
      for (const node of group) setBoth(node, other, { ...HEALTHY_LINK, up: !parted }, told, context);
}

const isHealthy = ({ up, loss, latencyFactor }: LinkState): boolean => up && loss === 0 && latencyFactor === 1;

function heal(cause: number, context: CommandContext): void {
  const { kernel, parts } = context;
  const told = context.record(OPERATOR, cause, { type: 'networkHealed' });
  const nodes = nodesOf(parts.topology).map(({ id }) => id);
  for (const [index, node] of nodes.entries())
    for (const other of nodes.slice(index + 1))
      if (!isHealthy(kernel.linkState(node, other)) || !isHealthy(kernel.linkState(other, node)))
        setBoth(node, other, HEALTHY_LINK, told, context);
}
