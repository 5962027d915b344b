/** The words of the page, and those of the open scene, in one language. */
import { loadTranslate } from '../i18n/translate.ts';
import type { Language } from '../i18n/language.ts';
import type { Translate } from '../i18n/translate.ts';
import { loadProse } from '../scenes/catalog.ts';
import type { Prose } from '../scenes/prose.ts';
import type { Scene } from '../scenes/scene.ts';

export interface LoadedWords {
  readonly translate: Translate;
  /** Of the scene; null where none is open. */
  readonly prose: Prose | null;
}

/** null when they could not be fetched. */
export async function loadWords(language: Language, scene: Scene | null): Promise<LoadedWords | null> {
  try {
    const [translate, prose] = await Promise.all([
      loadTranslate(language),
      scene === null ? null : loadProse(scene.id, language),
    ]);
    return { translate, prose };
  } catch {
    return null;
  }
}
