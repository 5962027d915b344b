/** Options of a command line, as the tools of Fabric take them (cobra and its pflag). */

export interface Flag {
  /** One letter, after a single dash. */
  readonly short?: string;
  /** `text` takes a value, `list` takes one each time it is given, `switch` takes none. */
  readonly takes: 'text' | 'list' | 'switch';
  /** What a value names, for completion. */
  readonly names?: 'channel' | 'chaincode' | 'file' | 'peerAddress' | 'mspId' | 'orderer' | 'package';
}

export type Flags = Readonly<Record<string, Flag>>;

export interface Options {
  /** What is no option. */
  readonly rest: readonly string[];
  readonly text: Readonly<Record<string, string>>;
  readonly list: Readonly<Record<string, readonly string[]>>;
  readonly on: ReadonlySet<string>;
}

export type ReadOptions =
  | { readonly ok: true; readonly options: Options }
  /** In the words of the tool. */
  | { readonly ok: false; readonly text: string };

const TRUE = new Set(['', 'true', 'TRUE', 'True', '1', 't', 'T']);

function nameOf(word: string, flags: Flags): string | null {
  if (word.startsWith('--')) return word.slice(2) in flags ? word.slice(2) : null;
  // A long name after one dash is how configtxgen writes its own.
  if (word.slice(1) in flags) return word.slice(1);
  return Object.entries(flags).find(([, { short }]) => short === word.slice(1))?.[0] ?? null;
}

const unknown = (word: string): string =>
  word.startsWith('--')
    ? `Error: unknown flag: ${word}`
    : `Error: unknown shorthand flag: '${word[1] ?? ''}' in ${word}`;

/** The options among `words`, or what the tool says of the one it does not know. */
export function readOptions(words: readonly string[], flags: Flags): ReadOptions {
  const rest: string[] = [];
  const text: Record<string, string> = {};
  const list: Record<string, string[]> = {};
  const on = new Set<string>();
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-') || word === '-') {
      rest.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const name = nameOf(equals < 0 ? word : word.slice(0, equals), flags);
    const flag = name === null ? undefined : flags[name];
    if (name === null || flag === undefined)
      return { ok: false, text: unknown(equals < 0 ? word : word.slice(0, equals)) };
    if (flag.takes === 'switch') {
      if (TRUE.has(equals < 0 ? '' : word.slice(equals + 1))) on.add(name);
      continue;
    }
    const value = equals < 0 ? words[++index] : word.slice(equals + 1);
    if (value === undefined) return { ok: false, text: `Error: flag needs an argument: ${word}` };
    if (flag.takes === 'list') (list[name] ??= []).push(...value.split(','));
    else text[name] = value;
  }
  return { ok: true, options: { rest, text, list, on } };
}
