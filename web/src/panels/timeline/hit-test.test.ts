import { describe, expect, it } from 'vitest';
import { lanesOf, marksBetween, strokesBetween } from '../../view/lanes.ts';
import { recorded, recordedTrace } from '../testdata/recorded-trace.ts';
import { hitAt } from './hit-test.ts';

const lanes = lanesOf(recorded.recording.topology);
const strokes = strokesBetween(recordedTrace, lanes, 0, recorded.horizon);
const marks = marksBetween(recordedTrace, lanes, 0, recorded.horizon);
/** A thousandth of a pixel a microsecond: neighbouring messages are far apart. */
const place = { x: (time: number) => time / 100, y: (lane: number) => lane * 40, zoom: 1 };

describe('hitAt', () => {
  it('the middle of every message on the way finds a message there', () => {
    for (const { flight, fromLane, toLane } of strokes) {
      const x = place.x((flight.sentAt + flight.arrivesAt) / 2);
      const y = (place.y(fromLane) + place.y(toLane)) / 2;
      const hit = hitAt({ x, y }, [], strokes, place);
      expect(hit?.type).toBe('stroke');
    }
  });

  it('a mark wins over the messages that end on it', () => {
    const mark = marks.find(({ type }) => type === 'blockCommitted');
    if (mark === undefined) throw new Error('no block is committed in the trace');
    const hit = hitAt({ x: place.x(mark.at), y: place.y(mark.lane) }, marks, strokes, place);
    expect(hit).toMatchObject({ type: 'mark', mark: { seq: mark.seq } });
  });

  it('beside everything there is nothing', () => {
    expect(hitAt({ x: -500, y: 20 }, marks, strokes, place)).toBeNull();
  });
});
