/** The two languages of the lab, which are equals, and how one is chosen when nobody has said. */
export const LANGUAGES = ['ko', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (value: unknown): value is Language => value === 'ko' || value === 'en';

/** The first of `preferred` (as in `navigator.languages`) that we speak; English for the rest of the world. */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0];
    if (isLanguage(primary)) return primary;
  }
  return 'en';
}
