/**
 * Node's util, as far as contracts and the shim use it.
 */
import { format, inspect as show } from './inspect.ts';
import { GuestTextDecoder, GuestTextEncoder } from './text-codec.ts';

export { format };
export const inspect = Object.assign(show, { custom: Symbol.for('nodejs.util.inspect.custom') });
export const TextEncoder = GuestTextEncoder;
export const TextDecoder = GuestTextDecoder;

type Callback = (error: unknown, value?: unknown) => void;
type CallbackStyle = (...args: unknown[]) => void;

export const promisify =
  (original: CallbackStyle) =>
  (...args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const done: Callback = (error, value) => {
        if (error) reject(error instanceof Error ? error : new Error(show(error)));
        else resolve(value);
      };
      original(...args, done);
    });

export function inherits(child: { prototype: object; super_?: unknown }, parent: { prototype: object }): void {
  child.super_ = parent;
  Object.setPrototypeOf(child.prototype, parent.prototype);
}

export const deprecate = <T>(original: T): T => original;

export function isDeepStrictEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isDeepStrictEqual(Reflect.get(a, key), Reflect.get(b, key)))
  );
}

export const types = {
  isDate: (value: unknown): boolean => value instanceof Date,
  isRegExp: (value: unknown): boolean => value instanceof RegExp,
  isPromise: (value: unknown): boolean => value instanceof Promise,
  isNativeError: (value: unknown): boolean => value instanceof Error,
};
