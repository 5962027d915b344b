/**
 * Commands about snapshots, as tasks of a client server. A snapshot is a folder: to join by it, an administrator copies
 * it from one peer's machine to the other's.
 *
 * @simplified Copying a folder takes no time and sends no messages.
 */
import type { ClientTask } from '../client/client-task.ts';
import { isSnapshotTask, type SnapshotTask } from '../client/snapshot-task.ts';
import type { PeerState } from '../peer/peer-state.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import type { CommandContext } from './command-context.ts';

export type SnapshotCommand = CommandOf<SnapshotTask['type'] | 'joinPeerBySnapshot'>;

export const isSnapshotCommand = (command: Command): command is SnapshotCommand =>
  isSnapshotTask(command) || command.type === 'joinPeerBySnapshot';

/** Where a copied snapshot lies on a peer's machine; the terminal prints the same. */
const folderOf = ({ channel, block }: CommandOf<'joinPeerBySnapshot'>): string => `/snapshots/${channel}/${block}`;

/** The command as a task of its client. */
export function snapshotTaskOf(command: SnapshotCommand): ClientTask {
  if (command.type !== 'joinPeerBySnapshot') {
    const { client: _client, ...task } = command;
    return task;
  }
  const { type, node, identity } = command;
  return { type, node, path: folderOf(command), ...(identity !== undefined && { identity }) };
}

/** Copies the folder a peer is to join by, if there is one. @returns the seq of what follows from it */
export function copySnapshot(
  command: CommandOf<'joinPeerBySnapshot'>,
  index: number,
  cause: number,
  { kernel, record }: CommandContext,
): number {
  const { node, channel, from, block: number } = command;
  const source = kernel.stateOf(from) as PeerState | undefined;
  const files = source?.disk.snapshots?.[channel]?.completed[number];
  if (!files || !kernel.isUp(node)) return cause;
  const copied = record(node, cause, { type: 'snapshotCopied', channel, number, from });
  const path = folderOf(command);
  kernel.give(node, { type: 'command', command: { type: 'copySnapshot', path, files }, index }, copied);
  return copied;
}
