/** What a tool of the terminal is made of: its verbs, their options, and which command each gives. */
import type { Addresses } from '../addresses.ts';
import type { Command, NodeId, Topology } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';

/** Where a line is typed. */
export interface Desk {
  readonly topology: Topology;
  readonly at: Addresses;
  readonly environment: Readonly<Record<string, string>>;
  /** A path as it is from the top of the working directory. */
  readonly path: (path: string) => string;
  /** Text of a file that was made here; null: none such. */
  readonly file: (path: string) => string | null;
  /** The machine of an organisation that acted last, where one did. */
  readonly lastClient: (mspId: string) => NodeId | null;
}

export type Outcome =
  | { readonly type: 'command'; readonly command: Command }
  /** What the tool prints without the network having a part in it. */
  | { readonly type: 'said'; readonly text: string }
  /** In the words of the tool. */
  | { readonly type: 'wrong'; readonly text: string };

export interface Verb {
  /** e.g. `peer channel join` */
  readonly words: readonly string[];
  readonly flags: Flags;
  /** What follows without a dash, for help and completion. */
  readonly takes?: 'file' | 'node' | 'package';
  readonly run: (options: Options, desk: Desk) => Outcome;
}

export const give = (command: Command): Outcome => ({ type: 'command', command });
export const wrong = (text: string): Outcome => ({ type: 'wrong', text });
export const said = (text: string): Outcome => ({ type: 'said', text });

/** The last part of a path without its ending. */
export const baseName = (path: string, ending: string): string => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.endsWith(ending) ? name.slice(0, -ending.length) : name;
};
