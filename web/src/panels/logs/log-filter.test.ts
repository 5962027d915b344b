import { describe, expect, it } from 'vitest';
import { entryOf, recorded } from '../testdata/recorded-trace.ts';
import { filteredLog, GrowingLog, KINDS, kindOf, levelOf, LEVELS, type LogFilter, countAt } from './log-filter.ts';

const { entries } = recorded;
const EVERYTHING: LogFilter = { node: null, level: 'debug', kind: 'all', words: '' };
const tell = (entry: (typeof entries)[number]): string => `said ${entry.fact.type.toUpperCase()}`;
const filtered = (filter: Partial<LogFilter>) => filteredLog(entries, { ...EVERYTHING, ...filter }, tell);

describe('the log of a node', () => {
  it('without a filter is everything, in order', () => {
    expect(filtered({})).toEqual(entries);
  });

  it('is what that node said', () => {
    const node = entryOf('blockCommitted').node;
    const log = filtered({ node });
    expect(log).toEqual(entries.filter((entry) => entry.node === node));
    expect(log.length).toBeGreaterThan(5);
    expect(log.length).toBeLessThan(entries.length);
  });

  it('has fewer entries at every weightier level, and each level some', () => {
    const counts = LEVELS.map((level) => filtered({ level }).length);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(new Set(counts).size).toBe(LEVELS.length);
    expect(counts.at(-1)).toBeGreaterThan(0);
    expect(levelOf(entryOf('nodeCrashed').fact)).toBe('error');
    expect(levelOf(entryOf('messageSent').fact)).toBe('debug');
  });

  it('every entry is of one kind, and every kind is met', () => {
    const parts = KINDS.filter((kind) => kind !== 'all').map((kind) => filtered({ kind }));
    expect(parts.flat().length).toBe(entries.length);
    for (const part of parts) expect(part.length).toBeGreaterThan(0);
    expect(kindOf(entryOf('blockCut').fact)).toBe('block');
    expect(kindOf(entryOf('proposalCreated').fact)).toBe('transaction');
  });

  it.each<[reason: string, words: string, type: string]>([
    ['by the sentence', 'SAID blockcut', 'blockCut'],
    ['by the name of the fact, whatever the case', 'LEADERelected', 'leaderElected'],
    ['spaces around do not matter', '  nodeCrashed ', 'nodeCrashed'],
  ])('finds words: %s', (_, words, type) => {
    const log = filtered({ words });
    expect(log.length).toBeGreaterThan(0);
    expect(new Set(log.map(({ fact }) => fact.type))).toEqual(new Set([type]));
  });

  it('grows with the trace, and begins anew where another branch is shown', () => {
    const log = new GrowingLog({ ...EVERYTHING, level: 'info' }, tell);
    const whole = filtered({ level: 'info' });
    const half = Math.floor(entries.length / 2);
    expect(log.of(entries.slice(0, half))).toEqual(whole.filter(({ seq }) => seq < half));
    const grown = log.of(entries);
    expect(grown).toEqual(whole);
    expect(log.of([...entries])).toBe(grown);
    const other = entries.map((entry) => ({ ...entry, node: 'other' }));
    expect(log.of(other).every(({ node }) => node === 'other')).toBe(true);
    expect(log.of(entries.slice(0, half)).every(({ seq }) => seq < half)).toBe(true);
  });

  it('looks a long trace through bit by bit, and comes to the same', () => {
    for (const filter of [{}, { level: 'info' }, { words: 'blockcut' }, { kind: 'message', node: null }] as const) {
      const log = new GrowingLog({ ...EVERYTHING, ...filter }, tell);
      let looks = 0;
      for (let left = entries.length; left > 0; left = log.left(entries)) {
        looks++;
        const lines = log.of(entries, () => true);
        expect(lines).toEqual(filtered(filter).slice(0, lines.length));
      }
      expect(looks).toBeGreaterThan(2);
      expect(log.of(entries)).toEqual(filtered(filter));
      expect(log.of(entries.slice(0, 300))).toEqual(filtered(filter).filter(({ seq }) => seq < 300));
    }
  });

  it('counts what has been said by a time', () => {
    for (const entry of entries) {
      const count = countAt(entries, entry.at);
      expect(entries[count - 1]?.at).toBe(entry.at);
      expect(entries[count]?.at ?? Number.POSITIVE_INFINITY).toBeGreaterThan(entry.at);
    }
    expect(countAt(entries, -1)).toBe(0);
  });
});
