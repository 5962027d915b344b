import { describe, expect, it } from 'vitest';
import { valueChanges, type ValueChange, valueText } from './value-change.ts';

describe('what changed of a value', () => {
  it.each<[before: string | null, after: string | null, changes: readonly ValueChange[], reason: string]>([
    [
      '{"Owner":"Max","Size":5}',
      '{"Owner":"Ann","Size":5}',
      [{ field: 'Owner', before: 'Max', after: 'Ann' }],
      'a field',
    ],
    [
      '{"a":1}',
      '{"a":2,"b":[1]}',
      [
        { field: 'a', before: '1', after: '2' },
        { field: 'b', before: null, after: '[1]' },
      ],
      'a new field',
    ],
    ['{"a":1}', '{ "a": 1 }', [], 'written otherwise, the same'],
    ['100', '70', [{ field: '', before: '100', after: '70' }], 'no object'],
    [null, '{"a":1}', [{ field: '', before: null, after: '{"a":1}' }], 'a new key'],
    ['{"a":1}', '{"a":', [{ field: '', before: '{"a":1}', after: '{"a":' }], 'cut off'],
  ])('%j to %j: %j (%s)', (before, after, changes) => {
    expect(valueChanges(before, after)).toEqual(changes);
  });
});

describe('a value in a row', () => {
  it.each([
    ['{"ID":"asset1","Owner":"Tomoko","Size":5}', 'Owner: Tomoko · Size: 5', 'the key is in the row already'],
    ['{"at":{"x":1}}', 'at: {"x":1}', 'what is nested stays as it is'],
    ['[1,2]', '[1,2]', 'no object'],
    ['{"cut', '{"cut', 'cut off'],
  ])('%j is %j (%s)', (value, text) => {
    expect(valueText(value, 'asset1')).toBe(text);
  });
});
