/**
 * Node's fs over the files of the contract, read only.
 *
 * @simplified a container's disk is its contract folder; writing fails as on a read-only disk.
 */
import schema from 'fabric-contract-api/schema/contract-schema.json';
import { GuestBuffer } from './buffer.ts';
import { normalize, resolve } from './path.ts';
import { WORKING_DIRECTORY } from './process.ts';

let files: ReadonlyMap<string, string> = new Map();

/** `contract`: file text by path inside the contract folder. */
export function mount(contract: Readonly<Record<string, string>>): void {
  const mounted = Object.entries(contract).map(
    ([path, text]) => [normalize(`${WORKING_DIRECTORY}/${path}`), text] as const,
  );
  files = new Map(mounted);
}

export const isFile = (path: string): boolean => files.has(path);
export const isDirectory = (path: string): boolean => [...files.keys()].some((file) => file.startsWith(`${path}/`));
export const textOf = (path: string): string | undefined => files.get(path);

function failure(code: string, message: string, call: string, path: string): Error {
  const number = code === 'ENOENT' ? -2 : -30;
  return Object.assign(new Error(`${code}: ${message}, ${call} '${path}'`), {
    errno: number,
    code,
    syscall: call,
    path,
  });
}
const missing = (call: string, path: string): Error => failure('ENOENT', 'no such file or directory', call, path);

export function readFileSync(file: unknown, options?: string | { readonly encoding?: string }): string | GuestBuffer {
  const path = String(file);
  // The shim validates a contract's metadata file against the schema that lies in its own package.
  const text = path.endsWith('/contract-schema.json') ? JSON.stringify(schema) : textOf(resolve(path));
  if (text === undefined) throw missing('open', path);
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return encoding ? text : GuestBuffer.from(text);
}

export const existsSync = (path: string): boolean => isFile(resolve(path)) || isDirectory(resolve(path));

export function readdirSync(path: string): string[] {
  const folder = `${resolve(path)}/`;
  if (!isDirectory(resolve(path))) throw missing('scandir', path);
  const inside = [...files.keys()].filter((file) => file.startsWith(folder));
  return [...new Set(inside.map((file) => file.slice(folder.length).split('/')[0] ?? ''))].sort();
}

export function statSync(path: string): object {
  if (!existsSync(path)) throw missing('stat', path);
  const size = textOf(resolve(path))?.length ?? 0;
  return { size, isFile: () => isFile(resolve(path)), isDirectory: () => isDirectory(resolve(path)) };
}

export function accessSync(path: string): void {
  if (!existsSync(path)) throw missing('access', path);
}

export function writeFileSync(path: string): never {
  throw failure('EROFS', 'read-only file system', 'open', path);
}
export const appendFileSync = (path: string): never => writeFileSync(path);
export const mkdirSync = (path: string): never => writeFileSync(path);
export const unlinkSync = (path: string): never => writeFileSync(path);

const later =
  <Args extends readonly unknown[], T>(call: (...args: Args) => T) =>
  (...args: Args): Promise<T> =>
    new Promise((resolve) => {
      resolve(call(...args));
    });

export const promises = {
  access: later(accessSync),
  readFile: later(readFileSync),
  readdir: later(readdirSync),
  stat: later(statSync),
  writeFile: later(writeFileSync),
};

type Done = (error: unknown, value?: unknown) => void;
export function readFile(path: string, ...rest: readonly unknown[]): void {
  const done = rest[rest.length - 1] as Done;
  const options = rest.length > 1 ? (rest[0] as string) : undefined;
  promises.readFile(path, options).then((value) => done(null, value), done);
}
