/** A refusal as a sentence. */
import type { Translate } from './translate.ts';

/** As the simulation and what reads files and links give it. */
export interface Refused {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** A place in what was refused; empty or left out where there is none to name. */
  readonly where?: string;
}

export function refusalText(t: Translate, { code, params, where = '' }: Refused): string {
  const key = `errors.${code}`;
  const { scene } = params;
  const titleKey = `lesson.scene.${scene ?? ''}`;
  const title = t.has(titleKey) ? t(titleKey) : (scene ?? '');
  if (t.has(key)) return t(key, { title, where, ...params });
  return where === '' ? t('errors.unknown', { code }) : t('errors.unknownAt', { code, where });
}
