/**
 * Names what was called, as V8 does in "x.y is not a function", from the source before the call.
 */
interface Callee {
  readonly name: string;
  readonly isNew: boolean;
}

const INTERMEDIATE = '(intermediate value)';
const KEYWORD = /^(?:await|yield|return|typeof|void|throw|new|delete|function|async|class)$/;
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** `before` ends just before the parenthesis of the call. */
export function calleeAt(before: string): Callee {
  const { parts, rest } = chain(before.trimEnd());
  const word = /([\w$]+)\s*$/.exec(rest)?.[1];
  const isNew = word === 'new';
  if (before === '') return { name: 'undefined', isNew: false };
  return { name: parts.join('') || INTERMEDIATE, isNew };
}

/** The member expression at the end of `text`, in pieces, and what stands before it. */
function chain(text: string): { readonly parts: readonly string[]; readonly rest: string } {
  const parts: string[] = [];
  let rest = text;
  for (;;) {
    const link = lastLink(rest);
    if (!link) return { parts: parts.length ? [INTERMEDIATE, ...parts] : [], rest };
    parts.unshift(link.shown);
    rest = link.before;
    if (link.complete) return { parts, rest };
  }
}

interface Link {
  readonly shown: string;
  readonly before: string;
  /** Nothing to the left belongs to the expression. */
  readonly complete: boolean;
}

function lastLink(text: string): Link | undefined {
  const trimmed = text.trimEnd();
  const last = trimmed[trimmed.length - 1] ?? '';
  const name = /(\?\.|\.)?\s*(#?[A-Za-z_$][\w$]*)$/.exec(trimmed);
  if (name) {
    const [whole, dot, word = ''] = name;
    if (!dot && KEYWORD.test(word)) return undefined;
    return { shown: (dot ?? '') + word, before: trimmed.slice(0, trimmed.length - whole.length), complete: !dot };
  }
  if (!CLOSERS[last]) return undefined;
  const open = opening(trimmed);
  if (open < 0) return undefined;
  const inner = trimmed.slice(open + 1, -1).trim();
  const before = trimmed.slice(0, open);
  if (last === ']') return { shown: `[${inner}]`, before, complete: false };
  const callee = before.trimEnd();
  const isCall = /[\w$)\]]$/.test(callee) && !KEYWORD.test(/[\w$]+$/.exec(callee)?.[0] ?? '');
  if (isCall) return { shown: '(...)', before, complete: false };
  const isPlain = /^[A-Za-z_$][\w$.[\]]*$/.test(inner);
  return { shown: isPlain ? inner : INTERMEDIATE, before, complete: true };
}

/** Index of the bracket that the last character of `text` closes. Strings are not looked into. */
function opening(text: string): number {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    const char = text[i] ?? '';
    if (')]}'.includes(char)) depth++;
    if ('([{'.includes(char) && --depth === 0) return i;
  }
  return -1;
}
