/** A scene as it lies on disk: its data and its words, read without Vite. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Scene } from '../../web/src/scenes/scene.ts';

export type Language = 'ko' | 'en';
export const LANGUAGES: readonly Language[] = ['ko', 'en'];

/** What is wrong, and in which file (with `:line` where there is one). */
export interface ContentProblem {
  readonly where: string;
  readonly what: string;
}

export interface SceneFolder {
  readonly id: string;
  /** Path from the root of the repository. */
  readonly path: string;
  readonly scene: Scene;
  readonly texts: Readonly<Record<Language, string>>;
}

const SCENES = 'web/src/scenes';
const FILES: readonly string[] = ['scene.ts', 'ko.md', 'en.md'];
/** What `scene.ts` is put together from, where a scene is long. */
const isPart = (file: string): boolean => /^[a-z-]+\.ts$/.test(file);

/** All scene folders below `root`, in alphabetical order; a folder that lacks a file is a problem and is left out. */
export async function readSceneFolders(
  root: string,
): Promise<{ readonly folders: readonly SceneFolder[]; readonly problems: readonly ContentProblem[] }> {
  const folders: SceneFolder[] = [];
  const problems: ContentProblem[] = [];
  const names = readdirSync(join(root, SCENES), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  for (const id of names) {
    const path = `${SCENES}/${id}`;
    const missing = FILES.filter((file) => !existsSync(join(root, path, file)));
    for (const entry of readdirSync(join(root, path)))
      if (!FILES.includes(entry) && !isPart(entry))
        problems.push({ where: `${path}/${entry}`, what: 'belongs to no scene' });
    for (const file of missing) problems.push({ where: `${path}/${file}`, what: 'is missing' });
    if (missing.length > 0) continue;
    const loaded = (await import(pathToFileURL(join(root, path, 'scene.ts')).href)) as { readonly scene?: Scene };
    if (!loaded.scene) {
      problems.push({ where: `${path}/scene.ts`, what: 'does not export "scene"' });
      continue;
    }
    const read = (language: Language): string => readFileSync(join(root, path, `${language}.md`), 'utf8');
    folders.push({ id, path, scene: loaded.scene, texts: { ko: read('ko'), en: read('en') } });
  }
  return { folders, problems };
}
