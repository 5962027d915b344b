/**
 * The only truth: from a recording everything else follows.
 */
import type { Micros } from '../kernel/time.ts';
import type { Command } from './commands.ts';
import type { Generation, Topology } from './topology-spec.ts';

export const FORMAT_VERSION = 1;

export interface TimedCommand {
  readonly at: Micros;
  readonly command: Command;
  /** Given by a plan of faults that an earlier command laid: played again, it is the plan that gives it. */
  readonly by?: 'plan';
}

/** A contract folder: path inside the folder → text. Must hold a `package.json`. */
export type ContractFolder = Readonly<Record<string, string>>;

export interface Recording {
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly generation: Generation;
  /** Any text; every random stream of the network is derived from it. */
  readonly seed: string;
  /** At its end. */
  readonly topology: Topology;
  /** What the network was at the beginning, if it has grown since: `topology` is what its additions made of this. */
  readonly begun?: Topology;
  /** Contracts by the name `packageChaincode.source` uses. Built-in ones (`asset`) need not be carried. */
  readonly contracts: Readonly<Record<string, ContractFolder>>;
  /** In order of `at`; commands with equal `at` happen in this order. */
  readonly commands: readonly TimedCommand[];
}
