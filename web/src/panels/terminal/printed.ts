/** What a command left in the terminal: the lines of its tool, and where the lab speaks, its own word. */
import type { TextParams } from '../../i18n/format.ts';
import type { TraceIndex } from '../../view/trace-index.ts';
import type { Entry, FactType } from '../lab-types.ts';
import type { LabWord } from './shell/verb.ts';

export type Printed =
  | { readonly by: 'tool'; readonly text: string; readonly isWrong: boolean }
  | { readonly by: 'lab'; readonly word: LabWord; readonly params: TextParams; readonly isWrong: boolean };

export const ofTool = (...lines: readonly string[]): readonly Printed[] =>
  lines.length === 0 ? [] : [{ by: 'tool', text: lines.join('\n'), isWrong: false }];
export const errorOfTool = (...lines: readonly string[]): readonly Printed[] => [
  { by: 'tool', text: lines.join('\n'), isWrong: true },
];
export const errorOfLab = (word: LabWord, params: TextParams = {}): readonly Printed[] => [
  { by: 'lab', word, params, isWrong: true },
];

/** What was told by a moment, beyond what every command's row needs. */
export interface Told {
  readonly ofTransaction: (txid: string) => readonly Entry[];
  /** Entries of these types from seq `from` on. */
  readonly since: (types: readonly FactType[], from: number) => readonly Entry[];
}

/** Once the first `count` entries have happened. */
export const toldBy = (trace: TraceIndex, count: number): Told => ({
  ofTransaction: (txid) => (txid === '' ? [] : trace.facts.ofTransaction(txid, count)),
  since: (types, from) => trace.facts.ofTypes(types, count, from),
});

/** What a tool logs when it has connected, before anything else. */
export const CONNECTED = 'INFO [channelCmd] InitCmdFactory -> Endorser and orderer connections initialized';
export const entered = (verb: 'invoke' | 'query'): string =>
  `INFO [chaincodeCmd] InitCmdFactory -> InitCmdFactory: Entry: ${verb}, true, ${String(verb === 'invoke')}`;

/** Bytes as Go prints them inside a message: text stays, quotes and signs that end a line are escaped. */
export const goQuoted = (text: string): string =>
  `"${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')}"`;
