/**
 * What `npm run build` does in a contract folder: TypeScript is checked and compiled, JavaScript is read for its syntax.
 * The compiler is handed in, so that the page can fetch it when somebody writes a contract and not before.
 */
import type TypeScript from 'typescript';
import type { ContractFolder } from '../sim/protocol/recording.ts';
import { compilerConfig, CONFIG_BASES } from './compiler-options.ts';
import { CONTRACT, ContractFiles } from './contract-files.ts';

/** A complaint of the compiler. Lines and columns count from 1; `endColumn` is after the last character. */
export interface ContractProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  /** The compiler's number of it; 0 where it is not the compiler that says it. */
  readonly code: number;
  readonly severity: 'error' | 'warning';
}

export interface CompiledContract {
  /**
   * The folder with what was compiled in it (usually `dist/`), ready to be packaged; the compiler writes what it can even
   * when something is wrong. JavaScript: the folder as it came.
   */
  readonly folder: ContractFolder;
  readonly problems: readonly ContractProblem[];
}

export type ContractCompiler = (folder: ContractFolder) => CompiledContract;

const TYPESCRIPT = /(?<!\.d)\.[cm]?ts$/;
const JAVASCRIPT = /\.[cm]?js$/;
const NOT_THE_CONTRACT = /(?:^|\/)node_modules\//;

/** Has this folder to be compiled before it runs? */
export const isTypeScript = (folder: ContractFolder): boolean =>
  Object.keys(folder).some((path) => TYPESCRIPT.test(path) && !NOT_THE_CONTRACT.test(path));

/**
 * A compiler that remembers what it has read of the declarations.
 *
 * @param declarations text by absolute path: `/lib/lib.es2022.d.ts`, `/node_modules/fabric-shim/types/index.d.ts` …
 */
export function contractCompiler(
  ts: typeof TypeScript,
  declarations: Readonly<Record<string, string>>,
): ContractCompiler {
  const known = new Map([...Object.entries(declarations), ...Object.entries(CONFIG_BASES)]);
  const read: ReadDeclarations = new Map();
  return (folder) => {
    const own = Object.fromEntries(Object.entries(folder).filter(([path]) => !NOT_THE_CONTRACT.test(path)));
    const manifest = manifestProblems(ts, own);
    if (!isTypeScript(folder))
      return { folder, problems: [...manifest, ...syntaxProblems(ts, own), ...moduleProblems(ts, own)] };
    const { written, problems } = compile(ts, new ContractFiles(own, known), read);
    return { folder: { ...folder, ...written }, problems: [...manifest, ...problems, ...moduleProblems(ts, written)] };
  };
}

/** A container starts with package.json, so what is wrong with it is worth a line. */
function manifestProblems(ts: typeof TypeScript, folder: ContractFolder): readonly ContractProblem[] {
  const name = 'package.json';
  const text = folder[name];
  if (text === undefined) return [];
  const { parseDiagnostics } = ts.parseJsonText(`${CONTRACT}/${name}`, text) as TypeScript.JsonSourceFile & {
    readonly parseDiagnostics: readonly TypeScript.Diagnostic[];
  };
  return parseDiagnostics.map((diagnostic) => problemOf(ts, diagnostic));
}

function syntaxProblems(ts: typeof TypeScript, folder: ContractFolder): readonly ContractProblem[] {
  const scripts = Object.keys(folder).filter((path) => JAVASCRIPT.test(path));
  const files = new ContractFiles(folder, new Map());
  const options = { allowJs: true, checkJs: false, noResolve: true, noLib: true, types: [] };
  const host = compilerHost(ts, files, undefined, () => undefined);
  const program = ts.createProgram(
    scripts.map((path) => `${CONTRACT}/${path}`),
    { ...options, target: ts.ScriptTarget.ES2023 },
    host,
  );
  return program.getSyntacticDiagnostics().map((diagnostic) => problemOf(ts, diagnostic));
}

/** `fabric-chaincode-node start` requires the contract: modules of the other kind do not start. Told in Node's words. */
function moduleProblems(ts: typeof TypeScript, folder: ContractFolder): readonly ContractProblem[] {
  return Object.entries(folder).flatMap(([path, text]) => {
    if (!JAVASCRIPT.test(path)) return [];
    const source = ts.createSourceFile(`${CONTRACT}/${path}`, text, ts.ScriptTarget.ES2023);
    const isExport = ({ kind }: { readonly kind: TypeScript.SyntaxKind }): boolean =>
      kind === ts.SyntaxKind.ExportKeyword;
    const found = source.statements.find(
      (statement) =>
        ts.isImportDeclaration(statement) ||
        ts.isExportDeclaration(statement) ||
        ts.isExportAssignment(statement) ||
        (ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(isExport)),
    );
    if (!found) return [];
    const start = found.getStart(source);
    const [word, messageText] = ts.isImportDeclaration(found)
      ? ['import', 'Cannot use import statement outside a module']
      : ['export', "Unexpected token 'export'"];
    const { Error: category } = ts.DiagnosticCategory;
    return [problemOf(ts, { file: source, start, length: word.length, messageText, category, code: 0 })];
  });
}

function compile(
  ts: typeof TypeScript,
  files: ContractFiles,
  read: ReadDeclarations,
): { readonly written: ContractFolder; readonly problems: readonly ContractProblem[] } {
  const { options, rootNames, errors } = compilerConfig(ts, files);
  const written: Record<string, string> = {};
  const host = compilerHost(ts, files, read, (name, text) => {
    if (name.startsWith(`${CONTRACT}/`)) written[name.slice(CONTRACT.length + 1)] = text;
  });
  const program = ts.createProgram(rootNames, options, host);
  const emitted = program.emit();
  const all = [...errors, ...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics];
  const problems = ts.sortAndDeduplicateDiagnostics(all).map((diagnostic) => problemOf(ts, diagnostic));
  return { written, problems };
}

/** Declarations as the compiler has read them, by name and way of reading. */
type ReadDeclarations = Map<string, TypeScript.SourceFile>;

function compilerHost(
  ts: typeof TypeScript,
  files: ContractFiles,
  read: ReadDeclarations | undefined,
  writeFile: (name: string, text: string) => void,
): TypeScript.CompilerHost {
  return {
    getSourceFile(name, version) {
      const text = files.readFile(name);
      if (text === undefined) return undefined;
      if (!read || name.startsWith(`${CONTRACT}/`)) return ts.createSourceFile(name, text, version, true);
      const key = `${name} ${JSON.stringify(version)}`;
      const source = read.get(key) ?? ts.createSourceFile(name, text, version);
      read.set(key, source);
      return source;
    },
    fileExists: (name) => files.fileExists(name),
    readFile: (name) => files.readFile(name),
    directoryExists: (name) => files.directoryExists(name),
    getDirectories: (name) => files.directories(name),
    getDefaultLibFileName: () => '/lib/lib.es2022.d.ts',
    getDefaultLibLocation: () => '/lib',
    getCurrentDirectory: () => CONTRACT,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile,
  };
}

function problemOf(
  ts: typeof TypeScript,
  { file, start = 0, length = 0, messageText, category, code }: TypeScript.Diagnostic,
): ContractProblem {
  const from = file ? ts.getLineAndCharacterOfPosition(file, start) : { line: 0, character: 0 };
  const to = file ? ts.getLineAndCharacterOfPosition(file, start + length) : from;
  return {
    file: file?.fileName.startsWith(`${CONTRACT}/`) ? file.fileName.slice(CONTRACT.length + 1) : 'tsconfig.json',
    line: from.line + 1,
    column: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    code,
    severity: category === ts.DiagnosticCategory.Error ? 'error' : 'warning',
  };
}
