/**
 * The order CouchDB puts JSON values in: null, false, true, numbers, strings, arrays, objects. It decides what `$gt`
 * matches and what comes first in a sorted result.
 *
 * @fabric none: CouchDB's couch_ejson_compare, which Fabric's rich queries rest on
 * @simplified Strings collate as in Unicode's root order for ASCII, accents and Hangul; other characters by code point
 * after them. Numbers are doubles.
 */
import { compareUtf8 } from '../kernel/sorted-map.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [field: string]: Json;
}

/** Negative, zero or positive, as `sort` wants it. */
export type Compare = (a: Json, b: Json) => number;

export const isJsonList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The name `$type` knows a value by. */
export function jsonType(value: Json): string {
  if (value === null) return 'null';
  if (isJsonList(value)) return 'array';
  return typeof value;
}

/** Fabric has Go write both documents and queries, so their fields stand in byte order. */
export const entriesOf = (value: JsonObject): readonly (readonly [string, Json])[] =>
  Object.entries(value).sort(([a], [b]) => compareUtf8(a, b));

const RANK: Readonly<Record<string, number>> = { null: 0, boolean: 1, number: 2, string: 3, array: 4, object: 5 };
const rankOf = (value: Json): number => RANK[jsonType(value)] ?? 0;

const ordered =
  (compareText: (a: string, b: string) => number): Compare =>
  (a, b) => {
    const byType = rankOf(a) - rankOf(b);
    if (byType !== 0) return byType;
    if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
    if (isJsonList(a) && isJsonList(b)) return compareLists(a, b, ordered(compareText));
    if (isJsonObject(a) && isJsonObject(b)) return compareLists(entriesOf(a), entriesOf(b), ordered(compareText));
    return Number(a) - Number(b);
  };

function compareLists(a: readonly Json[], b: readonly Json[], compare: Compare): number {
  for (const [i, left] of a.entries()) {
    const right = b[i];
    if (right === undefined) return 1;
    const difference = compare(left, right);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** ASCII below the digits, as Unicode's root collation has it. */
const PUNCTUATION = '\t\n\u000b\f\r _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$0123456789';
const LETTERS = PUNCTUATION.length;
const OTHERS = LETTERS + 26;

/** What a character sorts by first; undefined for control characters, which do not count at all. */
function primaryWeight(char: string): number | undefined {
  const place = PUNCTUATION.indexOf(char);
  if (place >= 0) return place;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return undefined;
  return code >= 0x61 && code <= 0x7a ? LETTERS + code - 0x61 : OTHERS + code;
}

const isAccent = (char: string): boolean => char >= '\u0300' && char <= '\u036f';

/** Letters first, then accents, then case with the small letter first. */
export function compareCollated(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [collationOf(a), collationOf(b)];
  return (
    compareNumbers(left.primary, right.primary) ||
    compareUtf8(left.accents, right.accents) ||
    compareNumbers(left.capitals, right.capitals)
  );
}

interface Collation {
  readonly primary: readonly number[];
  readonly accents: string;
  readonly capitals: readonly number[];
}

function collationOf(text: string): Collation {
  const primary: number[] = [];
  const capitals: number[] = [];
  let accents = '';
  for (const char of text.normalize('NFD')) {
    if (isAccent(char)) {
      accents += char;
      continue;
    }
    const small = char.toLowerCase();
    const weight = primaryWeight(small);
    if (weight === undefined) continue;
    primary.push(weight);
    capitals.push(small === char ? 0 : 1);
    accents += ' ';
  }
  return { primary, accents, capitals };
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i];
    if (right === undefined) return 1;
    if (left !== right) return left - right;
  }
  return a.length - b.length;
}

/** CouchDB's order of values. */
export const compareJson: Compare = ordered(compareCollated);

/** Its order of document ids: bytes, without collation. */
export const compareRaw: Compare = ordered(compareUtf8);

/** The values are the same, not merely equal in the order. */
export const sameJson = (a: Json, b: Json): boolean => compareRaw(a, b) === 0;
