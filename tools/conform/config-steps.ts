/**
 * Recorded command lines: what was called by whom, and what came of it.
 */
import { join } from 'node:path';
import { readCases } from './outcome.ts';

export interface RecordedStep {
  readonly id: string;
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly exit?: number | string | null;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Output files by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** @throws UnusableInput when the file is missing or is no transcript */
export const readSteps = (dir: string, file: string): readonly RecordedStep[] =>
  readCases<RecordedStep>(join(dir, file), ['id']);

/** The value behind an option in one of its spellings (`-c`, `--channelID`); undefined without it. */
export function option({ argv = [] }: RecordedStep, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const index = argv.indexOf(name);
    if (index >= 0) return argv[index + 1];
    const joined = argv.find((word) => word.startsWith(`${name}=`));
    if (joined) return joined.slice(name.length + 1);
  }
  return undefined;
}

const ANSI = /\u001b\[[0-9;]*m/g;

/** Output without colours. */
export const plainText = (text: string | undefined): string => (text ?? '').replace(ANSI, '');

/** What stands behind `Error: ` in the output; undefined when nothing does. */
export const recordedError = ({ stderr, stdout }: RecordedStep): string | undefined =>
  /^Error: (.*)$/m.exec(`${plainText(stderr)}\n${plainText(stdout)}`)?.[1];

/** Who acts: `Admin@org1.example.com` of `…/users/Admin@org1.example.com/msp`. */
export function actingUser({ env = {} }: RecordedStep): string | undefined {
  return /\/(?:users|peers|orderers)\/([^/]+)\/msp/.exec(env['CORE_PEER_MSPCONFIGPATH'] ?? '')?.[1];
}

/** The organisation's domain in a path of cryptogen's tree. */
export const domainIn = (path: string | undefined): string | undefined =>
  /(?:peer|orderer)Organizations\/([^/]+)\//.exec(path ?? '')?.[1];
