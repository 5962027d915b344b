/**
 * Loads QuickJS and prepares the image that every chaincode container starts from.
 *
 * Waiting happens here, once. Afterwards instances are made synchronously, which Emscripten's loader does not offer: it
 * is an async function, but it runs up to its `instantiateWasm` hook at once, and from there its options object has all
 * that QuickJS's bindings need. What it would still do later (constructors of static C data) must not touch the memory
 * we have put in place, so it gets functions that do nothing.
 *
 * @simplified browser and Node differ only in where the parts come from; the caller brings them.
 */
import {
  type JSContextPointer,
  type JSRuntimePointer,
  Lifetime,
  type QuickJSContext,
  type QuickJSEmscriptenModule,
  type QuickJSFFI,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import type { QuickJsEngine, QuickJsInstance } from '../chaincode/quickjs-sandbox.ts';
import { invariant } from '../kernel/result.ts';

const PAGE_BYTES = 65_536;

/** The least the module accepts. */
const INITIAL_PAGES = 256;

/** The module demands a maximum no larger than this; ours is what {@link limitGrowth} allows. */
const MAXIMUM_PAGES = 32_768;

/** 96 MiB: ample for a contract, small enough for a tab with a dozen containers of which one runs wild. */
const LIMIT_PAGES = 1_536;

/** Deep enough for real contracts, shallow enough that WebAssembly's own stack never ends first. */
const STACK_BYTES = 128 * 1024;

interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** The part of the global `WebAssembly` in use; the simulation is compiled without it. */
export interface WebAssemblyApi {
  readonly Memory: new (descriptor: { initial: number; maximum: number }) => WasmMemory;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

interface LoaderOptions {
  wasmMemory: WasmMemory;
  instantiateWasm(imports: object, receive: (instance: { readonly exports: object }) => void): object;
  print(): void;
  printErr(): void;
}

export interface QuickJsParts {
  readonly webAssembly: WebAssemblyApi;
  /** The compiled `emscripten-module.wasm` of @jitl/quickjs-wasmfile-release-sync. */
  readonly compiled: object;
  /** Its `emscripten-module` script. In Node: the CommonJS one, as the other waits before it calls the hook. */
  readonly emscripten: (options: never) => Promise<unknown>;
  /** Its `ffi`. */
  readonly Ffi: new (
    module: QuickJSEmscriptenModule,
  ) => QuickJSFFI;
  /** The guest script. */
  readonly guest: string;
}

/** The memory of an instance with the guest loaded, and where its runtime and context are. */
interface Image {
  readonly bytes: Uint8Array;
  readonly pages: number;
  readonly runtime: JSRuntimePointer;
  readonly context: JSContextPointer;
}

/** Gives QuickJS's wrappers a runtime and a context that exist already. */
class AttachableModule extends QuickJSWASMModule {
  attach(runtime: JSRuntimePointer, context: JSContextPointer): QuickJSContext {
    const { module, ffi, callbacks } = this;
    const attached = new QuickJSRuntime({ module, ffi, callbacks, rt: new Lifetime(runtime) });
    return attached.newContext({ contextPointer: context });
  }
}

/** @throws Error when the guest script fails, which means it was built wrongly. */
export async function loadQuickJs(parts: QuickJsParts): Promise<QuickJsEngine> {
  const image = await prepareImage(parts);
  return { instantiate: () => instantiate(parts, image) };
}

async function prepareImage(parts: QuickJsParts): Promise<Image> {
  const memory = new parts.webAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES });
  const options = loaderOptions(parts, memory, (exports) => exports);
  await parts.emscripten(options as never);
  const ffi = new parts.Ffi(options as never);
  const runtime = ffi.QTS_NewRuntime();
  ffi.QTS_RuntimeSetMaxStackSize(runtime, STACK_BYTES);
  const context = ffi.QTS_NewContext(runtime, 0 as never);
  const attached = new AttachableModule(options as never, ffi).attach(runtime, context);
  attached.unwrapResult(attached.evalCode(parts.guest, 'guest.js')).dispose();
  const bytes = new Uint8Array(memory.buffer);
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length--;
  return { bytes: bytes.slice(0, length), pages: bytes.length / PAGE_BYTES, runtime, context };
}

function instantiate(parts: QuickJsParts, image: Image): QuickJsInstance {
  const memory = new parts.webAssembly.Memory({ initial: image.pages, maximum: MAXIMUM_PAGES });
  const isExhausted = limitGrowth(memory);
  let sealed = false;
  const nothing = (): void => undefined;
  const options = loaderOptions(parts, memory, (exports) => {
    const get = (_: object, name: string): unknown => (sealed ? nothing : Reflect.get(exports, name));
    return new Proxy({}, { get });
  });
  void parts.emscripten(options as never);
  sealed = true;
  invariant('_QTS_NewRuntime' in options, 'QuickJS did not load at once');
  new Uint8Array(memory.buffer).set(image.bytes);
  const ffi = new parts.Ffi(options as never);
  const context = new AttachableModule(options as never, ffi).attach(image.runtime, image.context);
  return { context, isExhausted };
}

function loaderOptions(
  { webAssembly, compiled }: QuickJsParts,
  wasmMemory: WasmMemory,
  present: (exports: object) => object,
): LoaderOptions {
  return {
    wasmMemory,
    instantiateWasm(imports, receive) {
      const { exports } = new webAssembly.Instance(compiled, imports);
      receive({ exports: present(exports) });
      return exports;
    },
    print: () => undefined,
    printErr: () => undefined,
  };
}

/** Refuses growth beyond the limit and remembers that it was asked for. */
function limitGrowth(memory: WasmMemory): () => boolean {
  let exhausted = false;
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength / PAGE_BYTES + pages > LIMIT_PAGES) {
      exhausted = true;
      throw new RangeError('the container has all the memory it may have');
    }
    return grow(pages);
  };
  return () => exhausted;
}
