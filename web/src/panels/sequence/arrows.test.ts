import { describe, expect, it } from 'vitest';
import { lanesOf, strokesBetween } from '../../view/lanes.ts';
import { recorded, recordedTrace } from '../testdata/recorded-trace.ts';
import { TimeScale } from '../timeline/time-scale.ts';
import { arrowsOf } from './arrows.ts';

const lanes = lanesOf(recorded.recording.topology);
const scale = new TimeScale(recordedTrace.activity, recorded.horizon);
const strokes = strokesBetween(recordedTrace, lanes, 0, recorded.horizon);
const arrows = arrowsOf(strokes, {
  x: (lane) => lane * 140,
  y: (time) => scale.lengthAt(time) * 0.09,
  word: ({ flight }) => flight.label,
});

describe('arrowsOf', () => {
  it('time runs down', () => {
    for (const { y1, y2 } of arrows) expect(y2).toBeGreaterThan(y1);
  });

  it('no two words lie on each other, and most arrows have theirs', () => {
    const labels = arrows.flatMap(({ label }) => (label === null ? [] : [label]));
    for (const [index, a] of labels.entries())
      for (const b of labels.slice(index + 1)) {
        const apart = Math.abs(a.x - b.x) >= ((a.text.length + b.text.length) * 7.2) / 2;
        expect(apart || Math.abs(a.y - b.y) >= 14, `${a.text} and ${b.text}`).toBe(true);
      }
    expect(labels.length).toBeGreaterThan(arrows.length / 2);
  });

  it('a message lost on the way stops short of its lane; one to a dead node reaches it', () => {
    const [stroke] = strokes;
    if (stroke === undefined) throw new Error('the trace has no message');
    const place = { x: (lane: number) => lane * 100, y: (time: number) => time, word: () => '' };
    const ends = (['lossy', 'nodeDown'] as const).map((lost) => {
      const [arrow] = arrowsOf([{ ...stroke, fromLane: 0, toLane: 4, flight: { ...stroke.flight, lost } }], place);
      return arrow?.x2 ?? Number.NaN;
    });
    expect(ends[0]).toBeCloseTo(220);
    expect(ends[1]).toBe(400);
  });
});
