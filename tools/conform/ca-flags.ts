/**
 * Reads the arguments of fabric-ca-client and fabric-ca-server.
 */

const SWITCHES = new Set(['--force', '--gencrl', '--tls.enabled', '--notrevoked', '--notexpired', '-d', '--debug']);
const SHORT: Readonly<Record<string, string>> = {
  '-u': '--url',
  '-M': '--mspdir',
  '-b': '--boot',
  '-n': '--ca.name',
  '-e': '--revoke.name',
  '-s': '--revoke.serial',
  '-a': '--revoke.aki',
  '-r': '--revoke.reason',
  '-m': '--myhost',
  '-H': '--home',
};

export interface Arguments {
  /** Words that are no flags, without the program's name. */
  readonly words: readonly string[];
  /** Every value given for a flag; switches have the value `true`. */
  all(flag: string): readonly string[];
  /** The last value; '' without. */
  one(flag: string): string;
  has(flag: string): boolean;
}

export function readArguments(argv: readonly string[]): Arguments {
  const words: string[] = [];
  const flags = new Map<string, string[]>();
  for (let i = 1; i < argv.length; i++) {
    const argument = argv[i] ?? '';
    if (!argument.startsWith('-')) {
      words.push(argument);
      continue;
    }
    const [, given = argument, attached] = /^([^=]+)=([^]*)$/.exec(argument) ?? [];
    const value = attached ?? (SWITCHES.has(given) ? 'true' : (argv[++i] ?? ''));
    const flag = SHORT[given] ?? given;
    flags.set(flag, [...(flags.get(flag) ?? []), value]);
  }
  const all = (flag: string): readonly string[] => flags.get(flag) ?? [];
  return { words, all, one: (flag) => all(flag).at(-1) ?? '', has: (flag) => flags.has(flag) };
}

/** The items of list flags: separated by commas, quoted where they contain one. */
export function listValues(values: readonly string[]): readonly string[] {
  return values.flatMap((value) =>
    [...value.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) => match[1] ?? match[2] ?? ''),
  );
}
