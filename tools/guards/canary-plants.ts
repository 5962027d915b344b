/** The violations the canary plants: for every rule that could silently stop working, one file that breaks it. */

export type GuardName = 'types' | 'lint' | 'layers' | 'tidy' | 'format' | 'dead' | 'proto';

export interface Plant {
  readonly guard: GuardName;
  /** Where the violation stands; a line of the guard's output must name it … */
  readonly path: string;
  /** … and say this. */
  readonly says: string | RegExp;
  readonly text: string;
}

const SIM = 'web/src/sim';
const HEADER = '/** Planted. */\n';

const lint = (path: string, says: string, text: string): Plant => ({ guard: 'lint', path, says, text });
const simLint = (name: string, says: string, text: string): Plant =>
  lint(`${SIM}/kernel/lint-${name}.ts`, says, HEADER + text);

const LINT: readonly Plant[] = [
  simLint('clock', 'no-restricted-globals', 'export const now = (): number => Date.now();\n'),
  simLint('timer', 'no-restricted-globals', 'export const later = (): void => { setTimeout(() => undefined); };\n'),
  simLint('dice', 'The kernel draws', 'export const roll = (): number => Math.random();\n'),
  simLint('sine', 'Engines differ', 'export const wave = (x: number): number => Math.sin(x);\n'),
  simLint('power', 'Engines differ', 'export const square = (x: number): number => x ** 2;\n'),
  simLint(
    'locale',
    "The reader's locale",
    'export const order = (a: string, b: string): number => a.localeCompare(b);\n',
  ),
  simLint('intl', 'no-restricted-globals', "export const digits = new Intl.NumberFormat('ko');\n"),
  simLint('promise', 'no-restricted-globals', 'export const soon = Promise.resolve(1);\n'),
  simLint(
    'async',
    'The simulation is synchronous',
    'export const soon = async (): Promise<number> => { await Promise.resolve(); return 1; };\n',
  ),
  simLint(
    'for-in',
    'depends on the engine',
    'export const keys = (of: object): string[] => { const all: string[] = []; for (const key in of) all.push(key); return all; };\n',
  ),
  simLint('any', 'no-explicit-any', 'export const loose = (of: any): unknown => of as unknown;\n'),
  simLint('non-null', 'no-non-null-assertion', 'export const first = (of: readonly string[]): string => of[0]!;\n'),
  simLint('enum', 'Use a union', 'export enum Colour { Red }\n'),
  simLint('default', 'Name what you export', 'const one = 1;\nexport default one;\n'),
  simLint('barrel', 'No barrels', "export * from './lint-dice.ts';\n"),
  simLint(
    'extension',
    'carry their extension',
    "import { roll } from './lint-dice';\nexport const twice = roll() + roll();\n",
  ),
  simLint(
    'switch',
    'switch-exhaustiveness-check',
    "export const name = (of: 'a' | 'b'): string => { switch (of) { case 'a': return 'A'; } return ''; };\n",
  ),
  simLint(
    'disabled',
    'no-restricted-globals',
    '// eslint-disable-next-line\nexport const now = (): number => Date.now();\n',
  ),
  simLint(
    'long-function',
    'max-lines-per-function',
    `export function long(): number {\n  let x = 0;\n${'  x += 1;\n'.repeat(80)}  return x;\n}\n`,
  ),
  lint('web/src/panels/Words.tsx', 'no-literal-text', 'export const Words = () => <p>Hello</p>;\n'),
  lint(
    'web/src/panels/Label.tsx',
    'no-literal-text',
    'export const Label = () => <button type="button" aria-label={\'Close\'} />;\n',
  ),
  lint(
    'web/src/panels/floating.ts',
    'no-floating-promises',
    'export const save = (): void => { Promise.resolve(1); };\n',
  ),
  lint(
    'web/src/panels/hooks.tsx',
    'rules-of-hooks',
    "import { useState } from 'react';\nexport const Hooks = ({ on }: { on: boolean }) => { if (on) useState(0); return null; };\n",
  ),
  lint(
    'web/src/panels/starts-worker.ts',
    'Only link/ starts',
    "export const start = (): Worker => new Worker('x.js');\n",
  ),
];

const types = (path: string, says: string, text: string): Plant => ({ guard: 'types', path, says, text });

const TYPES: readonly Plant[] = [
  types(`${SIM}/kernel/types-dom.ts`, 'TS2584', `${HEADER}export const page: unknown = document;\n`),
  types(`${SIM}/kernel/types-node.ts`, 'TS2591', `${HEADER}export const here: unknown = process;\n`),
  types(
    `${SIM}/kernel/types-index.ts`,
    'TS2322',
    `${HEADER}export const first = (of: readonly string[]): string => of[0];\n`,
  ),
  types('web/src/view/types-optional.ts', 'TS2375', 'export const none: { a?: number } = { a: undefined };\n'),
  types('tools/types-tool.ts', 'TS2322', "export const count: number = 'one';\n"),
  types('e2e/types-spec.ts', 'TS2322', "export const count: number = 'one';\n"),
  types(`${SIM}/kernel/types-in-test.test.ts`, 'TS2322', "export const count: number = 'one';\n"),
];

const layer = (path: string, says: string | RegExp, text: string): Plant => ({ guard: 'layers', path, says, text });
const uses = (from: string, name = 'thing'): string =>
  `import { ${name} } from '${from}';\nexport const used = ${name};\n`;
const usesType = (from: string): string => `import type { Thing } from '${from}';\nexport type Used = Thing;\n`;

const LAYERS: readonly Plant[] = [
  layer(`${SIM}/kernel/up.ts`, 'layer sim/kernel', HEADER + uses('../peer/thing.ts')),
  layer(`${SIM}/kernel/up-by-type.ts`, 'layer sim/kernel', HEADER + usesType('../peer/thing.ts')),
  layer(`${SIM}/orderer/knows-peer.ts`, 'layer sim/orderer', HEADER + usesType('../peer/thing.ts')),
  layer(`${SIM}/topology/knows-page.ts`, 'layer sim/topology', HEADER + uses('../../view/thing.ts')),
  layer('web/src/view/runs-the-sim.ts', 'types only view', uses('../sim/protocol/thing.ts')),
  layer('web/src/scenes/knows-kernel.ts', 'layer scenes', usesType('../sim/kernel/thing.ts')),
  layer('web/src/stage/knows-sim.ts', 'layer stage', usesType('../sim/kernel/thing.ts')),
  layer('web/src/panels/knows-link.ts', 'layer panels', uses('../link/thing.ts')),
  layer('web/src/ui/knows-fabric.ts', 'layer ui', usesType('../sim/protocol/thing.ts')),
  layer('web/src/lesson/knows-app.ts', 'layer lesson', uses('../app/thing.ts')),
  layer('web/src/view/react.ts', 'no React', "import { useState } from 'react';\nexport const used = useState;\n"),
  layer(
    'web/src/panels/node.ts',
    'no Node',
    "import { readFileSync } from 'node:fs';\nexport const used = readFileSync;\n",
  ),
  layer(
    'web/src/panels/uses-test.ts',
    'tests stay tests',
    "import { describe } from 'vitest';\nexport const used = describe;\n",
  ),
  layer('web/src/panels/nowhere.ts', 'resolves', uses('./not-there.ts')),
  layer(
    'web/src/panels/cycle-a.ts',
    'no cycles',
    "import type { B } from './cycle-b.ts';\nexport interface A { readonly b: B }\n",
  ),
  layer(
    'web/src/panels/cycle-b.ts',
    'no cycles',
    "import type { A } from './cycle-a.ts';\nexport interface B { readonly a: A }\n",
  ),
  layer('web/src/homeless/thing.ts', 'no known folder', 'export const thing = 1;\n'),
  layer('tools/knows-page.ts', 'tools', uses('../web/src/view/thing.ts')),
  layer('e2e/knows-page.ts', 'end-to-end', uses('../web/src/view/thing.ts')),
];

const TIDY: readonly Plant[] = [
  { guard: 'tidy', path: 'web/src/view/long.ts', says: 'split by concept', text: 'export {};\n'.repeat(401) },
  { guard: 'tidy', path: `${SIM}/kernel/headless.ts`, says: 'doc comment', text: 'export const one = 1;\n' },
  {
    guard: 'tidy',
    path: 'web/src/view/korean.ts',
    says: 'Korean belongs',
    text: "export const word = '\uc6d0\uc7a5';\n",
  },
  { guard: 'tidy', path: 'web/src/view/utils.ts', says: 'says nothing', text: 'export const one = 1;\n' },
  { guard: 'tidy', path: 'web/src/view/index.ts', says: 'no barrels', text: 'export const one = 1;\n' },
  { guard: 'tidy', path: 'web/src/view/snake_case.ts', says: 'kebab-case', text: 'export const one = 1;\n' },
  { guard: 'tidy', path: 'docs/parity.md', says: 'module headers', text: 'stale\n' },
];

const OTHERS: readonly Plant[] = [
  { guard: 'format', path: 'web/src/view/unformatted.ts', says: '', text: 'export const   one = "1"\n' },
  { guard: 'dead', path: 'web/src/view/nobody.ts', says: '', text: 'export const nobody = 1;\n' },
  { guard: 'proto', path: 'common/common_pb.ts', says: 'differs', text: '' },
];

/** What every planted import points at, and what no guard may complain about: a guard that cries always proves nothing. */
export const INNOCENT: readonly { readonly path: string; readonly text: string }[] = [
  ...['sim/kernel', 'sim/peer', 'sim/protocol'].map((folder) => ({
    path: `web/src/${folder}/thing.ts`,
    text: `${HEADER}export interface Thing {\n  readonly one: number;\n}\n\nexport const thing: Thing = { one: 1 };\n`,
  })),
  ...['view', 'link', 'app'].map((folder) => ({
    path: `web/src/${folder}/thing.ts`,
    text: 'export const thing = 1;\n',
  })),
  { path: `${SIM}/peer/down.ts`, text: `${HEADER}${uses('../kernel/thing.ts')}` },
  {
    path: `${SIM}/peer/exact.ts`,
    text: `${HEADER}export const root = (x: number): number => Math.sqrt(Math.abs(x));\n`,
  },
  { path: 'web/src/panels/Symbols.tsx', text: 'export const Symbols = () => <p title="·">1 / 2</p>;\n' },
  { path: 'web/src/link/start.ts', text: "export const start = (): Worker => new Worker('x.js');\n" },
];

export const PLANTS: readonly Plant[] = [...TYPES, ...LINT, ...LAYERS, ...TIDY, ...OTHERS];
