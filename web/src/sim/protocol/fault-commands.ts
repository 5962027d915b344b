/**
 * What breaks a network on purpose, and what mends it: the commands of faults, a plan of them for later, and what ends
 * each. Plain data; carried out by `worker/fault-commands.ts` and `worker/fault-plan.ts`.
 */
import type { NodeId } from '../trace/facts.ts';
import type { Command, FaultCommand, PlannedFault } from './commands.ts';

export const FAULT_TYPES = [
  'stopNode',
  'crashNode',
  'restartNode',
  'isolateNode',
  'setLink',
  'degradeNode',
  'partitionNetwork',
  'healNetwork',
  'corruptOrderer',
] as const satisfies readonly FaultCommand['type'][];

/** More than this on one plan, and nobody can follow what happens. */
export const MOST_PLANNED = 200;

export const isFaultCommand = (command: Command): command is FaultCommand =>
  FAULT_TYPES.some((type) => type === command.type);

/** What ends the fault; null when it needs no end (it mends something itself). */
export function endOf(command: FaultCommand): FaultCommand | null {
  switch (command.type) {
    case 'stopNode':
    case 'crashNode':
      return { type: 'restartNode', node: command.node };
    case 'isolateNode':
      return command.isolated ? { ...command, isolated: false } : null;
    case 'setLink': {
      const isBroken = !command.up || command.loss > 0 || command.latencyFactor !== 1;
      return isBroken ? { ...command, up: true, loss: 0, latencyFactor: 1 } : null;
    }
    case 'degradeNode': {
      const isBroken = command.loss > 0 || command.latencyFactor !== 1;
      return isBroken ? { ...command, loss: 0, latencyFactor: 1 } : null;
    }
    case 'partitionNetwork':
      return command.parted ? { ...command, parted: false } : null;
    case 'corruptOrderer':
      return command.lie === 'none' ? null : { ...command, lie: 'none' };
    case 'restartNode':
    case 'healNetwork':
      return null;
  }
}

/** The fault aimed at `node`; as it is when it names no node. */
export const aimedAt = (command: FaultCommand, node: NodeId): FaultCommand =>
  'node' in command ? { ...command, node } : command;

export const byTime = (a: PlannedFault, b: PlannedFault): number => a.at - b.at;
