/**
 * A rich query of a simulation: what a peer makes of a chaincode's query string, and how its results are read.
 *
 * Unlike a range, the read set will hold the keys that came back and nothing about the question. At commit nobody asks
 * it again: a key that matches by then and did not before goes unnoticed.
 *
 * @fabric core/ledger/kvledger/txmgmt/statedb/statecouchdb/statecouchdb.go (ExecuteQueryWithPagination, queryScanner)
 * @simplified All results come at once rather than a thousand at a time. A query string that is not JSON is refused
 * with Go's words for its first character.
 */
import { ok, type Result } from '../kernel/result.ts';
import { documentBytes, documentIn, goJson } from './couch-document.ts';
import { find, type MangoIndex } from './mango.ts';
import { isJsonList, isJsonObject, type Json, type JsonObject, jsonType } from './mango-compare.ts';
import type { KeyValue } from './range-iterator.ts';
import type { StateDb } from './state-db.ts';
import type { Version } from './version.ts';

/** What a simulation knows of the CouchDB beside its peer. */
export interface CouchSettings {
  /** Indexes of a chaincode's database; `collection` is empty for its public state. */
  readonly indexes: (namespace: string, collection: string) => readonly MangoIndex[];
}

export interface Page {
  /** 0 for as many as there are. */
  readonly pageSize: number;
  /** Empty for the first page. */
  readonly bookmark: string;
}

const WHOLE: Page = { pageSize: 0, bookmark: '' };

interface Hit extends KeyValue {
  readonly version: Version;
}

/** An open query; immutable, reading gives the next one. */
export interface RichQuery {
  readonly namespace: string;
  readonly hits: readonly Hit[];
  readonly position: number;
  readonly bookmark: string;
  /** Results of private queries leave no trace in the read set. */
  readonly recorded: boolean;
  /** The question as the chaincode put it. */
  readonly query: string;
  /** CouchDB's warning that no index helped; empty otherwise. A peer writes it in its log. */
  readonly warning: string;
  /** The question as CouchDB was asked it, which is how a peer logs it. */
  readonly asked: string;
}

export interface RichQuestion {
  /** What results are labelled with. */
  readonly namespace: string;
  /** Where the keys are: differs from `namespace` for private data. */
  readonly store: string;
  readonly query: string;
  /** Undefined for all results. */
  readonly page: Page | undefined;
  readonly recorded: boolean;
  readonly indexes: readonly MangoIndex[];
}

/** @fabric statedb/stateleveldb: rich queries need CouchDB. */
export const withoutCouch = (method: string): Result<never, string> => ({
  ok: false,
  error: `${method} not supported for leveldb`,
});

/** What a peer asks CouchDB for at a time. */
const INTERNAL_QUERY_LIMIT = 1_000;
/** `internalQueryLimit` is fetched again and again, so this is where a query really ends. */
const TOTAL_LIMIT = 100_000;

/** Runs a query over the committed state; the error is what the chaincode is told. */
export function openRichQuery(state: StateDb, question: RichQuestion): Result<RichQuery, string> {
  const { namespace, store, page, recorded, indexes } = question;
  const query = readQuery(question.query, page);
  if (!query.ok) return query;
  const found = find(documentsOf(state, store), query.value, indexes);
  if (!found.ok) {
    const { error, status, reason } = found.error;
    const text = `error handling CouchDB request. Error:${error},  Status Code:${status},  Reason:${reason}`;
    return { ok: false, error: text };
  }
  const isWhole = query.value['fields'] === undefined;
  const hits = found.value.documents.flatMap((document): readonly Hit[] => {
    const { _id: key, ...fields } = document;
    const stored = typeof key === 'string' ? state.get(store, key) : undefined;
    if (typeof key !== 'string' || !stored) return [];
    const isAttachment = isWhole && !documentIn(stored.value);
    const value = isAttachment ? stored.value : documentBytes(fields);
    return [{ namespace, key, value, version: stored.version }];
  });
  const { bookmark, warning } = found.value;
  const asked = askedOf(query.value);
  return ok({ namespace, hits, position: 0, bookmark, recorded, query: question.query, warning, asked });
}

function* documentsOf(state: StateDb, store: string): Generator<JsonObject> {
  for (const [key, { value }] of state.range(store, '', '')) yield { ...documentIn(value), _id: key };
}

/** The query as Fabric passes it on: with the fields it needs itself, and with its own limit instead of the asked one. */
function readQuery(text: string, { pageSize, bookmark }: Page = WHOLE): Result<JsonObject, string> {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  if (!isJsonObject(parsed.value)) {
    const error = `json: cannot unmarshal ${goKind(parsed.value)} into Go value of type map[string]interface {}`;
    return { ok: false, error };
  }
  const { fields } = parsed.value as { readonly fields?: Json };
  if (fields !== undefined && !isJsonList(fields)) return { ok: false, error: 'fields definition must be an array' };
  return ok({
    ...parsed.value,
    ...(fields && { fields: [...fields, '_id'] }),
    limit: pageSize > 0 ? pageSize : TOTAL_LIMIT,
    ...(bookmark !== '' && { bookmark }),
  });
}

function askedOf(query: JsonObject): string {
  const { fields, limit = 0 } = query as { readonly fields?: readonly Json[]; readonly limit?: number };
  const more = fields && { fields: [...fields, '~version'] };
  return goJson({ ...query, ...more, limit: Math.min(limit, INTERNAL_QUERY_LIMIT) });
}

const goKind = (value: Json): string => (jsonType(value) === 'boolean' ? 'bool' : jsonType(value));

function parse(text: string): Result<Json, string> {
  try {
    return ok(JSON.parse(text) as Json);
  } catch {
    const [first] = text.trim();
    if (first === undefined) return { ok: false, error: 'EOF' };
    if (first === '{' || first === '[' || first === '"') return { ok: false, error: 'unexpected EOF' };
    return { ok: false, error: `invalid character '${first}' looking for beginning of value` };
  }
}

/** The next result, or none. */
export function nextHit(query: RichQuery): { readonly query: RichQuery; readonly hit: Hit | undefined } {
  const hit = query.hits[query.position];
  return { query: hit ? { ...query, position: query.position + 1 } : query, hit };
}
