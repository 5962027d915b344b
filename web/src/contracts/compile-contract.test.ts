import { describe, expect, it } from 'vitest';
import { loadContractCompiler } from '../../../tools/contract-compiler.ts';
import type { ContractFolder } from '../sim/protocol/recording.ts';
import { NOTES, READS_STATE } from './test-contract.ts';

const compile = loadContractCompiler();
const SOURCE = 'src/notes-contract.ts';
const source = NOTES[SOURCE] ?? '';

/** Line and column, counted from 1, where `text` begins. */
function placeOf(whole: string, text: string): { readonly line: number; readonly column: number } {
  const before = whole.slice(0, whole.indexOf(text)).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

const PACKAGE = '{"name":"x","main":"index.js"}';

describe('a contract in TypeScript', () => {
  it('is compiled as npm run build would: JavaScript in dist/, the sources beside it, decorators with their types', () => {
    const { folder, problems } = compile(NOTES);
    expect(problems).toEqual([]);
    const written = Object.keys(folder).filter((path) => !Object.hasOwn(NOTES, path));
    expect(written.sort()).toEqual(['dist/index.js', 'dist/notes-contract.js', 'dist/weights.js']);
    expect(folder).toMatchObject(NOTES);
    expect(folder['dist/notes-contract.js']).toContain('__metadata("design:paramtypes"');
    expect(folder['dist/index.js']).toContain('require("./notes-contract")');
  });

  it('gives the same folder when it is compiled again with what it wrote', () => {
    const once = compile(NOTES);
    expect(compile(once.folder)).toEqual(once);
  });

  it.each([
    [
      'a function the stub does not have',
      READS_STATE,
      'const bytes = await ctx.stub.getStat(id);',
      'getStat',
      /getState/,
    ],
    ['a value of another type', 'weight: weight * 2', "weight: 'heavy'", 'weight: ', /'string' is not assignable/],
    ['a module the sandbox does not have', "'./weights'", "'lodash'", "'lodash'", /Cannot find module 'lodash'/],
    ['an unfinished statement', READS_STATE, 'const bytes = ;', ';', /Expression expected/],
  ])('says at its place that there is %s', (_reason, text, instead, at, message) => {
    const broken = source.replace(text, instead);
    const { line } = placeOf(broken, instead);
    const column = placeOf(broken.split('\n')[line - 1] ?? '', at).column;
    const [problem] = compile({ ...NOTES, [SOURCE]: broken }).problems;
    expect(problem).toMatchObject({ file: SOURCE, line, column, severity: 'error' });
    expect(problem?.message).toMatch(message);
  });

  it('can be wrong in its tsconfig.json', () => {
    const [problem] = compile({ ...NOTES, 'tsconfig.json': '{\n  "include": ["src"\n}' }).problems;
    expect(problem).toMatchObject({ file: 'tsconfig.json', line: 3, message: "',' expected." });
  });

  const mistyped: ContractFolder = { 'package.json': PACKAGE, 'src/a.ts': 'export const twice = (x) => x * 2;' };
  it.each([
    [
      'a parameter without type, when nothing is said: the usual strict',
      mistyped,
      [/implicitly has an 'any' type/],
      'dist/a.js',
    ],
    [
      'nothing, when the tsconfig does not say strict: it was written for TypeScript 5',
      { ...mistyped, 'tsconfig.json': '{"compilerOptions":{"module":"commonjs","moduleResolution":"node"}}' },
      [],
      'src/a.js',
    ],
    [
      'nothing of a test the tsconfig leaves out, or of names only the browser has',
      {
        ...NOTES,
        'src/notes.spec.ts': "import 'chai';",
        'tsconfig.json':
          '{"compilerOptions":{"outDir":"./out","lib":["es2022","dom"],"experimentalDecorators":true,"esModuleInterop":true,"module":"commonjs"},"include":["./src/**/*"],"exclude":["./src/**/*.spec.ts"]}',
      },
      [],
      'out/index.js',
    ],
  ])('is told %s', (_reason, folder, messages, written) => {
    const compiled = compile(folder);
    expect(compiled.problems).toHaveLength(messages.length);
    for (const [index, text] of messages.entries()) expect(compiled.problems[index]?.message).toMatch(text);
    expect(compiled.folder).toHaveProperty([written]);
  });

  it('is told when what it is compiled to does not start', () => {
    const tsconfig = '{"compilerOptions":{"module":"esnext","moduleResolution":"bundler"}}';
    const { problems } = compile({ 'package.json': PACKAGE, 'a.ts': 'export const a = 1;', 'tsconfig.json': tsconfig });
    expect(problems).toEqual([
      expect.objectContaining({ file: 'a.js', line: 1, message: "Unexpected token 'export'" }),
    ]);
  });

  it('cannot write outside its folder', () => {
    const { folder } = compile({ ...NOTES, 'tsconfig.json': '{"compilerOptions":{"outDir":"../../elsewhere"}}' });
    expect(Object.keys(folder)).toEqual(Object.keys(NOTES));
  });
});

describe('a contract in JavaScript', () => {
  it('comes back as it was', () => {
    const folder = { 'package.json': PACKAGE, 'index.js': "'use strict';\nmodule.exports.contracts = [];\n" };
    expect(compile(folder)).toEqual({ folder, problems: [] });
  });

  it.each([
    ['an unfinished statement', 'index.js', "'use strict';\nconst a = ;\n", 2, 'Expression expected.'],
    ['TypeScript in it', 'lib/a.js', 'function f(x: string) {}', 1, /can only be used in TypeScript files/],
    ['a bracket too few', 'index.js', 'class A {\n', 2, "'}' expected."],
    [
      'an import, which a contract that is required cannot have',
      'index.js',
      "\nimport x from 'y';",
      2,
      /outside a module/,
    ],
    ['an export of the other kind', 'index.js', 'const a = 1;\nexport { a };', 2, "Unexpected token 'export'"],
    ['an exported class', 'index.js', '// first\nexport class A {}', 2, "Unexpected token 'export'"],
    ['a package.json that is no JSON', 'package.json', '{"name":"x",\n "main" "y"}', 2, "':' expected."],
  ])('is told at the line of %s', (_reason, file, text, line, message) => {
    const { problems } = compile({ 'package.json': PACKAGE, 'index.js': '', [file]: text });
    expect(problems).toEqual([expect.objectContaining({ file, line, severity: 'error' })]);
    expect(problems[0]?.message).toMatch(message);
  });

  it('is not asked for types, and what it brought in node_modules is not read', () => {
    const folder = {
      'package.json': PACKAGE,
      'index.js': "require('x').y(1).z;",
      'node_modules/x/index.js': 'const ;',
    };
    expect(compile(folder).problems).toEqual([]);
  });
});
