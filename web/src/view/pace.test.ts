import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../sim/trace/facts.ts';
import { ActivityIndex } from './activity.ts';
import { advancePlayhead, DEFAULT_PACE, silenceMillis } from './pace.ts';
import { ORDERER, TRANSACTION, trace } from './testdata/trace.ts';

const activityOf = (entries: readonly Entry[]): ActivityIndex => {
  const index = new ActivityIndex();
  index.update(entries, 0);
  return index;
};

const HORIZON = 2_400_000;
const playback = { activity: activityOf(trace(TRANSACTION)), horizon: HORIZON };
const play = (from: number, millis: number, speed = 1): number => {
  let at = from;
  for (let frame = 0; frame < millis / 16; frame++) at = advancePlayhead(playback, at, 16, speed, DEFAULT_PACE);
  return at;
};

describe('playback', () => {
  it('lets a message of 8 ms fly for a second at 1×', () => {
    expect(play(100_000, 1_008)).toBeGreaterThanOrEqual(108_000);
    expect(play(100_000, 944)).toBeLessThan(108_000);
  });

  it('plays an idle network no faster than a batch timeout, however long nothing has happened', () => {
    const idle = { activity: activityOf([]), horizon: 600_000_000 };
    expect(advancePlayhead(idle, 300_000_000, 1_500, 1, DEFAULT_PACE)).toBeLessThanOrEqual(302_000_000);
  });

  it('waits at most 1.5 s for a batch timeout of 2 s', () => {
    expect(play(185_000, 1_520)).toBeGreaterThanOrEqual(2_180_000);
    expect(play(185_000, 1_000)).toBeLessThan(2_180_000);
  });

  it('is not slowed by heartbeats in the silence', () => {
    const heartbeats: readonly Entry[] = Array.from({ length: 4 }, (_, index) => ({
      seq: index,
      at: 500_000 * (index + 1),
      node: ORDERER,
      cause: null,
      fact: {
        type: 'messageSent',
        message: index,
        to: 'x',
        kind: 'raft',
        label: 'raftHeartbeat',
        arrivesAt: 500_000 * (index + 1) + 4_000,
        size: 9,
      },
    }));
    expect(activityOf(heartbeats).around(700_000)).toMatchObject({ silent: true, until: Number.POSITIVE_INFINITY });
  });

  it.each([
    [200, 200, 'short pauses are as they are'],
    [300, 300, 'the border joins without a jump'],
    [240_000, 1_494, 'a batch timeout at the usual pace'],
    [Number.POSITIVE_INFINITY, 1_500, 'never more than 1.5 s'],
  ])('a silence of %d ms plays in %d: %s', (millis, expected) => {
    expect(Math.round(silenceMillis(millis))).toBe(expected);
  });

  it('never leaves the trace, never stands still before its end, and backwards undoes forwards', () => {
    const anyTime = fc.integer({ min: 0, max: HORIZON });
    fc.assert(
      fc.property(
        anyTime,
        fc.integer({ min: 1, max: 3_000 }),
        fc.constantFrom(0.25, 1, 4, 16),
        (from, millis, speed) => {
          const forward = advancePlayhead(playback, from, millis, speed, DEFAULT_PACE);
          expect(forward).toBeLessThanOrEqual(HORIZON);
          expect(forward).toBeGreaterThanOrEqual(from);
          if (from < HORIZON && millis * speed > 1) expect(forward).toBeGreaterThan(from);
          if (forward < HORIZON) {
            const back = advancePlayhead(playback, forward, millis, -speed, DEFAULT_PACE);
            // Rounding to whole µs, which a compressed silence magnifies.
            expect(Math.abs(back - from)).toBeLessThan(4_000);
          }
        },
      ),
    );
  });

  it('plays twice as fast at 2×', () => {
    const frames = 640 / 16;
    // Every frame ends on a whole µs.
    expect(Math.abs(play(100_000, 320, 2) - play(100_000, 640, 1))).toBeLessThanOrEqual(frames / 2);
  });
});
