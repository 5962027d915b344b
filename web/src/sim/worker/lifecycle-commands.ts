/**
 * Chaincode lifecycle commands as tasks of a client server: packages are files in its working directory.
 */
import type { ClientTask } from '../client/client-task.ts';
import { type DiscoverTask, isDiscoverTask } from '../client/discover.ts';
import { isPeerQuery, type PeerQueryTask } from '../client/peer-query.ts';
import { invariant } from '../kernel/result.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import type { Workspace } from '../topology/workspace.ts';

export type LifecycleCommand = CommandOf<
  'installChaincode' | 'approveChaincode' | 'commitChaincode' | PeerQueryTask['type'] | DiscoverTask['type']
>;

const CHANGES: readonly Command['type'][] = ['installChaincode', 'approveChaincode', 'commitChaincode'];

export const isLifecycleCommand = (command: Command): command is LifecycleCommand =>
  CHANGES.includes(command.type) || isPeerQuery(command) || isDiscoverTask(command);

/** The command as a task of its client. */
export function lifecycleTaskOf(command: LifecycleCommand, { packages }: Workspace): ClientTask {
  switch (command.type) {
    case 'installChaincode': {
      const { client: _client, label, ...task } = command;
      const file = packages[label];
      invariant(file, 'the command was checked');
      return { ...task, package: file.bytes };
    }
    case 'approveChaincode': {
      const { client: _client, label, packageId, ...task } = command;
      return { ...task, packageId: packageId ?? (label === null ? null : (packages[label]?.packageId ?? null)) };
    }
    default: {
      const { client: _client, ...task } = command;
      return task;
    }
  }
}
