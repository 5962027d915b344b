import { describe, expect, it } from 'vitest';
import { elapsed, elapsedText, reset, startedAt, toggled } from './stopwatch.ts';

describe('the stopwatch', () => {
  it('does not count pauses', () => {
    const paused = toggled(startedAt(1_000), 5_000);
    expect(elapsed(paused, 60_000)).toBe(4_000);
    expect(elapsed(toggled(paused, 60_000), 61_000)).toBe(5_000);
  });

  it('begins anew at nothing, running or paused as it was', () => {
    expect(elapsed(reset(startedAt(1_000), 5_000), 7_000)).toBe(2_000);
    expect(elapsed(reset(toggled(startedAt(1_000), 2_000), 5_000), 7_000)).toBe(0);
  });

  it('loses nothing when the clock is set back', () => {
    expect(elapsed({ before: 3_000, since: 10_000 }, 4_000)).toBe(3_000);
  });

  it.each([
    [0, '0:00'],
    [59_999, '0:59'],
    [61_000, '1:01'],
    [3_599_000, '59:59'],
    [3_661_000, '1:01:01'],
  ])('%i ms is %s', (millis, text) => {
    expect(elapsedText(millis)).toBe(text);
  });
});
