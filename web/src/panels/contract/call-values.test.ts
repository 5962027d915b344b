import { describe, expect, it } from 'vitest';
import { argumentOf, fieldKind, flawOf, readable, startOf, transientOf } from './call-values.ts';

const asset = { type: 'object', properties: { id: { type: 'string' }, size: { type: 'integer' } } };

describe('a field of a call', () => {
  it.each([
    ['what says nothing is text, as on the wire', {}, 'text'],
    ['a string', { type: 'string' }, 'text'],
    ['a number', { type: 'number' }, 'number'],
    ['a whole number', { type: 'integer', format: 'int32' }, 'integer'],
    ['yes or no', { type: 'boolean' }, 'boolean'],
    ['one of some', { type: 'string', enum: ['a', 'b'] }, 'choice'],
    ['an object', asset, 'json'],
    ['an object that only names its properties', { properties: {} }, 'json'],
    ['a list', { type: 'array' }, 'json'],
  ])('%s', (_reason, schema, kind) => {
    expect(fieldKind(schema)).toBe(kind);
  });

  it.each([
    [{ type: 'number' }, 'four', 'notNumber'],
    [{ type: 'number' }, '', 'notNumber'],
    [{ type: 'number' }, '-4.5', null],
    [{ type: 'integer' }, '4.5', 'notInteger'],
    [{ type: 'integer' }, ' 4 ', null],
    [{ type: 'string' }, '', null],
    [asset, '{"id": 1', 'notJson'],
    [asset, '[1]', 'notObject'],
    [asset, 'null', 'notObject'],
    [{ type: 'array' }, '{}', 'notArray'],
    [{ type: 'array' }, '[]', null],
  ])('%j with %s: %s', (schema, text, flaw) => {
    expect(flawOf(schema, text)).toBe(flaw);
  });

  it('begins with a value of its type that has no flaw', () => {
    expect(JSON.parse(startOf(asset))).toEqual({ id: '', size: 0 });
    for (const schema of [asset, { type: 'array' }, { type: 'boolean' }, {}])
      expect(flawOf(schema, startOf(schema))).toBeNull();
  });

  it('travels as text: numbers trimmed, JSON on one line', () => {
    expect(argumentOf({ type: 'number' }, ' 5 ')).toBe('5');
    expect(argumentOf(asset, '{\n  "id": "a b"\n}')).toBe('{"id":"a b"}');
    expect(argumentOf({}, ' as typed ')).toBe(' as typed ');
  });
});

it('transient values are told by the first equals sign', () => {
  expect(transientOf('price=1=2\n\n empty ')).toEqual({ price: '1=2', empty: '' });
});

it('an answer that is JSON is laid out, anything else is left alone', () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('{not json')).toBe('{not json');
  expect(readable('12')).toBe('12');
});
