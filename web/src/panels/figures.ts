/** How times, hashes and sizes are written in every panel, alike in both languages. */
import type { Micros } from './lab-types.ts';

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** `mm:ss.mmm` of simulated time; minutes go on past 59. */
export function clock(time: Micros): string {
  const millis = Math.floor(Math.max(0, time) / 1_000);
  return `${pad(Math.floor(millis / 60_000), 2)}:${pad(Math.floor(millis / 1_000) % 60, 2)}.${pad(millis % 1_000, 3)}`;
}

/** A length of simulated time in milliseconds, with as many decimals as tell something: `24.6`, `2000`. */
export function millisText(micros: Micros): string {
  const millis = micros / 1_000;
  return millis >= 100 ? String(Math.round(millis)) : String(Math.round(millis * 10) / 10);
}

/** Whether a validation code, a broadcast status or the status of an answer means that all went well. */
export const isGoodCode = (code: string): boolean => code === 'VALID' || code === 'SUCCESS' || /^2\d\d$/.test(code);

/** A hash or transaction id by its two ends: `7c1e…a90f`. Short ones stay whole. */
export const shortHash = (hash: string): string => (hash.length <= 12 ? hash : `${hash.slice(0, 4)}…${hash.slice(-4)}`);

/** The beginning of a value, for a row of a table: `limit` characters at most. */
export const clipped = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
