/**
 * Definitions of CouchDB indexes that come with a chaincode package, and the words in which bad ones are refused: when
 * the package is made. A peer that is given a package with a bad one installs it, and only logs that it makes no index.
 *
 * @fabric internal/ccmetadata/validators.go, statecouchdb.go (ProcessIndexesForChaincodeDeploy)
 * @simplified An index without a name or design document is called after its fields; CouchDB makes a hash of them.
 */
import { sha256 } from '../crypto/sha256.ts';
import { ok, type Result } from '../kernel/result.ts';
import { compareUtf8 } from '../kernel/sorted-map.ts';
import { hex, utf8 } from '../wire/bytes.ts';
import { goJson } from './couch-document.ts';
import { type MangoIndex, readSort } from './mango.ts';
import { entriesOf, isJsonList, isJsonObject, type Json, type JsonObject, jsonType } from './mango-compare.ts';
import { readSelector } from './mango-selector.ts';

const PLACE = /^META-INF\/statedb\/couchdb\/(?:collections\/([^/]+)\/)?indexes\/[^/]+$/;

export interface IndexFile {
  /** Path inside the package. */
  readonly path: string;
  /** Empty for the public state. */
  readonly collection: string;
  readonly text: string;
}

/**
 * The index definitions of a package in the order of their names, which is the order all peers take them in.
 *
 * @param files text by path inside the package
 */
export const indexFilesIn = (files: ReadonlyMap<string, string>): readonly IndexFile[] =>
  [...files]
    .filter(([path]) => PLACE.test(path))
    .sort(([a], [b]) => compareUtf8(a, b))
    .map(([path, text]) => ({ path, collection: PLACE.exec(path)?.[1] ?? '', text }));

/**
 * The indexes of a chaincode's public state, or of one of its collections; bad definitions are left out, as a peer does
 * when it deploys them. A later definition replaces one of the same name.
 */
export function indexesIn(files: ReadonlyMap<string, string>, collection: string): readonly MangoIndex[] {
  const indexes = new Map<string, MangoIndex>();
  for (const file of indexFilesIn(files)) {
    const index = file.collection === collection ? readIndex(file.text) : undefined;
    if (index?.ok) indexes.set(`${index.value.ddoc}/${index.value.name}`, index.value);
  }
  return [...indexes.values()];
}

/** The index a file defines, or the objection to it. */
export function readIndex(text: string): Result<MangoIndex, string> {
  const definition = parse(text);
  const flaw = contentFlaw(text);
  return definition && flaw === undefined ? toIndex(definition) : { ok: false, error: flaw ?? '' };
}

const INDEX_FILE = /^META-INF\/statedb\/couchdb\/(?:collections\/[A-Za-z0-9_-]+\/)?indexes\/.*[.]json/;

/**
 * Fabric's objection to a file below META-INF, undefined when there is none.
 *
 * @param path inside the contract folder
 */
export function metadataFileError(path: string, text: string): string | undefined {
  if (!INDEX_FILE.test(path)) return placeFlaw(path);
  const flaw = contentFlaw(text);
  return flaw && `Index metadata file [${path}] ${flaw}`;
}

/** What is wrong with where a file lies; CouchDB's indexes are all that Fabric knows. */
function placeFlaw(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, path.length - name.length);
  const [, , database = '', kind = '', collection = '', indexes] = folder.split('/').slice(0, -1);
  const depth = folder.split('/').length - 1;
  if (!path.startsWith('META-INF/statedb'))
    return `metadata file path must begin with META-INF/statedb, found: ${folder}`;
  if (depth < 4) return `metadata file path must include a database and index directory: ${folder}`;
  if (database !== 'couchdb') return `database name [${database}] is not supported, valid options: [couchdb]`;
  if (depth === 4 && kind !== 'indexes') return `metadata file path does not have an indexes directory: ${folder}`;
  if (depth !== 6)
    return `metadata file path for collections must include a collections and index directory: ${folder}`;
  if (kind !== 'collections' || indexes !== 'indexes')
    return `metadata file path for collections must have a collections and indexes directory: ${folder}`;
  if (!/^[A-Za-z0-9_-]+/.test(collection)) return `collection name is not valid: ${collection}`;
  if (!name.includes('.json')) return `artifact file name is not valid: ${name}`;
  return `metadata file path or name is not supported: ${folder}`;
}

function contentFlaw(text: string): string | undefined {
  const definition = parse(text);
  if (!definition) return 'is not a valid JSON';
  const flaw = definitionFlaw(definition);
  return flaw && `is not a valid index definition: ${flaw}`;
}

function parse(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function definitionFlaw(definition: JsonObject): string | undefined {
  for (const [key, value] of entriesOf(definition)) {
    const flaw = entryFlaw(key, value);
    if (flaw !== undefined) return flaw;
  }
  return definition['index'] === undefined ? 'Index definition must include a "fields" definition' : undefined;
}

function entryFlaw(key: string, value: Json): string | undefined {
  switch (key) {
    case 'index':
      return isJsonObject(value) ? indexFlaw(value) : 'Invalid entry, "index" must be a JSON';
    case 'ddoc':
    case 'name':
      return typeof value === 'string' ? undefined : `Invalid entry, "${key}" must be a string`;
    case 'type':
      return value === 'json' ? undefined : 'Index type must be json';
    default:
      return `Invalid Entry.  Entry ${key}`;
  }
}

function indexFlaw(index: JsonObject): string | undefined {
  for (const [key, value] of entriesOf(index)) {
    if (key === 'partial_filter_selector') continue;
    if (key !== 'fields') return `Invalid Entry.  Entry ${key}`;
    if (!isJsonList(value)) return 'Expecting a JSON array of fields';
    const directions = value.filter(isJsonObject).flatMap((field) => Object.values(field));
    const odd = directions.find((direction) => typeof direction !== 'string' || !/^(?:asc|desc)$/i.test(direction));
    if (typeof odd === 'string') return `Sort must be either "asc" or "desc".  "${odd}" was found.`;
    if (odd !== undefined) return 'Invalid field definition, fields must be in the form "fieldname":"sort"';
  }
  return undefined;
}

/** What CouchDB makes of a definition Fabric let through. */
function toIndex(definition: JsonObject): Result<MangoIndex, string> {
  const { index = {}, ddoc, name } = definition as Readonly<Record<'index' | 'ddoc' | 'name', Json | undefined>>;
  const { fields = null, partial_filter_selector: filter } = isJsonObject(index) ? index : {};
  const sort = readSort(fields);
  if (!sort.ok) return { ok: false, error: sort.error.reason };
  const only = filter === undefined ? undefined : readSelector(filter);
  if (only && !only.ok) return { ok: false, error: only.error.reason };
  const given = hex(sha256(utf8(goJson(index)))).slice(0, 40);
  return ok({
    ddoc: typeof ddoc === 'string' ? ddoc.replace(/^_design\//, '') : given,
    name: typeof name === 'string' ? name : given,
    fields: sort.value.sort,
    ...(only && jsonType(filter ?? null) === 'object' && { only: only.value }),
  });
}
