import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { EMPTY, fromUtf8, utf8 } from '../wire/bytes.ts';
import { decodeReadWriteSet } from '../wire/transaction.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { indexesIn, metadataFileError, readIndex } from './couch-index.ts';
import { asRead } from './couch-document.ts';
import { hashedNamespace, keyHashOf, privateNamespace, StateDb } from './state-db.ts';
import { type Attempt, TxSimulator } from './tx-simulator.ts';
import { validateAndPrepare } from './validation.ts';

const put = (state: StateDb, key: string, value: string, blockNum = 1): StateDb =>
  state.put('cc', key, { value: utf8(value), version: { blockNum, txNum: 0 } });

const STATE = [
  ['car1', '{"size": 5, "color": "red"}'],
  ['car2', '{"color":"blue"}'],
  ['car3', '{"color":"red"}'],
  ['note', 'just text'],
].reduce((state, [key = '', value = '']) => put(state, key, value), StateDb.EMPTY);

const FILES = new Map([
  ['META-INF/statedb/couchdb/indexes/color.json', '{"index":{"fields":["color"]},"ddoc":"colorDoc","name":"color"}'],
  ['META-INF/statedb/couchdb/collections/secret/indexes/size.json', '{"index":{"fields":["size"]}}'],
  ['META-INF/statedb/couchdb/indexes/bad.json', '{"index":{"fields":"color"}}'],
]);

const begin = (state: StateDb = STATE, files: ReadonlyMap<string, string> = FILES): TxSimulator =>
  TxSimulator.begin(state, 'tx1', (simulator) => ({ simulator, collections: ['secret'] }), {
    indexes: (_, collection) => indexesIn(files, collection),
  });

function readAll({ simulator, result }: Attempt<number>) {
  invariant(result.ok, result.ok ? '' : result.error);
  const hits: (readonly [string, string])[] = [];
  let at = simulator;
  for (;;) {
    const step = at.next(result.value);
    at = step.simulator;
    if (!step.value) return { simulator: at, hits, bookmark: at.bookmark(result.value) };
    hits.push([step.value.key, fromUtf8(step.value.value)]);
  }
}

function readSetOf(simulator: TxSimulator) {
  const decoded = decodeReadWriteSet(simulator.results().publicBytes);
  invariant(decoded.ok, 'our own bytes decode');
  return decoded.value;
}

const errorOf = <T>({ result }: Attempt<T>): string => (result.ok ? '' : result.error);
const RED = '{"selector":{"color":"red"}}';

describe('a rich query', () => {
  it('finds documents by their fields and records what it found, not what it asked', () => {
    const { simulator, hits } = readAll(begin().executeQuery('cc', RED));
    expect(hits).toEqual([
      ['car1', '{"color":"red","size":5}'],
      ['car3', '{"color":"red"}'],
    ]);
    const [set] = readSetOf(simulator);
    expect(set?.kv.reads.map(({ key }) => key)).toEqual(['car1', 'car3']);
    expect(set?.kv.rangeQueriesInfo).toEqual([]);
  });

  it('gives attachments too where nothing is asked of their fields', () => {
    const { hits } = readAll(begin().executeQuery('cc', '{"selector":{"_id":{"$gt":"car3"}}}'));
    expect(hits).toEqual([['note', 'just text']]);
  });

  it('gives the fields asked for', () => {
    expect(readAll(begin().executeQuery('cc', '{"selector":{"size":5},"fields":["size"]}')).hits).toEqual([
      ['car1', '{"size":5}'],
    ]);
  });

  it('heeds no limit of the contract: the peer puts its own there', () => {
    expect(readAll(begin().executeQuery('cc', '{"selector":{"color":"red"},"limit":1}')).hits).toHaveLength(2);
  });

  it('comes in pages, after which nothing may be written', () => {
    const first = readAll(begin().executeQuery('cc', RED, { pageSize: 1, bookmark: '' }));
    const second = readAll(begin().executeQuery('cc', RED, { pageSize: 1, bookmark: first.bookmark }));
    expect([...first.hits, ...second.hits].map(([key]) => key)).toEqual(['car1', 'car3']);
    expect(errorOf(first.simulator.setState('cc', 'k', utf8('v')))).toContain('already performed a paginated query');
  });

  /** One reads how many red cars there are; before its block another red one comes, and one of the two goes. */
  it.each<[string, StateDb, TxValidationCode]>([
    ['a red car that came goes unnoticed', put(STATE, 'car9', '{"color":"red"}', 2), TxValidationCode.VALID],
    [
      'a red car that changed is noticed',
      put(STATE, 'car1', '{"color":"blue"}', 2),
      TxValidationCode.MVCC_READ_CONFLICT,
    ],
    ['a blue car that turned red goes unnoticed', put(STATE, 'car2', '{"color":"red"}', 2), TxValidationCode.VALID],
  ])('is not asked again at commit: %s', (_, now, code) => {
    const readWrites = readSetOf(readAll(begin().executeQuery('cc', RED)).simulator);
    expect(validateAndPrepare(now, 3, [{ code: TxValidationCode.VALID, readWrites }]).codes).toEqual([code]);
  });

  it('of private data sees clear values, leaves no trace and forbids writing', () => {
    const version = { blockNum: 1, txNum: 0 };
    const state = STATE.put(privateNamespace('cc', 'secret'), 'p', { value: utf8('{"size":1}'), version }).put(
      hashedNamespace('cc', 'secret'),
      keyHashOf('p'),
      { value: utf8('hash'), version },
    );
    const { simulator, hits } = readAll(begin(state).executePrivateQuery('cc', 'secret', '{"selector":{"size":1}}'));
    expect(hits).toEqual([['p', '{"size":1}']]);
    expect(readSetOf(simulator)).toEqual([]);
    expect(errorOf(simulator.setState('cc', 'k', utf8('v')))).toContain('already performed queries on pvt data');
  });

  it.each<[string, string]>([
    ['nonsense', "invalid character 'n' looking for beginning of value"],
    ['[]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['{"selector":{},"fields":"a"}', 'fields definition must be an array'],
    [
      '{"selector":{"a":{"$like":1}}}',
      'error handling CouchDB request. Error:invalid_operator,  Status Code:400,  Reason:Invalid operator: $like',
    ],
    [
      '{"selector":{},"sort":["size"]}',
      'error handling CouchDB request. Error:no_usable_index,  Status Code:400,  Reason:No index exists for this sort, try indexing by the sort fields.',
    ],
  ])('%s is refused', (query, error) => {
    expect(errorOf(begin().executeQuery('cc', query))).toBe(error);
  });

  it('may be sorted by what an index of the package covers', () => {
    const sorted = readAll(begin().executeQuery('cc', '{"selector":{},"sort":[{"color":"desc"}]}'));
    expect(sorted.hits.map(([key]) => key)).toEqual(['car3', 'car1', 'car2']);
  });
});

describe('CouchDB as state database', () => {
  it.each<[string, string, string, string]>([
    ['', 'v', 'invalid key. Empty string is not supported as a key by couchdb', 'a document needs a name'],
    ['_k', 'v', 'invalid key [_k], cannot begin with "_"', 'such names are its own'],
    ['k', '{"_id":1}', 'field [_id] is not valid for the CouchDB state database', 'and such fields'],
    ['k', '{"~version":1}', 'field [~version] is not valid for the CouchDB state database', 'here the peer keeps it'],
    ['k', '["_id"]', '', 'a list is no document'],
    ['k', '{"a":{"_b":1}}', '', 'only the outermost fields count'],
  ])('%s = %s: "%s" (%s)', (key, value, error) => {
    expect(errorOf(begin().setState('cc', key, utf8(value)))).toBe(error);
    expect(errorOf(begin().setPrivateData('cc', 'secret', key, utf8(value)))).toBe(error);
  });

  it.each<[string, string, string]>([
    ['{ "b": 1.0, "a": "<" }', '{"a":"\\u003c","b":1}', 'fields are sorted and written as Go writes them'],
    ['[ 1 ]', '[ 1 ]', 'anything but an object stays as it was'],
    ['{ broken', '{ broken', 'and so does what is no JSON'],
  ])('%s reads back as %s: %s', (written, read) => {
    expect(fromUtf8(asRead(utf8(written)))).toBe(read);
    expect(fromUtf8(begin(put(StateDb.EMPTY, 'k', written)).getState('cc', 'k').value ?? EMPTY)).toBe(read);
  });
});

describe('an index definition', () => {
  const INDEXES = 'META-INF/statedb/couchdb/indexes/';
  const bad = (flaw: string): string =>
    `Index metadata file [${INDEXES}i.json] is not a valid index definition: ${flaw}`;

  it.each<[string, string]>([
    ['[]', `Index metadata file [${INDEXES}i.json] is not a valid JSON`],
    ['{"name":"x"}', bad('Index definition must include a "fields" definition')],
    ['{"index":{"fields":"a"}}', bad('Expecting a JSON array of fields')],
    ['{"index":{"fields":["a"]},"type":"text"}', bad('Index type must be json')],
    ['{"index":{"fields":["a"]},"x":1}', bad('Invalid Entry.  Entry x')],
    ['{"index":{"fields":[{"a":"up"}]}}', bad('Sort must be either "asc" or "desc".  "up" was found.')],
  ])('%s is not packaged', (text, error) => {
    expect(metadataFileError(`${INDEXES}i.json`, text)).toBe(error);
    expect(readIndex(text).ok, 'nor does a peer make an index of it').toBe(false);
  });

  const COLLECTIONS = 'META-INF/statedb/couchdb/collections/';
  const GOOD = '{"index":{"fields":["a"]}}';

  it.each<[string, string | undefined, string]>([
    [`${INDEXES}i.json`, undefined, 'the public state'],
    [`${COLLECTIONS}secret/indexes/i.json`, undefined, 'a collection'],
    ['META-INF/notes.md', 'metadata file path must begin with META-INF/statedb, found: META-INF/', 'not of a database'],
    [
      'META-INF/statedb/i.json',
      'metadata file path must include a database and index directory: META-INF/statedb/',
      'which database?',
    ],
    [
      'META-INF/statedb/leveldb/indexes/i.json',
      'database name [leveldb] is not supported, valid options: [couchdb]',
      'LevelDB has no indexes',
    ],
    [
      'META-INF/statedb/couchdb/index/i.json',
      'metadata file path does not have an indexes directory: META-INF/statedb/couchdb/index/',
      'a slip of the pen',
    ],
    [
      `${INDEXES}i.txt`,
      `metadata file path for collections must include a collections and index directory: ${INDEXES}`,
      'Fabric has no better words for it',
    ],
    [
      `${COLLECTIONS}secret/index/i.json`,
      `metadata file path for collections must have a collections and indexes directory: ${COLLECTIONS}secret/index/`,
      'the same slip',
    ],
    [`${COLLECTIONS}$/indexes/i.json`, 'collection name is not valid: $', 'no collection is called so'],
    [`${COLLECTIONS}secret/indexes/i.txt`, 'artifact file name is not valid: i.txt', 'not by its name a definition'],
  ])('at %s: %s (%s)', (path, error) => {
    expect(metadataFileError(path, GOOD)).toBe(error);
  });

  it('that Fabric lets through may still be none for CouchDB', () => {
    const mixed = '{"index":{"fields":["a",{"b":"desc"}]}}';
    expect(metadataFileError(`${INDEXES}i.json`, mixed)).toBeUndefined();
    const error = 'Sorts currently only support a single direction for all fields.';
    expect(readIndex(mixed)).toEqual({ ok: false, error });
  });

  it('counts for its own database, and bad ones beside it do no harm', () => {
    expect(indexesIn(FILES, '')).toEqual([{ ddoc: 'colorDoc', name: 'color', fields: ['color'] }]);
    expect(indexesIn(FILES, 'secret').map(({ fields }) => fields)).toEqual([['size']]);
  });
});
