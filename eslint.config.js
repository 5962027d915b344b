import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import noLiteralText from './tools/lint/no-literal-text.js';
import * as sim from './tools/lint/sim-bans.js';

const SYNTAX = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals' },
  { selector: 'ExportDefaultDeclaration', message: 'Name what you export' },
  {
    selector:
      ':matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration)[source.value=/^\\.{1,2}\\u002F(?!.*\\.(ts|tsx|js|mjs|json|css|md|svg)(\\?[a-z]+)?$)/]',
    message: 'Relative imports carry their extension',
  },
];
const BARREL = { selector: 'ExportAllDeclaration', message: 'No barrels: import from the module that owns the thing' };
const WORKER = {
  selector: 'NewExpression[callee.name=/^(Shared)?Worker$/]',
  message: 'Only link/ starts the simulation, only contracts/ the compiler',
};

const CODE = ['**/*.ts', '**/*.tsx'];
const TESTS = ['**/*.test.ts', '**/*.test.tsx', '**/*.bench.ts'];
const SIM = ['web/src/sim/**/*.ts'];

const typed = (files, project, ignores = []) => ({
  files,
  ignores,
  languageOptions: { parserOptions: { project: [project], tsconfigRootDir: import.meta.dirname } },
});

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/gen/',
      '**/testdata/',
      'dist/',
      '.cache/',
      'test-results/',
      'chaincode/',
      '**/*.d.ts',
      '**/*.d.mts',
    ],
  },
  // A rule that is wrong is changed for everyone or not at all.
  { linterOptions: { noInlineConfig: true } },
  {
    files: CODE,
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { lab: { rules: { 'no-literal-text': noLiteralText } }, 'react-hooks': reactHooks },
    rules: {
      'no-restricted-syntax': ['error', ...SYNTAX, BARREL, WORKER],
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 70 }],
      complexity: ['error', { max: 20 }],
      eqeqeq: 'error',
      'prefer-const': 'error',
      'lab/no-literal-text': 'error',
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', 'ts-ignore': true, 'ts-nocheck': true },
      ],
      // The compiler already reports these, with its own words.
      '@typescript-eslint/no-unused-vars': 'off',
      // `Record` with an index signature is read with brackets on purpose.
      '@typescript-eslint/dot-notation': 'off',
      // Taste, not danger.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      // It cannot tell a mapped type with no members from `{}`.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // Code points are what our own UTF-8 works on.
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },
  // Two programs, not one a layer: what a layer may know is the compiler's guard, and each program costs seconds.
  typed(CODE, './tools/tsconfig.json'),
  typed(['web/src/**/*.ts', 'web/src/**/*.tsx'], './web/tsconfig.json', TESTS),
  typed(['e2e/**/*.ts'], './e2e/tsconfig.json'),
  { files: ['web/src/**/*.tsx'], rules: { 'max-lines-per-function': ['error', { max: 150 }] } },
  // The doors into folders that are one thing to the outside.
  {
    files: ['web/src/sim/protocol/**/*.ts', 'web/src/ui/**/*.ts', 'web/src/i18n/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...SYNTAX, WORKER] },
  },
  {
    files: ['web/src/link/**/*.ts', 'web/src/contracts/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...SYNTAX, BARREL] },
  },
  {
    files: SIM,
    ignores: [...TESTS, 'web/src/sim/worker/**'],
    rules: {
      'no-restricted-globals': ['error', ...sim.globals],
      'no-restricted-properties': ['error', ...sim.properties],
      'no-restricted-syntax': ['error', ...SYNTAX, BARREL, WORKER, ...sim.syntax],
    },
  },
  {
    files: ['web/src/sim/protocol/**/*.ts'],
    ignores: TESTS,
    rules: { 'no-restricted-syntax': ['error', ...SYNTAX, WORKER, ...sim.syntax] },
  },
  {
    // The host loop loads WebAssembly (a promise) and is spoken to through `self`; everything else stays banned.
    files: ['web/src/sim/worker/**/*.ts'],
    ignores: TESTS,
    rules: {
      'no-restricted-globals': ['error', ...sim.globals.filter((ban) => !sim.isPromiseBan(ban) && ban.name !== 'self')],
      'no-restricted-properties': ['error', ...sim.properties],
      'no-restricted-syntax': ['error', ...SYNTAX, BARREL, ...sim.syntax.filter((ban) => !sim.isPromiseBan(ban))],
    },
  },
  {
    // The worker's entry fetches the engine once, before the first simulated microsecond.
    files: ['web/src/sim/worker/worker.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...sim.globals.filter((ban) => !sim.isPromiseBan(ban) && !['self', 'fetch'].includes(ban.name)),
      ],
    },
  },
  {
    // A table of cases is long and still one thing; a test may build impossible values on purpose.
    files: [...TESTS, 'e2e/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  // Playwright hands its fixtures on with a function called `use`.
  // And one of our tests starts the built worker, to compare it with Node.
  {
    files: ['e2e/**'],
    rules: { 'react-hooks/rules-of-hooks': 'off', 'no-restricted-syntax': ['error', ...SYNTAX] },
  },
  // The guest stands in for Node's modules: it has to export what they export.
  { files: ['*.config.ts', 'tools/guest/**'], rules: { 'no-restricted-syntax': 'off' } },
);
