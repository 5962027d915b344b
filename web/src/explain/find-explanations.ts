/**
 * Finds entries for what a learner pastes or types: an error text, whole or in part, a code by name or number, a word.
 *
 * Errors of Fabric are wrapped several times, the exact cause innermost. So a code by itself comes first, then the entry of
 * which the longest text is in what was pasted, then entries that stand around others, and only then words.
 */
import { EXPLANATIONS } from './entries.ts';
import type { Explanation } from './entries.ts';

/** How it was found: the whole query is its code; it is in the query; it is in the query, but says little; by a word. */
export type FoundBy = 'code' | 'text' | 'general' | 'word';

export interface Found {
  readonly explanation: Explanation;
  readonly by: FoundBy;
  /** How much of the query it accounts for, in characters; orders what was found in the same way. */
  readonly weight: number;
}

const MOST_FOUND = 12;
/** A text this much longer than any code is a pasted error, in which single words mean nothing. */
const LONGEST_TYPED = 60;
const ORDER: Readonly<Record<FoundBy, number>> = { code: 0, text: 1, general: 2, word: 3 };

/** What a terminal prints to change colour; also where copying lost the escape character or a log wrote it out. */
const COLOUR = new RegExp(
  `(?:${String.fromCharCode(27)}|\\^\\[|\\\\u001b|\\\\x1b|\\\\033|\ufffd)?\\[[0-9]{1,2}(?:;[0-9]{1,3})*m`,
  'gi',
);
/** Written so in JSON by Go, which guards against HTML. */
const GUARDED: Readonly<Record<string, string>> = { '22': '"', '26': '&', '27': "'", '3c': '<', '3e': '>' };

/** Colours of a terminal, line breaks of a log, JSON inside JSON and quotes of a word processor do not count. */
const tidy = (text: string): string =>
  text
    .replaceAll(COLOUR, '')
    .replaceAll(/\\+u00(22|26|27|3c|3e)/gi, (_all, code: string) => GUARDED[code.toLowerCase()] ?? '')
    .replaceAll(/\\+[nrt]/g, ' ')
    .replaceAll(/[‘’]|\\+'/g, "'")
    .replaceAll(/[“”]|\\+"/g, '"')
    .replaceAll(/\s+/g, ' ')
    .trim();

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

interface Pattern {
  readonly pattern: RegExp;
  readonly weight: number;
}

/** `*` stands for at most this many characters: what differs is a name, a number, a list, not another error. */
const WIDEST_GAP = 300;
const GAPS: Readonly<Record<string, string>> = { '*': `.{0,${WIDEST_GAP}}?`, '~': `\\S{1,${WIDEST_GAP}}?` };

function patternOf(text: string): Pattern {
  const parts = text.replaceAll(/\s+/g, ' ').split(/([*~])/);
  const source = parts.map((part) => GAPS[part] ?? escaped(part)).join('');
  // "Error Code: 7" is not in "Error Code: 71".
  const end = /\d$/.test(text) ? '(?!\\d)' : '';
  return { pattern: new RegExp(source + end, 'i'), weight: parts.join('').replaceAll(/[*~]/g, '').length };
}

/**
 * A name as a whole word: `VALID` is not in `INVALID_CHAINCODE`, and `forbidden` in a sentence is no code; but
 * `TxValidationCode_VALID` is how Go names it, and nobody writes `mvcc_read_conflict` in a sentence.
 */
const nameOf = (name: string): Pattern => ({
  pattern: new RegExp(`(?<=\\b|Code_|Status_)${name}\\b`, name.includes('_') ? 'i' : ''),
  weight: name.length,
});

/** `got unexpected status: BAD_REQUEST`: the status says more than what stands around it, however short it is. */
const AHEAD = 'got unexpected status'.length;
const aheadOf = ({ id }: Explanation): number => (id.startsWith('status.') ? AHEAD : 0);

const PATTERNS: ReadonlyMap<Explanation, readonly Pattern[]> = new Map(
  EXPLANATIONS.map((explanation) => [
    explanation,
    [
      ...explanation.texts.map(patternOf),
      ...explanation.names.map(nameOf).map((name) => ({ ...name, weight: name.weight + aheadOf(explanation) })),
    ],
  ]),
);

/** The number in `11`, `(11)`, `code 11`, `status code: 403`; null where there is more: `Error Code: 20` is the CA's. */
function numberIn(query: string): number | null {
  const digits = /^(?:(?:tx|validation|status|code)\s*)*[:=#(]?\s*(\d{1,3})\)?[,;.]?$/i.exec(query)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** `mvcc read conflict`, `MvccReadConflict` and `MVCC_READ_CONFLICT` are one name. */
const bare = (name: string): string => name.replaceAll(/[\s_-]+/g, '').toLowerCase();

function isCode({ code, names }: Explanation, query: string, number: number | null): boolean {
  if (code === null) return false;
  if (number !== null) return code.number === number;
  const plain = bare(query.replace(/^(?:TxValidationCode|Status)[_.]/i, ''));
  return names.some((name) => bare(name) === plain);
}

function inQuery(explanation: Explanation, query: string): number {
  const fits = (PATTERNS.get(explanation) ?? []).filter(({ pattern }) => pattern.test(query));
  return Math.max(0, ...fits.map(({ weight }) => weight));
}

/** Each word of the query is in its names, its texts or the words beside it. Korean words match from two characters on. */
function byWords({ names, texts, title }: Explanation, words: string, query: string): boolean {
  const all = [...names, ...texts, title, words].join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(' ')
    .every((word) => all.includes(word));
}

function found(explanation: Explanation, query: string, number: number | null, words: string): Found | null {
  if (isCode(explanation, query, number)) return { explanation, by: 'code', weight: query.length };
  const weight = inQuery(explanation, query);
  if (weight > 0) return { explanation, by: explanation.general ? 'general' : 'text', weight };
  if (query.length < 2 || query.length > LONGEST_TYPED || !byWords(explanation, words, query)) return null;
  return {
    explanation,
    by: 'word',
    weight: explanation.names.join(' ').toLowerCase().includes(query.toLowerCase()) ? 1 : 0,
  };
}

/**
 * Entries for `query`, best first, at most twelve.
 * @param wordsOf the words of an entry in the learner's language, to be searched too
 */
export function findExplanations(
  query: string,
  wordsOf: (explanation: Explanation) => string = () => '',
): readonly Found[] {
  const tidied = tidy(query);
  if (tidied === '') return [];
  const number = numberIn(tidied);
  return EXPLANATIONS.flatMap((explanation) => found(explanation, tidied, number, wordsOf(explanation)) ?? [])
    .sort((one, other) => ORDER[one.by] - ORDER[other.by] || other.weight - one.weight)
    .slice(0, MOST_FOUND);
}

/** The best entry that is in the text of an error; null where none is. */
export function explainError(text: string): Explanation | null {
  const [best] = findExplanations(text);
  return best === undefined || best.by === 'word' ? null : best.explanation;
}
