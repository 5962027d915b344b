/**
 * Guard: who imports whom (`npm run check:layers`). Also counts: the cruiser sees no module at all with a TypeScript it
 * does not know, and would then find nothing wrong with anything.
 */
import { cruise } from 'dependency-cruiser';
import { join, relative } from 'node:path';
import { isPlaced, layerRules } from './layers.ts';
import { reportAndExit } from './report.ts';
import { sourceFiles } from './source-files.ts';

export interface LayerReport {
  readonly modules: number;
  /** One line a violation, `rule: from → to`. */
  readonly problems: readonly string[];
}

/** Cruises web/src, tools and e2e below `root`, which must be the current folder. */
export async function checkLayers(root: string): Promise<LayerReport> {
  const files = ['web/src', 'tools', 'e2e'].flatMap((folder) => sourceFiles(root, folder, ['.ts', '.tsx']));
  const { output } = await cruise(
    [...files],
    {
      baseDir: root,
      ruleSet: { forbidden: layerRules() },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default', 'node'] },
    },
    { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  );
  if (typeof output === 'string') throw new Error(output);
  const seen = new Set(output.modules.map((module) => relative(root, join(root, module.source)).replaceAll('\\', '/')));
  const unseen = files.filter((file) => !seen.has(file)).map((file) => `not seen by the cruiser: ${file}`);
  const homeless = files
    .filter((file) => !isPlaced(file) && !file.endsWith('.d.ts'))
    .map((file) => `no known folder: ${file}`);
  const broken = output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  return { modules: files.length, problems: [...broken, ...homeless, ...unseen] };
}

if (import.meta.filename === process.argv[1]) {
  const { modules, problems } = await checkLayers(process.cwd());
  reportAndExit(problems, `${String(modules)} modules keep to their layers`);
}
