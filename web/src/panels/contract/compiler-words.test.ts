/** The compiler is asked: each of its messages the lab has words for is one it says so. */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { dictionary as english } from '../../i18n/en/dictionary.ts';
import { dictionary as korean } from '../../i18n/ko/dictionary.ts';
import { makeTranslate } from '../../i18n/translate.ts';
import { compilerWords, MESSAGES } from './compiler-words.ts';

const OTHER = 'export const readAsset = 1; export interface Asset { id: string; owner: string }';

interface Said {
  readonly code: number;
  readonly message: string;
}

/** What is wrong with each file, all of them compiled at once; beside them there are `other.ts` and a module without declarations. */
function problemsIn(sources: Readonly<Record<number, string>>): ReadonlyMap<string, readonly Said[]> {
  const files: Record<string, string> = { '/c/other.ts': OTHER, '/c/bare.js': 'module.exports = 1;' };
  for (const [code, source] of Object.entries(sources)) files[`/c/${code}.ts`] = source;
  const options: ts.CompilerOptions = {
    strict: true,
    noUnusedLocals: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram(
    Object.keys(sources).map((code) => `/c/${code}.ts`),
    options,
    {
      ...host,
      getSourceFile: (name, version) => {
        const text = files[name];
        return text === undefined ? host.getSourceFile(name, version) : ts.createSourceFile(name, text, version);
      },
      fileExists: (name) => name in files || host.fileExists(name),
      readFile: (name) => files[name] ?? host.readFile(name),
      directoryExists: () => true,
    },
  );
  const found = new Map<string, Said[]>();
  // A file that cannot be parsed keeps the compiler from looking at the meaning of all: it is asked file by file.
  for (const file of program.getSourceFiles().filter(({ fileName }) => fileName.startsWith('/c/'))) {
    const all = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    const said = all.map(({ code, messageText }) => ({
      code,
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }));
    found.set(file.fileName, said);
  }
  return found;
}

const ASSET = "import type { Asset } from './other'; declare const asset: Asset; export { asset };";

const SOURCES: Readonly<Record<number, string>> = {
  1002: "export const a = 'x\n;",
  1003: 'export const a = [].;',
  1005: 'export function f( { return 1; }',
  1109: 'export const a = ;',
  1128: 'export const a = 1; }',
  1308: 'export function f() { await Promise.resolve(1); }',
  2300: 'export class A { a = 1; a = 2 }',
  2304: 'export const a = unheardOf;',
  2305: "import { nothingLikeIt } from './other'; export const a = nothingLikeIt;",
  2307: "import { a } from './missing'; export const b = a;",
  2322: "export const a: number = 'x';",
  2339: `${ASSET} export const a = asset.weightOfIt;`,
  2345: "export function f(a: number) { return a; } f('x');",
  2349: 'const a = 1; export const b = (a as unknown as number)();',
  2355: 'export function f(): number { }',
  2366: 'export function f(a: boolean): number { if (a) return 1; }',
  2451: 'const a = 1; const a = 2; export {};',
  2531: 'export const a = (null as { b: 1 } | null).b; export const f = (g: () => { b: 1 } | null) => g().b;',
  2532: 'export const f = (g: () => { b: 1 } | undefined) => g().b;',
  2551: `${ASSET} export const a = asset.ownr;`,
  2552: 'export const assetName = 1; export const a = assetNme;',
  2554: 'export function f(a: number) { return a; } f();',
  2555: 'export function f(a: number, ...b: number[]) { return [a, b]; } f();',
  2564: 'export class A { a: number; }',
  2588: 'const a = 1; a = 2; export { a };',
  2724: "import { readAset } from './other'; export const a = readAset;",
  2741: "import type { Asset } from './other'; export const a: Asset = { id: '1' };",
  6133: 'export function f() { const a = 1; }',
  7006: 'export function f(a) { return a; }',
  7016: "import a from './bare'; export const b = a;",
  7031: 'export function f({ a }) { return a; }',
  18046: 'export function f(a: unknown) { return a.b; }',
  18047: 'export function f(a: { b: 1 } | null) { return a.b; }',
  18048: 'export function f(a: { b: 1 } | undefined) { return a.b; }',
};

const problems = problemsIn(SOURCES);

describe.each([
  ['ko', makeTranslate('ko', korean)],
  ['en', makeTranslate('en', english)],
] as const)('what the compiler says, in %s', (_language, t) => {
  it.each(Object.keys(MESSAGES).map(Number))('has words for TS%i with all there is to fill in', (code) => {
    const all = problems.get(`/c/${String(code)}.ts`) ?? [];
    const said = all.find((problem) => problem.code === code);
    expect(said, JSON.stringify(all)).toBeDefined();
    const words = said && compilerWords(t, said);
    expect(words, said?.message).toMatch(/\S/);
    expect(words).not.toMatch(/\{|compiler\./);
  });

  it('is left as it is where the lab has no words, or the compiler has others', () => {
    expect(compilerWords(t, { code: 1, message: 'Something new.' })).toBeNull();
    expect(compilerWords(t, { code: 2304, message: 'Something new.' })).toBeNull();
  });
});

it('tells which name it is, with the particle that fits', () => {
  const said = { code: 2551, message: "Property 'ownr' does not exist on type 'Asset'. Did you mean 'owner'?" };
  expect(compilerWords(makeTranslate('ko', korean), said)).toBe(
    'Asset에는 ownr라는 속성이 없습니다. owner를 쓰려던 것인가요?',
  );
});
