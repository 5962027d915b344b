/** The word of a message: by its label where there is a finer one, else by its kind. */
import type { TextKey } from '../i18n/dictionary.ts';
import type { Translate } from '../i18n/translate.ts';
import type { MessageKind } from './lab-types.ts';

export function messageWord(
  t: Translate,
  { kind, label }: { readonly kind: MessageKind; readonly label: string },
): string {
  const finer = `panels.message.${label}`;
  if (t.has(finer)) return t(finer);
  const key: TextKey = `panels.kind.${kind}`;
  return t(key);
}
