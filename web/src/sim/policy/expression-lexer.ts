/**
 * Cuts a policy expression into tokens and checks which token may follow which.
 *
 * Fabric's policy language has no grammar of its own: it is whatever the general expression evaluator behind it
 * accepts, with gates as functions. Its odd rules (an unquoted `Org1MSP.peer` is a field access, a literal may follow a
 * closing parenthesis and is ignored) decide which mistakes get which message, so they are kept.
 *
 * @fabric vendor/github.com/Knetic/govaluate (as used by common/policydsl)
 * @simplified A quoted text that looks like a date stays a text: no MSP is named like one.
 */
import { ok, type Result } from '../kernel/result.ts';

export type TokenKind =
  | 'UNKNOWN'
  | 'PREFIX'
  | 'NUMERIC'
  | 'BOOLEAN'
  | 'STRING'
  | 'VARIABLE'
  | 'FUNCTION'
  | 'SEPARATOR'
  | 'ACCESSOR'
  | 'COMPARATOR'
  | 'LOGICALOP'
  | 'MODIFIER'
  | 'CLAUSE'
  | 'CLAUSE_CLOSE'
  | 'TERNARY';

export interface Token {
  readonly kind: TokenKind;
  /** The decoded text: a string without its quotes, a number in Go's notation, the name of a function. */
  readonly text: string;
}

const OPERAND_FOLLOWERS: readonly TokenKind[] = [
  'MODIFIER',
  'COMPARATOR',
  'LOGICALOP',
  'CLAUSE_CLOSE',
  'TERNARY',
  'SEPARATOR',
];
const OPERANDS: readonly TokenKind[] = ['NUMERIC', 'BOOLEAN', 'VARIABLE', 'FUNCTION', 'ACCESSOR', 'CLAUSE'];
const AFTER_OPERATOR: readonly TokenKind[] = ['PREFIX', ...OPERANDS, 'STRING', 'CLAUSE_CLOSE'];

/** Which kinds may follow a kind; `UNKNOWN` stands for the beginning of the expression. */
const FOLLOWERS: Readonly<Record<TokenKind, readonly TokenKind[]>> = {
  UNKNOWN: ['PREFIX', ...OPERANDS, 'STRING'],
  CLAUSE: ['PREFIX', ...OPERANDS, 'STRING', 'CLAUSE_CLOSE'],
  CLAUSE_CLOSE: [...OPERAND_FOLLOWERS, 'NUMERIC', 'BOOLEAN', 'VARIABLE', 'STRING', 'CLAUSE'],
  NUMERIC: OPERAND_FOLLOWERS,
  BOOLEAN: OPERAND_FOLLOWERS,
  STRING: OPERAND_FOLLOWERS,
  VARIABLE: OPERAND_FOLLOWERS,
  ACCESSOR: [...OPERAND_FOLLOWERS, 'CLAUSE'],
  FUNCTION: ['CLAUSE'],
  MODIFIER: AFTER_OPERATOR,
  COMPARATOR: AFTER_OPERATOR,
  LOGICALOP: AFTER_OPERATOR,
  PREFIX: [...OPERANDS, 'CLAUSE_CLOSE'],
  TERNARY: ['PREFIX', ...OPERANDS, 'STRING', 'SEPARATOR'],
  SEPARATOR: ['PREFIX', ...OPERANDS, 'STRING'],
};

const MAY_END: ReadonlySet<TokenKind> = new Set([
  'CLAUSE_CLOSE',
  'NUMERIC',
  'BOOLEAN',
  'STRING',
  'VARIABLE',
  'ACCESSOR',
]);

const SYMBOLS: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ...['+', '-', '*', '/', '%', '**', '&', '|', '^', '>>', '<<'].map((symbol) => [symbol, 'MODIFIER'] as const),
  ...['&&', '||'].map((symbol) => [symbol, 'LOGICALOP'] as const),
  ...['==', '!=', '>', '>=', '<', '<=', '=~', '!~'].map((symbol) => [symbol, 'COMPARATOR'] as const),
  ...['?', ':', '??'].map((symbol) => [symbol, 'TERNARY'] as const),
]);
const PREFIXES: ReadonlySet<string> = new Set(['-', '!', '~']);

const SPACE = /\s/u;
const LETTER = /\p{L}/u;
const NUMERIC = /[\p{Nd}.]/u;
const NAME = /[\p{L}\p{Nd}_.]/u;
const SYMBOL = /[^\p{Nd}\p{L}()[\]'"]/u;
const HEX_DIGIT = /[0-9a-f]/i;

interface Scan {
  readonly token: Token;
  readonly next: number;
}

type Failed = { readonly ok: false; readonly error: string };
const failed = (error: string): Failed => ({ ok: false, error });

/**
 * All tokens of `expression`, known to be in an allowed order and with balanced parentheses.
 * The error is the text Fabric reports.
 */
export function tokenize(expression: string, functions: ReadonlySet<string>): Result<readonly Token[], string> {
  const characters = Array.from(expression);
  const tokens: Token[] = [];
  for (let position = 0; ; ) {
    while (position < characters.length && SPACE.test(characters[position] ?? '')) position++;
    if (position >= characters.length) break;
    const scanned = scan(characters, position, tokens.at(-1)?.kind ?? 'UNKNOWN', functions);
    if (!scanned.ok) return scanned;
    tokens.push(scanned.value.token);
    position = scanned.value.next;
  }
  const opened = tokens.filter((token) => token.kind === 'CLAUSE').length;
  const closed = tokens.filter((token) => token.kind === 'CLAUSE_CLOSE').length;
  if (opened !== closed) return failed('Unbalanced parenthesis');
  return checkOrder(tokens);
}

function checkOrder(tokens: readonly Token[]): Result<readonly Token[], string> {
  let last: Token | undefined;
  for (const token of tokens) {
    const kind = last?.kind ?? 'UNKNOWN';
    if (!FOLLOWERS[kind].includes(token.kind)) {
      if (kind === 'VARIABLE' && token.kind === 'CLAUSE') return failed(`Undefined function ${last?.text ?? ''}`);
      const from = `${kind} [${last ? printed(last) : '<nil>'}]`;
      return failed(`Cannot transition token types from ${from} to ${token.kind} [${printed(token)}]`);
    }
    last = token;
  }
  if (!last || !MAY_END.has(last.kind)) return failed('Unexpected end of expression');
  return ok(tokens);
}

/** How Go prints the value of a token: a parenthesis is a rune, an access is a slice. */
function printed(token: Token): string {
  switch (token.kind) {
    case 'CLAUSE':
      return '40';
    case 'CLAUSE_CLOSE':
      return '41';
    case 'ACCESSOR':
      return `[${token.text.split('.').join(' ')}]`;
    default:
      return token.text;
  }
}

function scan(
  characters: readonly string[],
  start: number,
  previous: TokenKind,
  functions: ReadonlySet<string>,
): Result<Scan, string> {
  const first = characters[start] ?? '';
  if (NUMERIC.test(first)) return scanNumber(characters, start);
  if (first === ',') return found('SEPARATOR', first, start + 1);
  if (first === '[') return scanEnclosed(characters, start, ']', 'VARIABLE', 'Unclosed parameter bracket');
  if (LETTER.test(first)) return scanName(characters, start, functions);
  // Either quote closes a string, whichever opened it.
  if (first === "'" || first === '"')
    return scanEnclosed(characters, start, '\'"', 'STRING', 'Unclosed string literal');
  if (first === '(') return found('CLAUSE', first, start + 1);
  if (first === ')') return found('CLAUSE_CLOSE', first, start + 1);
  const { text, next } = readWhile(characters, start, SYMBOL);
  if (PREFIXES.has(text) && FOLLOWERS[previous].includes('PREFIX')) return found('PREFIX', text, next);
  const kind = SYMBOLS.get(text);
  return kind ? found(kind, text, next) : failed(`Invalid token: '${text}'`);
}

const found = (kind: TokenKind, text: string, next: number): Result<Scan, string> =>
  ok({ token: { kind, text }, next });

function scanNumber(characters: readonly string[], start: number): Result<Scan, string> {
  if (characters[start] === '0' && characters[start + 1] === 'x') {
    const { text, next } = readWhile(characters, start + 2, HEX_DIGIT);
    if (!text) return failed(`Unable to parse hex value '' to uint64\n`);
    return found('NUMERIC', String(Number.parseInt(text, 16)), next);
  }
  const { text, next } = readWhile(characters, start, NUMERIC);
  if (!/^(\d+\.?\d*|\.\d+)$/.test(text)) return failed(`Unable to parse numeric value '${text}' to float64\n`);
  return found('NUMERIC', String(Number(text)), next);
}

function scanName(characters: readonly string[], start: number, functions: ReadonlySet<string>): Result<Scan, string> {
  const { text, next } = readWhile(characters, start, NAME);
  if (text.includes('.')) {
    if (text.endsWith('.')) return failed(`Hanging accessor on token '${text}'`);
    for (const field of text.split('.').slice(1)) {
      const initial = Array.from(field)[0] ?? '';
      if (initial.toUpperCase() !== initial)
        return failed(`Unable to access unexported field '${field}' in token '${text}'`);
    }
    return found('ACCESSOR', text, next);
  }
  if (functions.has(text)) return found('FUNCTION', text, next);
  if (text === 'true' || text === 'false') return found('BOOLEAN', text, next);
  if (text === 'in' || text === 'IN') return found('COMPARATOR', 'in', next);
  return found('VARIABLE', text, next);
}

function scanEnclosed(
  characters: readonly string[],
  start: number,
  closers: string,
  kind: TokenKind,
  unclosed: string,
): Result<Scan, string> {
  let text = '';
  for (let i = start + 1; i < characters.length; i++) {
    const character = characters[i] ?? '';
    if (character === '\\') text += characters[++i] ?? '';
    else if (closers.includes(character)) return found(kind, text, i + 1);
    else text += character;
  }
  return failed(unclosed);
}

/** The longest run from `start` whose characters match; a backslash takes the next character as it is. */
function readWhile(characters: readonly string[], start: number, matching: RegExp): { text: string; next: number } {
  let text = '';
  let next = start;
  for (; next < characters.length; next++) {
    const character = characters[next] ?? '';
    if (character === '\\') text += characters[++next] ?? '';
    else if (!SPACE.test(character) && matching.test(character)) text += character;
    else break;
  }
  return { text, next: Math.min(next, characters.length) };
}
