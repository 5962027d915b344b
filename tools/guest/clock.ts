/**
 * Time in a container: a clock that stands still while code runs, moved by the host, and the timers that wait for it.
 * The time zone is UTC, as in Fabric's images.
 */
import { look } from './sight.ts';

const NativeDate = Date;

let now = 0;
let started = 0;

export const setNow = (milliseconds: number): void => {
  if (started === 0) started = milliseconds;
  now = milliseconds;
};

/** The clock as the contract reads it. */
function seen(): number {
  look();
  return now;
}

export const uptime = (): number => seen() - started;

interface Timer {
  readonly id: number;
  readonly due: number;
  readonly run: () => void;
  readonly every: number | undefined;
}

let timers: Timer[] = [];
let immediates: { readonly id: number; readonly run: () => void }[] = [];
let lastId = 0;

/** What Node's setTimeout gives back, as far as contracts look at it. */
class Timeout {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
  [Symbol.toPrimitive](): number {
    return this.id;
  }
}

type Callback = (...args: unknown[]) => void;

function schedule(callback: Callback, delay: unknown, args: unknown[], repeat: boolean): Timeout {
  if (typeof callback !== 'function') throw new TypeError('The "callback" argument must be of type function.');
  const wait = Number(delay) >= 1 && Number(delay) <= 0x7fffffff ? Math.trunc(Number(delay)) : 1;
  const timer = { id: ++lastId, due: seen() + wait, run: () => callback(...args), every: repeat ? wait : undefined };
  timers.push(timer);
  return new Timeout(timer.id);
}

const clear = (timer: unknown): void => {
  const id = timer instanceof Timeout ? timer.id : Number(timer);
  timers = timers.filter((other) => other.id !== id);
  immediates = immediates.filter((other) => other.id !== id);
};

/** The due time of the next timer. */
export const nextDue = (): number | undefined =>
  timers.length ? timers.reduce((least, { due }) => Math.min(least, due), Number.POSITIVE_INFINITY) : undefined;

/** Runs one callback that may run now. The host lets promises settle in between, as Node does. */
export function runOne(): boolean {
  const immediate = immediates.shift();
  if (immediate) {
    immediate.run();
    return true;
  }
  const due = timers.filter((timer) => timer.due <= now).sort((a, b) => a.due - b.due || a.id - b.id)[0];
  if (!due) return false;
  timers = timers.filter((other) => other !== due);
  if (due.every !== undefined) timers.push({ ...due, due: due.due + due.every });
  due.run();
  return true;
}

const LOCAL_PARTS = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'];
const HAS_ZONE = /(?:Z|GMT|UTC|[+-]\d\d:?\d\d)(?:\s*\(.*\))?\s*$/i;
const DATE_ONLY = /^\s*[+-]?\d{4,6}(?:-\d\d(?:-\d\d)?)?\s*$/;

const nativeOffset: unknown = Reflect.get(NativeDate.prototype, 'getTimezoneOffset');
const nativeOffsetOf = (time: number): number => Reflect.apply(nativeOffset as () => number, new NativeDate(time), []);

/** The engine reads a time without zone in the host's zone; here it is UTC. */
function parseInUtc(text: string): number {
  const time = NativeDate.parse(text);
  if (Number.isNaN(time) || HAS_ZONE.test(text) || DATE_ONLY.test(text)) return time;
  return time - nativeOffsetOf(time) * 60_000;
}

function timeOf(args: readonly unknown[]): number {
  if (args.length === 0) return seen();
  if (args.length > 1) return Reflect.apply(NativeDate.UTC, NativeDate, args.map(Number) as [number]);
  const [value] = args;
  if (value instanceof NativeDate) return value.getTime();
  const primitive = typeof value === 'object' && value !== null ? value.valueOf() : value;
  return typeof primitive === 'string' ? parseInUtc(primitive) : new NativeDate(primitive as number).getTime();
}

/** Date of the guest: same prototype, so that `instanceof` and dates made by the engine agree. */
function GuestDate(this: unknown, ...args: unknown[]): unknown {
  const target: unknown = new.target;
  const date = new NativeDate(timeOf(target ? args : []));
  if (!target) return String(date);
  if (target !== GuestDate) Object.setPrototypeOf(date, (target as { prototype: object }).prototype);
  return date;
}

const two = (value: number): string => String(value).padStart(2, '0');
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const texts: Readonly<Record<string, (date: Date) => string>> = {
  toDateString: (date) =>
    `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())} ${String(date.getUTCFullYear()).padStart(4, '0')}`,
  toTimeString: (date) =>
    `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} GMT+0000 (Coordinated Universal Time)`,
  toString: (date: Date) => `${texts['toDateString']?.(date)} ${texts['toTimeString']?.(date)}`,
  toLocaleDateString: (date) => `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`,
  toLocaleTimeString: (date) =>
    `${date.getUTCHours() % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${date.getUTCHours() < 12 ? 'AM' : 'PM'}`,
  toLocaleString: (date: Date) => `${texts['toLocaleDateString']?.(date)}, ${texts['toLocaleTimeString']?.(date)}`,
};

const hidden = (target: object, name: string, value: unknown): void => {
  Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
};

/** Puts Date, timers and performance into `target`. */
export function installClock(target: object): void {
  const prototype = NativeDate.prototype;
  for (const part of LOCAL_PARTS) {
    hidden(prototype, `get${part}`, Reflect.get(prototype, `getUTC${part}`));
    if (part !== 'Day') hidden(prototype, `set${part}`, Reflect.get(prototype, `setUTC${part}`));
  }
  hidden(prototype, 'getTimezoneOffset', () => 0);
  for (const [name, text] of Object.entries(texts)) {
    hidden(prototype, name, function (this: Date) {
      return Number.isNaN(this.getTime()) ? 'Invalid Date' : text(this);
    });
  }
  hidden(prototype, 'constructor', GuestDate);
  Object.defineProperty(GuestDate, 'prototype', { value: prototype, writable: false });
  Object.defineProperty(GuestDate, 'name', { value: 'Date' });
  Object.defineProperty(GuestDate, 'length', { value: 7 });
  hidden(GuestDate, 'now', seen);
  hidden(GuestDate, 'UTC', NativeDate.UTC);
  hidden(GuestDate, 'parse', (text: unknown) => parseInUtc(String(text)));
  hidden(target, 'Date', GuestDate);
  hidden(target, 'performance', { now: uptime, timeOrigin: 0 });
  hidden(target, 'setTimeout', (callback: Callback, delay: unknown, ...args: unknown[]) =>
    schedule(callback, delay, args, false),
  );
  hidden(target, 'setInterval', (callback: Callback, delay: unknown, ...args: unknown[]) =>
    schedule(callback, delay, args, true),
  );
  hidden(target, 'setImmediate', (callback: Callback, ...args: unknown[]) => {
    immediates.push({ id: ++lastId, run: () => callback(...args) });
    return new Timeout(lastId);
  });
  for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) hidden(target, name, clear);
}
