/**
 * What the charts draw, from a trace: when transactions were committed, how long that took, which were invalid, and how
 * many waited at the orderers. Simulated time throughout; configuration blocks are left out.
 */
import type { FactIndex } from './fact-index.ts';
import type { Entry, FactOf, FactType, Micros, NodeId } from '../sim/trace/facts.ts';

/** What happened to transactions in `[at, at + width)`. */
export interface Bucket {
  readonly at: Micros;
  readonly valid: number;
  /** Transactions by the code that made them invalid. */
  readonly invalid: Readonly<Record<string, number>>;
}

export interface Latency {
  /** When the first peer committed it. */
  readonly at: Micros;
  readonly txid: string;
  /** From the envelope's departure to that commit. */
  readonly micros: Micros;
  readonly valid: boolean;
}

/** How many envelopes waited for their block, from each time on. */
export interface Queue {
  readonly node: NodeId;
  readonly channel: string;
  readonly points: readonly { readonly at: Micros; readonly pending: number }[];
}

export interface ChartSeries {
  readonly from: Micros;
  readonly to: Micros;
  /** Width of a bucket. */
  readonly width: Micros;
  /** Those in which something was committed, in order of time. */
  readonly buckets: readonly Bucket[];
  readonly latencies: readonly Latency[];
  /** Those that ever held something. */
  readonly queues: readonly Queue[];
  /** Codes of invalid transactions, the most frequent first. */
  readonly codes: readonly string[];
}

interface Commit {
  readonly at: Micros;
  readonly txid: string;
  readonly code: string;
}

/** Widths people can count with, µs. Less than a second would make five a second of a single transaction. */
const WIDTHS: readonly Micros[] = [1, 2, 5, 10, 30, 60, 300].map((seconds) => seconds * 1_000_000);
const MOST_BUCKETS = 60;

/** The narrowest bucket that leaves no more than {@link MOST_BUCKETS}. */
const widthFor = (span: Micros): Micros =>
  WIDTHS.find((width) => span / width <= MOST_BUCKETS) ?? Math.ceil(span / MOST_BUCKETS / 60_000_000) * 60_000_000;

/** The facts charts are made of. */
export const CHART_FACTS: readonly FactType[] = [
  'envelopeSubmitted',
  'gatewayTransactionBroadcast',
  'blockCommitted',
  'envelopeQueued',
  'blockCut',
  'leaderLost',
];

class Collector {
  readonly commits: Commit[] = [];
  readonly latencies: Latency[] = [];
  private readonly submitted = new Map<string, Micros>();
  private readonly seen = new Set<string>();
  private readonly queues = new Map<
    string,
    { node: NodeId; channel: string; points: { at: Micros; pending: number }[] }
  >();

  take({ at, node, fact }: Entry): void {
    switch (fact.type) {
      case 'envelopeSubmitted':
      case 'gatewayTransactionBroadcast':
        // A gateway broadcasts what a client has handed to it: the first departure counts.
        if (!this.submitted.has(fact.txid)) this.submitted.set(fact.txid, at);
        return;
      case 'blockCommitted':
        return this.commit(at, fact);
      case 'envelopeQueued':
        return this.queue(at, node, fact.channel, fact.pending);
      case 'blockCut':
      case 'leaderLost':
        return this.queue(at, node, fact.channel, 0);
      default:
    }
  }

  /** The first peer that commits a block tells when its transactions were. */
  private commit(at: Micros, { channel, number, config, verdicts }: FactOf<'blockCommitted'>): void {
    const key = `${channel} ${String(number)}`;
    if (config || this.seen.has(key)) return;
    this.seen.add(key);
    for (const { txid, code } of verdicts) {
      this.commits.push({ at, txid, code });
      const left = this.submitted.get(txid);
      if (left !== undefined) this.latencies.push({ at, txid, micros: at - left, valid: code === 'VALID' });
    }
  }

  private queue(at: Micros, node: NodeId, channel: string, pending: number): void {
    const key = `${node} ${channel}`;
    const known = this.queues.get(key);
    if (known === undefined && pending === 0) return;
    const queue = known ?? { node, channel, points: [] };
    this.queues.set(key, queue);
    if (queue.points.at(-1)?.pending !== pending) queue.points.push({ at, pending });
  }

  get held(): readonly Queue[] {
    return [...this.queues.values()];
  }

  /** When the first thing that is drawn begins; null before anything. */
  get begin(): Micros | null {
    const times = [
      ...this.commits.slice(0, 1).map(({ at }) => at),
      ...this.latencies.slice(0, 1).map(({ at, micros }) => at - micros),
      ...this.held.flatMap(({ points }) => points[0]?.at ?? []),
    ];
    return times.length === 0 ? null : Math.min(...times);
  }
}

function bucketsOf(commits: readonly Commit[], from: Micros, width: Micros): readonly Bucket[] {
  const buckets = new Map<Micros, { at: Micros; valid: number; invalid: Record<string, number> }>();
  for (const { at, code } of commits) {
    const start = from + Math.floor((at - from) / width) * width;
    const bucket = buckets.get(start) ?? { at: start, valid: 0, invalid: {} };
    buckets.set(start, bucket);
    if (code === 'VALID') bucket.valid++;
    else bucket.invalid[code] = (bucket.invalid[code] ?? 0) + 1;
  }
  return [...buckets.values()];
}

function codesOf(commits: readonly Commit[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { code } of commits) if (code !== 'VALID') counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort(([a, some], [b, others]) => others - some || (a < b ? -1 : 1)).map(([code]) => code);
}

/** null while no transaction was committed and none has waited. `horizon` is where the trace ends. */
export function chartSeries(entries: readonly Entry[], horizon: Micros): ChartSeries | null {
  const collector = new Collector();
  for (const entry of entries) collector.take(entry);
  return seriesOf(collector, horizon);
}

/** Entries taken between two looks at the clock: some 2 ms. */
const STRIDE = 4_000;

/** The series of a trace that grows: what has been taken is not taken again. */
export class GrowingCharts {
  private collector = new Collector();
  private taken = 0;
  private last: Entry | undefined;

  /**
   * Takes the entries of a trace, whose facts are filed in `facts`, as far as `isLate` allows; called again it goes on
   * from there. @returns whether all are taken
   */
  take(entries: readonly Entry[], facts: FactIndex, isLate: () => boolean = () => false): boolean {
    if (this.last !== undefined && entries[this.taken - 1] !== this.last) {
      this.collector = new Collector();
      this.taken = 0;
    }
    do {
      const until = Math.min(this.taken + STRIDE, entries.length);
      for (const entry of facts.ofTypes(CHART_FACTS, until, this.taken)) this.collector.take(entry);
      this.taken = until;
    } while (this.taken < entries.length && !isLate());
    this.last = entries[this.taken - 1];
    return this.taken === entries.length;
  }

  /** Of what has been taken, as {@link chartSeries} has it. */
  series = (horizon: Micros): ChartSeries | null => seriesOf(this.collector, horizon);
}

function seriesOf(collector: Collector, horizon: Micros): ChartSeries | null {
  const { begin, commits, latencies, held } = collector;
  if (begin === null) return null;
  const width = widthFor(Math.max(1, horizon - begin));
  const from = Math.floor(begin / width) * width;
  const to = from + Math.max(1, Math.ceil((horizon - from) / width)) * width;
  return {
    from,
    to,
    width,
    buckets: bucketsOf(commits, from, width),
    latencies,
    queues: held,
    codes: codesOf(commits),
  };
}
