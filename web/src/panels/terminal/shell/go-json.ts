/**
 * What Go says of a text that is no JSON, or not the JSON it wants: commands print it.
 *
 * @simplified Of the many things Go can say only those that a slip of a learner leads to: the first character that does not fit,
 * and the end that comes too soon.
 */

type State = 'value' | 'key' | 'firstKey' | 'colon' | 'afterPair' | 'afterItem' | 'firstItem' | 'end';

const EXPECTED: Readonly<Record<State, string>> = {
  value: 'looking for beginning of value',
  firstItem: 'looking for beginning of value',
  key: 'looking for beginning of object key string',
  firstKey: 'looking for beginning of object key string',
  colon: 'after object key',
  afterPair: 'after object key:value pair',
  afterItem: 'after array element',
  end: 'after top-level value',
};

const TOKEN = /^(?:"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/;
const EARLY_END = 'unexpected end of JSON input';

/** Go writes a single quote apart. */
const named = (character: string): string => (character === "'" ? `'\\''` : `'${character}'`);

/** Go's words for the first thing wrong with `text`; null where it is JSON. */
export function jsonProblem(text: string): string | null {
  const open: ('{' | '[')[] = [];
  let state: State = 'value';
  const closed = (): State => (open.length === 0 ? 'end' : open.at(-1) === '{' ? 'afterPair' : 'afterItem');
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? '';
    if (/\s/.test(character)) {
      at++;
      continue;
    }
    const next = step(state, character, open, closed);
    if (next !== null) {
      state = next;
      at++;
      continue;
    }
    const token = TOKEN.exec(text.slice(at))?.[0];
    const isKey: boolean = state === 'key' || state === 'firstKey';
    const takes = isKey ? token?.startsWith('"') : state === 'value' || state === 'firstItem';
    if (token === undefined && character === '"' && (isKey || takes)) return EARLY_END;
    if (token === undefined || !takes) return `invalid character ${named(character)} ${EXPECTED[state]}`;
    at += token.length;
    state = isKey ? 'colon' : closed();
  }
  return state === 'end' ? null : EARLY_END;
}

/** After a sign; null: the character is none that fits here. */
function step(state: State, character: string, open: ('{' | '[')[], closed: () => State): State | null {
  const isValue = state === 'value' || state === 'firstItem';
  if (isValue && (character === '{' || character === '[')) {
    open.push(character);
    return character === '{' ? 'firstKey' : 'firstItem';
  }
  if (character === '}' && (state === 'firstKey' || state === 'afterPair')) {
    open.pop();
    return closed();
  }
  if (character === ']' && (state === 'firstItem' || state === 'afterItem')) {
    open.pop();
    return closed();
  }
  if (character === ':' && state === 'colon') return 'value';
  if (character === ',' && state === 'afterPair') return 'key';
  return character === ',' && state === 'afterItem' ? 'value' : null;
}

/** What Go calls a value of JSON. */
export const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;

/** Index of the first byte that is no base64, as Go counts it; null: all is well. */
export function base64Problem(text: string): number | null {
  const plain = text.replaceAll(/[\r\n]/g, '');
  const at = plain.search(/[^A-Za-z0-9+/]/);
  const end = at < 0 ? plain.length : at;
  if (at >= 0 && !/^=+$/.test(plain.slice(at))) return at;
  const isPadded = plain.length % 4 === 0 && plain.length - end <= 2;
  return isPadded ? null : end;
}
