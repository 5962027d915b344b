/** Guard: the generated protobuf code is what the .proto files say (`npm run check:proto`). */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { reportAndExit } from './report.ts';

const GENERATED = 'web/src/sim/wire/gen';
const BIN = join(import.meta.dirname, '../../node_modules/.bin');

const filesBelow = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    : [];

/** Generates the code of `root` again, elsewhere, and names each file that is missing, left over or different. */
export function checkProto(root: string): readonly string[] {
  const elsewhere = mkdtempSync(join(tmpdir(), 'fabriscope-proto-'));
  try {
    const { status, stderr } = spawnSync(join(BIN, 'buf'), ['generate', '--output', elsewhere], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
      env: { ...process.env, PATH: `${BIN}${delimiter}${process.env['PATH'] ?? ''}` },
    });
    if (status !== 0) return [`buf generate failed: ${stderr}`];
    const fresh = filesBelow(join(elsewhere, GENERATED));
    if (fresh.length === 0) return ['buf generated nothing'];
    const committed = filesBelow(join(root, GENERATED));
    const leftOver = committed.filter((name) => !fresh.includes(name)).map((name) => `left over: ${name}`);
    const stale = fresh.flatMap((name) => {
      const path = join(root, GENERATED, name);
      if (!existsSync(path)) return [`missing: ${name}`];
      return readFileSync(path, 'utf8') === readFileSync(join(elsewhere, GENERATED, name), 'utf8')
        ? []
        : [`differs: ${name}`];
    });
    return [...leftOver, ...stale].map((problem) => `${problem} (run npm run build:proto)`);
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

if (import.meta.filename === process.argv[1])
  reportAndExit(checkProto(process.cwd()), 'The generated protobuf code is up to date');
