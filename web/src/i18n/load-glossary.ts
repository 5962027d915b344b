/** Fetches the words of the glossary in one language: too much for a dictionary that every visitor loads. */
import type { glossary } from './ko/glossary.ts';
import type { Language } from './language.ts';

export type TermId = keyof typeof glossary;

/** A term with its gloss, `보증(endorsement)`, and what it is in a sentence or two. */
export interface TermWords {
  readonly term: string;
  readonly text: string;
}

export type Glossary = Readonly<Record<TermId, TermWords>>;

/** One lazy chunk a language. */
export const loadGlossary = async (language: Language): Promise<Glossary> =>
  (language === 'ko' ? await import('./ko/glossary.ts') : await import('./en/glossary.ts')).glossary;
