/** Terms of the glossary found by what a learner types, in either language. Pure. */
import { matchesTyped } from '../../i18n/hangul.ts';
import type { Glossary, TermId } from '../../i18n/load-glossary.ts';

const MOST_TERMS = 6;

export interface FoundTerm {
  readonly id: TermId;
  readonly term: string;
  readonly text: string;
}

export interface Words {
  /** In the language of the page, and in the other: either finds it. */
  readonly own: Glossary;
  readonly other: Glossary;
}

/** How well a name fits what was typed: it is it, begins with it, has it; 0: not at all. */
function fitOf(name: string, query: string): number {
  const [plain, wanted] = [name.toLowerCase(), query.trim().toLowerCase()];
  // A Korean term with its gloss in brackets is found by either of its names.
  const names = plain.split(/[()]/).map((part) => part.trim());
  if (names.includes(wanted)) return 3;
  if (names.some((one) => one.startsWith(wanted))) return 2;
  return matchesTyped(name, query) ? 1 : 0;
}

/** The best of them, of equals the shorter name, told in the language of the page. */
export function bestTerms({ own, other }: Words, query: string): readonly FoundTerm[] {
  if (query.trim() === '') return [];
  return (Object.keys(own) as TermId[])
    .map((id) => ({ id, ...own[id], fit: Math.max(fitOf(own[id].term, query), fitOf(other[id].term, query)) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit || a.term.length - b.term.length)
    .slice(0, MOST_TERMS)
    .map(({ id, term, text }) => ({ id, term, text }));
}
