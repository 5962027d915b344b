import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadTranslate } from '../../i18n/translate.ts';
import type { ChartSeries } from '../../view/chart-series.ts';
import { EDGE, scaleOf } from './chart-scale.ts';
import { chartsOf, roundUp } from './chart-pictures.ts';

const t = await loadTranslate('en');
const SERIES: ChartSeries = {
  from: 0,
  to: 4_000_000,
  width: 2_000_000,
  buckets: [
    { at: 0, valid: 6, invalid: {} },
    { at: 2_000_000, valid: 0, invalid: { PHANTOM_READ_CONFLICT: 1, MVCC_READ_CONFLICT: 3 } },
  ],
  latencies: [{ at: 500_000, txid: 'ab'.repeat(32), micros: 2_040_000, valid: true }],
  queues: [
    {
      node: 'orderer0',
      channel: 'c',
      points: [
        { at: 100, pending: 3 },
        { at: 200, pending: 0 },
      ],
    },
  ],
  codes: ['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'],
};

const picture = (name: string) => {
  const found = chartsOf(t, SERIES, (node) => node).find((chart) => chart.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

describe('charts', () => {
  it('throughput is per second, whatever the width of a bucket; nothing is drawn where nothing was valid', () => {
    expect(picture('throughput').marks.map(({ value }) => value)).toEqual([3]);
  });

  it('bars of codes stand on each other, the most frequent below', () => {
    const marks = picture('invalid').marks.map(({ base, value, series }) => ({ base, value, series }));
    expect(marks).toEqual([
      { base: 0, value: 3, series: 0 },
      { base: 3, value: 1, series: 1 },
    ]);
    expect(picture('invalid').most).toBe(4);
  });

  it('a level of the queue holds until the next', () => {
    expect(picture('queue').marks.map(({ at, until, value }) => [at, until, value])).toEqual([
      [100, 200, 3],
      [200, SERIES.to, 0],
    ]);
  });

  it('a queue that changed tens of thousands of times keeps its ends and every height it reached', () => {
    const points = Array.from({ length: 20_000 }, (_, index) => ({ at: index * 200, pending: (index * 7) % 11 }));
    const busy = { ...SERIES, queues: [{ node: 'orderer0', channel: 'c', points }] };
    const marks = chartsOf(t, busy, (node) => node).find(({ name }) => name === 'queue')?.marks ?? [];
    expect(marks.length).toBeLessThan(1_000);
    expect(marks[0]).toMatchObject({ at: 0, value: 0 });
    expect(marks.at(-1)).toMatchObject({ at: points.at(-1)?.at, value: points.at(-1)?.pending });
    expect(marks.map(({ at }) => at)).toEqual(marks.map(({ at }) => at).sort((a, b) => a - b));
    for (let from = 0; from < SERIES.to; from += SERIES.to / 300) {
      const here = ({ at }: { readonly at: number }): boolean => at >= from && at < from + SERIES.to / 300;
      const highest = Math.max(...points.filter(here).map(({ pending }) => pending));
      expect(Math.max(...marks.filter(here).map(({ value }) => value))).toBe(highest);
    }
  });

  it.each<[value: number, edge: number]>([
    [1, 1],
    [2, 2],
    [7, 8],
    [11, 15],
    [2_040, 2_500],
    [9_999, 10_000],
  ])('%d lies below the edge %d', (value, edge) => {
    expect(roundUp(value)).toBe(edge);
  });

  it('a click leads to the time that is drawn there', () => {
    const scale = scaleOf({ from: 3_000_000, to: 14_000_000, most: 10, width: 400, height: 120 });
    fc.assert(
      fc.property(fc.integer({ min: 3_000_000, max: 14_000_000 }), (time) => {
        expect(Math.abs(scale.timeAt(scale.x(time)) - time)).toBeLessThanOrEqual(1);
      }),
    );
    expect(scale.timeAt(0)).toBe(3_000_000);
    expect(scale.timeAt(1_000)).toBe(14_000_000);
    expect(scale.y(10)).toBe(EDGE.top);
  });
});
