import { describe, expect, it } from 'vitest';
import { recorded } from '../panels/testdata/recorded-trace.ts';
import type { Entry } from '../sim/trace/facts.ts';
import { chartSeries, GrowingCharts } from './chart-series.ts';
import { FactIndex } from './fact-index.ts';

const entry = (at: number, node: string, fact: unknown): Entry => ({ seq: 0, at, node, cause: null, fact }) as Entry;
const submitted = (at: number, txid: string) =>
  entry(at, 'client', { type: 'envelopeSubmitted', channel: 'c', txid, orderer: 'o' });
const queued = (at: number, pending: number) =>
  entry(at, 'o', { type: 'envelopeQueued', channel: 'c', txid: 't', pending, pendingBytes: 1 });
const cut = (at: number) => entry(at, 'o', { type: 'blockCut', channel: 'c', number: 1, txids: [], reason: 'count' });
const committed = (at: number, node: string, number: number, codes: Readonly<Record<string, string>>) =>
  entry(at, node, {
    type: 'blockCommitted',
    channel: 'c',
    number,
    config: number === 0,
    verdicts: Object.entries(codes).map(([txid, code]) => ({ txid, code })),
  });

describe('chart series', () => {
  it('are none before the first transaction', () => {
    expect(chartSeries([], 1_000_000)).toBeNull();
    expect(chartSeries([committed(5, 'p', 0, { config: 'VALID' }), cut(7)], 1_000_000)).toBeNull();
  });

  it('count each transaction once, when the first peer commits it', () => {
    const series = chartSeries(
      [
        submitted(1_000_000, 'a'),
        submitted(1_100_000, 'b'),
        committed(1_500_000, 'p0', 1, { a: 'VALID', b: 'MVCC_READ_CONFLICT' }),
        committed(1_700_000, 'p1', 1, { a: 'VALID', b: 'MVCC_READ_CONFLICT' }),
      ],
      2_000_000,
    );
    expect(series?.buckets).toEqual([{ at: 1_000_000, valid: 1, invalid: { MVCC_READ_CONFLICT: 1 } }]);
    expect(series?.latencies).toEqual([
      { at: 1_500_000, txid: 'a', micros: 500_000, valid: true },
      { at: 1_500_000, txid: 'b', micros: 400_000, valid: false },
    ]);
    expect(series?.codes).toEqual(['MVCC_READ_CONFLICT']);
  });

  it('follow the queue up, and down when the block is cut', () => {
    const series = chartSeries([queued(10, 1), queued(20, 2), cut(30), queued(40, 1)], 100_000);
    expect(series?.queues).toEqual([
      {
        node: 'o',
        channel: 'c',
        points: [
          { at: 10, pending: 1 },
          { at: 20, pending: 2 },
          { at: 30, pending: 0 },
          { at: 40, pending: 1 },
        ],
      },
    ]);
  });

  it.each<[reason: string, seconds: number, width: number]>([
    ['a short run by the second: in less, one would count as many', 4, 1_000_000],
    ['a minute by the second', 60, 1_000_000],
    ['an hour by the minute', 3_600, 60_000_000],
    ['a day in whole minutes', 86_400, 1_440_000_000],
  ])('%s', (_, seconds, width) => {
    const series = chartSeries([queued(0, 1)], seconds * 1_000_000);
    expect(series?.width).toBe(width);
    expect(series === null ? 0 : (series.to - series.from) / series.width).toBeLessThanOrEqual(61);
  });

  it('grow with their trace, and begin anew where another branch is shown', () => {
    const growing = new GrowingCharts();
    const facts = new FactIndex();
    let shown = 0;
    const show = (entries: typeof recorded.entries): void => {
      facts.update(entries, Math.min(shown, entries.length));
      shown = entries.length;
      const horizon = entries.at(-1)?.at ?? 0;
      while (!growing.take(entries, facts, () => true)) expect(entries.length).toBeGreaterThan(0);
      expect(growing.series(horizon)).toEqual(chartSeries(entries, horizon));
    };
    for (let count = 0; count < recorded.entries.length; count += 89) show(recorded.entries.slice(0, count));
    show(recorded.entries);
    const half = recorded.entries.slice(0, Math.floor(recorded.entries.length / 2));
    facts.update(half, 0);
    show(half);
  });

  it('of a long trace are taken bit by bit, and come to the same', () => {
    const { entries, horizon } = recorded;
    const times = Math.ceil(10_000 / entries.length);
    const long = Array.from({ length: times }, (_, time) =>
      entries.map((one) => ({ ...one, seq: one.seq + time * entries.length, at: one.at + time * horizon })),
    ).flat();
    const facts = new FactIndex();
    facts.update(long, 0);
    const growing = new GrowingCharts();
    let slices = 1;
    while (!growing.take(long, facts, () => true)) slices++;
    expect(slices).toBeGreaterThan(2);
    expect(growing.series(times * horizon)).toEqual(chartSeries(long, times * horizon));
  });

  it('of a recorded run add up to what its peers committed', () => {
    const series = chartSeries(recorded.entries, recorded.horizon);
    const txids = new Set(
      recorded.entries.flatMap(({ fact }) =>
        fact.type === 'blockCommitted' && !fact.config ? fact.verdicts.map(({ txid }) => txid) : [],
      ),
    );
    const counted = (series?.buckets ?? []).map(({ valid, invalid }) =>
      Object.values(invalid).reduce((sum, count) => sum + count, valid),
    );
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(txids.size);
    expect(txids.size).toBeGreaterThan(3);
    for (const { micros } of series?.latencies ?? []) expect(micros).toBeGreaterThan(0);
    expect(series?.latencies.length).toBeGreaterThan(3);
    for (const { points } of series?.queues ?? []) expect(points.at(-1)?.pending).toBe(0);
  });
});
