/**
 * Chaincode packages: what `peer lifecycle chaincode package` writes and `install` reads.
 *
 * @fabric core/chaincode/persistence/chaincode_package.go, internal/peer/lifecycle/chaincode/package.go,
 * core/chaincode/platforms/node/platform.go
 * @simplified Node contracts only.
 */
import { gunzipSync } from 'fflate';
import { sha256 } from '../crypto/sha256.ts';
import { type Decoded, decoded, undecodable } from '../wire/decode.ts';
import { metadataFileError } from '../ledger/couch-index.ts';
import { fromUtf8, hex, utf8 } from '../wire/bytes.ts';
import { goGzip } from './go-deflate.ts';
import { readTar, writeTar } from './tar.ts';

export interface PackageMetadata {
  /** Where the folder was on the machine of whoever packaged it. */
  readonly path: string;
  /** e.g. `node`. */
  readonly type: string;
  readonly label: string;
}

export interface ChaincodePackage {
  readonly metadata: PackageMetadata;
  /** `code.tar.gz`. */
  readonly code: Uint8Array;
}

const METADATA_FILE = 'metadata.json';
const CODE_FILE = 'code.tar.gz';
const LABEL = /^[0-9A-Za-z][0-9A-Za-z_.+-]*$/;
const ALLOWED_CODE = /^\/?(src|META-INF)\/.*/;

/** `<label>:<hash of the package>`: the name under which peers install it and organisations approve it. */
export const packageIdOf = (label: string, bytes: Uint8Array): string => `${label}:${hex(sha256(bytes))}`;

/** Fabric's objection to a label, undefined when there is none. */
export function labelError(label: string): string | undefined {
  if (LABEL.test(label)) return undefined;
  const rule =
    "Label must be non-empty, can only consist of alphanumerics, symbols from '.+-_', and can only begin with alphanumerics";
  return `invalid label '${label}'. ${rule}`;
}

function gunzip(bytes: Uint8Array): Decoded<Uint8Array> {
  if (bytes.length === 0) return undecodable('error reading as gzip stream: EOF');
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return undecodable('error reading as gzip stream: gzip: invalid header');
  try {
    return decoded(gunzipSync(bytes));
  } catch {
    return undecodable('error inspecting next tar header: unexpected EOF');
  }
}

/** By path as Go's filepath.Walk goes: names of one folder in byte order, a folder's content in its place. */
function walkOrder([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const left = a.split('/');
  const right = b.split('/');
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x = '', y = ''] = [left[i], right[i]];
    if (x !== y) return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

const isMetadata = (file: string): boolean => file.startsWith('META-INF/');

/** Hidden files are left out of the metadata with a warning, as nobody means them to be there. */
function isPackaged(file: string): boolean {
  if (/(?:^|\/)(?:node_modules|\.git)\//.test(file)) return false;
  return !(isMetadata(file) && /(?:^|\/)\.[^/]*$/.test(file));
}

/** Where contracts are on a client's machine, as `--path` says it; the package's metadata say it too. */
export const contractPath = (source: string): string => `chaincode/${source}`;

export interface BuiltPackage {
  readonly packageId: string;
  readonly bytes: Uint8Array;
}

/**
 * Packages a contract folder. `node_modules` and `.git` stay out, as with the real command.
 *
 * @param path where the folder was, for the metadata and for errors
 * @param files text by path inside the folder
 * @returns the package, or the text the peer's command would print after `Error: `
 */
export function buildPackage(label: string, path: string, files: ReadonlyMap<string, string>): Decoded<BuiltPackage> {
  const flaw = labelError(label);
  if (flaw) return undecodable(flaw);
  const included = [...files].filter(([file]) => isPackaged(file)).sort(walkOrder);
  const refused = included.flatMap(([file, text]) =>
    isMetadata(file) ? (metadataFileError(file, text) ?? []) : [],
  )[0];
  const reason = refused ?? (included.length === 0 ? `no source files found in '${path}'` : undefined);
  if (reason !== undefined)
    return undecodable(`error getting chaincode bytes: Error writing Chaincode package contents: ${reason}`);
  const named = included.map(([file, text]) => ({
    name: isMetadata(file) ? file : `src/${file}`,
    bytes: utf8(text),
  }));
  const code = writeTar(named, { uid: 500, gid: 500 });
  if (!code) return undecodable('error getting chaincode bytes: archive/tar: cannot encode header');
  const entries = [
    { name: METADATA_FILE, bytes: utf8(goJson({ path, type: 'node', label })) },
    { name: CODE_FILE, bytes: goGzip(code) },
  ];
  const archive = writeTar(entries, { uid: 0, gid: 0 });
  if (!archive) return undecodable('error writing package metadata to tar');
  const bytes = goGzip(archive);
  return decoded({ packageId: packageIdOf(label, bytes), bytes });
}

/** JSON with the characters escaped that Go escapes. */
const goJson = (value: object): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Reads a package as the peer does before it installs it. */
export function parsePackage(source: Uint8Array): Decoded<ChaincodePackage> {
  const archive = gunzip(source);
  if (!archive.ok) return archive;
  const entries = readTar(archive.value);
  if (!entries.ok) return undecodable(`error inspecting next tar header: ${entries.error}`);
  let metadata: PackageMetadata | undefined;
  let code: Uint8Array | undefined;
  for (const { name, type, bytes } of entries.value) {
    if (type !== '0') return undecodable(`tar entry ${name} is not a regular file, type ${type.charCodeAt(0)}`);
    if (name === CODE_FILE) code = bytes;
    if (name !== METADATA_FILE) continue;
    const parsed = parseMetadata(bytes);
    if (!parsed.ok) return parsed;
    metadata = parsed.value;
  }
  if (!code) return undecodable('did not find a code package inside the package');
  if (!metadata) return undecodable(`did not find any package metadata (missing ${METADATA_FILE})`);
  const flaw = labelError(metadata.label);
  return flaw ? undecodable(flaw) : decoded({ metadata, code });
}

function parseMetadata(bytes: Uint8Array): Decoded<PackageMetadata> {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch {
    return undecodable(`could not unmarshal ${METADATA_FILE} as json: invalid character`);
  }
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const text = (key: string): string => (typeof fields[key] === 'string' ? fields[key] : '');
  return decoded({ path: text('path'), type: text('type'), label: text('label') });
}

/**
 * The contract folder inside `code.tar.gz`, file text by path.
 *
 * @returns Fabric's text when the code is not what a peer accepts from a Node package
 */
export function contractFiles(code: Uint8Array): Decoded<ReadonlyMap<string, string>> {
  const archive = gunzip(code);
  if (!archive.ok) return undecodable('failure opening codepackage gzip stream: gzip: invalid header');
  const entries = readTar(archive.value);
  if (!entries.ok) return undecodable(`error inspecting next tar header: ${entries.error}`);
  const files = new Map<string, string>();
  for (const { name, bytes, mode } of entries.value) {
    if (!ALLOWED_CODE.test(name)) return undecodable(`illegal file detected in payload: "${name}"`);
    if ((mode & ~0o100666) !== 0)
      return undecodable(`illegal file mode detected for file ${name}: ${mode.toString(8)}`);
    files.set(name.replace(/^\/?(?:src\/)?/, ''), fromUtf8(bytes));
  }
  if (!files.has('package.json')) return undecodable('no package.json found at the root of the chaincode package');
  return decoded(files);
}
