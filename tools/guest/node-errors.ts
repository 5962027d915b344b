/**
 * Makes the engine's errors read as Node's, because contracts pass their messages on to clients.
 *
 * The calls come from `catch` clauses (see node-source.ts) and from rejection handlers; JSON's errors are worded here
 * from the beginning.
 *
 * @simplified the messages contracts meet; the rest stay as QuickJS words them.
 */
import { REWRITE } from '../../web/src/sim/chaincode/node-source.ts';
import { calleeAt } from './callee.ts';
import { textOf } from './fs.ts';
import { circularText, jsonErrorText } from './json-errors.ts';
import { exit } from './process.ts';

const seen = new WeakSet<Error>();

const HEAP_LIMIT = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';

/** Patterns of QuickJS and what V8 says. A function gets the groups and the place. */
type Words = string | ((groups: readonly string[], place: Place) => string);
interface Place {
  /** Source up to the failing operation; empty in native code. */
  readonly before: string;
}

const MESSAGES: readonly (readonly [RegExp, Words])[] = [
  [
    /^cannot read property '(.*)' of (undefined|null)$/s,
    ([key, of]) => `Cannot read properties of ${of} (reading '${key}')`,
  ],
  [
    /^cannot set property '(.*)' of (undefined|null)$/s,
    ([key, of]) => `Cannot set properties of ${of} (setting '${key}')`,
  ],
  [/^'(.*)' is not defined$/, ([name]) => `${name} is not defined`],
  [/^'(.*)' is read-only$/, ([name], place) => readOnly(name ?? '', place)],
  [/^(.*) is not initialized$/, ([name]) => `Cannot access '${name}' before initialization`],
  [/^not a function$/, (_, place) => notCallable(place)],
  [/^not a constructor$/, (_, place) => `${calleeAt(place.before).name} is not a constructor`],
  [/^value is not iterable$/, 'object is not iterable'],
  [/^cannot convert to object$/, 'Cannot convert undefined or null to object'],
  [
    /^class constructors must be invoked with 'new'$/,
    (_, place) => `Class constructor ${calleeAt(place.before).name} cannot be invoked without 'new'`,
  ],
  [/^invalid array length$/, 'Invalid array length'],
  [/^cannot convert symbol to string$/, 'Cannot convert a Symbol value to a string'],
  [/^empty array$/, 'Reduce of empty array with no initial value'],
  [/^Date value is NaN$/, 'Invalid time value'],
  [/^cannot convert bigint to number$/, 'Cannot mix BigInt and other types, use explicit conversions'],
  [/^expecting hex digit$/, 'URI malformed'],
  [/^invalid number of digits$/, 'toFixed() digits argument must be between 0 and 100'],
  [/^(?:property '(.*)' is )?object is not extensible$/, 'Cannot add property, object is not extensible'],
];

function readOnly(name: string, { before }: Place): string {
  const isProperty = new RegExp(`[.\\]]\\s*$|\\.${name}\\s*=?\\s*$`).test(before);
  return isProperty
    ? `Cannot assign to read only property '${name}' of object '#<Object>'`
    : 'Assignment to constant variable.';
}

function notCallable(place: Place): string {
  const callee = calleeAt(place.before);
  return `${callee.name} is not a ${callee.isNew ? 'constructor' : 'function'}`;
}

/** The source before the operation that threw, out of the first line of the stack. */
function placeOf(error: Error): Place {
  const top = (error.stack ?? '').split('\n')[0] ?? '';
  const [, file = '', line = '0', column = '0'] = /\(([^()]*):(\d+):(\d+)\)|$/.exec(top) ?? [];
  const text = textOf(file);
  if (text === undefined) return { before: '' };
  const lines = text.split('\n');
  const offset = lines.slice(0, Number(line) - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return { before: text.slice(0, offset + Number(column) - 1) };
}

export function asNodeError<T>(caught: T): T {
  if (!(caught instanceof Error) || seen.has(caught)) return caught;
  seen.add(caught);
  if (caught.name === 'InternalError') return internal(caught);
  const { message } = caught;
  for (const [pattern, words] of MESSAGES) {
    const groups = pattern.exec(message);
    if (!groups) continue;
    const text = typeof words === 'string' ? words : words(groups.slice(1), placeOf(caught));
    rename(caught, text);
    break;
  }
  return caught;
}

function rename(error: Error, message: string): void {
  if (Object.isFrozen(error)) return;
  Object.defineProperty(error, 'message', { value: message, writable: true, enumerable: false, configurable: true });
}

function internal<T extends Error>(error: T): T {
  if (error.message === 'out of memory') exit(134, HEAP_LIMIT);
  if (error.message !== 'stack overflow') return error;
  rename(error, 'Maximum call stack size exceeded');
  Object.setPrototypeOf(error, RangeError.prototype);
  return error;
}

const nativeThen: unknown = Reflect.get(Promise.prototype, 'then');
type Handler = ((value: unknown) => unknown) | null | undefined;

const promises: object = Promise.prototype;
Object.defineProperty(promises, 'then', {
  value: function then(this: Promise<unknown>, fulfilled: Handler, rejected: Handler): Promise<unknown> {
    const handler = typeof rejected === 'function' ? (error: unknown) => rejected(asNodeError(error)) : rejected;
    return Reflect.apply(nativeThen as (...handlers: Handler[]) => Promise<unknown>, this, [fulfilled, handler]);
  },
  writable: true,
  enumerable: false,
  configurable: true,
});

const { parse, stringify } = JSON;

Object.assign(JSON, {
  parse(text: unknown, reviver?: (this: unknown, key: string, value: unknown) => unknown): unknown {
    try {
      return parse(text as string, reviver);
    } catch (error) {
      const message = error instanceof SyntaxError ? jsonErrorText(String(text)) : undefined;
      if (message === undefined) throw error;
      throw new SyntaxError(message);
    }
  },
  stringify(...args: Parameters<typeof stringify>): string | undefined {
    try {
      return stringify(...args);
    } catch (error) {
      const message =
        error instanceof TypeError && error.message === 'circular reference' ? circularText(args[0]) : undefined;
      if (message === undefined) throw error;
      throw new TypeError(message);
    }
  },
});
for (const name of ['parse', 'stringify']) Object.defineProperty(JSON, name, { enumerable: false });

Object.defineProperty(globalThis, REWRITE, { value: asNodeError, enumerable: false });
