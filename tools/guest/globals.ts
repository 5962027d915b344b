/**
 * Node's globals. This module is imported before any other of the bundle, because the shim reads some while it loads.
 */
import { fromBase64, fromLatin1, toBase64, toLatin1 } from './binary-text.ts';
import { GuestBuffer } from './buffer.ts';
import { installClock } from './clock.ts';
import { random } from './dice.ts';
import { guestFetch } from './outside.ts';
import { guestConsole, guestProcess } from './process.ts';
import { GuestTextDecoder, GuestTextEncoder } from './text-codec.ts';
import { URL as GuestUrl } from './url.ts';

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
}

define('global', globalThis);
define('Buffer', GuestBuffer);
define('process', guestProcess);
define('console', guestConsole);
define('TextEncoder', GuestTextEncoder);
define('TextDecoder', GuestTextDecoder);
define('URL', GuestUrl);
define('fetch', guestFetch);
define('btoa', (text: string) => toBase64(Uint8Array.from(fromLatin1(text))));
define('atob', (text: string) => toLatin1(Uint8Array.from(fromBase64(text))));
define('queueMicrotask', (callback: () => void) => {
  void Promise.resolve().then(callback);
});
define('structuredClone', <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T);
Object.defineProperty(Math, 'random', { value: random, writable: true, enumerable: false, configurable: true });
installClock(globalThis);

// When memory is collected depends on the engine's counters, which nobody wants to see in a result.
for (const name of ['WeakRef', 'FinalizationRegistry']) Reflect.deleteProperty(globalThis, name);
