import { describe, expect, it } from 'vitest';
import { glossary as en } from '../../i18n/en/glossary.ts';
import { glossary as ko } from '../../i18n/ko/glossary.ts';
import type { TermId } from '../../i18n/load-glossary.ts';
import { recorded, recordedTrace } from '../../panels/testdata/recorded-trace.ts';
import { isBuilt } from '../../scenes/catalog.ts';
import { isSceneId } from '../../scenes/course.ts';
import { TERM_PLACES } from './glossary-terms.ts';
import { bestTerms } from './find-terms.ts';
import { exampleIn } from './term-example.ts';

const ids = Object.keys(ko) as readonly TermId[];
const found = (query: string, language: 'ko' | 'en' = 'ko') =>
  bestTerms(language === 'ko' ? { own: ko, other: en } : { own: en, other: ko }, query).map(({ id }) => id);

describe('the glossary', () => {
  it('has the terms of the course, each once', () => {
    expect(ids.length).toBeGreaterThanOrEqual(60);
    for (const words of [ko, en]) expect(new Set(ids.map((id) => words[id].term)).size).toBe(ids.length);
  });

  it.each(ids)('%s: one or two whole sentences in either language, short enough to be read at a glance', (id) => {
    for (const [text, longest] of [
      [ko[id].text, 90],
      [en[id].text, 170],
    ] as const) {
      expect(text).toMatch(/\.$/);
      expect(text.match(/[.:](?=\s|$)/g)?.length ?? 0).toBeLessThanOrEqual(3);
      expect(text.length).toBeLessThanOrEqual(longest);
    }
  });

  it.each(ids)('%s: in Korean with its gloss, unless the name is Latin anyway', (id) => {
    expect(ko[id].term).toMatch(/^[A-Za-z0-9]+$|\([^()]+\)$|^TLS$/);
  });

  it.each(ids)('%s: is shown by scenes of the course, one of which can be opened', (id) => {
    const { scenes } = TERM_PLACES[id];
    expect(scenes.every(isSceneId)).toBe(true);
    expect(scenes.some(isBuilt)).toBe(true);
  });
});

describe('searching for a term', () => {
  it.each(ids)('%s: found by its name in either language, whichever the page is in', (id) => {
    const names = [ko[id].term, en[id].term].flatMap((term) => [term, term.split('(')[0]?.trim() ?? term]);
    for (const name of names) for (const language of ['ko', 'en'] as const) expect(found(name, language)).toContain(id);
  });

  it.each([
    ['ㅂㅈ', 'endorsement', 'initial consonants'],
    ['보즈', 'endorsement', 'a syllable that is not finished'],
    ['MVCC', 'mvcc', 'letters'],
    ['mvcc', 'mvcc', 'small letters'],
    ['endorsement', 'endorsement', 'the term itself before what begins with it'],
    ['피어', 'peer', 'the same in Korean'],
    ['read set', 'readSet', 'two words'],
  ])('“%s” finds %s first or among the first: %s', (query, id) => {
    expect(found(query).slice(0, 4)).toContain(id);
  });

  it('nothing and what is no term find none', () => {
    expect(found('')).toEqual([]);
    expect(found('zzzz')).toEqual([]);
  });
});

describe('the thing in the network at hand', () => {
  const count = recorded.entries.length;
  const world = recordedTrace.worlds.at(recorded.horizon);
  const of = (id: TermId) => {
    const { example } = TERM_PLACES[id];
    return example === null ? null : exampleIn(example, recordedTrace, world, count);
  };

  it.each([
    ['orderer', { type: 'node' }],
    ['channel', { type: 'channel', channel: 'mychannel' }],
    ['chaincode', { type: 'chaincode', channel: 'mychannel', chaincode: 'basic' }],
    ['genesisBlock', { type: 'block', channel: 'mychannel', number: 0 }],
    ['version', { type: 'key', channel: 'mychannel', namespace: 'basic' }],
    ['transaction', { type: 'transaction', channel: 'mychannel' }],
  ] as const)('of %s', (id, target) => {
    expect(of(id)).toMatchObject(target);
  });

  it('there is none of what this network does not have', () => {
    expect(of('snapshot')).toBeNull();
    expect(of('collection')).toBeNull();
  });

  it('nor of anything before it has begun', () => {
    const before = recordedTrace.worlds.at(-1);
    expect(exampleIn('channel', recordedTrace, before, 0)).toBeNull();
    expect(exampleIn('block', recordedTrace, before, 0)).toBeNull();
    expect(exampleIn('transaction', recordedTrace, before, 0)).toBeNull();
  });
});
