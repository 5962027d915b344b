/**
 * The simulation in a Web Worker, spoken to by a small typed RPC: request `{id, method, args}`, response
 * `{id, ok: true, value}` or `{id, ok: false, error}`, long ones after parts `{id, part}`. The only place that starts the worker.
 */
import { joinedAnswer, type PartedAnswer } from '../sim/protocol/frame-parts.ts';
import type { SimulationHost } from '../sim/protocol/requests.ts';
import type { WorkShare } from '../sim/protocol/work.ts';
import type { WorkBoard } from './work-board.ts';

type Method = keyof SimulationHost;

export interface RpcRequest {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

/** Asks for question `cancel` to be stopped. Between two slices of its work the worker looks whether one has come. */
export interface RpcCancel {
  readonly cancel: number;
}

export type RpcResponse =
  | { readonly id: number; readonly share: WorkShare }
  | { readonly id: number; readonly part: PartedAnswer['parts'][number] }
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: string };

/** What we need of a `Worker`, so that tests can stand in for it. */
export interface Port {
  postMessage: (request: RpcRequest | RpcCancel) => void;
  addEventListener: (type: 'message' | 'error' | 'messageerror', listener: (event: Event) => void) => void;
  terminate?: () => void;
}

interface Waiting {
  readonly parts: PartedAnswer['parts'][number][];
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
}

const isResponse = (data: unknown): data is RpcResponse =>
  typeof data === 'object' && data !== null && 'id' in data && ('ok' in data || 'part' in data || 'share' in data);

/** What may take long, and can be stopped. */
const STOPPABLE: readonly Method[] = ['open', 'revive', 'advance', 'perform', 'tryOut'];

/** A worker that does not even look whether it is to stop is ended. Real milliseconds. */
const DEAF_MILLIS = 4_000;

/**
 * A host over `port`. `onDeath` is called once, with the text of what killed the worker; every call then rejects. The
 * `board` hears what it is busy with.
 */
export function connectHost(port: Port, onDeath: (text: string) => void, board?: WorkBoard): SimulationHost {
  const waiting = new Map<number, Waiting>();
  let nextId = 0;
  let death: string | null = null;

  const die = (text: string): void => {
    if (death !== null) return;
    death = text;
    for (const call of waiting.values()) call.reject(new Error(text));
    waiting.clear();
    board?.clear();
    onDeath(text);
  };

  port.addEventListener('message', (event) => {
    const data: unknown = (event as MessageEvent<unknown>).data;
    if (!isResponse(data)) return;
    const call = waiting.get(data.id);
    if ('share' in data) {
      board?.came(data.id, data.share);
      return;
    }
    if ('part' in data) {
      call?.parts.push(data.part);
      return;
    }
    waiting.delete(data.id);
    board?.ended(data.id);
    if (call === undefined) return;
    if (data.ok) call.resolve(joinedAnswer(data.value, call.parts) as never);
    else call.reject(new Error(data.error));
  });
  port.addEventListener('error', (event) => die((event as ErrorEvent).message || 'worker'));
  port.addEventListener('messageerror', () => die('messageerror'));

  const stop = (id: number): void => {
    port.postMessage({ cancel: id });
    setTimeout(() => {
      if (!waiting.has(id)) return;
      port.terminate?.();
      die('no answer');
    }, DEAF_MILLIS);
  };

  const call = <M extends Method>(method: M, ...args: Parameters<SimulationHost[M]>): ReturnType<SimulationHost[M]> =>
    new Promise((resolve, reject) => {
      if (death !== null) {
        reject(new Error(death));
        return;
      }
      const id = nextId++;
      waiting.set(id, { resolve, reject, parts: [] });
      board?.began(id, method, STOPPABLE.includes(method) ? () => stop(id) : null);
      port.postMessage({ id, method, args });
    }) as ReturnType<SimulationHost[M]>;

  return {
    open: (recording, script) => call('open', recording, script),
    advance: (branch, until) => call('advance', branch, until),
    perform: (branch, at, command) => call('perform', branch, at, command),
    revive: (lost) => call('revive', lost),
    discard: (branch) => call('discard', branch),
    inspect: (branch, at, target) => call('inspect', branch, at, target),
    lookInside: (branch, at, target) => call('lookInside', branch, at, target),
    fork: (branch, command, instead) => call('fork', branch, command, instead),
    tryOut: (branch, at, command) => call('tryOut', branch, at, command),
    readBlock: (bytes) => call('readBlock', bytes),
    digest: (branch) => call('digest', branch),
  };
}

/** A host over a worker that is started at once, and anew by `open` after the last one has died. */
export function restartingHost(
  start: (onDeath: (text: string) => void) => SimulationHost,
  onDeath: (text: string) => void,
): SimulationHost {
  let dead = false;
  const begin = (): SimulationHost =>
    start((text) => {
      dead = true;
      onDeath(text);
    });
  let host = begin();
  return {
    open: (recording, script) => {
      if (dead) {
        dead = false;
        host = begin();
      }
      return host.open(recording, script);
    },
    advance: (branch, until) => host.advance(branch, until),
    perform: (branch, at, command) => host.perform(branch, at, command),
    revive: (lost) => host.revive(lost),
    discard: (branch) => host.discard(branch),
    inspect: (branch, at, target) => host.inspect(branch, at, target),
    lookInside: (branch, at, target) => host.lookInside(branch, at, target),
    fork: (branch, command, instead) => host.fork(branch, command, instead),
    tryOut: (branch, at, command) => host.tryOut(branch, at, command),
    readBlock: (bytes) => host.readBlock(bytes),
    digest: (branch) => host.digest(branch),
  };
}

export interface WorkerHost extends SimulationHost {
  /** Ends the worker. What was asked of it is never answered. */
  readonly stop: () => void;
}

/** Starts the worker. It loads while the page draws itself. */
export function startWorkerHost(onDeath: (text: string) => void, board?: WorkBoard): WorkerHost {
  const worker = new Worker(new URL('../sim/worker/worker.ts', import.meta.url), { type: 'module' });
  return { ...connectHost(worker, onDeath, board), stop: () => worker.terminate() };
}
