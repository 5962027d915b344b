/**
 * Writes docs/parity.md (`npm run docs:parity`): which part of Fabric's source each module of the simulation stands for,
 * and everything it does in a simpler way, collected from the `@fabric` and `@simplified` tags of the module headers.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SIM_ORDER } from './guards/layers.ts';
import { sourceFiles } from './guards/source-files.ts';

const SIM = 'web/src/sim';

interface Header {
  readonly module: string;
  readonly fabric: readonly string[];
  readonly simplified: readonly string[];
}

/** Tags of the header comment; a tag runs over several lines, up to the next tag or an empty line. */
export function readHeader(module: string, text: string): Header {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? '';
  const blocks: { tag: string; words: string }[] = [];
  let open: { tag: string; words: string } | undefined;
  for (const line of comment.split('\n').map((raw) => raw.replace(/^\s*\*?\s?/, '').trim())) {
    const tag = /^@(\w+)\s*(.*)$/.exec(line);
    if (tag) {
      open = { tag: tag[1] ?? '', words: tag[2] ?? '' };
      blocks.push(open);
    } else if (line === '') open = undefined;
    else if (open) open.words += ` ${line}`;
  }
  const all = (tag: string): readonly string[] =>
    blocks.filter((block) => block.tag === tag).map((block) => block.words.trim());
  return { module, fabric: all('fabric'), simplified: all('simplified') };
}

const cell = (lines: readonly string[]): string => lines.join('<br>').replaceAll('|', '\\|');

function table(folder: string, headers: readonly Header[]): readonly string[] {
  const rows = headers.map(
    ({ module, fabric, simplified }) =>
      `| \`${module}\` | ${cell(fabric.map((path) => `\`${path}\``))} | ${cell(simplified)} |`,
  );
  return [`## ${folder}`, '', '| module | stands for (Fabric) | simplified |', '|---|---|---|', ...rows, ''];
}

/** The whole document for the sources below `root`; modules that name neither counterpart nor simplification are left out. */
export function parityDocument(root: string): string {
  const sections = SIM_ORDER.flat().flatMap((folder) => {
    const headers = sourceFiles(root, `${SIM}/${folder}`, ['.ts'])
      .filter((path) => !/\.(test|bench)\.ts$/.test(path))
      .map((path) => readHeader(path.slice(SIM.length + folder.length + 2), readFileSync(join(root, path), 'utf8')))
      .filter(({ fabric, simplified }) => fabric.length + simplified.length > 0);
    return headers.length === 0 ? [] : table(folder, headers);
  });
  const opening = [
    '# Parity with Hyperledger Fabric',
    '',
    'Made by `npm run docs:parity` from the module headers (`@fabric`, `@simplified`); do not edit. Paths are of Fabric 3.1.',
    '',
  ];
  return [...opening, ...sections].join('\n');
}

if (import.meta.filename === process.argv[1]) {
  const path = join(process.cwd(), 'docs/parity.md');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, parityDocument(process.cwd()));
}
