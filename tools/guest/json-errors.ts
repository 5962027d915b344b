/**
 * What V8 says about text that is not JSON, and about objects that contain themselves.
 */
class Problem extends Error {}

/** The message, or undefined when `text` is JSON after all. */
export function jsonErrorText(text: string): string | undefined {
  const reader = new Reader(text);
  try {
    reader.value();
    reader.space();
    if (reader.at < text.length) return `Unexpected non-whitespace character after JSON at position ${reader.at}`;
    return undefined;
  } catch (problem) {
    if (problem instanceof Problem) return problem.message;
    throw problem;
  }
}

class Reader {
  at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  space(): void {
    while (/[ \t\n\r]/.test(this.text[this.at] ?? '')) this.at++;
  }

  private fail(message: string): never {
    throw new Problem(message);
  }

  private unexpected(): never {
    const { text, at } = this;
    const char = text[at];
    if (char === undefined) throw new Problem('Unexpected end of JSON input');
    if (char === '"') this.fail(`Unexpected string in JSON at position ${at}`);
    if (/[-\d]/.test(char)) this.fail(`Unexpected number in JSON at position ${at}`);
    if (text === 'undefined' || text === '[object Object]' || text === 'NaN')
      throw new Problem(`"${text}" is not valid JSON`);
    this.fail(`Unexpected token '${text.charAt(at)}', ${excerpt(text, at)} is not valid JSON`);
  }

  value(): void {
    this.space();
    const char = this.text[this.at];
    if (char === '{') return this.object();
    if (char === '[') return this.array();
    if (char === '"') return this.string();
    if (char !== undefined && /[-\d]/.test(char)) return this.number();
    for (const word of ['true', 'false', 'null']) {
      if (char === word[0]) return this.word(word);
    }
    this.unexpected();
  }

  private word(word: string): void {
    for (const char of word) {
      if (this.text[this.at] !== char) this.unexpected();
      this.at++;
    }
  }

  private number(): void {
    if (this.text[this.at] === '-') this.at++;
    if (!/\d/.test(this.text[this.at] ?? '')) this.fail(`No number after minus sign in JSON at position ${this.at}`);
    const match = /^(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/.exec(this.text.slice(this.at));
    this.at += match?.[0].length ?? 1;
    const next = this.text[this.at];
    if (next === '.') this.fail(`Unterminated fractional number in JSON at position ${this.at + 1}`);
    if (next === 'e' || next === 'E') {
      const sign = /[-+]/.test(this.text[this.at + 1] ?? '') ? 1 : 0;
      this.fail(`Exponent part is missing a number in JSON at position ${this.at + 1 + sign}`);
    }
    if (next !== undefined && /\d/.test(next)) this.fail(`Unexpected number in JSON at position ${this.at}`);
  }

  private string(): void {
    this.at++;
    for (; ; this.at++) {
      const char = this.text[this.at];
      if (char === undefined) throw new Problem(`Unterminated string in JSON at position ${this.at}`);
      if (char === '"') break;
      if (char < ' ') this.fail(`Bad control character in string literal in JSON at position ${this.at}`);
      if (char !== '\\') continue;
      this.at++;
      const escape = this.text[this.at];
      if (escape === undefined) this.unexpected();
      if (escape === 'u') {
        const digits = /^[0-9a-fA-F]{0,4}/.exec(this.text.slice(this.at + 1))?.[0].length ?? 0;
        if (digits < 4) this.fail(`Bad Unicode escape in JSON at position ${this.at + 1 + digits}`);
        this.at += 4;
      } else if (!/["\\/bfnrt]/.test(escape)) this.fail(`Bad escaped character in JSON at position ${this.at}`);
    }
    this.at++;
  }

  private object(): void {
    this.at++;
    for (let first = true; ; first = false) {
      this.space();
      if (first && this.text[this.at] === '}') break;
      const wanted = first ? "Expected property name or '}'" : 'Expected double-quoted property name';
      if (this.text[this.at] !== '"') this.fail(`${wanted} in JSON at position ${this.at}`);
      this.string();
      this.space();
      if (this.text[this.at] !== ':') {
        // V8 has the better words for the first property only.
        if (!first) this.unexpected();
        this.fail(`Expected ':' after property name in JSON at position ${this.at}`);
      }
      this.at++;
      this.value();
      this.space();
      if (this.text[this.at] === '}') break;
      if (this.text[this.at] !== ',')
        this.fail(`Expected ',' or '}' after property value in JSON at position ${this.at}`);
      this.at++;
    }
    this.at++;
  }

  private array(): void {
    this.at++;
    this.space();
    if (this.text[this.at] === ']') {
      this.at++;
      return;
    }
    for (;;) {
      this.value();
      this.space();
      if (this.text[this.at] === ']') break;
      if (this.text[this.at] !== ',')
        this.fail(`Expected ',' or ']' after array element in JSON at position ${this.at}`);
      this.at++;
    }
    this.at++;
  }
}

/** V8 shows ten characters on each side, and all of a text up to forty. */
function excerpt(text: string, at: number): string {
  if (text.length <= 40) return `"${text}"`;
  const from = Math.max(0, at - 10);
  const to = Math.min(text.length, at + 10);
  return `${from > 0 ? '...' : ''}"${text.slice(from, to)}"${to < text.length ? '...' : ''}`;
}

interface Step {
  readonly key: string;
  readonly value: object;
}

/** The path of the cycle, in V8's drawing. */
export function circularText(root: unknown): string | undefined {
  const cycle = typeof root === 'object' && root !== null ? findCycle([{ key: '', value: root }]) : undefined;
  if (!cycle) return undefined;
  const [start, ...middle] = cycle.path;
  if (!start) return undefined;
  const shown = middle.length > 3 ? [middle[0], middle[1], undefined, middle[middle.length - 1]] : middle;
  const lines = shown.map((step) =>
    step ? `\n    |     ${label(step.key)} -> object with constructor '${nameOf(step.value)}'` : '\n    |     ...',
  );
  const head = `Converting circular structure to JSON\n    --> starting at object with constructor '${nameOf(start.value)}'`;
  return `${head}${lines.join('')}\n    --- ${label(cycle.key)} closes the circle`;
}

const label = (key: string): string => (/^\d+$/.test(key) ? `index ${key}` : `property '${key}'`);

function nameOf(value: object): string {
  const name: unknown = Reflect.get(Object(Reflect.get(value, 'constructor')) as object, 'name');
  return typeof name === 'string' ? name : 'Object';
}

function findCycle(path: readonly Step[]): { readonly path: readonly Step[]; readonly key: string } | undefined {
  const top = path[path.length - 1];
  if (!top) return undefined;
  for (const [key, value] of Object.entries(top.value)) {
    if (typeof value !== 'object' || value === null) continue;
    const start = path.findIndex((step) => step.value === value);
    if (start >= 0) return { path: path.slice(start), key };
    const found = findCycle([...path, { key, value: value as object }]);
    if (found) return found;
  }
  return undefined;
}
