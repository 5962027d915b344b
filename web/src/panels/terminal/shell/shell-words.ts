/**
 * A text as bash takes it apart: words, quotes, variables, the operators between commands, and `> file` behind an echo. What
 * this terminal does not do (pipes, most redirections, substitutions, patterns, loops) is found and named, so that it is
 * never taken for something else.
 */

/** One command of a text. */
export interface ShellCommand {
  /** `NAME=value` before the command's own words. */
  readonly assignments: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  /** File its output goes to; null: the terminal. */
  readonly output: { readonly path: string; readonly isAppended: boolean } | null;
  /** Only once the command before it went well. */
  readonly isAfterSuccess: boolean;
}

/** What of bash this terminal does not have. */
export type Unsupported =
  | 'pipe'
  | 'redirection'
  | 'hereDocument'
  | 'background'
  | 'or'
  | 'substitution'
  | 'pattern'
  | 'compound';

export type ShellLine =
  | { readonly ok: true; readonly commands: readonly ShellCommand[] }
  /** `sign` as it was typed. */
  | { readonly ok: false; readonly problem: Unsupported | 'unclosed'; readonly sign: string }
  /** In the words of bash. */
  | { readonly ok: false; readonly problem: 'syntax'; readonly sign: string };

type Token = { readonly word: string; readonly isQuoted: boolean } | { readonly operator: string };

type Variables = Readonly<Record<string, string>>;

/** The longest first. */
const OPERATORS = [
  '2>&1',
  '&>>',
  '<<<',
  '&&',
  '||',
  '>>',
  '<<',
  '>&',
  '<&',
  '&>',
  '2>',
  '1>',
  '|',
  ';',
  '>',
  '<',
  '&',
  '(',
  ')',
  '\n',
];
const NAME = /^[A-Za-z_]\w*$/;
/** The one substitution there is: the id of a package, which `--package-id` wants. */
const PACKAGE_ID = /^\$\(\s*peer lifecycle chaincode calculatepackageid\s+(\S+)\s*\)$/;

/** The file a package's id is asked of; null: the word is something else. */
export const substitutedPackage = (word: string): string | null => PACKAGE_ID.exec(word)?.[1] ?? null;

interface Problem {
  readonly problem: Unsupported | 'unclosed';
  readonly sign: string;
}

class Reader {
  private readonly text: string;
  private readonly variables: Variables;
  private at = 0;
  readonly tokens: Token[] = [];
  problem: Problem | null = null;

  constructor(text: string, variables: Variables) {
    this.text = text;
    this.variables = variables;
  }

  read(): void {
    while (this.at < this.text.length && this.problem === null) {
      const operator = this.operator();
      if (this.continued() > 0) this.at += this.continued();
      else if (operator !== undefined) {
        this.tokens.push({ operator });
        this.at += operator.length;
      } else if (/\s/.test(this.text[this.at] ?? '')) this.at++;
      else if (this.text[this.at] === '#') this.at = this.endOfLine();
      else this.tokens.push(this.word());
    }
  }

  /** A digit before `>` is a part of it only where a word could begin. */
  private operator(isInWord = false): string | undefined {
    return OPERATORS.find((one) => this.text.startsWith(one, this.at) && !(isInWord && /^\d/.test(one)));
  }

  /** Length of a backslash with the end of a line, which bash leaves out altogether. */
  private continued(): number {
    return /^\\\r?\n/.exec(this.text.slice(this.at, this.at + 3))?.[0].length ?? 0;
  }

  private endOfLine(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }

  private word(): Token {
    let word = '';
    let isQuoted = false;
    while (this.at < this.text.length && this.problem === null) {
      const character = this.text[this.at] ?? '';
      if (/\s/.test(character) || this.operator(true) !== undefined) break;
      if (character === "'" || character === '"') isQuoted = true;
      if (character === "'") word += this.upTo("'");
      else if (character === '"') word += this.doubleQuoted();
      else if (this.continued() > 0) this.at += this.continued();
      else if (character === '\\') {
        word += this.text[this.at + 1] ?? '';
        this.at += 2;
      } else if (character === '$') word += this.variable();
      else if (character === '`') this.fail('substitution', '`');
      else if (character === '*' || character === '?') this.fail('pattern', character);
      else {
        word += character;
        this.at++;
      }
    }
    return { word, isQuoted };
  }

  private fail(problem: Problem['problem'], sign: string): void {
    this.problem ??= { problem, sign };
    this.at = this.text.length;
  }

  /** What stands between two quotes. */
  private upTo(quote: string): string {
    const end = this.text.indexOf(quote, this.at + 1);
    if (end < 0) {
      this.fail('unclosed', quote);
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
        this.fail('unclosed', '"');
        return '';
      }
      if (this.continued() > 0) this.at += this.continued();
      else if (character === '\\' && /["\\$`]/.test(this.text[this.at + 1] ?? '')) {
        inside += this.text[this.at + 1] ?? '';
        this.at += 2;
      } else if (character === '$') inside += this.variable();
      else if (character === '`') this.fail('substitution', '`');
      else {
        inside += character;
        this.at++;
      }
    }
    this.at++;
    return inside;
  }

  /** `$NAME`, `${NAME}`; the substitution of a package's id stays as it stands until somebody wants the id. */
  private variable(): string {
    const rest = this.text.slice(this.at);
    const substitution = /^\$\([^)]*\)?/.exec(rest)?.[0];
    if (substitution !== undefined) {
      if (substitutedPackage(substitution) === null) this.fail('substitution', '$(');
      else this.at += substitution.length;
      return substitution;
    }
    const special = /^\$(?:\{[^}]*[^\w}][^}]*\}|[?#@*!$\d-])/.exec(rest)?.[0];
    if (special !== undefined) {
      this.fail('substitution', special);
      return '';
    }
    const [whole, plain, braced] = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/.exec(rest) ?? [];
    this.at += whole?.length ?? 1;
    return whole === undefined ? '$' : (this.variables[plain ?? braced ?? ''] ?? '');
  }
}

const PROBLEMS: Readonly<Record<string, Unsupported>> = {
  '|': 'pipe',
  '||': 'or',
  '&': 'background',
  '<<': 'hereDocument',
  '<<<': 'hereDocument',
};

const COMPOUND: ReadonlySet<string> = new Set(
  'if then else elif fi for while until do done case esac function select time ! { } [[ [ set source . eval exec trap alias'.split(
    ' ',
  ),
);

const problemOf = (operator: string, isFirst: boolean): ShellLine => {
  if (operator === '(' || operator === ')')
    return isFirst && operator === '('
      ? { ok: false, problem: 'compound', sign: '(' }
      : { ok: false, problem: 'syntax', sign: operator };
  return { ok: false, problem: PROBLEMS[operator] ?? 'redirection', sign: operator };
};

/** The commands that tokens make, gathered one after the other. */
class Gatherer {
  readonly commands: ShellCommand[] = [];
  private words: string[] = [];
  private output: ShellCommand['output'] = null;
  private isAfterSuccess = false;

  /** What cannot be taken; null: go on. */
  word({ word, isQuoted }: Extract<Token, { readonly word: string }>): ShellLine | null {
    if (this.words.length === 0 && !isQuoted && COMPOUND.has(word))
      return { ok: false, problem: 'compound', sign: word };
    this.words.push(word);
    return null;
  }

  /** The end of a command, if there is one. */
  end(operator: '&&' | ';' | '\n'): ShellLine | null {
    const { words, output, isAfterSuccess } = this;
    if (words.length === 0 && operator !== '\n') return { ok: false, problem: 'syntax', sign: operator };
    if (words.length > 0) {
      this.commands.push({ ...commandOf(words), output, isAfterSuccess });
      // A line may end behind `&&`, and goes on in the next.
      this.isAfterSuccess = operator === '&&';
    }
    this.words = [];
    this.output = null;
    return null;
  }

  /** `next` is the file of a redirection this terminal knows: it is taken with it. */
  operator(operator: string, next: Token | undefined): ShellLine | 'taken' {
    const isKnown = (operator === '>' || operator === '>>') && this.words[0] === 'echo';
    if (!isKnown || next === undefined || !('word' in next)) return problemOf(operator, this.words.length === 0);
    this.output = { path: next.word, isAppended: operator === '>>' };
    return 'taken';
  }
}

/** Takes `text` apart; variables have the values of `variables`. */
export function shellCommands(text: string, variables: Variables): ShellLine {
  const reader = new Reader(text, variables);
  reader.read();
  if (reader.problem !== null) return { ok: false, ...reader.problem };
  const gathered = new Gatherer();
  const tokens: readonly Token[] = [...reader.tokens, { operator: '\n' }];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    if ('word' in token) {
      const problem = gathered.word(token);
      if (problem !== null) return problem;
    } else if (token.operator === '&&' || token.operator === ';' || token.operator === '\n') {
      const problem = gathered.end(token.operator);
      if (problem !== null) return problem;
    } else {
      const taken = gathered.operator(token.operator, tokens[index + 1]);
      if (taken !== 'taken') return taken;
      index++;
    }
  }
  return { ok: true, commands: gathered.commands };
}

function commandOf(words: readonly string[]): Pick<ShellCommand, 'assignments' | 'words'> {
  const assignments: Record<string, string> = {};
  let first = 0;
  for (const word of words) {
    const [name = '', ...value] = word.split('=');
    if (value.length === 0 || !NAME.test(name)) break;
    assignments[name] = value.join('=');
    first++;
  }
  return { assignments, words: words.slice(first) };
}
