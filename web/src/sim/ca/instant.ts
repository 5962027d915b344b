/**
 * The ways in which a client names a moment.
 *
 * @fabric lib/servergencrl.go, lib/server/certificaterequest (Fabric CA)
 */
import { unixSeconds } from '../wire/x509-time.ts';

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z)?$/;
const DISTANCE = /^([+-]?)(\d+)([dhms])$/;
const UNIT: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/** Unix seconds of an RFC 3339 text in UTC; undefined for Go's zero time, which means "none", and anything else. */
export function instantOf(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return year <= 1 ? undefined : unixSeconds({ year, month, day, hour, minute, second });
}

/** As {@link instantOf}, or `now`, or a distance from now such as `-30d`. */
export function momentOf(text: string, nowUnixSeconds: number): number | undefined {
  if (text === 'now') return nowUnixSeconds;
  const [, sign, amount, unit = ''] = DISTANCE.exec(text) ?? [];
  if (amount === undefined) return instantOf(text);
  return nowUnixSeconds + (sign === '-' ? -1 : 1) * Number(amount) * (UNIT[unit] ?? 0);
}
