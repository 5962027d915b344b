/** The scene that follows another in the course. */
import { isBuilt } from '../scenes/catalog.ts';
import { COURSE } from '../scenes/course.ts';
import type { SceneId } from '../scenes/course.ts';

/** The next one that is built; null after the last. */
export function sceneAfter(id: string): SceneId | null {
  const all: readonly SceneId[] = COURSE.flatMap(({ scenes }) => [...scenes]);
  const later = all.slice(all.findIndex((candidate) => candidate === id) + 1);
  return later.find(isBuilt) ?? null;
}
