/** What a tool of the terminal is made of: its verbs, their options, and what a line with them comes to. */
import type { TextKey } from '../../../i18n/dictionary.ts';
import type { TextParams } from '../../../i18n/format.ts';
import type { Addresses } from '../addresses.ts';
import type { Command, NodeId, Topology } from '../../lab-types.ts';
import type { Flags, Options } from './flags.ts';
import type { Sight } from './sight.ts';

/** Where a line is typed. */
export interface Desk {
  readonly topology: Topology;
  readonly at: Addresses;
  readonly environment: Readonly<Record<string, string>>;
  /** What can be seen of the network without asking it. */
  readonly sight: Sight;
  /** A path as it is from the top of the working directory. */
  readonly path: (path: string) => string;
  /** Where the file lies that is meant by a path from the top; null: there is none. */
  readonly existing: (path: string) => string | null;
  readonly isFolder: (path: string) => boolean;
  /** Text of a file that was made here; null: none such. */
  readonly file: (path: string) => string | null;
  /** The machine of an organisation that acted last, where one did. */
  readonly lastClient: (mspId: string) => NodeId | null;
  /** Channels somebody had an orderer join, in order, and the seq of the entry that says so. */
  readonly joins: (orderer: NodeId) => readonly { readonly channel: string; readonly seq: number }[];
  /** The channel an update file is for; null: nobody prepared one of this name. */
  readonly channelOfUpdate: (update: string) => string | null;
}

/** A text of the lab's own. */
export type LabWord = TextKey extends infer K ? (K extends `terminal.${infer W}` ? W : never) : never;

/** A file under the name its maker gave it, which the lab keeps under its own. */
export interface NamedFile {
  readonly path: string;
  readonly keptAs: string;
}

export type Outcome =
  | { readonly type: 'command'; readonly command: Command; readonly writes?: NamedFile }
  /** What the tool prints without the network having a part in it. */
  | { readonly type: 'said'; readonly text: string; readonly writes?: NamedFile }
  /** In the words of the tool, byte for byte. */
  | { readonly type: 'wrong'; readonly text: string }
  /** The lab speaks: of what it does not do, or of what a tool leaves unsaid. It is shown as its own word. */
  | { readonly type: 'lab'; readonly word: LabWord; readonly params: TextParams; readonly isWrong: boolean }
  /** The lab's own list of what these verbs take, where the tool would print its help. */
  | { readonly type: 'usage'; readonly verbs: readonly Verb[] }
  | CertificateAnswer;

/** A certificate is to be fetched: that of `holder`, as `node` has it, or that of the authority behind it. */
export interface CertificateAnswer {
  readonly type: 'certificate';
  readonly node: NodeId;
  readonly holder: string;
  readonly ofAuthority: boolean;
  /** What openssl prints of it; left out: the file as it is. */
  readonly as?: 'text' | 'textAndFile';
}

export type Outcomes = Outcome | readonly Outcome[];

export interface Verb {
  /** e.g. `peer channel join` */
  readonly words: readonly string[];
  readonly flags: Flags;
  /** What follows without a dash, for help and completion. */
  readonly takes?: 'file' | 'node' | 'package';
  /** In the tool's words, what stands behind the verb: `<newest|oldest|config|(number)> [outputfile]`. */
  readonly arguments?: string;
  /** Of `peer`, what does not look at the certificates of whoever types. */
  readonly needsNoIdentity?: true;
  readonly run: (options: Options, desk: Desk) => Outcomes;
}

export const give = (command: Command, writes?: NamedFile): Outcome =>
  writes === undefined || writes.path === writes.keptAs
    ? { type: 'command', command }
    : { type: 'command', command, writes };
export const wrong = (text: string): Outcome => ({ type: 'wrong', text });
export const said = (text: string): Outcome => ({ type: 'said', text });
export const note = (word: LabWord, params: TextParams = {}): Outcome => ({
  type: 'lab',
  word,
  params,
  isWrong: false,
});
/** The lab does not do this. */
export const unable = (word: LabWord, params: TextParams = {}): Outcome => ({
  type: 'lab',
  word,
  params,
  isWrong: true,
});

export const asList = (outcomes: Outcomes): readonly Outcome[] => ('type' in outcomes ? [outcomes] : outcomes);

/** Ends a line: nothing that stands behind `&&` is done any more. */
export const isFailure = (outcome: Outcome): boolean =>
  outcome.type === 'wrong' || (outcome.type === 'lab' && outcome.isWrong);

/** The last part of a path without its ending. */
export const baseName = (path: string, ending: string): string => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.endsWith(ending) ? name.slice(0, -ending.length) : name;
};

/** `path` as it was typed. */
export const isMissing = (path: string, desk: Desk): boolean => desk.existing(desk.path(path)) === null;

/** In Go's words. */
export const notOpened = (path: string): string => `open ${path}: no such file or directory`;
