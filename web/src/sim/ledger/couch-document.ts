/**
 * State as CouchDB keeps it: a value that is a JSON object becomes a document and comes back with its fields sorted and
 * its spaces gone; any other value is an attachment and comes back as it was.
 *
 * @fabric core/ledger/kvledger/txmgmt/statedb/statecouchdb/couchdoc_conv.go
 * @simplified A peer's cache in front of CouchDB is not there: values always come back as CouchDB gives them. Documents
 * show a selector no `_rev` and no `~version`.
 */
import { EMPTY, fromUtf8, utf8 } from '../wire/bytes.ts';
import { compareUtf8 } from '../kernel/sorted-map.ts';
import type { NamespaceReadWriteSet } from '../wire/transaction.ts';
import { isJsonList, isJsonObject, type Json, type JsonObject } from './mango-compare.ts';

const OPEN_BRACE = 0x7b;
const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/** The object in `value`; undefined when CouchDB would keep it as an attachment. */
export function documentIn(value: Uint8Array): JsonObject | undefined {
  let first = 0;
  while (isSpace(value[first])) first++;
  if (value[first] !== OPEN_BRACE) return undefined;
  try {
    const parsed = JSON.parse(fromUtf8(value)) as Json;
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** What reading the state gives for a value that was written. */
export function asRead(value: Uint8Array): Uint8Array {
  const document = documentIn(value);
  return document ? documentBytes(document) : value;
}

export const documentBytes = (document: JsonObject): Uint8Array => utf8(goJson(document));

/** JSON as Go writes it: fields in the order of their bytes, some characters escaped. */
export function goJson(value: Json): string {
  if (isJsonList(value)) return `[${value.map(goJson).join(',')}]`;
  if (!isJsonObject(value)) return escaped(JSON.stringify(value));
  const fields = Object.keys(value).sort(compareUtf8);
  return `{${fields.map((field) => `${escaped(JSON.stringify(field))}:${goJson(value[field] ?? null)}`).join(',')}}`;
}

const escaped = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * Fabric's objection to a key, undefined when there is none. Its third one, to a key that is not UTF-8, is never reached:
 * protobuf refuses such a text before.
 */
export function keyError(key: string): string | undefined {
  if (key === '') return 'invalid key. Empty string is not supported as a key by couchdb';
  return key.startsWith('_') ? `invalid key [${key}], cannot begin with "_"` : undefined;
}

/** Fabric's objection to writing `value` under `key`, undefined when there is none. */
export function writeError(key: string, value: Uint8Array = EMPTY): string | undefined {
  const fields = Object.keys(documentIn(value) ?? {});
  const reserved = fields.find((field) => field === '~version' || field.startsWith('_'));
  return keyError(key) ?? (reserved && `field [${reserved}] is not valid for the CouchDB state database`);
}

/**
 * The objection to the public writes of an endorsed transaction: of its first bad one, undefined when all are good. An
 * endorser whose own state database is CouchDB never signs such writes; one with LevelDB does.
 *
 * @fabric core/ledger/kvledger/txmgmt/validation/batch_preparer.go (validateWriteset)
 */
export function writeSetError(sets: readonly Pick<NamespaceReadWriteSet, 'kv'>[]): string | undefined {
  for (const { kv } of sets)
    for (const { key, value } of kv.writes) {
      const error = writeError(key, value);
      if (error !== undefined) return error;
    }
  return undefined;
}
