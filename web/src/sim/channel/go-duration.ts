/**
 * Durations as Go writes them (`2s`, `1m0s`, `500ms`): the form in which they stand in the channel configuration.
 *
 * @fabric Go's time.ParseDuration and time.Duration.String, used for BatchTimeout and TickInterval
 * @simplified Resolution is a microsecond, the tick of virtual time; nanoseconds are cut off. The longest duration is 285
 * years instead of 292.
 */
import type { Result } from '../kernel/result.ts';

const NANOS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const TERM = /^(?:(\d+)(?:\.(\d*))?|\.(\d+))(ns|us|µs|μs|ms|s|m|h)/;

/** Longer texts can only be numbers beyond all bounds, and take long to read. */
const LONGEST = 100;

/** Microseconds; the error is Go's text. */
export function parseGoDuration(text: string): Result<number, string> {
  const invalid = { ok: false, error: `time: invalid duration ${JSON.stringify(text)}` } as const;
  const unsigned = text.replace(/^[+-]/, '');
  const sign = text.startsWith('-') ? -1 : 1;
  if (unsigned === '0') return { ok: true, value: 0 };
  if (unsigned === '' || unsigned.length > LONGEST) return invalid;
  let nanos = 0n;
  for (let rest = unsigned; rest !== ''; ) {
    const [matched, whole = '0', behindPoint, onlyBehindPoint, unit] = TERM.exec(rest) ?? [];
    if (matched === undefined || unit === undefined) return withoutUnit(text, rest) ?? invalid;
    const fraction = behindPoint ?? onlyBehindPoint ?? '';
    const amount = BigInt(whole + fraction) * (NANOS[unit] ?? 0n);
    nanos += amount / BigInt(`1${'0'.repeat(fraction.length)}`);
    rest = rest.slice(matched.length);
  }
  const micros = Number(nanos / 1_000n);
  return micros <= Number.MAX_SAFE_INTEGER ? { ok: true, value: sign * micros } : invalid;
}

function withoutUnit(text: string, rest: string): Result<number, string> | undefined {
  const [number, unit] = /^(?:\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest) ?? [];
  if (number === undefined || unit === undefined) return undefined;
  const quoted = JSON.stringify(text);
  const error =
    unit === ''
      ? `time: missing unit in duration ${quoted}`
      : `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`;
  return { ok: false, error };
}

/** `micros` as Go prints it: `1m0s`, `2s`, `1.5s`, `500ms`, `10µs`, `0s`. */
export function printGoDuration(micros: number): string {
  if (micros < 0) return `-${printGoDuration(-micros)}`;
  if (micros === 0) return '0s';
  if (micros < 1000) return `${micros}µs`;
  if (micros < 1_000_000) return `${decimal(micros, 1000)}ms`;
  const hours = Math.floor(micros / 3_600_000_000);
  const minutes = Math.floor(micros / 60_000_000) % 60;
  const seconds = `${decimal(micros % 60_000_000, 1_000_000)}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

function decimal(amount: number, unit: number): string {
  const whole = Math.floor(amount / unit);
  const fraction = String(unit + (amount % unit))
    .slice(1)
    .replace(/0+$/, '');
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}
