/**
 * Makes the Korean font the page is set in (`npm run build:fonts`): Pretendard, cut down to the characters our own texts
 * use, so that the first screen needs one small file; and, for what a learner types, the whole font in slices by
 * `unicode-range`, of which the browser fetches a slice only when a character of it appears. A bare machine has no
 * Korean font at all, so none of this may be left to the system.
 *
 * Writes web/src/ui/fonts/gen/ (not committed) and does nothing when that is up to date.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { sourceFiles } from './guards/source-files.ts';

const FAMILY = 'Lab Sans';
const TYPED_FAMILY = 'Lab Sans Typed';
/** The weights the design uses; the variable font is narrowed to this span. */
const WEIGHTS = { min: 400, max: 700 };
/** Rewritten outputs when this file changes in a way that matters. */
const RECIPE = 1;

const SYMBOLS =
  '←↑→↓↔↕⇒⇐⇄↩↪↺↻⟲✓✔✗✘★☆▶◀▲▼▸◂▹◃●○◆◇■□▪▫◉◎⬡⬢·…“”‘’«»‖–—−×÷±≤≥≠≈∞½¼¾²³°µ§¶†‡•‣※〈〉《》「」『』【】、。・₩⌘⌥⇧⌃⏎⌫⏸⏯⏭⏮①②③④⑤⑥⑦⑧⑨';
/** A rule for josa may produce these although no text contains them as they stand. */
const PARTICLES = '\uc740\ub294\uc774\uac00\uc744\ub97c\uacfc\uc640\uc73c\ub85c\ub791\uc544\uc57c\uc5ec';

const printableAscii = Array.from({ length: 95 }, (_, index) => String.fromCodePoint(0x20 + index)).join('');

/** All characters of our own texts below `root`, once each, sorted by code point. */
function charactersUsed(root: string): readonly string[] {
  const sources = sourceFiles(root, 'web/src', ['.ts', '.tsx', '.md', '.css']).filter(
    (path) => !/\.(test|bench)\./.test(path),
  );
  const texts = sources.map((path) => readFileSync(join(root, path), 'utf8'));
  const all = new Set([printableAscii, SYMBOLS, PARTICLES, ...texts].join('').normalize('NFC'));
  return [...all]
    .filter((character) => character >= ' ')
    .sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
}

interface Slice {
  readonly file: string;
  /** As CSS writes it. */
  readonly range: string;
}

/** The slices Pretendard is published in. */
function slices(styleSheet: string): readonly Slice[] {
  const faces = styleSheet.matchAll(/url\(\.\/woff2-dynamic-subset\/([\w.]+)\)[^;]*;\s*unicode-range:\s*([^;]+);/g);
  return [...faces].map(([, file = '', range = '']) => ({ file, range: range.trim() }));
}

function codePoints(range: string): readonly number[] {
  return range.split(',').flatMap((part) => {
    const [from = '', to = from] = part.trim().slice(2).split('-');
    const first = Number.parseInt(from, 16);
    return Array.from({ length: Number.parseInt(to, 16) - first + 1 }, (_, index) => first + index);
  });
}

/** `U+20-7e, U+b7` for sorted code points. */
export function unicodeRange(points: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const point of points) {
    const last = runs.at(-1);
    if (last?.[1] === point - 1) last[1] = point;
    else runs.push([point, point]);
  }
  return runs
    .map(([from, to]) => (from === to ? `U+${from.toString(16)}` : `U+${from.toString(16)}-${to.toString(16)}`))
    .join(', ');
}

const face = (family: string, file: string, range: string): string =>
  `@font-face {\n  font-family: '${family}';\n  font-style: normal;\n  font-display: swap;\n  font-weight: ${String(WEIGHTS.min)} ${String(WEIGHTS.max)};\n  src: url('./${file}') format('woff2');\n  unicode-range: ${range};\n}\n`;

async function build(root: string): Promise<string> {
  const published = join(root, 'node_modules/pretendard/dist/web/variable');
  const out = join(root, 'web/src/ui/fonts/gen');
  const styleSheet = readFileSync(join(published, 'pretendardvariable-dynamic-subset.css'), 'utf8');
  const characters = charactersUsed(root);
  const recipe = createHash('sha256')
    .update([String(RECIPE), styleSheet, characters.join('')].join('\0'))
    .digest('hex');
  const stamp = join(out, 'recipe.txt');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === recipe) return 'The fonts are up to date';

  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const parts = slices(styleSheet);
  if (parts.length < 50)
    throw new Error(`Pretendard's style sheet has changed its form: ${String(parts.length)} slices found`);
  const drawn = new Set(parts.flatMap((part) => codePoints(part.range)));
  const covered = characters.filter((character) => drawn.has(character.codePointAt(0) ?? 0));
  const font = await subsetFont(readFileSync(join(published, 'woff2/PretendardVariable.woff2')), covered.join(''), {
    targetFormat: 'woff2',
    variationAxes: { wght: WEIGHTS },
    keepFeatures: ['kern', 'liga', 'calt', 'ccmp', 'locl', 'mark', 'tnum', 'case'],
    noHinting: true,
  });
  writeFileSync(join(out, 'lab.woff2'), font);
  writeFileSync(
    join(out, 'lab.css'),
    face(FAMILY, 'lab.woff2', unicodeRange(covered.map((character) => character.codePointAt(0) ?? 0))),
  );
  for (const part of parts) copyFileSync(join(published, 'woff2-dynamic-subset', part.file), join(out, part.file));
  writeFileSync(join(out, 'typed.css'), parts.map((part) => face(TYPED_FAMILY, part.file, part.range)).join(''));
  // Last: a build that broke off must not look finished.
  writeFileSync(stamp, recipe);
  const missing = characters.filter((character) => !drawn.has(character.codePointAt(0) ?? 0)).join('');
  return `Fonts built: ${String(covered.length)} characters, ${String(Math.round(font.length / 1000))} kB; left to the system: ${missing}`;
}

if (import.meta.filename === process.argv[1]) console.log(await build(process.cwd()));
