import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advancePlayhead, DEFAULT_PACE } from '../../view/pace.ts';
import { recorded, recordedTrace } from '../testdata/recorded-trace.ts';
import { TimeScale } from './time-scale.ts';

const scale = new TimeScale(recordedTrace.activity, recorded.horizon);
const time = fc.integer({ min: 0, max: recorded.horizon });

describe('TimeScale', () => {
  it('a stretch is as long as it takes to play', () => {
    const playback = { activity: recordedTrace.activity, horizon: recorded.horizon };
    fc.assert(
      fc.property(time, fc.integer({ min: 0, max: 5_000 }), (from, millis) => {
        const to = advancePlayhead(playback, from, millis, 1, DEFAULT_PACE);
        const played = scale.lengthAt(to) - scale.lengthAt(from);
        // Whole microseconds, each at most a tenth of a unit of playing.
        expect(played).toBeLessThanOrEqual(millis + 0.2);
        if (to < recorded.horizon) expect(played).toBeGreaterThan(millis - 0.2);
      }),
    );
  });

  it('rises strictly, and maps back to where it came from', () => {
    fc.assert(
      fc.property(time, time, (a, b) => {
        if (a < b) expect(scale.lengthAt(a)).toBeLessThan(scale.lengthAt(b));
        expect(Math.abs(scale.timeAt(scale.lengthAt(a)) - a)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('what is outside the trace is at its ends', () => {
    expect(scale.lengthAt(recorded.horizon + 5)).toBe(scale.total);
    expect(scale.timeAt(-10)).toBe(0);
    expect(scale.timeAt(scale.total * 2)).toBe(recorded.horizon);
  });

  it('an empty world has no length', () => {
    expect(new TimeScale(recordedTrace.activity, 0).total).toBe(0);
  });
});
