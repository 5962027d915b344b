/**
 * Regular expressions of `$regex`, matched without backtracking: the work is bounded by the length of the pattern times
 * the length of the text, so that no query of a contract can make the lab hang.
 *
 * CouchDB matches bytes, not characters: a Hangul syllable is three dots long.
 *
 * @fabric none: Erlang's `re` (PCRE) inside CouchDB
 * @simplified No look-around, back references or possessive quantifiers: such patterns are refused as bad arguments.
 */
import { utf8 } from '../wire/bytes.ts';

/** Whether a byte belongs; `at` checks a place between bytes. */
type Node =
  | { readonly kind: 'byte'; readonly accepts: (byte: number) => boolean }
  | { readonly kind: 'place'; readonly holds: (bytes: Uint8Array, at: number) => boolean }
  | { readonly kind: 'all'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

type Step =
  | { readonly kind: 'byte'; readonly accepts: (byte: number) => boolean }
  | { readonly kind: 'place'; readonly holds: (bytes: Uint8Array, at: number) => boolean }
  | { readonly kind: 'fork'; readonly to: readonly number[] }
  | { readonly kind: 'found' };

/** Steps a compiled pattern may have; repeated counts are written out. */
const MOST_STEPS = 2_000;
/** Parts that may be visited while it is written out: empty groups make no steps, however often they are repeated. */
const MOST_WORK = 20_000;

export type Pattern = (text: string) => boolean;

/** A test for texts that contain a match; undefined when the pattern is not one this lab can match. */
export function compilePattern(source: string): Pattern | undefined {
  try {
    const program = new Compiler().compile(new Parser(source).parse());
    return (text) => run(program, utf8(text));
  } catch (error) {
    if (error instanceof BadPattern) return undefined;
    throw error;
  }
}

class BadPattern extends Error {}

const isWord = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95;
const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);
const CLASSES: ReadonlyMap<string, (byte: number) => boolean> = new Map([
  ['d', isDigit],
  ['w', isWord],
  ['s', isSpace],
  ['D', (byte) => !isDigit(byte)],
  ['W', (byte) => !isWord(byte)],
  ['S', (byte) => !isSpace(byte)],
]);
const CONTROL: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, e: 27, a: 7 };
const NEWLINE = 10;

const wordAt = (bytes: Uint8Array, at: number): boolean => isWord(bytes[at] ?? 0);
const atBoundary = (bytes: Uint8Array, at: number): boolean => wordAt(bytes, at - 1) !== wordAt(bytes, at);
const atEnd = (bytes: Uint8Array, at: number): boolean =>
  at === bytes.length || (at === bytes.length - 1 && bytes[at] === NEWLINE);

class Parser {
  private readonly source: string;
  private at = 0;
  private depth = 0;
  private ignoresCase = false;

  constructor(source: string) {
    this.source = Array.from(utf8(source), (byte) => String.fromCharCode(byte)).join('');
  }

  parse(): Node {
    if (this.takes('(?i)')) this.ignoresCase = true;
    const node = this.alternatives();
    if (this.at < this.source.length) throw new BadPattern();
    return node;
  }

  private takes(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private next(): string {
    const char = this.source[this.at++];
    if (char === undefined) throw new BadPattern();
    return char;
  }

  private alternatives(): Node {
    const parts = [this.sequence()];
    while (this.takes('|')) parts.push(this.sequence());
    return { kind: 'any', parts };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at] ?? '')) parts.push(this.repeated());
    return { kind: 'all', parts };
  }

  private repeated(): Node {
    const part = this.atom();
    const count = this.count();
    if (!count) return part;
    this.takes('?');
    if ('*+?'.includes(this.source[this.at] ?? ' ')) throw new BadPattern();
    return { kind: 'repeat', part, ...count };
  }

  private count(): { readonly least: number; readonly most: number } | undefined {
    if (this.takes('*')) return { least: 0, most: Number.POSITIVE_INFINITY };
    if (this.takes('+')) return { least: 1, most: Number.POSITIVE_INFINITY };
    if (this.takes('?')) return { least: 0, most: 1 };
    const braces = /^\{(\d+)(,?)(\d*)\}/.exec(this.source.slice(this.at));
    if (!braces) return undefined;
    this.at += braces[0].length;
    const least = Number(braces[1]);
    if (braces[2] === '') return { least, most: least };
    const most = braces[3] === '' ? Number.POSITIVE_INFINITY : Number(braces[3]);
    if (most < least) throw new BadPattern();
    return { least, most };
  }

  private atom(): Node {
    const char = this.next();
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return { kind: 'byte', accepts: this.set() };
      case '.':
        return { kind: 'byte', accepts: (byte) => byte !== NEWLINE };
      case '^':
        return { kind: 'place', holds: (_, at) => at === 0 };
      case '$':
        return { kind: 'place', holds: atEnd };
      case '\\':
        return this.escaped();
      case '*':
      case '+':
      case '?':
        throw new BadPattern();
      default:
        return { kind: 'byte', accepts: this.byte(char.charCodeAt(0)) };
    }
  }

  private group(): Node {
    if (++this.depth > 50) throw new BadPattern();
    if (!this.takes('?:') && this.source[this.at] === '?') throw new BadPattern();
    const node = this.alternatives();
    if (!this.takes(')')) throw new BadPattern();
    this.depth--;
    return node;
  }

  private escaped(): Node {
    const char = this.source[this.at];
    if (char === 'b' || char === 'B' || char === 'A' || char === 'z' || char === 'Z') {
      this.at++;
      return { kind: 'place', holds: placeOf(char) };
    }
    const accepts = CLASSES.get(char ?? '');
    if (!accepts) return { kind: 'byte', accepts: this.byte(this.literal()) };
    this.at++;
    return { kind: 'byte', accepts };
  }

  /** The byte an escape stands for, its backslash already taken. */
  private literal(): number {
    const char = this.next();
    const control = CONTROL[char];
    if (control !== undefined) return control;
    if (char === 'x') {
      const digits = /^[0-9a-f]{2}/i.exec(this.source.slice(this.at));
      if (!digits) throw new BadPattern();
      this.at += 2;
      return Number.parseInt(digits[0], 16);
    }
    if (/[0-9A-Za-z]/.test(char)) throw new BadPattern();
    return char.charCodeAt(0);
  }

  private byte(wanted: number): (byte: number) => boolean {
    const other = this.ignoresCase && isWord(wanted) && !isDigit(wanted) && wanted !== 95 ? wanted ^ 32 : wanted;
    return (byte) => byte === wanted || byte === other;
  }

  private set(): (byte: number) => boolean {
    const negated = this.takes('^');
    const members: ((byte: number) => boolean)[] = [];
    do members.push(this.member());
    while (!this.takes(']'));
    return (byte) => members.some((accepts) => accepts(byte)) !== negated;
  }

  private member(): (byte: number) => boolean {
    const first = this.setByte();
    if (typeof first === 'function') return first;
    const isRange = this.source[this.at] === '-' && this.source[this.at + 1] !== ']';
    if (!isRange) return this.byte(first);
    this.at++;
    const last = this.setByte();
    if (typeof last === 'function' || last < first) throw new BadPattern();
    const inside = Array.from({ length: last - first + 1 }, (_, i) => this.byte(first + i));
    return (byte) => inside.some((accepts) => accepts(byte));
  }

  private setByte(): number | ((byte: number) => boolean) {
    const char = this.next();
    if (char === '[' && this.source[this.at] === ':') throw new BadPattern();
    if (char !== '\\') return char.charCodeAt(0);
    const accepts = CLASSES.get(this.source[this.at] ?? '');
    if (!accepts) return this.literal();
    this.at++;
    return accepts;
  }
}

function placeOf(char: 'b' | 'B' | 'A' | 'z' | 'Z'): (bytes: Uint8Array, at: number) => boolean {
  switch (char) {
    case 'b':
      return atBoundary;
    case 'B':
      return (bytes, at) => !atBoundary(bytes, at);
    case 'A':
      return (_, at) => at === 0;
    case 'z':
      return (bytes, at) => at === bytes.length;
    case 'Z':
      return atEnd;
  }
}

/** Writes a pattern out as steps, from its end to its beginning: each part is told where the match goes on. */
class Compiler {
  private readonly steps: Step[] = [];
  private work = 0;

  compile(node: Node): { readonly steps: readonly Step[]; readonly start: number } {
    const start = this.emit(node, this.add({ kind: 'found' }));
    return { steps: this.steps, start };
  }

  private add(step: Step): number {
    if (this.steps.length >= MOST_STEPS) throw new BadPattern();
    return this.steps.push(step) - 1;
  }

  private emit(node: Node, then: number): number {
    if (++this.work > MOST_WORK) throw new BadPattern();
    switch (node.kind) {
      case 'byte':
      case 'place': {
        // It goes on at the step written before it; a fork leads there where that is another one.
        if (then !== this.steps.length - 1) this.add({ kind: 'fork', to: [then] });
        return this.add(node);
      }
      case 'all':
        return node.parts.reduceRight((next, part) => this.emit(part, next), then);
      case 'any':
        return this.add({ kind: 'fork', to: node.parts.map((part) => this.emit(part, then)) });
      case 'repeat':
        return this.emitRepeat(node, then);
    }
  }

  private emitRepeat({ part, least, most }: Extract<Node, { kind: 'repeat' }>, then: number): number {
    let next = then;
    if (most === Number.POSITIVE_INFINITY) {
      const loop = this.add({ kind: 'fork', to: [then] });
      const again = this.emit(part, loop);
      this.steps[loop] = { kind: 'fork', to: [then, again] };
      next = loop;
    } else {
      for (let i = least; i < most; i++) next = this.add({ kind: 'fork', to: [then, this.emit(part, next)] });
    }
    for (let i = 0; i < least; i++) next = this.emit(part, next);
    return next;
  }
}

/** All places a match can have come to, byte by byte. A byte or place step goes on at the step before it. */
function run(
  { steps, start }: { readonly steps: readonly Step[]; readonly start: number },
  bytes: Uint8Array,
): boolean {
  let waiting = new Set<number>();
  for (let at = 0; at <= bytes.length; at++) {
    const here = new Set<number>();
    const open = [start, ...waiting];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (here.has(index)) continue;
      here.add(index);
      const step = steps[index];
      if (step?.kind === 'found') return true;
      if (step?.kind === 'fork') open.push(...step.to);
      if (step?.kind === 'place' && step.holds(bytes, at)) open.push(index - 1);
    }
    waiting = new Set<number>();
    const byte = bytes[at] ?? 0;
    for (const index of here) {
      const step = steps[index];
      if (step?.kind === 'byte' && at < bytes.length && step.accepts(byte)) waiting.add(index - 1);
    }
  }
  return false;
}
