/** Looking a text up and filling it: what `t()` is. */
import type { Dictionary, TextKey } from './dictionary.ts';
import { format } from './format.ts';
import type { TextParams } from './format.ts';
import type { Language } from './language.ts';

export interface Translate {
  /** The text of `key` with `params` filled in. */
  (key: TextKey, params?: TextParams): string;
  /** Whether there is such a text; for keys made at run time (a refusal's code, a command's parameter). */
  readonly has: (key: string) => key is TextKey;
  readonly language: Language;
}

function lookUp(dictionary: Dictionary, key: string): string | undefined {
  const dot = key.indexOf('.');
  const area = (dictionary as Readonly<Record<string, Readonly<Record<string, string>>>>)[key.slice(0, dot)];
  const name = key.slice(dot + 1);
  return area !== undefined && Object.hasOwn(area, name) ? area[name] : undefined;
}

export function makeTranslate(language: Language, dictionary: Dictionary): Translate {
  const translate = (key: TextKey, params: TextParams = {}): string => format(lookUp(dictionary, key) ?? key, params);
  return Object.assign(translate, {
    has: (key: string): key is TextKey => lookUp(dictionary, key) !== undefined,
    language,
  });
}

/** One lazy chunk a language. */
export async function loadTranslate(language: Language): Promise<Translate> {
  const { dictionary } = language === 'ko' ? await import('./ko/dictionary.ts') : await import('./en/dictionary.ts');
  return makeTranslate(language, dictionary);
}
