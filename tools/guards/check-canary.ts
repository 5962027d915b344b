/**
 * Guard of the guards (`npm run check:canary`): plants violations in a small copy of the repository's settings and
 * expects each to be caught, in the place it stands, and nothing innocent to be blamed. Guards have been green for years
 * because they looked at no file at all.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type GuardName, INNOCENT, PLANTS, type Plant } from './canary-plants.ts';
import { firstLoadFiles, sizeProblems } from './check-size.ts';
import { reportAndExit } from './report.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const SETTINGS = [
  'package.json',
  'tsconfig.base.json',
  'web/tsconfig.json',
  'web/src/sim/tsconfig.json',
  'tools/tsconfig.json',
  'e2e/tsconfig.json',
  'eslint.config.js',
  'tools/lint',
  'biome.json',
  'knip.json',
  'buf.yaml',
  'buf.gen.yaml',
  'web/src/sim/wire/proto',
  'web/src/sim/wire/gen',
];

const bin = (path: string): string => join(REPOSITORY, 'node_modules', path);
const own = (name: string): readonly string[] => ['--import', 'tsx', join(import.meta.dirname, name)];

/** How each guard is run, as arguments of Node; the same programs and settings as the real ones. */
const COMMANDS: Readonly<Record<GuardName, readonly string[]>> = {
  types: own('check-types.ts'),
  lint: [bin('eslint/bin/eslint.js'), 'web', 'tools', 'e2e', '--format', 'json'],
  layers: own('check-layers.ts'),
  tidy: own('check-tidy.ts'),
  format: [bin('@biomejs/biome/bin/biome'), 'format', '--max-diagnostics=none', '.'],
  dead: [bin('knip/bin/knip.js'), '--no-progress'],
  proto: own('check-proto.ts'),
};

interface LintedFile {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

/** ESLint's JSON as lines `path: rule message`; anything else as it is. */
function lines(guard: GuardName, output: string): readonly string[] {
  if (guard !== 'lint' || !output.startsWith('[')) return output.split('\n');
  const files = JSON.parse(output.slice(0, output.lastIndexOf(']') + 1)) as readonly LintedFile[];
  return files.flatMap((file) =>
    file.messages.map(({ ruleId, message }) => `${file.filePath}: ${ruleId ?? ''} ${message}`),
  );
}

function run(
  guard: GuardName,
  root: string,
): Promise<{ readonly code: number | null; readonly said: readonly string[] }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...COMMANDS[guard]], { cwd: root });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, said: lines(guard, output) });
    });
  });
}

function plant(root: string): void {
  for (const path of SETTINGS) cpSync(join(REPOSITORY, path), join(root, path), { recursive: true });
  symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'), 'junction');
  for (const { path, text } of [...INNOCENT, ...PLANTS.filter((planted) => planted.guard !== 'proto')]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  appendFileSync(join(root, 'web/src/sim/wire/gen/common/common_pb.ts'), '// by hand\n');
}

function missed({ guard, path, says }: Plant, said: readonly string[]): readonly string[] {
  const caught = said.some(
    (line) => line.includes(path) && (typeof says === 'string' ? line.includes(says) : says.test(line)),
  );
  return caught ? [] : [`${guard} did not catch ${path} (${says.toString()})`];
}

/** Nobody uses the innocent files and biome has not formatted them: those two guards may name them. */
const blamed = (guard: GuardName, said: readonly string[]): readonly string[] =>
  guard === 'dead' || guard === 'format'
    ? []
    : INNOCENT.flatMap(({ path }) =>
        said
          .filter((line) => new RegExp(`(^|[ /])${path.replaceAll('.', '\\.')}(: |\\()`).test(line))
          .map((line) => `${guard} blames an innocent: ${line}`),
      );

async function judge(guard: GuardName, root: string): Promise<readonly string[]> {
  const { code, said } = await run(guard, root);
  const misses = PLANTS.filter((planted) => planted.guard === guard).flatMap((planted) => missed(planted, said));
  const green = code === 0 ? [`${guard} ended with 0 although there is something to catch`] : [];
  // Its words help when it missed everything: then the guard itself is broken.
  const words = misses.length > 0 ? said.slice(0, 40) : [];
  return [...green, ...misses, ...blamed(guard, said), ...words];
}

function judgeSizes(): readonly string[] {
  const manifest = {
    'index.html': { file: 'index.js', isEntry: true, imports: ['_react.js'], css: ['index.css'] },
    '_react.js': { file: 'react.js' },
    'later.ts': { file: 'later.js' },
  };
  const firstLoad = firstLoadFiles(manifest);
  const problems = sizeProblems(
    firstLoad,
    new Map([
      ['index.js', 110],
      ['react.js', 90],
      ['index.css', 30],
      ['later.js', 500],
    ]),
  );
  const heavy = problems.some((problem) => problem.startsWith('first load: 230'))
    ? []
    : ['size did not add up the first load'];
  const chunk = problems.some((problem) => problem.startsWith('later.js')) ? [] : ['size did not catch a heavy chunk'];
  return [...heavy, ...chunk];
}

const root = mkdtempSync(join(tmpdir(), 'fabriscope-canary-'));
try {
  plant(root);
  const problems: string[] = [...judgeSizes()];
  const waiting = Object.keys(COMMANDS) as GuardName[];
  const worker = async (): Promise<void> => {
    for (let guard = waiting.shift(); guard !== undefined; guard = waiting.shift())
      problems.push(...(await judge(guard, root)));
  };
  await Promise.all([worker(), worker()]);
  const pathless = problems.map((problem) => problem.replaceAll(root, ''));
  rmSync(root, { recursive: true, force: true });
  reportAndExit(pathless, `${String(PLANTS.length + 2)} planted violations caught`);
} finally {
  rmSync(root, { recursive: true, force: true });
}
