/**
 * Options of a command line, each tool in its own way: `peer` and `fabric-ca-client` by cobra and its pflag, `osnadmin`,
 * `cryptogen` and `discover` by kingpin, `configtxgen` by Go's own flag package. What they say of a mistake differs.
 *
 * @fabric vendor/github.com/spf13/pflag, vendor/gopkg.in/alecthomas/kingpin.v2
 */

export interface Flag {
  /** One letter, after a single dash. */
  readonly short?: string;
  /** `text` takes a value, `list` takes one each time it is given, `words` some with commas, `switch` none. */
  readonly takes: 'text' | 'list' | 'words' | 'switch';
  /** What the value has to be. */
  readonly form?: 'int' | 'uint' | 'duration';
  /** What a value names, for completion. */
  readonly names?: 'channel' | 'chaincode' | 'file' | 'peerAddress' | 'mspId' | 'orderer' | 'package';
  /** The tool has it, and the lab does nothing of the kind. */
  readonly isIdle?: true;
}

export type Flags = Readonly<Record<string, Flag>>;

export interface Options {
  /** What is no option. */
  readonly rest: readonly string[];
  readonly text: Readonly<Record<string, string>>;
  readonly list: Readonly<Record<string, readonly string[]>>;
  readonly on: ReadonlySet<string>;
}

export type FlagStyle = 'cobra' | 'kingpin' | 'go';

export type ReadOptions =
  | { readonly ok: true; readonly options: Options }
  /** The tool's words, without what it puts before every error. */
  | { readonly ok: false; readonly text: string }
  /** An option of the tool that the lab does nothing for. */
  | { readonly ok: false; readonly idle: string };

/** As Go's strconv reads a boolean. */
const BOOLEANS: Readonly<Record<string, boolean>> = {
  '1': true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  '0': false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
};

const FORMS: Readonly<
  Record<NonNullable<Flag['form']>, { readonly like: RegExp; readonly cause: (v: string) => string }>
> = {
  int: { like: /^[+-]?\d+$/, cause: (value) => `strconv.ParseInt: parsing "${value}": invalid syntax` },
  uint: { like: /^\d+$/, cause: (value) => `strconv.ParseUint: parsing "${value}": invalid syntax` },
  duration: { like: /^(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h))+$/, cause: (value) => `time: invalid duration "${value}"` },
};

interface Named {
  readonly name: string;
  readonly flag: Flag;
}

/** Reads one command line; thrown away after. */
class FlagReader {
  private readonly words: string[];
  private readonly flags: Flags;
  private readonly style: FlagStyle;
  private readonly rest: string[] = [];
  private readonly text: Record<string, string> = {};
  private readonly list: Record<string, string[]> = {};
  private readonly on = new Set<string>();
  private idle: string | null = null;

  constructor(words: readonly string[], flags: Flags, style: FlagStyle) {
    this.words = [...words];
    this.flags = flags;
    this.style = style;
  }

  read(): ReadOptions {
    for (let word = this.words.shift(); word !== undefined; word = this.words.shift()) {
      if (word === '--') this.rest.push(...this.words.splice(0));
      else if (!word.startsWith('-') || word === '-') this.rest.push(word);
      else {
        const isLong = word.startsWith('--') || this.style === 'go';
        const problem = isLong ? this.long(word) : this.short(word.slice(1), word);
        if (problem !== null) return { ok: false, text: problem };
      }
    }
    if (this.idle !== null) return { ok: false, idle: this.idle };
    const { rest, text, list, on } = this;
    return { ok: true, options: { rest, text, list, on } };
  }

  private long(word: string): string | null {
    const [name = '', ...values] = word.replace(/^--?/, '').split('=');
    const flag = Object.hasOwn(this.flags, name) ? this.flags[name] : undefined;
    if (flag === undefined) return this.unknown(name);
    return this.take({ name, flag }, values.length > 0 ? values.join('=') : null, name);
  }

  private unknown(name: string): string {
    if (this.style === 'kingpin') return `unknown long flag '--${name}'`;
    return this.style === 'go' ? `flag provided but not defined: -${name}` : `unknown flag: --${name}`;
  }

  /** `-c mychannel`, `-cmychannel`, and several switches behind one dash. */
  private short(letters: string, word: string): string | null {
    const letter = letters[0] ?? '';
    const found = Object.entries(this.flags).find(([, { short }]) => short === letter);
    if (found === undefined)
      return this.style === 'kingpin'
        ? `unknown short flag '-${letter}'`
        : `unknown shorthand flag: '${letter}' in -${letters}`;
    const [name, flag] = found;
    const after = letters.slice(1);
    if (flag.takes === 'switch' && !after.startsWith('=')) {
      const problem = this.take({ name, flag }, null, letter);
      return problem ?? (after === '' ? null : this.short(after, word));
    }
    const value = this.style === 'cobra' && after.startsWith('=') ? after.slice(1) : after;
    return this.take({ name, flag }, after === '' ? null : value, letter, letters);
  }

  private take({ name, flag }: Named, given: string | null, typed: string, letters?: string): string | null {
    if (flag.isIdle) this.idle ??= `--${name}`;
    if (flag.takes === 'switch') return this.switched({ name, flag }, given);
    const value = given ?? this.following();
    if (value === null) return this.valueMissing(typed, letters);
    const form = flag.form === undefined ? undefined : FORMS[flag.form];
    if (form !== undefined && !form.like.test(value)) return this.misfit({ name, flag }, value, form.cause(value));
    if (flag.takes === 'text') this.text[name] = value;
    else (this.list[name] ??= []).push(...(flag.takes === 'words' ? value.split(',') : [value]));
    return null;
  }

  /** Kingpin takes nothing for a value that begins with a dash. */
  private following(): string | null {
    const next = this.words[0];
    if (next === undefined || (this.style === 'kingpin' && next.startsWith('-') && next !== '-')) return null;
    this.words.shift();
    return next;
  }

  private switched({ name, flag }: Named, given: string | null): string | null {
    const isOn = given === null ? true : BOOLEANS[given];
    if (isOn === undefined)
      return this.misfit({ name, flag }, given ?? '', `strconv.ParseBool: parsing "${given ?? ''}": invalid syntax`);
    if (isOn) this.on.add(name);
    else this.on.delete(name);
    return null;
  }

  private valueMissing(typed: string, letters: string | undefined): string {
    const isShort = letters !== undefined;
    if (this.style === 'kingpin') return `expected argument for flag '${isShort ? '-' : '--'}${typed}'`;
    if (this.style === 'go') return `flag needs an argument: -${typed}`;
    return isShort ? `flag needs an argument: '${typed}' in -${letters}` : `flag needs an argument: --${typed}`;
  }

  private misfit({ name, flag: { short } }: Named, value: string, cause: string): string {
    if (this.style === 'kingpin') return cause;
    if (this.style === 'go') return `invalid value "${value}" for flag -${name}: parse error`;
    const both = short === undefined ? `--${name}` : `-${short}, --${name}`;
    return `invalid argument "${value}" for "${both}" flag: ${cause}`;
  }
}

/** The options among `words`, or what the tool says of the one it does not know. */
export const readOptions = (words: readonly string[], flags: Flags, style: FlagStyle = 'cobra'): ReadOptions =>
  new FlagReader(words, flags, style).read();
