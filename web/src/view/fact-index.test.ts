import { describe, expect, it } from 'vitest';
import { recorded } from '../panels/testdata/recorded-trace.ts';
import { FactIndex } from './fact-index.ts';

const { entries } = recorded;
const TYPES = ['blockCommitted', 'proposalCreated', 'commandGiven'] as const;
const COUNTS = [0, 1, 100, Math.floor(entries.length / 2), entries.length];

const filed = (): FactIndex => {
  const index = new FactIndex();
  index.update(entries, 0);
  return index;
};
const txids = [...new Set(entries.flatMap(({ fact }) => (fact.type === 'proposalCreated' ? [fact.txid] : [])))];

describe('the index of facts', () => {
  it('answers what going through the trace answers, at any moment', () => {
    const index = filed();
    for (const count of COUNTS) {
      const past = entries.slice(0, count);
      const expected = past.filter(({ fact }) => TYPES.some((type) => type === fact.type));
      expect(index.ofTypes(TYPES, count)).toEqual(expected);
      for (const from of COUNTS)
        expect(index.ofTypes(TYPES, count, from)).toEqual(expected.filter(({ seq }) => seq >= from));
      expect(index.reached(TYPES, count)).toBe((expected.at(-1)?.seq ?? -1) + 1);
    }
  });

  it('knows every entry of a transaction, also those of the blocks it is in', () => {
    const index = filed();
    expect(txids.length).toBeGreaterThan(2);
    for (const txid of txids) {
      const told = index.ofTransaction(txid, entries.length);
      expect(told).toEqual(entries.filter(({ fact }) => JSON.stringify(fact).includes(txid)));
      expect(told.length).toBeGreaterThan(2);
    }
    expect(index.ofTransaction('', entries.length)).toEqual([]);
  });

  it('forgets what a fork replaced', () => {
    const index = filed();
    index.ofTypes(TYPES, entries.length);
    const half = Math.floor(entries.length / 2);
    const kept = entries.slice(0, half);
    const other = [...kept, ...kept.slice(0, 20).map((entry, offset) => ({ ...entry, seq: half + offset }))];
    index.update(other, half);
    const expected = other.filter(({ fact }) => TYPES.some((type) => type === fact.type));
    expect(index.ofTypes(TYPES, other.length)).toEqual(expected);
  });
});
