/**
 * CommonJS for the contract's files, over the modules bundled with the guest.
 *
 * @simplified `exports` of a package.json is not read, only `main`; no ES modules.
 */
import assertOk from './assert.ts';
import * as crypto from './crypto.ts';
import * as events from './events.ts';
import * as fs from './fs.ts';
import { host } from './host.ts';
import { dirname, resolve } from './path.ts';
import * as path from './path.ts';
import { guestProcess, WORKING_DIRECTORY } from './process.ts';
import { encodeUtf8 } from './text-codec.ts';
import * as url from './url.ts';
import * as util from './util.ts';

interface Module {
  readonly id: string;
  readonly filename: string;
  exports: unknown;
  loaded: boolean;
  readonly parent: Module | undefined;
  readonly children: Module[];
  readonly paths: readonly string[];
}

type Require = (request: string) => unknown;

/** Node's modules; the copies lack the mark of an ES module, which transpiled contracts would look at. */
const BUILT_IN: Readonly<Record<string, unknown>> = {
  assert: assertOk,
  buffer: { Buffer },
  crypto: { ...crypto },
  events: Object.assign(events.EventEmitter, { ...events, default: events.EventEmitter }),
  fs: { ...fs },
  'fs/promises': fs.promises,
  os: { EOL: '\n', hostname: () => 'chaincode', platform: () => 'linux', cpus: () => [], tmpdir: () => '/tmp' },
  path: { ...path },
  process: guestProcess,
  timers: globalThis,
  url: { ...url },
  util: { ...util },
};

const bundled = new Map<string, unknown>();
const cache = new Map<string, Module>();

/** Makes a package of the bundle known to contracts. It wins over a copy in the contract's node_modules. */
export function provide(name: string, exports: unknown): void {
  bundled.set(name, exports);
}

function fileOf(candidate: string): string | undefined {
  for (const suffix of ['', '.js', '.json', '.cjs']) if (fs.isFile(candidate + suffix)) return candidate + suffix;
  if (!fs.isDirectory(candidate)) return undefined;
  const text = fs.textOf(`${candidate}/package.json`);
  const main = text === undefined ? undefined : (JSON.parse(text) as { main?: unknown }).main;
  if (typeof main === 'string' && resolve(candidate, main) !== candidate) {
    const found = fileOf(resolve(candidate, main));
    if (found) return found;
  }
  return ['index.js', 'index.json'].map((name) => `${candidate}/${name}`).find(fs.isFile);
}

function find(request: string, from: Module | undefined): string | undefined {
  const folder = from ? dirname(from.filename) : WORKING_DIRECTORY;
  if (/^(?:\.{0,2}\/|\.{1,2}$)/.test(request)) return fileOf(resolve(folder, request));
  for (let at = folder; ; at = dirname(at)) {
    const found = fileOf(resolve(at, 'node_modules', request));
    if (found || at === '/') return found;
  }
}

function notFound(request: string, from: Module | undefined): Error {
  const stack: string[] = [];
  for (let module = from; module; module = module.parent) stack.push(module.filename);
  const text = stack.length ? `\nRequire stack:\n${stack.map((file) => `- ${file}`).join('\n')}` : '';
  const error = new Error(`Cannot find module '${request}'${text}`);
  return Object.assign(error, { code: 'MODULE_NOT_FOUND', requireStack: stack });
}

function load(request: unknown, from: Module | undefined): unknown {
  if (typeof request !== 'string') throw new TypeError('The "id" argument must be of type string.');
  const name = request.replace(/^node:/, '');
  if (bundled.has(name)) return bundled.get(name);
  if (Object.hasOwn(BUILT_IN, name)) return BUILT_IN[name];
  const file = find(request, from);
  if (file === undefined) throw notFound(request, from);
  const known = cache.get(file);
  if (known) return known.exports;
  const module: Module = {
    id: file,
    filename: file,
    exports: {},
    loaded: false,
    parent: from,
    children: [],
    paths: [],
  };
  from?.children.push(module);
  cache.set(file, module);
  try {
    run(module);
  } catch (error) {
    cache.delete(file);
    throw error;
  }
  module.loaded = true;
  return module.exports;
}

function run(module: Module): void {
  const text = fs.textOf(module.filename) ?? '';
  if (module.filename.endsWith('.json')) {
    try {
      module.exports = JSON.parse(text.replace(/^\ufeff/, ''));
    } catch (error) {
      throw new SyntaxError(`${module.filename}: ${(error as Error).message}`);
    }
    return;
  }
  const wrapper = host().compile(module.filename, encodeUtf8(text).buffer);
  const folder = dirname(module.filename);
  wrapper.call(module.exports, module.exports, requireFrom(module), module, module.filename, folder);
}

function requireFrom(module: Module | undefined): Require {
  const require = (request: string): unknown => load(request, module);
  return Object.assign(require, {
    resolve: (request: string): string => {
      const name = request.replace(/^node:/, '');
      if (bundled.has(name) || Object.hasOwn(BUILT_IN, name)) return name;
      const file = find(request, module);
      if (file === undefined) throw notFound(request, module);
      return file;
    },
    cache: {},
    main: undefined,
  });
}

/** `require` of the shim itself, which loads the contract by absolute path. */
export const requireRoot: Require = requireFrom(undefined);
