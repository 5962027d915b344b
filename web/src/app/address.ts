/**
 * The address of the page: `#/<scene>/<step>?lang=ko` for a place in the course, `#s=<moment>` for a shared moment.
 * The part after `#` never leaves the browser.
 */
import { isLanguage } from '../i18n/language.ts';
import type { Language } from '../i18n/language.ts';

export type Address =
  | { readonly type: 'none'; readonly language: Language | null }
  | { readonly type: 'place'; readonly scene: string; readonly step: string | null; readonly language: Language | null }
  | { readonly type: 'moment'; readonly text: string };

/** Reads `location.hash`. Whatever it holds, the answer is one of the three. */
export function parseAddress(hash: string): Address {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  if (text.startsWith('s=')) return { type: 'moment', text: text.slice(2).trim() };
  const [path = '', query = ''] = text.split('?', 2);
  const lang = new URLSearchParams(query).get('lang');
  const language = isLanguage(lang) ? lang : null;
  const [scene, step] = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  if (scene === undefined) return { type: 'none', language };
  return { type: 'place', scene, step: step ?? null, language };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const formatAddress = (scene: string, step: string | null, language: Language): string =>
  `#/${encodeURIComponent(scene)}${step === null ? '' : `/${encodeURIComponent(step)}`}?lang=${language}`;
