/**
 * Finds the scenes that are built and loads one, with its words in one language, when it is opened.
 *
 * A scene is a folder: `scene.ts` exports `scene`, `ko.md` and `en.md` hold its words. Nothing is registered by hand.
 */
import { parseProse } from './prose.ts';
import type { Prose } from './prose.ts';
import type { Scene } from './scene.ts';

const SCENES = import.meta.glob<{ readonly scene: Scene }>('./*/scene.ts');
const PROSE = import.meta.glob<string>('./*/*.md', { query: '?raw', import: 'default' });

/** The code or the words of a scene did not come: no network, or the lab has been replaced by a newer one meanwhile. */
export class SceneNotFetched extends Error {
  override readonly name = 'SceneNotFetched';
}

/** @throws SceneNotFetched where `load` fails, whatever the browser says of it */
async function fetched<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new SceneNotFetched(String(error));
  }
}

/** Whether the scene can be opened; the rest of the course is still to come. */
export const isBuilt = (id: string): boolean => `./${id}/scene.ts` in SCENES;

/**
 * Words of a built scene.
 * @throws SceneNotFetched; any other error when the file is missing or does not follow the format, which the course check finds first
 */
export async function loadProse(id: string, language: 'ko' | 'en'): Promise<Prose> {
  const load = PROSE[`./${id}/${language}.md`];
  if (load === undefined) throw new Error(`scenes/${id}/${language}.md is missing`);
  const { prose, problems } = parseProse(await fetched(load));
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`scenes/${id}/${language}.md, line ${problem.line}: ${problem.text}`);
  return prose;
}

/** @throws SceneNotFetched; any other error where there is no such scene */
export async function loadScene(id: string): Promise<Scene> {
  const load = SCENES[`./${id}/scene.ts`];
  if (load === undefined) throw new Error(`scenes/${id}/scene.ts is missing`);
  return (await fetched(load)).scene;
}
