/**
 * Prepares a contract's JavaScript so that errors thrown by the engine read as Node's.
 *
 * A contract may put the message of a caught TypeError into its own, and the client then sees it; QuickJS words these
 * messages differently from V8. No hook of the engine sees an error before the contract does, so every `catch` clause
 * gets a call at its beginning that rewrites the message in place. Nothing else changes, line numbers included.
 *
 * @simplified a `/` after `)` or `}` is taken for a division; a regular expression there ends at its line, at worst the
 * `catch` clauses of that line keep QuickJS's words.
 */

/** Global function of the guest that rewrites an error in place and gives it back. */
export const REWRITE = '__asNodeError';

const BEFORE_REGEXP = /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|else|do|instanceof|yield|await)$/;

/** The source with a rewriting call in each `catch` clause that names what it caught. */
export function asNodeErrors(source: string): string {
  const edits: { readonly from: number; readonly to: number; readonly text: string }[] = [];
  for (let at = 0; at < source.length; ) {
    const end = skipToken(source, at);
    if (end > at) {
      at = end;
      continue;
    }
    const clause = source.startsWith('catch', at) ? catchClause(source, at) : undefined;
    if (clause) edits.push(clause);
    at = clause ? clause.to : wordEnd(source, at);
  }
  let out = '';
  let done = 0;
  for (const { from, to, text } of edits) {
    out += source.slice(done, from) + text;
    done = to;
  }
  return (out + source.slice(done)).replace(/^#!/, '//');
}

const isWord = (char: string | undefined): boolean => char !== undefined && /[\w$]/.test(char);

function wordEnd(source: string, at: number): number {
  let end = at + 1;
  if (isWord(source[at])) while (isWord(source[end])) end++;
  return end;
}

/** Where the comment, string, template or regular expression that begins at `at` ends; `at` if none begins there. */
function skipToken(source: string, at: number): number {
  const char = source[at];
  if (char === '"' || char === "'") return skipQuoted(source, at, char);
  if (char === '`') return skipTemplate(source, at);
  if (char !== '/') return at;
  if (source[at + 1] === '/') return endOr(source, source.indexOf('\n', at));
  if (source[at + 1] === '*') return endOr(source, source.indexOf('*/', at + 2), 2);
  return beginsRegExp(source, at) ? skipRegExp(source, at) : at;
}

const endOr = (source: string, found: number, length = 0): number => (found < 0 ? source.length : found + length);

function skipQuoted(source: string, at: number, quote: string): number {
  let end = at + 1;
  while (end < source.length && source[end] !== quote && source[end] !== '\n') end += source[end] === '\\' ? 2 : 1;
  return Math.min(source.length, end + 1);
}

function skipTemplate(source: string, at: number): number {
  let end = at + 1;
  while (end < source.length && source[end] !== '`') {
    if (source[end] === '\\') end += 2;
    else if (source[end] === '$' && source[end + 1] === '{') end = matching(source, end + 1);
    else end++;
  }
  return Math.min(source.length, end + 1);
}

function beginsRegExp(source: string, at: number): boolean {
  const before = source.slice(Math.max(0, at - 80), at).trimEnd();
  const last = before[before.length - 1];
  if (last === undefined) return true;
  return isWord(last) ? BEFORE_REGEXP.test(before) : !/[)\]}"'`]/.test(last);
}

function skipRegExp(source: string, at: number): number {
  let inClass = false;
  for (let end = at + 1; end < source.length && source[end] !== '\n'; end++) {
    const char = source[end];
    if (char === '\\') end++;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return end + 1;
  }
  return at + 1;
}

/** Just after the bracket that closes the one at `at`. */
function matching(source: string, at: number): number {
  let depth = 0;
  for (let end = at; end < source.length; ) {
    const next = skipToken(source, end);
    if (next > end) {
      end = next;
      continue;
    }
    const char = source[end] as string;
    if ('([{'.includes(char)) depth++;
    if (')]}'.includes(char) && --depth === 0) return end + 1;
    end++;
  }
  return source.length;
}

function catchClause(source: string, at: number) {
  const before = source.slice(0, at).trimEnd();
  if (isWord(source[at - 1]) || isWord(source[at + 5]) || before.endsWith('.')) return undefined;
  const open = /^catch\s*\(/.exec(source.slice(at, at + 80));
  if (!open) return undefined;
  const from = at + open[0].length - 1;
  const close = matching(source, from);
  const body = /^\s*\{/.exec(source.slice(close));
  if (!body) return undefined;
  const to = close + body[0].length;
  const binding = source.slice(from + 1, close - 1);
  const rewritten = /^\s*[\w$]+\s*$/.test(binding)
    ? `${source.slice(from, to)}${REWRITE}(${binding.trim()});`
    : `(__caught)${body[0]}let ${binding}=${REWRITE}(__caught);`;
  return { from, to, text: rewritten };
}
