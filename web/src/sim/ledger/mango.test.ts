import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { find, MANY_EXAMINED, type MangoIndex, NO_INDEX } from './mango.ts';
import { compareJson, type Json, type JsonObject } from './mango-compare.ts';
import { compilePattern } from './mango-regex.ts';
import { matches, readSelector } from './mango-selector.ts';

function isMatch(selector: Json, document: Json): boolean {
  const read = readSelector(selector);
  invariant(read.ok, read.ok ? '' : read.error.reason);
  return matches(read.value, document);
}

const CAR: JsonObject = {
  _id: 'car1',
  color: 'blue',
  size: 5,
  owner: { name: 'Ann', 'a.b': 1 },
  tags: ['new', 'fast'],
  parts: [{ n: 1 }, { n: 7 }],
  gone: null,
};

describe('a selector', () => {
  it.each<[Json, boolean, string]>([
    [{}, true, 'nothing asked is everything'],
    [{ color: 'blue' }, true, 'a bare value means equality'],
    [{ color: 'blue', size: 6 }, false, 'several fields must all match'],
    [{ size: { $gt: 4, $lte: 5 } }, true, 'several tests of one field too'],
    [{ color: { $gt: 100 } }, true, 'any text is above any number'],
    [{ size: { $lt: 'a' } }, true, 'and any number below any text'],
    [{ gone: null }, true, 'null is a value like others'],
    [{ missing: null }, false, 'a field that is not there is not null'],
    [{ missing: { $ne: 1 } }, false, 'a field that is not there is not unequal either'],
    [{ $not: { missing: 1 } }, false, 'negation moves down to the comparison'],
    [{ missing: { $exists: false } }, true, 'only $exists sees that a field is not there'],
    [{ $not: { missing: { $exists: true } } }, true, 'also when it is negated'],
    [{ gone: { $exists: true } }, true, 'null exists'],
    [{ 'owner.name': 'Ann' }, true, 'a dotted path'],
    [{ owner: { name: 'Ann' } }, true, 'nested fields are the same path, not equality of objects'],
    [{ 'owner.a\\.b': 1 }, true, 'an escaped dot belongs to the name'],
    [{ 'owner.a.b': 1 }, false, 'a dot that is not escaped does not'],
    [{ 'tags.1': 'fast' }, true, 'a list has its positions for fields'],
    [{ 'color.name': { $exists: false } }, false, 'a path through a text leads nowhere at all'],
    [{ tags: ['new', 'fast'] }, true, 'lists are equal as a whole'],
    [{ tags: { $in: ['slow', 'fast'] } }, true, '$in looks into lists'],
    [{ tags: { $nin: ['slow'] } }, true, 'and so does $nin'],
    [{ tags: { $all: ['fast'] } }, true, 'all that is named must be there'],
    [{ tags: { $all: ['fast', 'red'] } }, false, 'one is not'],
    [{ tags: { $size: 2 } }, true, 'the length of a list'],
    [{ color: { $size: 4 } }, false, 'not that of a text'],
    [{ parts: { $elemMatch: { n: { $gt: 5 } } } }, true, 'one element suffices'],
    [{ parts: { $allMatch: { n: { $gt: 5 } } } }, false, 'here all must match'],
    [{ tags: { $elemMatch: { $eq: 'new' } } }, true, 'elements without fields'],
    [{ owner: { $keyMapMatch: { $eq: 'name' } } }, true, 'names of fields'],
    [{ size: { $mod: [3, 2] } }, true, 'a remainder'],
    [{ size: { $mod: [0, 0] } }, false, 'nothing is divisible by zero'],
    [{ size: { $type: 'number' } }, true, 'types by name'],
    [{ color: { $beginsWith: 'bl' } }, true, 'the beginning of a text'],
    [{ color: { $regex: 'l.e$' } }, true, 'a pattern anywhere in the text'],
    [{ size: { $regex: '5' } }, false, 'a pattern never matches a number'],
    [{ $or: [{ size: 6 }, { color: 'blue' }] }, true, 'one of several'],
    [{ $nor: [{ size: 6 }, { color: 'blue' }] }, false, 'none of several'],
    [{ color: { $not: { $in: ['red'] } } }, true, '$not under a field'],
    [{ _id: { $gt: 'CAR' } }, true, 'ids compare by byte, where capitals come first'],
  ])('%j: %s (%s)', (selector, expected) => {
    expect(isMatch(selector, CAR)).toBe(expected);
  });

  it.each<[Json, string, string]>([
    [5, 'invalid_selector_json', 'Selector must be a JSON object, not: 5'],
    [{ $gt: 5 }, 'invalid_selector', 'One or more conditions is missing a field name.'],
    [{ a: { $like: 'x' } }, 'invalid_operator', 'Invalid operator: $like'],
    [{ $where: 'x' }, 'not_supported', 'Unsupported operator: $where'],
    [{ a: { $in: 'ab' } }, 'bad_arg', 'Bad argument for operator $in: <<97,98>>'],
    [{ $and: { a: 1 } }, 'bad_arg', 'Bad argument for operator $and: {[{<<97>>,1}]}'],
    [{ a: { $regex: '(' } }, 'bad_arg', 'Bad argument for operator $regex: <<40>>'],
    [{ a: { $size: -1 } }, 'bad_arg', 'Bad argument for operator $size: -1'],
  ])('%j is refused: %s', (selector, error, reason) => {
    const read = readSelector(selector);
    expect(read).toEqual({ ok: false, error: { error, status: 400, reason } });
  });

  const value = fc.oneof(fc.constant(null), fc.boolean(), fc.integer({ min: -2, max: 2 }), fc.constantFrom('a', 'B'));
  const condition = fc
    .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$lte', '$exists'), value)
    .map(([operator, argument]) => ({ [operator]: operator === '$exists' ? argument === true : argument }));
  const field = fc.tuple(fc.constantFrom('x', 'y'), condition).map(([name, test]) => ({ [name]: test }));
  const selectors = fc.oneof(
    field,
    fc
      .tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(field, { maxLength: 3 }))
      .map(([operator, parts]) => ({ [operator]: parts })),
  );

  it('negated twice is itself, whatever fields a document lacks', () => {
    fc.assert(
      fc.property(selectors, fc.record({ x: value, y: value }, { requiredKeys: [] }), (selector, document) => {
        expect(isMatch({ $not: { $not: selector } }, document)).toBe(isMatch(selector, document));
      }),
    );
  });
});

describe('the order of values', () => {
  it('goes by type, then by value', () => {
    const sorted: readonly Json[] = [
      null,
      false,
      true,
      -1,
      2,
      10,
      '_',
      '1',
      'a',
      'A',
      'aa',
      'á'.normalize('NFC') + 'b',
      'b',
      'B',
      '가',
      '각',
      '나',
      [],
      [1],
      [1, 2],
      ['a'],
      {},
      { a: 1 },
      { a: 2 },
      { b: 0 },
    ];
    expect([...sorted].reverse().sort(compareJson)).toEqual(sorted);
  });
});

describe('a pattern', () => {
  it.each<[string, string, boolean, string]>([
    ['^a(b|c)+$', 'abcb', true, 'groups and repetition'],
    ['^a{2,3}$', 'aaaa', false, 'counted repetition'],
    ['^a{2,3}$', 'aaa', true, 'within the count'],
    ['(?i)BLUE', 'dark blue', true, 'case may be ignored'],
    ['[^a-c]', 'abc', false, 'a negated set'],
    ['\\bcat\\b', 'a cat.', true, 'word boundaries'],
    ['\\bcat\\b', 'concat', false, 'none inside a word'],
    ['^...$', '가', true, 'bytes, not characters'],
    ['', 'x', true, 'the empty pattern is everywhere'],
    ['^(a?){3}b*?c$', 'aac', true, 'lazy or not makes no difference'],
  ])('%s in %s: %s (%s)', (pattern, text, expected) => {
    expect(compilePattern(pattern)?.(text)).toBe(expected);
  });

  it.each(['(a', 'a)', '*a', '[a', 'a{3,1}', '(?=a)', '\\1', 'a++', '(((){999}){999}){999}', '(a{99}){99}'])(
    '%s cannot be matched here',
    (pattern) => {
      expect(compilePattern(pattern)).toBeUndefined();
    },
  );

  it('that would backtrack for ever ends', () => {
    expect(compilePattern('^(a+)+$')?.(`${'a'.repeat(2_000)}b`)).toBe(false);
  });
});

const DOCUMENTS: readonly JsonObject[] = [
  { _id: 'd', size: 1, color: 'red' },
  { _id: 'a', size: 3, color: 'blue' },
  { _id: 'c', size: 1, color: 'blue' },
  { _id: 'b', color: 'blue' },
];
const BY_SIZE: MangoIndex = { ddoc: 'sizeDoc', name: 'size', fields: ['size'] };
const BY_COLOR_SIZE: MangoIndex = { ddoc: 'both', name: 'both', fields: ['color', 'size'] };

function found(query: JsonObject, indexes: readonly MangoIndex[] = []) {
  const result = find(DOCUMENTS, query, indexes);
  invariant(result.ok, result.ok ? '' : result.error.reason);
  return result.value;
}
const ids = (query: JsonObject, indexes: readonly MangoIndex[] = []) =>
  found(query, indexes)
    .documents.map((document) => JSON.stringify(document['_id']))
    .join('')
    .replaceAll('"', '');

describe('a query', () => {
  it.each<[JsonObject, readonly MangoIndex[], string, string]>([
    [{ selector: {} }, [], 'abcd', 'without an index in the order of ids'],
    [{ selector: { size: { $gt: 0 } } }, [BY_SIZE], 'cda', 'with one in its order, equal ones by id'],
    [{ selector: { size: { $gt: 0 } }, sort: [{ size: 'desc' }] }, [BY_SIZE], 'adc', 'the other way round'],
    [{ selector: { color: 'blue' }, sort: ['size'] }, [BY_COLOR_SIZE], 'ca', 'a constant field may stand before'],
    [{ selector: { color: 'blue' } }, [BY_COLOR_SIZE], 'abc', 'an index that would miss documents is not used'],
    [{ selector: {}, sort: [{ _id: 'desc' }], limit: 2, skip: 1 }, [], 'cb', 'limit counts after skip'],
  ])('%j %j: %s (%s)', (query, indexes, expected) => {
    expect(ids(query, indexes)).toBe(expected);
  });

  it('warns when no index is of use, and when the one it names is not', () => {
    expect(found({ selector: { size: 1 } }).warning).toBe(NO_INDEX);
    expect(found({ selector: { size: 1 } }, [BY_SIZE]).warning).toBe('');
    const named = { selector: { color: 'red' }, use_index: ['_design/sizeDoc', 'size'] };
    expect(found(named, [BY_SIZE]).warning).toBe(
      `_design/sizeDoc, size was not used because it is not a valid index for this query.\n${NO_INDEX}`,
    );
    expect(found({ ...named, use_index: 'sizeDoc' }, [BY_SIZE]).warning).toContain(
      '_design/sizeDoc was not used because it does not contain a valid index for this query.',
    );
  });

  it.each<[documents: number, results: number, warned: boolean]>([
    [10, 1, false],
    [11, 1, true],
    [11, 2, false],
    [11, 0, true],
  ])('of %i documents looked at for %i results: too many is %s', (documents, results, warned) => {
    const all = Array.from({ length: documents }, (_, n) => ({ _id: String(n), chosen: n < results }));
    const warning = (indexes: readonly MangoIndex[]) => {
      const result = find(all, { selector: { chosen: true } }, indexes);
      return result.ok && result.value.warning;
    };
    expect(warning([])).toBe(warned ? `${NO_INDEX}\n${MANY_EXAMINED}` : NO_INDEX);
    expect(warning([{ ddoc: 'c', name: 'c', fields: ['chosen'] }])).toBe('');
  });

  it('goes on behind its bookmark, and gives the same one back at the end', () => {
    const query = { selector: { size: { $gt: 0 } }, limit: 2 };
    const first = found(query, [BY_SIZE]);
    const second = found({ ...query, bookmark: first.bookmark }, [BY_SIZE]);
    expect(second.documents.map((document) => document['_id'])).toEqual(['a']);
    const third = found({ ...query, bookmark: second.bookmark }, [BY_SIZE]);
    expect([third.documents, third.bookmark]).toEqual([[], second.bookmark]);
    expect(found({ selector: { size: 9 } }).bookmark).toBe('nil');
  });

  it('gives the fields asked for and no others', () => {
    expect(found({ selector: { _id: 'd' }, fields: ['size', 'none'] }).documents).toEqual([{ size: 1 }]);
  });

  it.each<[JsonObject, string, string]>([
    [{}, 'missing_required_key', 'Missing required key: selector'],
    [{ selector: {}, where: 1 }, 'invalid_key', 'Invalid key where for this request.'],
    [
      { selector: {}, sort: ['size'] },
      'no_usable_index',
      'No index exists for this sort, try indexing by the sort fields.',
    ],
    [
      { selector: {}, sort: ['a', { b: 'desc' }] },
      'unsupported_mixed_sort',
      'Sorts currently only support a single direction for all fields.',
    ],
    [{ selector: {}, bookmark: '3' }, 'invalid_bookmark', 'Invalid bookmark value: "3"'],
    [{ selector: {}, limit: -1 }, 'invalid_non_neg_integer', '-1 is not an integer greater than or equal to zero'],
    [{ selector: {}, fields: 'a' }, 'invalid_fields', 'Fields must be an array of strings, not: <<97>>'],
  ])('%j is refused: %s', (query, error, reason) => {
    expect(find(DOCUMENTS, query)).toEqual({ ok: false, error: { error, status: 400, reason } });
  });

  it('gives pages that make up the whole, whatever their size', () => {
    const documents = fc.uniqueArray(
      fc.record({ _id: fc.string({ minLength: 1, maxLength: 3 }), n: fc.integer({ min: 0, max: 3 }) }),
      { selector: ({ _id }) => _id },
    );
    fc.assert(
      fc.property(documents, fc.integer({ min: 1, max: 4 }), (all, limit) => {
        const query = { selector: { n: { $gte: 0 } }, sort: ['n'] };
        const indexes = [{ ddoc: 'n', name: 'n', fields: ['n'] }];
        const whole = find(all, { ...query, limit: 100 }, indexes);
        const paged: JsonObject[] = [];
        let bookmark = '';
        for (let i = 0; i <= all.length; i++) {
          const page = find(all, { ...query, limit, bookmark }, indexes);
          invariant(page.ok, 'the query is fine');
          paged.push(...page.value.documents);
          bookmark = page.value.bookmark;
        }
        expect(whole.ok && whole.value.documents).toEqual(paged);
      }),
    );
  });
});
