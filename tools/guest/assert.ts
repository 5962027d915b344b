/**
 * Node's assert: the handful of checks contracts make.
 */
import { inspect } from './inspect.ts';
import { isDeepStrictEqual } from './util.ts';

class AssertionError extends Error {
  readonly code = 'ERR_ASSERTION';
  override readonly name = 'AssertionError';
}

function check(condition: unknown, message: unknown, fallback: string): void {
  if (condition) return;
  if (message instanceof Error) throw message;
  throw new AssertionError(typeof message === 'string' ? message : fallback);
}

const show = (a: unknown, b: unknown): string => `${inspect(a)} !== ${inspect(b)}`;

function assert(value: unknown, message?: unknown): void {
  check(value, message, 'The expression evaluated to a falsy value');
}

export default Object.assign(assert, {
  AssertionError,
  ok: assert,
  equal: (a: unknown, b: unknown, message?: unknown) =>
    check(Object.is(a, b) || String(a) === String(b), message, show(a, b)),
  strictEqual: (a: unknown, b: unknown, message?: unknown) =>
    check(Object.is(a, b), message, `Expected values to be strictly equal:\n\n${show(a, b)}\n`),
  notStrictEqual: (a: unknown, b: unknown, message?: unknown) => check(!Object.is(a, b), message, show(a, b)),
  deepStrictEqual: (a: unknown, b: unknown, message?: unknown) => check(isDeepStrictEqual(a, b), message, show(a, b)),
  deepEqual: (a: unknown, b: unknown, message?: unknown) => check(isDeepStrictEqual(a, b), message, show(a, b)),
  fail: (message?: unknown) => check(false, message, 'Failed'),
});
