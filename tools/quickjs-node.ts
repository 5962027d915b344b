/**
 * The chaincode engine in Node: the same QuickJS and the same guest as in the browser.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { QuickJsEngine } from '../web/src/sim/chaincode/quickjs-sandbox.ts';
import { loadQuickJs, type QuickJsParts } from '../web/src/sim/worker/quickjs-loader.ts';
import { buildGuest } from './build-guest.ts';

/** Builds the guest first if it is stale. */
export async function loadQuickJsInNode(): Promise<QuickJsEngine> {
  const load = createRequire(import.meta.url);
  const variant = '@jitl/quickjs-wasmfile-release-sync';
  const { QuickJSFFI } = load(`${variant}/ffi`) as { QuickJSFFI: QuickJsParts['Ffi'] };
  return loadQuickJs({
    webAssembly: WebAssembly as unknown as QuickJsParts['webAssembly'],
    compiled: await WebAssembly.compile(await readFile(load.resolve(`${variant}/wasm`))),
    emscripten: load(`${variant}/emscripten-module`) as QuickJsParts['emscripten'],
    Ffi: QuickJSFFI,
    guest: await readFile(await buildGuest(), 'utf8'),
  });
}
