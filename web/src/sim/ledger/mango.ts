/**
 * CouchDB's `_find`: which documents a query gives, in which order, and whether an index helped.
 *
 * @fabric none: CouchDB's mango_cursor and mango_idx, which Fabric's rich queries rest on
 * @simplified The warning that many documents were looked at for few results comes only where no index was used, and
 * counts every document of the database.
 * @simplified A bookmark is our own encoding of where the last page ended. Execution statistics, partitions and text indexes
 * are not there; their settings are accepted and have no effect.
 */
import { ok, type Result } from '../kernel/result.ts';
import { base64, fromBase64, fromUtf8, utf8 } from '../wire/bytes.ts';
import {
  compareJson,
  compareRaw,
  entriesOf,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
} from './mango-compare.ts';
import { erlangTerm, mangoError, type MangoError } from './mango-error.ts';
import { fieldOf, matches, project, readSelector, requiresFields, type Selector, testsOn } from './mango-selector.ts';

/** An index of a database, as CouchDB keeps it in a design document. */
export interface MangoIndex {
  /** Name of the design document, without `_design/`. */
  readonly ddoc: string;
  readonly name: string;
  readonly fields: readonly string[];
  /** The index holds only documents that match this, and is used only when the query names it. */
  readonly only?: Selector;
}

export interface MangoResult {
  readonly documents: readonly JsonObject[];
  /** What a next query starts after; `nil` when there was nothing. */
  readonly bookmark: string;
  /** CouchDB's words when no index was of use; empty otherwise. */
  readonly warning: string;
  /** The index the documents were found by; undefined when all of them were looked at. */
  readonly index: MangoIndex | undefined;
}

interface Query {
  readonly selector: Selector;
  readonly sort: readonly string[];
  readonly descending: boolean;
  /** Empty for whole documents. */
  readonly fields: readonly string[];
  readonly limit: number;
  readonly skip: number;
  /** What the last document of the page before is sorted by. */
  readonly after: JsonObject | undefined;
  readonly bookmark: string;
  readonly useIndex: readonly string[];
}

const DEFAULT_LIMIT = 25;
const IGNORED = ['r', 'conflicts', 'stale', 'update', 'stable', 'execution_stats', 'partition', 'allow_fallback'];
const KNOWN = ['selector', 'sort', 'fields', 'limit', 'skip', 'bookmark', 'use_index', ...IGNORED];

export const NO_INDEX = 'No matching index found, create an index to optimize query time.';
export const MANY_EXAMINED =
  'The number of documents examined is high in proportion to the number of results returned. Consider adding a more specific index to improve this.';
/** `index_scan_warning_threshold`: more documents than this looked at for each result are too many. */
const MOST_PER_RESULT = 10;

/** Runs `query` over `documents` (each with its `_id`, in any order), or refuses it in CouchDB's words. */
export function find(
  documents: Iterable<JsonObject>,
  query: JsonObject,
  indexes: readonly MangoIndex[] = [],
): Result<MangoResult, MangoError> {
  const read = readQuery(query);
  if (!read.ok) return read;
  const { selector, sort, descending, fields, limit, skip, after, useIndex } = read.value;
  const { index, ignored } = chooseIndex(indexes, read.value);
  if (!index && !sortsById(sort))
    return mangoError('no_usable_index', 'No index exists for this sort, try indexing by the sort fields.');
  const order = [...(index?.fields ?? []), '_id'];
  const all: JsonObject[] = [];
  for (const document of documents) {
    if (order.every((field) => fieldOf(document, field).type === 'found')) all.push(document);
  }
  const direction = descending ? -1 : 1;
  const compare = (a: JsonObject, b: JsonObject): number => direction * compareBy(order, a, b);
  const matching = all
    .filter((document) => matches(selector, document) && (!index?.only || matches(index.only, document)))
    .filter((document) => after === undefined || compare(document, after) > 0)
    .sort(compare);
  const page = matching.slice(skip, skip + limit);
  const end = page[page.length - 1];
  const warnings = [...(ignored ? [notUsed(useIndex)] : []), ...(index ? [] : unindexed(all.length, page.length))];
  return ok({
    documents: fields.length > 0 ? page.map((document) => project(document, fields)) : page,
    bookmark: end ? bookmarkOf(project(end, order)) : read.value.bookmark || 'nil',
    warning: warnings.join('\n'),
    index,
  });
}

const sortsById = (sort: readonly string[]): boolean => sort.length === 0 || (sort.length === 1 && sort[0] === '_id');

function compareBy(fields: readonly string[], a: JsonObject, b: JsonObject): number {
  for (const field of fields) {
    const [left, right] = [fieldOf(a, field), fieldOf(b, field)];
    if (left.type !== 'found' || right.type !== 'found') continue;
    const difference = (field === '_id' ? compareRaw : compareJson)(left.value, right.value);
    if (difference !== 0) return difference;
  }
  return 0;
}

const bookmarkOf = (place: JsonObject): string => base64(utf8(JSON.stringify(place)));

const notUsed = ([ddoc = '', name]: readonly string[]): string => {
  const named = `_design/${ddoc.replace(/^_design\//, '')}${name === undefined ? '' : `, ${name}`}`;
  const flaw = name === undefined ? 'does not contain a valid index' : 'is not a valid index';
  return `${named} was not used because it ${flaw} for this query.`;
};

const unindexed = (examined: number, results: number): readonly string[] =>
  examined > MOST_PER_RESULT * Math.max(results, 1) ? [NO_INDEX, MANY_EXAMINED] : [NO_INDEX];

/** The index a query names if it can be used; else the one that restricts it most, then has fewest fields. */
function chooseIndex(
  indexes: readonly MangoIndex[],
  { selector, sort, useIndex }: Query,
): { readonly index: MangoIndex | undefined; readonly ignored: boolean } {
  const usable = indexes.filter(({ fields }) => {
    const needed = fields.filter((field) => !sort.includes(field) && field !== '_id');
    // An index that the sort alone covers still misses documents without those fields, as in CouchDB.
    const covered = needed.length === 0 ? sort.length > 0 : requiresFields(selector, needed);
    return covered && sorts(fields, sort, selector);
  });
  const isNamed = ({ ddoc, name }: MangoIndex): boolean =>
    useIndex[0]?.replace(/^_design\//, '') === ddoc && (useIndex[1] === undefined || useIndex[1] === name);
  const named = usable.filter(isNamed);
  const candidates = named.length > 0 ? named : usable.filter(({ only }) => only === undefined);
  const best = [...candidates].sort(
    (a, b) =>
      prefix(b, selector) - prefix(a, selector) ||
      a.fields.length - b.fields.length ||
      compareRaw([a.ddoc, a.name], [b.ddoc, b.name]),
  );
  return { index: best[0], ignored: useIndex.length > 0 && named.length === 0 };
}

const RANGED = ['$eq', '$lt', '$lte', '$gt', '$gte', '$beginsWith'];

/** How many of the first fields of the index the selector restricts to a range. */
function prefix({ fields }: MangoIndex, selector: Selector): number {
  const end = fields.findIndex((field) => !testsOn(selector, field).some((operator) => RANGED.includes(operator)));
  return end < 0 ? fields.length : end;
}

/** Whether the index has the order asked for: its fields begin with it, after fields that are the same in all results. */
function sorts(fields: readonly string[], sort: readonly string[], selector: Selector): boolean {
  if (sort.length === 0) return true;
  const [first, ...rest] = fields;
  if (first === undefined) return false;
  if (first === sort[0]) return sort.every((field, i) => field === fields[i]);
  return testsOn(selector, first).includes('$eq') && sorts(rest, sort, selector);
}

function readQuery(query: JsonObject): Result<Query, MangoError> {
  const unknown = Object.keys(query).find((key) => !KNOWN.includes(key));
  if (unknown !== undefined) return mangoError('invalid_key', `Invalid key ${unknown} for this request.`);
  const asked = query['selector'];
  if (asked === undefined) return mangoError('missing_required_key', 'Missing required key: selector');
  const selector = readSelector(asked);
  if (!selector.ok) return selector;
  const useIndex = readUseIndex(query['use_index'] ?? null);
  if (!useIndex.ok) return useIndex;
  const bookmark = query['bookmark'] ?? '';
  const after = readBookmark(bookmark);
  if (!after.ok) return after;
  const { limit = DEFAULT_LIMIT, skip = 0 } = query as { readonly limit?: Json; readonly skip?: Json };
  if (!isCount(limit)) return notACount(limit);
  if (!isCount(skip)) return notACount(skip);
  const sort = readSort(query['sort'] ?? []);
  if (!sort.ok) return sort;
  const fields = readFields(query['fields'] ?? []);
  if (!fields.ok) return fields;
  return ok({
    ...sort.value,
    selector: selector.value,
    fields: fields.value,
    limit,
    skip,
    after: after.value,
    bookmark: typeof bookmark === 'string' ? bookmark : '',
    useIndex: useIndex.value,
  });
}

const isCount = (value: Json): value is number => Number.isInteger(value) && Number(value) >= 0;
const notACount = (value: Json) =>
  mangoError('invalid_non_neg_integer', `${erlangTerm(value)} is not an integer greater than or equal to zero`);

/** Fields and the one direction of a `sort`, also of an index. */
export function readSort(
  value: Json,
): Result<{ readonly sort: readonly string[]; readonly descending: boolean }, MangoError> {
  if (!isJsonList(value))
    return mangoError('invalid_sort_json', `Sort must be an array of sort specs, not: ${erlangTerm(value)}`);
  const sort: string[] = [];
  const directions = new Set<Json>();
  for (const spec of value) {
    const entries: readonly (readonly [Json, Json])[] = isJsonObject(spec) ? entriesOf(spec) : [[spec, 'asc']];
    const [entry, more] = entries;
    const [field, direction] = entry ?? [null, null];
    const isDirection = direction === 'asc' || direction === 'desc';
    if (typeof field !== 'string' || field === '' || more !== undefined || !isDirection)
      return mangoError('invalid_sort_field', `Invalid sort field: ${erlangTerm(spec)}`);
    sort.push(field);
    directions.add(direction);
  }
  if (directions.size > 1) {
    const reason = 'Sorts currently only support a single direction for all fields.';
    return mangoError('unsupported_mixed_sort', reason);
  }
  return ok({ sort, descending: directions.has('desc') });
}

function readFields(value: Json): Result<readonly string[], MangoError> {
  if (!isJsonList(value))
    return mangoError('invalid_fields', `Fields must be an array of strings, not: ${erlangTerm(value)}`);
  const fields: string[] = [];
  for (const field of value) {
    if (typeof field !== 'string')
      return mangoError('invalid_field', `Invalid JSON for field spec: ${erlangTerm(field)}`);
    fields.push(field);
  }
  return ok(fields);
}

function readUseIndex(value: Json): Result<readonly string[], MangoError> {
  if (value === null) return ok([]);
  const parts = typeof value === 'string' ? splitIndex(value) : isJsonList(value) ? value : undefined;
  const texts = parts?.filter((part) => typeof part === 'string');
  if (!parts || !texts || texts.length !== parts.length || texts.length > 2)
    return mangoError('invalid_index_name', `Invalid index name: ${erlangTerm(value)}`);
  return ok(texts);
}

/** `_design/doc` and `doc/name` are two ways to write it. */
function splitIndex(value: string): readonly string[] {
  const [first = '', ...rest] = value.split('/');
  return first === '_design' ? rest : [first, ...rest];
}

function readBookmark(value: Json): Result<JsonObject | undefined, MangoError> {
  if (value === null || value === '' || value === 'nil') return ok(undefined);
  const refused = mangoError('invalid_bookmark', `Invalid bookmark value: ${JSON.stringify(value)}`);
  if (typeof value !== 'string') return refused;
  try {
    const place = JSON.parse(fromUtf8(fromBase64(value))) as Json;
    return isJsonObject(place) && typeof place['_id'] === 'string' ? ok(place) : refused;
  } catch {
    return refused;
  }
}
