/**
 * Node's `process` of a chaincode container.
 *
 * @simplified signals, streams and resources are absent; `on` remembers listeners and calls none but those of `emit`.
 */
import { uptime } from './clock.ts';
import { host } from './host.ts';
import { format, inspect } from './inspect.ts';
import { EXIT, log, put } from './outbox.ts';

type Listener = (...args: unknown[]) => unknown;
const listeners = new Map<string, Listener[]>();

export const WORKING_DIRECTORY = '/usr/local/src';

/** Ends the container as the end of its Node process would. */
export function exit(code: number, text = ''): never {
  put(EXIT, `${code}\n${text}`);
  host().halt();
  for (;;);
}

/** What Node does with an error nobody caught. */
export function crash(error: unknown): never {
  const text = error instanceof Error ? inspect(error) : `Uncaught ${inspect(error)}`;
  log(text);
  return exit(1, text);
}

const write = (chunk: unknown): boolean => {
  log(String(chunk).replace(/\n$/, ''));
  return true;
};

function on(this: unknown, event: string, listener: Listener): unknown {
  listeners.set(event, [...(listeners.get(event) ?? []), listener]);
  return this;
}

export const guestProcess = {
  title: 'node',
  version: 'v20.20.2',
  versions: { node: '20.20.2' },
  platform: 'linux',
  arch: 'x64',
  pid: 7,
  argv: ['/usr/local/bin/node', `${WORKING_DIRECTORY}/node_modules/.bin/fabric-chaincode-node`, 'start'],
  execArgv: [],
  env: { CORE_CHAINCODE_LOGGING_LEVEL: 'info', CORE_PEER_TLS_ENABLED: 'false' } as Record<string, string>,
  exitCode: undefined as number | undefined,
  stdout: { write, isTTY: false },
  stderr: { write, isTTY: false },
  cwd: (): string => WORKING_DIRECTORY,
  exit: (code?: number): never => exit(code ?? guestProcess.exitCode ?? 0),
  abort: (): never => exit(134),
  nextTick: (callback: Listener, ...args: unknown[]): void => {
    void Promise.resolve().then(() => callback(...args));
  },
  uptime: (): number => uptime() / 1000,
  hrtime: Object.assign((): [number, number] => [Math.floor(uptime() / 1000), (uptime() % 1000) * 1e6], {
    bigint: (): bigint => BigInt(uptime()) * 1_000_000n,
  }),
  memoryUsage: (): object => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0 }),
  on,
  once: on,
  addListener: on,
  off: (): unknown => guestProcess,
  removeListener: (): unknown => guestProcess,
  removeAllListeners: (): unknown => guestProcess,
  listeners: (event: string): Listener[] => listeners.get(event) ?? [],
  listenerCount: (event: string): number => (listeners.get(event) ?? []).length,
  emitWarning: (warning: unknown): void => log(`(node:7) Warning: ${String(warning)}`),
  emit: (event: string, ...args: unknown[]): boolean => {
    const found = listeners.get(event) ?? [];
    for (const listener of found) listener(...args);
    return found.length > 0;
  },
};

const print = (...args: unknown[]): void => log(format(...args));

export const guestConsole = {
  log: print,
  info: print,
  debug: print,
  warn: print,
  error: print,
  trace: (...args: unknown[]): void => log(`Trace: ${format(...args)}`),
  dir: (value: unknown): void => log(inspect(value)),
  table: (value: unknown): void => log(inspect(value)),
  assert: (condition: unknown, ...args: unknown[]): void => {
    if (!condition) log(args.length ? `Assertion failed: ${format(...args)}` : 'Assertion failed');
  },
  time: (): void => undefined,
  timeEnd: (label = 'default'): void => log(`${label}: 0ms`),
  group: print,
  groupEnd: (): void => undefined,
};
