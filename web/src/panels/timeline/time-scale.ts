/**
 * Simulated time as length: one unit is a real millisecond of playing at 1×.
 *
 * Drawn on a plain scale a trace is a few dense specks in seconds of silence. Playback shortens silences already; the
 * time line and the sequence use the same measure, so that a second of watching is the same length everywhere.
 */
import type { ActivityIndex } from '../../view/activity.ts';
import { DEFAULT_PACE, silenceMillis } from '../../view/pace.ts';
import type { Micros } from '../lab-types.ts';

/** Micros of simulated time a real millisecond plays at 1×. */
const MICROS_PER_MILLI = DEFAULT_PACE * 1_000;

export class TimeScale {
  /** Knots of a piecewise linear, strictly rising map, from (0, 0) to (horizon, total). */
  private readonly times: readonly Micros[];
  private readonly lengths: readonly number[];

  constructor(activity: Pick<ActivityIndex, 'around'>, horizon: Micros) {
    const times = [0];
    const lengths = [0];
    let at = 0;
    let length = 0;
    while (at < horizon) {
      const stretch = activity.around(at);
      const until = Math.min(horizon, Math.max(stretch.until, at + 1));
      const usual = (until - at) / MICROS_PER_MILLI;
      length += stretch.silent ? silenceMillis(usual) : usual;
      at = until;
      times.push(at);
      lengths.push(length);
    }
    this.times = times;
    this.lengths = lengths;
  }

  /** Length of the whole trace, real milliseconds of playing at 1×. */
  get total(): number {
    return this.lengths.at(-1) ?? 0;
  }

  /** Times outside the trace are mapped to its ends. */
  lengthAt(time: Micros): number {
    return mapped(this.times, this.lengths, time);
  }

  /** The whole microsecond at `length`. */
  timeAt(length: number): Micros {
    return Math.round(mapped(this.lengths, this.times, length));
  }
}

function mapped(from: readonly number[], to: readonly number[], value: number): number {
  let low = 0;
  let high = from.length - 1;
  if (high <= 0 || value <= 0) return 0;
  if (value >= (from[high] ?? 0)) return to[high] ?? 0;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((from[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  const [fromLow, fromHigh] = [from[low] ?? 0, from[high] ?? 0];
  const [toLow, toHigh] = [to[low] ?? 0, to[high] ?? 0];
  return toLow + ((value - fromLow) * (toHigh - toLow)) / Math.max(1e-9, fromHigh - fromLow);
}
