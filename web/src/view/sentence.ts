/**
 * A sentence that is not yet in a language: the key of its text, the values to fill in, and words that are texts
 * themselves. `tell` puts it into the language of a translate function.
 */
import type { Dictionary, TextKey } from '../i18n/dictionary.ts';

export type FactTextKey = keyof Dictionary['facts'];

export interface Sentence {
  readonly key: `facts.${FactTextKey}`;
  readonly params: Readonly<Record<string, string | number>>;
  /** Parameters that are texts of their own, by parameter name. */
  readonly terms: Readonly<Record<string, TextKey>>;
}

export const sentence = (
  key: FactTextKey,
  params: Sentence['params'] = {},
  terms: Sentence['terms'] = {},
): Sentence => ({
  key: `facts.${key}`,
  params,
  terms,
});

/** The sentence in words. */
export function tell(
  translate: (key: TextKey, params: Sentence['params']) => string,
  { key, params, terms }: Sentence,
): string {
  const words = Object.entries(terms).map(([name, term]) => [name, translate(term, {})] as const);
  return translate(key, { ...params, ...Object.fromEntries(words) });
}
