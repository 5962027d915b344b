/** The picture at a time is a function of the trace and the time: however one got there, it is what playing forward shows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedLength } from '../link/mirror.ts';
import { recorded } from '../panels/testdata/recorded-trace.ts';
import type { Entry } from '../sim/trace/facts.ts';
import { TRANSACTION, trace as toyTrace } from './testdata/trace.ts';
import { network } from './testdata/network.ts';
import { TraceIndex } from './trace-index.ts';
import type { Generation, Topology } from '../sim/protocol/topology-spec.ts';

interface Told {
  readonly name: string;
  readonly topology: Topology;
  readonly generation: Generation;
  readonly entries: readonly Entry[];
}

const TRACES: readonly Told[] = [
  {
    name: 'a bring-up, transfers and a peer that crashes',
    topology: recorded.recording.topology,
    generation: recorded.recording.generation,
    entries: recorded.entries,
  },
  {
    name: 'one transaction that conflicts',
    topology: network({ orgs: 2, peers: 1, orderers: 1 }),
    generation: '3.x',
    entries: toyTrace(TRANSACTION),
  },
];

/** The trace as it would be had it been left at entry `from`: another node crashes, and what follows comes later or never. */
function forkOf({ entries }: Told, from: number): readonly Entry[] {
  const kept = entries.slice(0, from);
  const at = kept.at(-1)?.at ?? 0;
  const node = entries[0]?.node ?? '';
  const crash: Entry = { seq: from, at, node, cause: null, fact: { type: 'nodeCrashed' } };
  const later = entries
    .slice(from)
    .filter((_, index) => index % 3 !== 0)
    .map((entry, index) => ({ ...entry, seq: from + 1 + index, at: entry.at + 1_000, cause: null }));
  return [...kept, crash, ...later];
}

/** Everything a page draws of a moment. */
const pictureAt = (trace: TraceIndex, time: number) => ({
  world: trace.worlds.at(time),
  flights: trace.flights.at(time),
  step: trace.steps.current(time),
  next: trace.steps.next(time),
  previous: trace.steps.previous(time),
  stretch: trace.activity.around(time),
  caption: trace.lastEntry(time),
  lost: trace.facts.ofTypes(['messageLost', 'nodeCrashed'], trace.lastEntry(time)?.seq ?? 0),
});

const fresh = ({ topology, generation }: Told, entries: readonly Entry[]): TraceIndex =>
  TraceIndex.empty(topology, generation).updated(entries, 0);

/** The picture at `time` of a page that opened the trace and played it forward, in frames of `frame` micros. */
function playedTo(told: Told, entries: readonly Entry[], time: number, frame: number) {
  const trace = fresh(told, entries);
  for (let at = 0; at < time; at += frame) pictureAt(trace, at);
  return pictureAt(trace, time);
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const FRAMES = 60;

describe.each(TRACES)('$name', (told) => {
  const { entries } = told;
  const end = (entries.at(-1)?.at ?? 0) + 50_000;

  it('scrubbed about in any way looks as it did when it was played there', () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 8 }), share, (seeks, wanted) => {
        const trace = fresh(told, entries);
        for (const seek of seeks) pictureAt(trace, Math.floor(seek * end));
        const time = Math.floor(wanted * end);
        expect(pictureAt(trace, time)).toEqual(playedTo(told, entries, time, end / FRAMES));
      }),
      { numRuns: 12 },
    );
  });

  it('also when the trace came piece by piece while it was looked at', () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 6 }), share, (cuts, wanted) => {
        let trace = TraceIndex.empty(told.topology, told.generation);
        let known = 0;
        for (const cut of [...cuts].sort((a, b) => a - b)) {
          const length = Math.floor(cut * entries.length);
          trace = trace.updated(entries.slice(0, length), known);
          known = length;
          pictureAt(trace, entries[length - 1]?.at ?? 0);
        }
        trace = trace.updated(entries, known);
        const time = Math.floor(wanted * end);
        expect(pictureAt(trace, time)).toEqual(playedTo(told, entries, time, end / FRAMES));
      }),
      { numRuns: 12 },
    );
  });

  it('also after going to another branch and back', () => {
    fc.assert(
      fc.property(share, share, fc.array(share, { minLength: 1, maxLength: 4 }), (left, wanted, seeks) => {
        const other = forkOf(told, 1 + Math.floor(left * (entries.length - 1)));
        const shared = sharedLength(entries, other);
        let trace = fresh(told, entries);
        for (const seek of seeks) {
          pictureAt(trace, Math.floor(seek * end));
          trace = trace.updated(other, shared);
          pictureAt(trace, Math.floor(seek * end));
          trace = trace.updated(entries, shared);
        }
        const time = Math.floor(wanted * end);
        expect(pictureAt(trace, time)).toEqual(playedTo(told, entries, time, end / FRAMES));
        const branched = trace.updated(other, shared);
        expect(pictureAt(branched, time)).toEqual(playedTo(told, other, time, end / FRAMES));
      }),
      { numRuns: 12 },
    );
  });
});
