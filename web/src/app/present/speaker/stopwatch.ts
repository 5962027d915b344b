/** How long one has been speaking, for as long as it is not paused. Times are milliseconds of the wall clock. */
export interface Stopwatch {
  /** Spoken before it was paused last. */
  readonly before: number;
  /** null: paused. */
  readonly since: number | null;
}

export const startedAt = (now: number): Stopwatch => ({ before: 0, since: now });

/** A clock that is set back meanwhile takes nothing away. */
export const elapsed = ({ before, since }: Stopwatch, now: number): number =>
  before + (since === null ? 0 : Math.max(0, now - since));

export const toggled = (watch: Stopwatch, now: number): Stopwatch =>
  watch.since === null ? { ...watch, since: now } : { before: elapsed(watch, now), since: null };

/** From nothing; runs on if it ran. */
export const reset = ({ since }: Stopwatch, now: number): Stopwatch => ({
  before: 0,
  since: since === null ? null : now,
});

const two = (number: number): string => String(number).padStart(2, '0');

/** `m:ss`, from an hour on `h:mm:ss`. */
export function elapsedText(millis: number): string {
  const seconds = Math.floor(millis / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = two(seconds % 60);
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${rest}` : `${String(minutes)}:${rest}`;
}

/** `hh:mm` of the day. */
export const clockText = (now: Date): string => `${two(now.getHours())}:${two(now.getMinutes())}`;
