import { describe, expect, it } from 'vitest';
import { format, placeholdersOf } from './format.ts';
import { soundingLike } from './particles.ts';
import { dictionary as en } from './en/dictionary.ts';
import { dictionary as ko } from './ko/dictionary.ts';

describe('particles follow the reading of the word', () => {
  const rows: readonly [word: string, template: string, expected: string, reason: string][] = [
    ['블록', '{w|을를}', '블록을', 'closed Hangul syllable'],
    ['피어', '{w|을를}', '피어를', 'open Hangul syllable'],
    ['채널', '{w|으로로}', '채널로', 'after rieul it is ro'],
    ['orderer1', '{w|이가}', 'orderer1이', 'il: closed'],
    ['orderer2', '{w|이가}', 'orderer2가', 'i: open'],
    ['peer0.org1.example.com', '{w|을/를}', 'peer0.org1.example.com을', 'ends in m'],
    ['mychannel', '{w|으로로}', 'mychannel로', 'ends in l, as rieul'],
    ['commit', '{w|은는}', 'commit은', 'short vowel before a stop'],
    ['block', '{w|은는}', 'block은', 'ck counts as one stop'],
    ['client', '{w|은는}', 'client는', 'two consonants: a vowel is read after them'],
    ['asset6(Tom)', '{w|과와}', 'asset6(Tom)과', 'closing marks are not read'],
  ];
  it.each(rows)('%s in %s is %s: %s', (w, template, expected) => {
    expect(format(template, { w })).toBe(expected);
  });

  it('gives every word a syllable to follow', () => {
    expect(soundingLike('…')).toBe('이');
  });
});

describe('format', () => {
  it('separates thousands and leaves decimals alone', () => {
    expect(format('{n}', { n: 1234567 })).toBe('1,234,567');
    expect(format('{n}', { n: 12.3456 })).toBe('12.3456');
  });

  it('chooses the English word for the number', () => {
    const text = '{n} {n|one:block,other:blocks}';
    expect([0, 1, 2].map((n) => format(text, { n }))).toEqual(['0 blocks', '1 block', '2 blocks']);
  });

  it('keeps a missing parameter visible', () => {
    expect(format('{who|을를}', {})).toBe('{who|을를}');
  });
});

describe('the two dictionaries', () => {
  const areas = Object.keys(ko) as (keyof typeof ko)[];
  it.each(areas)('%s: every text exists and needs the same parameters in both languages', (area) => {
    const korean: Readonly<Record<string, string>> = ko[area];
    const english: Readonly<Record<string, string>> = en[area];
    const differing = Object.keys(korean).filter(
      (key) =>
        (korean[key] ?? '').trim() === '' ||
        (english[key] ?? '').trim() === '' ||
        placeholdersOf(korean[key] ?? '').join() !== placeholdersOf(english[key] ?? '').join(),
    );
    expect(differing).toEqual([]);
    expect(Object.keys(english).sort()).toEqual(Object.keys(korean).sort());
  });

  it.each(areas)('%s: every particle and every plural in it is one there is', (area) => {
    const left = [ko[area], en[area]].flatMap((texts) =>
      Object.values<string>(texts).filter((text) => {
        const params = Object.fromEntries(placeholdersOf(text).map((name) => [name, '1']));
        // A rule nobody knows leaves the placeholder as it is.
        return /\{[A-Za-z]\w*\|/.test(format(text, params));
      }),
    );
    expect(left).toEqual([]);
  });

  it('Hangul stands in Korean texts only', () => {
    const stray = Object.values(en).flatMap((area) => Object.values(area).filter((text) => /[가-힣]/.test(text)));
    expect(stray.filter((text) => text !== '한국어')).toEqual([]);
  });
});
