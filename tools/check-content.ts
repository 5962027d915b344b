/**
 * Guard: the course holds together (`npm run check:content`). Words and data of every scene are compared, and every scene
 * is gone through on the real simulation. Scenes named as arguments are checked alone.
 */
import { createHost } from '../web/src/sim/worker/host.ts';
import { besideProblems } from './content/check-beside.ts';
import { dataProblems } from './content/check-data.ts';
import { wordProblems } from './content/check-words.ts';
import { runProblems } from './content/run-scene.ts';
import { readSceneFolders } from './content/scene-folder.ts';
import type { ContentProblem } from './content/scene-folder.ts';
import { loadSimulationParts } from './node-lab.ts';

const wanted = process.argv.slice(2);
const { folders, problems: onDisk } = await readSceneFolders(process.cwd());
const chosen = folders.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
const problems: ContentProblem[] = [...onDisk];
const known = (id: string): boolean =>
  folders.some((folder) => folder.id === id) || onDisk.some(({ where }) => where.includes(`/${id}/`));
for (const id of wanted) if (!known(id)) problems.push({ where: id, what: 'is no scene' });

const built = new Map(folders.map(({ id, scene }) => [id, scene]));
const parts = await loadSimulationParts();
for (const folder of chosen) {
  const { id, path, scene } = folder;
  const said = [
    ...dataProblems(id, scene),
    ...besideProblems(scene, built),
    ...(await runProblems(scene, createHost(parts))),
  ];
  problems.push(...said.map((what) => ({ where: `${path}/scene.ts`, what })), ...wordProblems(folder));
}

for (const { where, what } of problems) console.log(`${where}: ${what}`);
console.log(`${chosen.length} scenes, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
