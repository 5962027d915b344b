/**
 * Calendar time of certificates, in whole seconds since 1970 UTC. The simulation may not use Date (its own clock is
 * virtual), and needs only the proleptic Gregorian calendar.
 */
import { DerError, TAG, type DerValue, readText, textValue } from './der.ts';

export interface CalendarTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY = 86_400;
const ERA_DAYS = 146_097;
const ERA_YEARS = 400;
/** Days from 0000-03-01, where the eras begin, to 1970-01-01. */
const EPOCH_DAYS = 719_468;

/** Counts in years that begin in March, so that the leap day is the last of the year. */
export function calendarTime(unixSeconds: number): CalendarTime {
  const days = Math.floor(unixSeconds / DAY);
  const second = unixSeconds - days * DAY;
  const shifted = days + EPOCH_DAYS;
  const era = Math.floor(shifted / ERA_DAYS);
  const dayOfEra = shifted - era * ERA_DAYS;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * ERA_YEARS + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    hour: Math.floor(second / 3600),
    minute: Math.floor((second % 3600) / 60),
    second: second % 60,
  };
}

export function unixSeconds(time: CalendarTime): number {
  const year = time.year - (time.month <= 2 ? 1 : 0);
  const era = Math.floor(year / ERA_YEARS);
  const yearOfEra = year - era * ERA_YEARS;
  const dayOfYear = Math.floor((153 * (time.month + (time.month > 2 ? -3 : 9)) + 2) / 5) + time.day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const days = era * ERA_DAYS + dayOfEra - EPOCH_DAYS;
  return days * DAY + time.hour * 3600 + time.minute * 60 + time.second;
}

/** `2026-11-22T14:53:00Z` */
export function rfc3339(seconds: number): string {
  const t = calendarTime(seconds);
  return `${digits(t.year, 4)}-${digits(t.month, 2)}-${digits(t.day, 2)}T${clock(t)}Z`;
}

/** `14:53:00` */
export const clock = (t: CalendarTime): string => `${digits(t.hour, 2)}:${digits(t.minute, 2)}:${digits(t.second, 2)}`;

const digits = (value: number, width: number): string => String(value).padStart(width, '0');

/** UTCTime up to 2049, GeneralizedTime from 2050, as RFC 5280 wants. */
export function encodeTime(seconds: number): Uint8Array {
  const t = calendarTime(seconds);
  const rest = [t.month, t.day, t.hour, t.minute, t.second].map((part) => digits(part, 2)).join('');
  const utc = t.year >= 1950 && t.year < 2050;
  return utc
    ? textValue(TAG.utcTime, `${digits(t.year % 100, 2)}${rest}Z`)
    : textValue(TAG.generalizedTime, `${digits(t.year, 4)}${rest}Z`);
}

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/** @throws DerError */
export function readTime(value: DerValue | undefined): number {
  if (value?.tag === TAG.utcTime)
    return secondsOf(UTC_TIME.exec(readText(value)), (year) => (year >= 50 ? 1900 : 2000));
  if (value?.tag === TAG.generalizedTime) return secondsOf(GENERALIZED_TIME.exec(readText(value)), () => 0);
  throw new DerError('malformed time');
}

function secondsOf(match: RegExpExecArray | null, centuryOf: (year: number) => number): number {
  if (!match) throw new DerError('malformed time');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const time = { year: year + centuryOf(year), month, day, hour, minute, second };
  const seconds = unixSeconds(time);
  // 31 February and 25 o'clock survive the arithmetic but not the way back.
  const back = calendarTime(seconds);
  if (DATE_PARTS.some((part) => back[part] !== time[part])) throw new DerError('malformed time');
  return seconds;
}

const DATE_PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
