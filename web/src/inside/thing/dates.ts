/** Moments as certificates have them, written alike everywhere. */

/** Unix seconds as `2026-03-02 09:00 UTC`. */
export const dateText = (seconds: number): string => {
  const text = new Date(seconds * 1_000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
};

/** The day alone. */
export const dayText = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 10);
