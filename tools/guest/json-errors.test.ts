import { describe, expect, it } from 'vitest';
import { circularText, jsonErrorText } from './json-errors.ts';

/** Node is the oracle: these texts must be those of the engine the real contracts run in. */
function oracle(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/ \(line \d+ column \d+\)$/, '');
  }
}

describe('JSON errors are worded as V8 words them', () => {
  const valid = '{"a":[1,-2.5e+3,true,false,null,"x\\u00e9\\n"],"b":{}}';

  it('on every prefix of a document', () => {
    for (let end = 0; end <= valid.length; end++) {
      const text = valid.slice(0, end);
      expect([text, jsonErrorText(text)]).toEqual([text, oracle(text)]);
    }
  });

  it('on every document with one character changed', () => {
    for (let i = 0; i < valid.length; i++) {
      for (const char of ['x', ',', ']', '}', ':', '"', '1', '\\', '\n', ' ']) {
        const text = valid.slice(0, i) + char + valid.slice(i + 1);
        expect([text, jsonErrorText(text)]).toEqual([text, oracle(text)]);
      }
    }
  });

  it('on words and long texts', () => {
    const long = 'a text that is longer than forty characters, so V8 shows a part of it';
    for (const text of [
      'undefined',
      'NaN',
      '[object Object]',
      'abc',
      long,
      `{"k": ${long}`,
      '01',
      '-',
      '1.',
      '1e',
      '1 2',
      '\u{1f600}',
    ]) {
      expect([text, jsonErrorText(text)]).toEqual([text, oracle(text)]);
    }
  });
});

describe('cycles are drawn as V8 draws them', () => {
  const self: Record<string, unknown> = {};
  self['self'] = self;
  const deep = { a: { b: { c: { d: {} as Record<string, unknown> } } } };
  deep.a.b.c.d['up'] = deep;
  const three: Record<string, unknown> = {};
  three['a'] = { b: { c: three } };
  const four: Record<string, unknown> = {};
  four['a'] = { b: { c: { d: four } } };
  const list: unknown[] = [];
  list.push({ list });
  for (const [why, value] of [
    ['itself', self],
    ['three links', three],
    ['four links', four],
    ['far above', deep],
    ['a list', list],
  ] as const) {
    it(why, () => {
      let message = '';
      try {
        JSON.stringify(value);
      } catch (error) {
        ({ message } = error as Error);
      }
      expect(circularText(value)).toBe(message);
    });
  }
});
