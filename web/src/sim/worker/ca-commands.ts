/**
 * Commands for a Fabric CA, given to a client server: `fabric-ca-client` with the address of the CA it is to ask.
 */
import { CA_TASK_TYPES, type CaServer, type CaTask } from '../client/ca-client-task.ts';
import { invariant } from '../kernel/result.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import { caNameOf } from '../topology/nodes.ts';
import type { NetworkNode } from '../topology/nodes.ts';
import type { NodeId } from '../trace/facts.ts';

export type CaCommand = CommandOf<CaTask['type']>;

/** A CA as a client's configuration names it. */
function serverAt(node: NodeId, nodes: readonly NetworkNode[]): CaServer {
  const found = nodes.find(({ id }) => id === node);
  invariant(found, 'the command was checked');
  return { node, caName: caNameOf(found.org), url: `https://${node}:${found.port}` };
}

/** The command as a task of its client. */
export function caTaskOf(command: CaCommand, nodes: readonly NetworkNode[]): CaTask {
  const ca = serverAt(command.ca, nodes);
  const { client: _client, ...task } = command;
  return { ...task, ca };
}

const CA_COMMANDS: readonly Command['type'][] = CA_TASK_TYPES;

export const isCaCommand = (command: Command): command is CaCommand => CA_COMMANDS.includes(command.type);
