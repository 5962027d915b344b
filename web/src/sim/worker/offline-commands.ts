/**
 * Commands about the files of a peer that is off.
 */
import { invariant, ok, refuse, type Result } from '../kernel/result.ts';
import {
  dropAllDatabases,
  resetLedgers,
  rollbackLedger,
  tamperWithBlock,
  tamperWithState,
  verifyLedgers,
} from '../peer/offline.ts';
import type { PeerDisk } from '../peer/peer-state.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import type { CommandContext } from './command-context.ts';

const OFFLINE = [
  'tamperBlock',
  'tamperState',
  'verifyLedger',
  'rebuildDatabases',
  'resetPeer',
  'rollbackPeer',
] as const satisfies readonly Command['type'][];

export type OfflineCommand = CommandOf<(typeof OFFLINE)[number]>;

export const isOfflineCommand = (command: Command): command is OfflineCommand =>
  (OFFLINE as readonly Command['type'][]).includes(command.type);

/** A peer's files can be worked on once it has been on, and while it is not. */
export function checkOffline({ node }: OfflineCommand, { kernel }: CommandContext): Result<void> {
  if (kernel.isUp(node)) return refuse('nodeIsRunning', { node });
  return kernel.hasStarted(node) ? ok(undefined) : refuse('nodeNotStopped', { node });
}

function workOn(disk: PeerDisk, command: OfflineCommand) {
  switch (command.type) {
    case 'tamperBlock': {
      const { channel, block: number, find, replace, rehash } = command;
      return tamperWithBlock(disk, channel, { number, find, replace, rehash });
    }
    case 'tamperState':
      return tamperWithState(disk, command.channel, command);
    case 'verifyLedger':
      return verifyLedgers(disk);
    case 'rebuildDatabases':
      return dropAllDatabases(disk);
    case 'resetPeer':
      return resetLedgers(disk);
    case 'rollbackPeer':
      return rollbackLedger(disk, command.channel, command.block);
  }
}

export function carryOutOffline(command: OfflineCommand, index: number, cause: number, context: CommandContext): void {
  const { kernel, record } = context;
  const { node, type } = command;
  let outcome: ReturnType<typeof workOn> | undefined;
  kernel.writeDisk(node, (disk) => {
    outcome = workOn(disk as PeerDisk, command);
    return outcome.ok ? outcome.value.disk : disk;
  });
  invariant(outcome, 'the disk was written');
  if (!outcome.ok) {
    record(node, cause, { type: 'commandFailed', command: type, index, text: outcome.error });
    return;
  }
  let latest = cause;
  for (const fact of outcome.value.facts) latest = record(node, latest, fact);
  record(node, latest, { type: 'commandDone', command: type, index });
}
