/** Guard: what the built page weighs (`npm run check:size`), by the gzip sizes of dist/; run after `npm run build`. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { reportAndExit } from './report.ts';

/** Kilobytes (1000 bytes) after gzip of everything the browser must have before the page shows. */
const FIRST_LOAD = 200;

/** Budgets for single files, first match counts. A new heavy dependency has to be named here, or loaded in pieces. */
const BUDGETS: readonly (readonly [pattern: RegExp, kilobytes: number])[] = [
  [/\.wasm$/, 250],
  [/guest.*\.js$/, 125],
  [/(typescript|tsc|transpile).*\.js$/, 1_400],
  // The simulator itself: peers, CA, and three ordering services. It loads beside the page and is needed as a whole.
  [/(worker|host).*\.js$/, 320],
  [/(codemirror|editor|terminal|xterm).*\.js$/i, 220],
  [/\.woff2$/, 200],
  [/\.css$/, 40],
  [/\.js$/, 120],
];

interface ManifestEntry {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}
type Manifest = Readonly<Record<string, ManifestEntry>>;

/** Files of the entries and all they import statically, styles included. */
export function firstLoadFiles(manifest: Manifest): readonly string[] {
  const files = new Set<string>();
  const visited = new Set<string>();
  const visit = (key: string): void => {
    const entry = manifest[key];
    if (!entry || visited.has(key)) return;
    visited.add(key);
    for (const file of [entry.file, ...(entry.css ?? [])]) files.add(file);
    entry.imports?.forEach(visit);
  };
  for (const [key, entry] of Object.entries(manifest)) if (entry.isEntry) visit(key);
  return [...files];
}

/** Everything over its budget; `sizes` are kilobytes after gzip by path in dist/. */
export function sizeProblems(firstLoad: readonly string[], sizes: ReadonlyMap<string, number>): readonly string[] {
  const sum = firstLoad.reduce((total, file) => total + (sizes.get(file) ?? 0), 0);
  const heavy = sum > FIRST_LOAD ? [`first load: ${sum.toFixed(1)} kB, budget ${String(FIRST_LOAD)} kB`] : [];
  const chunks = [...sizes].flatMap(([file, size]) => {
    const budget = BUDGETS.find(([pattern]) => pattern.test(file))?.[1];
    return budget !== undefined && size > budget ? [`${file}: ${size.toFixed(1)} kB, budget ${String(budget)} kB`] : [];
  });
  return [...heavy, ...chunks];
}

function checkSize(dist: string): never {
  const manifestPath = join(dist, '.vite/manifest.json');
  if (!existsSync(manifestPath)) return reportAndExit(['dist/ has not been built (npm run build)'], '');
  const names = readdirSync(dist, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  const weighed = names.filter(
    (name) => /\.(html|js|css|wasm|woff2|json|svg)$/.test(name) && !name.startsWith('.vite/'),
  );
  const sizes = new Map(weighed.map((name) => [name, gzipSync(readFileSync(join(dist, name))).length / 1000]));
  const firstLoad = ['index.html', ...firstLoadFiles(JSON.parse(readFileSync(manifestPath, 'utf8')) as Manifest)];
  const heaviest = [...sizes].sort((a, b) => b[1] - a[1]).slice(0, 12);
  for (const [name, size] of heaviest)
    console.log(`${size.toFixed(1).padStart(8)} kB  ${name}${firstLoad.includes(name) ? '  (first load)' : ''}`);
  const sum = firstLoad.reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
  return reportAndExit(
    sizeProblems(firstLoad, sizes),
    `First load ${sum.toFixed(1)} kB of ${String(FIRST_LOAD)} kB (gzip)`,
  );
}

if (import.meta.filename === process.argv[1]) checkSize(join(process.cwd(), 'dist'));
