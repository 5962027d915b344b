/**
 * Plain highlighting of JavaScript, TypeScript and JSON: comments, strings, numbers, keywords. Not a parser; a regular
 * expression literal is plain text unless it holds a quote, and that is as much as reading needs.
 */

export type TokenType = 'plain' | 'comment' | 'string' | 'number' | 'keyword' | 'name';

export interface Token {
  readonly type: TokenType;
  readonly text: string;
}

const KEYWORDS = new Set(
  (
    'abstract as async await break case catch class const continue default delete do else enum export extends false ' +
    'finally for from function get if implements import in instanceof interface let new null of private protected ' +
    'public readonly return set static super switch this throw true try type typeof undefined var void while with yield'
  ).split(' '),
);

/** One alternative per token; what none matches is plain. Strings end at the line's end when they are not closed. */
const PATTERN =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>'(?:\\[\s\S]|[^'\\\n])*'?|"(?:\\[\s\S]|[^"\\\n])*"?|`(?:\\[\s\S]|[^`\\])*`?)|(?<number>\b\d[\w.]*)|(?<word>[A-Za-z_$][\w$]*)/gu;

function typeOf(groups: Readonly<Record<string, string | undefined>>, callee: boolean): TokenType {
  if (groups['comment'] !== undefined) return 'comment';
  if (groups['string'] !== undefined) return 'string';
  if (groups['number'] !== undefined) return 'number';
  if (KEYWORDS.has(groups['word'] ?? '')) return 'keyword';
  return callee ? 'name' : 'plain';
}

/** The tokens of a source; put together they are the source. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (type: TokenType, text: string): void => {
    const last = tokens.at(-1);
    if (last?.type === type && type === 'plain') tokens[tokens.length - 1] = { type, text: last.text + text };
    else if (text !== '') tokens.push({ type, text });
  };
  for (const match of source.matchAll(PATTERN)) {
    push('plain', source.slice(at, match.index));
    at = match.index + match[0].length;
    push(typeOf(match.groups ?? {}, source[at] === '('), match[0]);
  }
  push('plain', source.slice(at));
  return tokens;
}

/** Lines of tokens; a token that spans lines is split. Always at least one line. */
export function tokenLines(source: string): readonly (readonly Token[])[] {
  const lines: Token[][] = [[]];
  for (const { type, text } of tokenize(source)) {
    text.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ type, text: part });
    });
  }
  return lines;
}
