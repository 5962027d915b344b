/**
 * What carrying out a command may use and change.
 */
import type { Kernel } from '../kernel/kernel.ts';
import type { ContractFolder } from '../protocol/recording.ts';
import type { MachineParts, Task } from '../topology/machines.ts';
import type { Workspace } from '../topology/workspace.ts';
import type { Fact, NodeId } from '../trace/facts.ts';
import type { Message } from '../wire/messages.ts';

/** The world a command changes. `record` notes a fact and gives its seq. */
export interface CommandContext {
  readonly kernel: Kernel<Message, Task, Fact>;
  readonly parts: Omit<MachineParts, 'crypto'>;
  readonly workspace: Workspace;
  /** Contracts by source name, built in and carried by the recording. */
  readonly contracts: Readonly<Record<string, ContractFolder>>;
  readonly record: (node: NodeId, cause: number, fact: Fact) => number;
}

/** Where commands live that no machine of the network carries out: the desk of the network's operator. */
export const OPERATOR: NodeId = 'operator';
