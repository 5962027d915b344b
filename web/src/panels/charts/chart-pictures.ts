/** What each chart shows, in words and figures, ready to be drawn or written as a table. */
import type { Translate } from '../../i18n/translate.ts';
import type { ChartSeries, Latency, Queue } from '../../view/chart-series.ts';
import { millisText, shortHash } from '../figures.ts';
import type { Micros } from '../lab-types.ts';

export type ChartName = 'throughput' | 'latency' | 'invalid' | 'queue';

/** One thing drawn: a bar over `[at, until)`, a dot at `at`, or a level from `at` to `until`. */
export interface Mark {
  readonly at: Micros;
  readonly until: Micros;
  /** Where it begins above the axis: bars stand on each other. */
  readonly base: number;
  readonly value: number;
  /** In words, without the time. */
  readonly text: string;
  /** Number of its series: chooses colour and pattern. */
  readonly series: number;
}

export interface ChartPicture {
  readonly name: ChartName;
  readonly title: string;
  readonly unit: string;
  readonly type: 'bars' | 'dots' | 'levels';
  readonly marks: readonly Mark[];
  /** Names of the series; empty where there is but one and the title says it. */
  readonly legend: readonly string[];
  /** Greatest value, at least 1. */
  readonly most: number;
  /** Said where there are no marks. */
  readonly nothing: string;
}

/** Round figures up to ten; those with a fraction serve from ten on, where they are whole. */
const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The next round figure: the upper edge of a chart. Whole for whole values of 1 and more. */
export function roundUp(value: number): number {
  let unit = 1;
  while (unit * 10 < value) unit *= 10;
  const figures = ROUND.map((factor) => factor * unit).filter((figure) => unit > 1 || Number.isInteger(figure));
  return figures.find((figure) => figure >= value) ?? value;
}

const top = (marks: readonly Mark[]): number =>
  roundUp(marks.reduce((most, { base, value }) => Math.max(most, base + value), 1));

const perSecond = (count: number, width: Micros): number => Math.round((count * 10_000_000) / width) / 10;

function throughput(t: Translate, { buckets, width }: ChartSeries): readonly Mark[] {
  return buckets
    .filter(({ valid }) => valid > 0)
    .map(({ at, valid }) => {
      const value = perSecond(valid, width);
      return { at, until: at + width, base: 0, value, text: t('charts.what.valid', { count: value }), series: 0 };
    });
}

/** More dots than this are thinned out: they would lie on each other, and each costs the page. */
const MOST_DOTS = 1_200;
const SLOTS = 300;

/** Where there are too many, of each stretch of time the fastest, the slowest and the slowest invalid one. */
function thinned({ latencies, from, to }: ChartSeries): ChartSeries['latencies'] {
  if (latencies.length <= MOST_DOTS) return latencies;
  const kept = new Map<string, Latency>();
  for (const latency of latencies) {
    const slot = Math.floor(((latency.at - from) * SLOTS) / Math.max(1, to - from));
    const keep = (name: string, better: (known: Latency) => boolean): void => {
      const known = kept.get(`${slot} ${name}`);
      if (known === undefined || better(known)) kept.set(`${slot} ${name}`, latency);
    };
    keep('fastest', ({ micros }) => latency.micros < micros);
    keep(latency.valid ? 'slowest' : 'invalid', ({ micros }) => latency.micros > micros);
  }
  return [...new Set(kept.values())];
}

function latency(t: Translate, series: ChartSeries): readonly Mark[] {
  return thinned(series).map(({ at, txid, micros, valid }) => ({
    at,
    until: at,
    base: 0,
    value: micros / 1_000,
    text: t('charts.what.latency', { txid: shortHash(txid), millis: millisText(micros) }),
    series: valid ? 0 : 1,
  }));
}

function invalid(t: Translate, { buckets, width, codes }: ChartSeries): readonly Mark[] {
  return buckets.flatMap((bucket) => {
    let base = 0;
    return codes.flatMap((code, series) => {
      const count = bucket.invalid[code] ?? 0;
      if (count === 0) return [];
      const text = t('charts.what.invalid', { code, count });
      const mark = { at: bucket.at, until: bucket.at + width, base, value: count, text, series };
      base += count;
      return [mark];
    });
  });
}

/** Where there are too many, of each stretch of time the first, the highest and the last: the staircase looks the same. */
function thinnedLevels(points: Queue['points'], { from, to }: ChartSeries): Queue['points'] {
  if (points.length <= MOST_DOTS) return points;
  const slots = new Map<number, Queue['points'][number][]>();
  for (const point of points) {
    const slot = Math.floor(((point.at - from) * SLOTS) / Math.max(1, to - from));
    const known = slots.get(slot);
    if (known === undefined) slots.set(slot, [point]);
    else known.push(point);
  }
  return [...slots.values()].flatMap((some) => {
    const highest = some.reduce((high, point) => (point.pending > high.pending ? point : high));
    return [...new Set([...some.slice(0, 1), highest, ...some.slice(-1)])];
  });
}

function queues(t: Translate, all: ChartSeries, nameOf: (node: string) => string): readonly Mark[] {
  return all.queues.flatMap(({ node, channel, points: every }, series) => {
    const points = thinnedLevels(every, all);
    return points.map(({ at, pending }, index) => ({
      at,
      until: points[index + 1]?.at ?? all.to,
      base: 0,
      value: pending,
      text: t('charts.what.queue', { node: nameOf(node), channel, count: pending }),
      series,
    }));
  });
}

/** The four charts, in the order a transaction meets what they show. */
export function chartsOf(t: Translate, series: ChartSeries, nameOf: (node: string) => string): readonly ChartPicture[] {
  const picture = (
    name: ChartName,
    type: ChartPicture['type'],
    marks: readonly Mark[],
    legend: readonly string[] = [],
  ): ChartPicture => ({
    name,
    title: t(`charts.${name}`),
    unit: t(`charts.${name}.unit`),
    type,
    marks,
    legend,
    most: top(marks),
    nothing: t(name === 'invalid' ? 'charts.none.invalid' : 'charts.none'),
  });
  const names = series.queues.map(({ node, channel }) => `${nameOf(node)} · ${channel}`);
  return [
    picture('queue', 'levels', queues(t, series, nameOf), names),
    picture('throughput', 'bars', throughput(t, series)),
    picture('latency', 'dots', latency(t, series)),
    picture('invalid', 'bars', invalid(t, series), series.codes),
  ];
}
