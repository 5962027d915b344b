/**
 * When something happens in a trace and when it is silent: what playback compresses.
 *
 * Background chatter (Raft heartbeats, gossip's alive messages, polls of a Kafka partition) is drawn but does not count: else a batch timeout of
 * two seconds would play as two seconds of heartbeats.
 */
import type { Micros } from '../sim/trace/facts.ts';
import type { Entry } from '../sim/trace/facts.ts';

/** [from, until], both inclusive; a single fact is a span of length 0. */
export interface Span {
  readonly from: Micros;
  readonly until: Micros;
}

/** Messages that only say "I am still here". */
export function isChatter(entry: Entry): boolean {
  const { fact } = entry;
  if (fact.type !== 'messageSent') return false;
  if (fact.kind === 'kafka') return /Fetch(Empty)?$|Ping/.test(fact.label);
  return (fact.kind === 'raft' || fact.kind === 'gossip') && /heart|alive|declaration|membership/i.test(fact.label);
}

function spanOf(entry: Entry): Span {
  return {
    from: entry.at,
    until: entry.fact.type === 'messageSent' ? Math.max(entry.at, entry.fact.arrivesAt) : entry.at,
  };
}

export class ActivityIndex {
  /** Disjoint, in order of time. */
  private readonly spans: Span[] = [];
  /** How many entries of the trace are in `spans`. */
  private taken = 0;

  /** Takes the whole trace of the branch shown; entries before `fromSeq` are those it had already. */
  update(entries: readonly Entry[], fromSeq: number): void {
    // A fork is rare and a span may reach over its point: begin again.
    if (fromSeq < this.taken) {
      this.spans.length = 0;
      this.taken = 0;
    }
    for (; this.taken < entries.length; this.taken++) this.take(entries[this.taken]);
  }

  private take(entry: Entry | undefined): void {
    if (entry === undefined || isChatter(entry)) return;
    const span = spanOf(entry);
    const last = this.spans.at(-1);
    if (last !== undefined && span.from <= last.until) {
      this.spans[this.spans.length - 1] = { from: last.from, until: Math.max(last.until, span.until) };
    } else this.spans.push(span);
  }

  /** The span at `time`, or the silence around it: its borders are the neighbouring spans, ±Infinity beyond the trace. */
  around(time: Micros): { readonly silent: boolean; readonly from: Micros; readonly until: Micros } {
    let low = 0;
    let high = this.spans.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.spans[middle]?.from ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    const before = this.spans[low - 1];
    if (before !== undefined && time < before.until) return { silent: false, ...before };
    return {
      silent: true,
      from: before?.until ?? Number.NEGATIVE_INFINITY,
      until: this.spans[low]?.from ?? Number.POSITIVE_INFINITY,
    };
  }
}
