/** A refusal as a sentence. */
import type { Translate } from '../i18n/translate.ts';
import type { Refusal } from '../link/react/lab-context.tsx';

export function refusalText(t: Translate, { code, params, where }: Refusal): string {
  const key = `errors.${code}`;
  const { scene } = params;
  const titleKey = `lesson.scene.${scene ?? ''}`;
  const title = t.has(titleKey) ? t(titleKey) : (scene ?? '');
  if (t.has(key)) return t(key, { title, where, ...params });
  return where === '' ? t('errors.unknown', { code }) : t('errors.unknownAt', { code, where });
}
