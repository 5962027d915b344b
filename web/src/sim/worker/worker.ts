/**
 * The worker's entry: loads the chaincode engine, then answers the page's calls one after the other.
 *
 * The counterpart of the request and response in `link/worker-host.ts`.
 */
import emscripten from '@jitl/quickjs-wasmfile-release-sync/emscripten-module';
import { QuickJSFFI } from '@jitl/quickjs-wasmfile-release-sync/ffi';
import wasmUrl from '@jitl/quickjs-wasmfile-release-sync/wasm?url';
import guestUrl from '../../../../.cache/guest/guest.js?url';
import { ContainerMemo } from '../chaincode/container-memo.ts';
import { createQuickJsSandbox } from '../chaincode/quickjs-sandbox.ts';
import { partedAnswer } from '../protocol/frame-parts.ts';
import type { SimulationHost } from '../protocol/requests.ts';
import type { Work } from '../protocol/work.ts';
import { createHost } from './host.ts';
import { loadQuickJs, type QuickJsParts } from './quickjs-loader.ts';

interface Request {
  readonly id: number;
  readonly method: keyof SimulationHost;
  readonly args: readonly unknown[];
}

/** What was asked is to be stopped where it is. */
interface Cancel {
  readonly cancel: number;
}

/** Requests are answered in order; this is the one under way. */
let current: number | null = null;
let cancelled: number | null = null;

/** Resolves after the messages that have come meanwhile, a cancel among them. */
const breath = new MessageChannel();
const breathing: (() => void)[] = [];
breath.port1.onmessage = () => breathing.shift()?.();
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    breathing.push(resolve);
    breath.port2.postMessage(null);
  });

/** In slices, telling the page after each how far it is. */
async function inSlices<T>(work: Work<T>): Promise<T> {
  for (let step = work.next(false); ; step = work.next(current !== null && cancelled === current)) {
    if (step.done) return step.value;
    self.postMessage({ id: current, share: step.value });
    await breathe();
  }
}

async function loadHost(): Promise<SimulationHost> {
  const [compiled, guest, { builtInContracts }] = await Promise.all([
    WebAssembly.compileStreaming(fetch(wasmUrl)),
    fetch(guestUrl).then((response) => response.text()),
    import('./built-in-contracts.ts'),
  ]);
  const engine = await loadQuickJs({
    webAssembly: WebAssembly as unknown as QuickJsParts['webAssembly'],
    compiled,
    emscripten: emscripten,
    Ffi: QuickJSFFI,
    guest,
  });
  const containers = new ContainerMemo(createQuickJsSandbox(engine));
  return createHost({ containers, builtInContracts }, inSlices);
}

const loading = loadHost();

async function answer({ id, method, args }: Request): Promise<void> {
  try {
    const host = await loading;
    current = id;
    const calls = host as unknown as Readonly<Record<string, (...values: readonly unknown[]) => Promise<unknown>>>;
    const { parts, rest } = partedAnswer(await calls[method]?.(...args));
    for (const part of parts) self.postMessage({ id, part });
    self.postMessage({ id, ok: true, value: rest });
  } catch (error) {
    self.postMessage({
      id,
      ok: false,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  }
}

let answered: Promise<void> = Promise.resolve();

self.addEventListener('message', ({ data }: MessageEvent<Request | Cancel>) => {
  if ('cancel' in data) cancelled = data.cancel;
  else answered = answered.then(() => answer(data));
});
