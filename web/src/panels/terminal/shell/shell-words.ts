/**
 * A line as a shell takes it apart: words, quotes, variables, `&&` and `;`, and `> file` behind an echo. What a terminal of
 * the lab does not do (pipes, substitutions other than a package id's) is named, so that nobody waits for it.
 */

/** One command of a line. */
export interface ShellCommand {
  /** `NAME=value` before the command's own words. */
  readonly assignments: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  /** File its output goes to; null: the terminal. */
  readonly output: string | null;
}

export type ShellLine =
  | { readonly ok: true; readonly commands: readonly ShellCommand[] }
  /** `sign`: the character nothing closes, or the operator the lab does not know. */
  | { readonly ok: false; readonly problem: 'unclosed' | 'operator'; readonly sign: string };

type Token = { readonly word: string } | { readonly operator: string };

type Variables = Readonly<Record<string, string>>;

const OPERATORS = ['&&', '||', '>>', '|', ';', '>', '<', '&', '\n'];
const NAME = /^[A-Za-z_]\w*$/;

class Reader {
  private readonly text: string;
  private readonly variables: Variables;
  private at = 0;
  readonly tokens: Token[] = [];
  problem: string | null = null;

  constructor(text: string, variables: Variables) {
    // A line that goes on after a backslash is one line.
    this.text = text.replaceAll(/\\\r?\n/g, ' ');
    this.variables = variables;
  }

  read(): void {
    while (this.at < this.text.length && this.problem === null) {
      const operator = OPERATORS.find((one) => this.text.startsWith(one, this.at));
      if (operator !== undefined) {
        this.tokens.push({ operator });
        this.at += operator.length;
      } else if (/\s/.test(this.text[this.at] ?? '')) this.at++;
      else if (this.text[this.at] === '#') this.at = this.endOfLine();
      else this.tokens.push({ word: this.word() });
    }
  }

  private endOfLine(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }

  private word(): string {
    let word = '';
    while (this.at < this.text.length) {
      const character = this.text[this.at] ?? '';
      if (/\s/.test(character) || OPERATORS.some((one) => this.text.startsWith(one, this.at))) break;
      if (character === "'") word += this.upTo("'");
      else if (character === '"') word += this.doubleQuoted();
      else if (character === '\\') {
        word += this.text[this.at + 1] ?? '';
        this.at += 2;
      } else if (character === '$') word += this.variable();
      else {
        word += character;
        this.at++;
      }
    }
    return word;
  }

  /** What stands between two quotes. */
  private upTo(quote: string): string {
    const end = this.text.indexOf(quote, this.at + 1);
    if (end < 0) {
      this.problem = quote;
      this.at = this.text.length;
      return '';
    }
    const inside = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return inside;
  }

  private doubleQuoted(): string {
    let inside = '';
    for (this.at++; this.text[this.at] !== '"'; ) {
      const character = this.text[this.at];
      if (character === undefined) {
        this.problem = '"';
        return '';
      }
      if (character === '\\' && /["\\$`]/.test(this.text[this.at + 1] ?? '')) {
        inside += this.text[this.at + 1] ?? '';
        this.at += 2;
      } else if (character === '$') inside += this.variable();
      else {
        inside += character;
        this.at++;
      }
    }
    this.at++;
    return inside;
  }

  /** `$NAME`, `${NAME}`; `$(…)` stays as it stands: a tool may know what is meant. */
  private variable(): string {
    const rest = this.text.slice(this.at);
    const substitution = /^\$\([^)]*\)/.exec(rest)?.[0];
    if (substitution !== undefined) {
      this.at += substitution.length;
      return substitution;
    }
    const [whole, plain, braced] = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/.exec(rest) ?? [];
    this.at += whole?.length ?? 1;
    return whole === undefined ? '$' : (this.variables[plain ?? braced ?? ''] ?? '');
  }
}

/** Takes `text` apart; variables have the values of `variables`, also those set before in the same text. */
export function shellCommands(text: string, variables: Variables): ShellLine {
  const reader = new Reader(text, variables);
  reader.read();
  if (reader.problem !== null) return { ok: false, problem: 'unclosed', sign: reader.problem };
  const commands: ShellCommand[] = [];
  let words: string[] = [];
  let output: string | null = null;
  const end = (): void => {
    if (words.length > 0) commands.push(commandOf(words, output));
    words = [];
    output = null;
  };
  for (let index = 0; index < reader.tokens.length; index++) {
    const token = reader.tokens[index];
    if (token === undefined) break;
    if ('word' in token) words.push(token.word);
    else if (token.operator === '&&' || token.operator === ';' || token.operator === '\n') end();
    else {
      const next = reader.tokens[index + 1];
      const intoFile = token.operator === '>' && words[0] === 'echo' && next !== undefined && 'word' in next;
      if (!intoFile) return { ok: false, problem: 'operator', sign: token.operator };
      output = next.word;
      index++;
    }
  }
  end();
  return { ok: true, commands };
}

function commandOf(words: readonly string[], output: string | null): ShellCommand {
  const assignments: Record<string, string> = {};
  let first = 0;
  for (const word of words) {
    const [name = '', ...value] = word.split('=');
    if (value.length === 0 || !NAME.test(name)) break;
    assignments[name] = value.join('=');
    first++;
  }
  return { assignments, words: words.slice(first), output };
}
