/**
 * How a contract wants to be compiled: its `tsconfig.json`, read as the compiler of its time would.
 *
 * @simplified The lab has one compiler, TypeScript 6; where its defaults are new (`strict`, `types`, `rootDir`), contracts
 * get those of TypeScript 5, for which they were written. Declarations and source maps are not written.
 */
import type TypeScript from 'typescript';
import { CONTRACT, type ContractFiles } from './contract-files.ts';

type CompilerOptions = TypeScript.CompilerOptions;

/** The published bases a contract's tsconfig may extend, by what they set. */
const BASES: readonly (readonly [name: string, target: string, lib: string])[] = [
  ['node16', 'es2021', 'es2021'],
  ['node18', 'es2022', 'es2023'],
  ['node20', 'es2022', 'es2023'],
  ['node22', 'es2022', 'es2024'],
  ['node24', 'es2024', 'es2024'],
];

/** What extends them finds them among the declarations. */
export const CONFIG_BASES: Readonly<Record<string, string>> = Object.fromEntries(
  BASES.flatMap(([name, target, lib]) => {
    const strict = { strict: true, esModuleInterop: true, skipLibCheck: true };
    const compilerOptions = { lib: [lib], target, module: 'node16', moduleResolution: 'node16', ...strict };
    const folder = `/node_modules/@tsconfig/${name}`;
    return [
      [`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions })],
      [`${folder}/package.json`, JSON.stringify({ name: `@tsconfig/${name}`, version: '1.0.0' })],
    ];
  }),
);

/** For a folder with TypeScript and no tsconfig.json: what the contracts of Fabric's samples say in theirs. */
const USUAL_CONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'commonjs',
    outDir: 'dist',
    strict: true,
    esModuleInterop: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
  },
};

export interface CompilerConfig {
  readonly options: CompilerOptions;
  /** Absolute names of the files to start from. */
  readonly rootNames: readonly string[];
  readonly errors: readonly TypeScript.Diagnostic[];
}

/** Reads the folder's `tsconfig.json`. */
export function compilerConfig(ts: typeof TypeScript, files: ContractFiles): CompilerConfig {
  const place = `${CONTRACT}/tsconfig.json`;
  const read = files.fileExists(place) ? ts.readConfigFile(place, (name) => files.readFile(name)) : undefined;
  const host: TypeScript.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    fileExists: (name) => files.fileExists(name),
    readFile: (name) => files.readFile(name),
    readDirectory: (folder, extensions, excludes, includes) =>
      files.matching(folder, extensions, excludes ?? [], includes),
  };
  const config: unknown = read?.config ?? USUAL_CONFIG;
  const parsed = ts.parseJsonConfigFileContent(config, host, CONTRACT, undefined, place);
  return {
    options: inTheLab(ts, files, parsed.options, parsed.fileNames),
    rootNames: parsed.fileNames,
    errors: [...(read?.error ? [read.error] : []), ...parsed.errors],
  };
}

function inTheLab(
  ts: typeof TypeScript,
  files: ContractFiles,
  options: CompilerOptions,
  rootNames: readonly string[],
): CompilerOptions {
  const { typeRoots: _roots, tsBuildInfoFile: _info, lib, types, ...rest } = options;
  const known = lib?.filter((name) => files.fileExists(`/lib/${name}`)) ?? [];
  return {
    ...rest,
    strict: options.strict ?? false,
    target: options.target ?? ts.ScriptTarget.ES2022,
    lib: known.length > 0 ? known : [libraryOf(ts, options.target ?? ts.ScriptTarget.ES2022)],
    types: (types ?? ['node']).filter((name) => files.directoryExists(`/node_modules/@types/${name}`)),
    rootDir: options.rootDir ?? commonFolder(rootNames.filter((name) => !name.endsWith('.d.ts'))),
    skipLibCheck: true,
    ignoreDeprecations: '6.0',
    noEmit: false,
    emitDeclarationOnly: false,
    allowImportingTsExtensions: false,
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    inlineSourceMap: false,
    inlineSources: false,
  };
}

/** The language's library for a target, without the browser's. */
function libraryOf(ts: typeof TypeScript, target: TypeScript.ScriptTarget): string {
  if (target < ts.ScriptTarget.ES2015) return 'lib.es5.d.ts';
  const year = Math.min(2015 + target - ts.ScriptTarget.ES2015, 2024);
  return `lib.es${String(year)}.d.ts`;
}

function commonFolder(names: readonly string[]): string {
  const [first, ...others] = names.map((name) => name.split('/').slice(0, -1));
  if (!first) return CONTRACT;
  const shared = first.findIndex((part, depth) => others.some((other) => other[depth] !== part));
  return (shared < 0 ? first : first.slice(0, shared)).join('/');
}
