/**
 * Gathers the type declarations a contract is checked against (`.cache/contracts/declarations.json`): those of the
 * compiler, of Node, and of the packages a contract finds in the sandbox. What is gathered is what the compiler itself
 * asks for when it compiles a contract that uses all of them.
 *
 * Rebuilds only when a version changed.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const target = path.join(root, '.cache/contracts/declarations.json');

/** Fetched when somebody first opens a contract in TypeScript. */
const MAX_GZIP_BYTES = 250 * 1024;

/** What the guest provides, see tools/guest/main.ts. */
const PACKAGES = [
  'fabric-contract-api',
  'fabric-shim',
  'fabric-shim-api',
  'reflect-metadata',
  'json-stringify-deterministic',
  'sort-keys-recursive',
];

/** The language as far as the sandbox speaks it; the browser's own library is no part of it. */
const LIBRARY = /^lib\.(?:es5|es20(?:1\d|2[0-4])(?:\.(?!full).+)?|decorators.*)\.d\.ts$/;

function fingerprint(): string {
  const inputs = [fileURLToPath(import.meta.url), path.join(root, 'package-lock.json')];
  return createHash('sha256')
    .update(Buffer.concat(inputs.map((file) => readFileSync(file))))
    .digest('hex');
}

/** Declarations without their comments: a fifth of the size. */
function bare(file: string, text: string): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  return ts.createPrinter({ removeComments: true }).printFile(source).replace(/^ +/gm, '');
}

/** Of a package.json what module resolution reads. */
function barePackage(file: string): string {
  const { name, version, main, type, types, typings, exports, typesVersions } = JSON.parse(
    readFileSync(file, 'utf8'),
  ) as Readonly<Record<string, unknown>>;
  return JSON.stringify({ name, version, main, type, types, typings, exports, typesVersions });
}

/** Of the package and, where a package has them, of folders inside it. */
function packageJsonsOf(file: string): readonly string[] {
  const found: string[] = [];
  for (let folder = path.dirname(file); path.basename(folder) !== 'node_modules'; folder = path.dirname(folder))
    if (existsSync(path.join(folder, 'package.json'))) found.push(path.join(folder, 'package.json'));
  return found;
}

const inRoot = (file: string): string => `/${path.relative(root, file).replaceAll('\\', '/')}`;

function gather(): Readonly<Record<string, string>> {
  const entry = path.join(root, 'contract.ts');
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ['node'],
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const known = { ...host };
  host.fileExists = (file) => file === entry || known.fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === entry
      ? ts.createSourceFile(file, PACKAGES.map((name) => `import '${name}';`).join('\n'), ts.ScriptTarget.ES2022)
      : known.getSourceFile(file, ...rest);
  const files: Record<string, string> = {};
  for (const { fileName, text } of ts.createProgram([entry], options, host).getSourceFiles()) {
    const place = inRoot(fileName);
    if (!place.startsWith('/node_modules/') || place.startsWith('/node_modules/typescript/')) continue;
    files[place] = bare(fileName, text);
    for (const manifest of packageJsonsOf(fileName)) files[inRoot(manifest)] = barePackage(manifest);
  }
  const library = path.join(root, 'node_modules/typescript/lib');
  for (const name of readdirSync(library).filter((file) => LIBRARY.test(file)))
    files[`/lib/${name}`] = bare(name, readFileSync(path.join(library, name), 'utf8'));
  return files;
}

/** Gathers the declarations if they are stale and gives the path of the file: text by path, as JSON. */
export function buildDeclarations(): string {
  const mark = fingerprint();
  if (existsSync(target) && existsSync(`${target}.hash`) && readFileSync(`${target}.hash`, 'utf8') === mark)
    return target;
  const text = JSON.stringify(gather());
  const size = gzipSync(text, { level: 9 }).length;
  if (size > MAX_GZIP_BYTES) throw new Error(`the declarations are ${size} bytes gzipped, more than ${MAX_GZIP_BYTES}`);
  mkdirSync(path.dirname(target), { recursive: true });
  // Tests gather at the same time: nobody may read half a file.
  for (const [file, content] of [
    [target, text],
    [`${target}.hash`, mark],
  ] as const) {
    const own = `${file}.${String(process.pid)}`;
    writeFileSync(own, content);
    renameSync(own, file);
  }
  process.stderr.write(`declarations gathered: ${text.length} bytes, ${size} gzipped\n`);
  return target;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildDeclarations();
