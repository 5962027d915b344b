/**
 * How real time becomes simulated time during playback.
 *
 * At 1× a simulated millisecond takes 120 real ones (`DEFAULT_PACE`): the lab's messages, which take 4 to 9 ms, fly for
 * half a second to a second and can be followed by eye.
 * A silence (no flight, no fact) longer than 300 real milliseconds is shortened smoothly so that it never takes more
 * than 1.5 s at 1×, however long it is: a batch timeout can be waited for, a minute without traffic too. A silence whose
 * end nobody knows yet plays no faster than a batch timeout; otherwise an idle network would be simulated ever faster.
 */
import type { Micros } from '../sim/trace/facts.ts';
import type { ActivityIndex } from './activity.ts';

/** Simulated seconds per real second. */
export const DEFAULT_PACE = 1 / 120;

const UNTOUCHED_MILLIS = 300;
const LONGEST_MILLIS = 1_500;
/** Micros per real millisecond at most while the end of a silence is not known: two simulated seconds in 1.5 real ones. */
const FASTEST_IDLE = 2_000_000 / LONGEST_MILLIS;

/** Real milliseconds a silence takes at 1×, given what it would take uncompressed: identity up to 300, then towards 1,500. */
export function silenceMillis(uncompressed: number): number {
  if (uncompressed <= UNTOUCHED_MILLIS) return uncompressed;
  if (uncompressed === Number.POSITIVE_INFINITY) return LONGEST_MILLIS;
  const room = LONGEST_MILLIS - UNTOUCHED_MILLIS;
  const beyond = uncompressed - UNTOUCHED_MILLIS;
  return UNTOUCHED_MILLIS + (room * beyond) / (room + beyond);
}

export interface Playback {
  readonly activity: ActivityIndex;
  /** The trace is known up to here; the playhead stops there. */
  readonly horizon: Micros;
}

/** Micros per real millisecond at 1× in the stretch [from, until]. */
function velocity(
  stretch: { readonly silent: boolean; readonly from: Micros; readonly until: Micros; readonly open: boolean },
  pace: number,
): number {
  const usual = pace * 1_000;
  if (!stretch.silent) return usual;
  const length = stretch.until - stretch.from;
  if (length <= 0) return usual;
  const compressed = length / silenceMillis(length / usual);
  return stretch.open ? Math.min(compressed, FASTEST_IDLE) : compressed;
}

/**
 * Where the playhead is after `realMillis`, played at `speed` (1 = 1×; negative plays backwards) and `pace` (simulated
 * seconds per real second; {@link DEFAULT_PACE} when the scene says nothing). Never leaves [0, horizon]. Whole micros.
 */
export function advancePlayhead(
  playback: Playback,
  time: Micros,
  realMillis: number,
  speed: number,
  pace: number,
): Micros {
  const forward = speed >= 0;
  const end = forward ? playback.horizon : 0;
  let left = realMillis * Math.abs(speed);
  let at = time;
  while (left > 0 && (forward ? at < end : at > end)) {
    // Backwards, the stretch that matters is the one just before `at`.
    const around = playback.activity.around(forward ? at : at - 1);
    const stretch = {
      silent: around.silent,
      from: Math.max(0, around.from),
      until: Math.min(playback.horizon, around.until),
      open: around.until > playback.horizon,
    };
    const border = forward
      ? Math.min(end, Math.max(stretch.until, at + 1))
      : Math.max(end, Math.min(stretch.from, at - 1));
    const speedHere = velocity(stretch, pace);
    const needed = Math.abs(border - at) / speedHere;
    if (needed > left) return Math.round(at + (forward ? 1 : -1) * left * speedHere);
    left -= needed;
    at = border;
  }
  return at;
}
