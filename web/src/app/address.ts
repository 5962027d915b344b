/**
 * The address of the page: `#/<scene>/<step>?lang=ko` for a place in the course, with `/in/peer/peer0.org1.example.com/…`
 * behind the step for the inside of something and `&dock=blocks` for another page of the dock than the time line
 * and `&look=channel&look=mychannel` for what is looked at; `#/<scene>/beside/<scene>/<picture>` for two scenes side by side, `#s=<moment>` for a
 * shared moment.
 * The part after `#` never leaves the browser.
 */
import { isLanguage } from '../i18n/language.ts';
import type { Language } from '../i18n/language.ts';
import { isDockTab } from '../panels/dock-tabs.ts';
import type { DockTab } from '../panels/dock-tabs.ts';

export type Address =
  | { readonly type: 'none'; readonly language: Language | null }
  | PlaceAddress
  | BesideAddress
  | { readonly type: 'moment'; readonly text: string };

export interface PlaceAddress {
  readonly type: 'place';
  readonly scene: string;
  readonly step: string | null;
  /** Segments behind `in`; view/place.ts reads them. */
  readonly inside: readonly string[];
  readonly language: Language | null;
  /** Absent where the address says nothing of it. */
  readonly dock?: DockTab;
  /** Words of what is looked at; view/look.ts reads them. Absent for nothing. */
  readonly look?: readonly string[];
}

export interface BesideAddress {
  readonly type: 'beside';
  /** On the left … */
  readonly scene: string;
  /** … and on the right. */
  readonly other: string;
  readonly picture: string | null;
  readonly language: Language | null;
}

/** Stand where the id of a step does; no step is called so. */
const BESIDE = 'beside';
const IN = 'in';

/** Reads `location.hash`. Whatever it holds, the answer is one of the four. */
export function parseAddress(hash: string): Address {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  if (text.startsWith('s=')) return { type: 'moment', text: text.slice(2).trim() };
  const [path = '', query = ''] = text.split('?', 2);
  const params = new URLSearchParams(query);
  const lang = params.get('lang');
  const tab = params.get('dock');
  const look = params.getAll('look');
  const shown = { ...(isDockTab(tab) && { dock: tab }), ...(look.length > 0 && { look }) };
  const language = isLanguage(lang) ? lang : null;
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  const [scene, step, other, picture] = parts;
  if (scene === undefined) return { type: 'none', language };
  if (step === BESIDE && other !== undefined)
    return { type: 'beside', scene, other, picture: picture ?? null, language };
  if (step === IN) return { type: 'place', scene, step: null, inside: parts.slice(2), language, ...shown };
  return { type: 'place', scene, step: step ?? null, inside: other === IN ? parts.slice(3) : [], language, ...shown };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const written = (parts: readonly (string | null)[], language: Language): string =>
  `#/${parts.flatMap((part) => (part === null ? [] : [encodeURIComponent(part)])).join('/')}?lang=${language}`;

interface Shown {
  readonly inside?: readonly string[];
  readonly dock?: DockTab;
  readonly look?: readonly string[];
}

const asked = (name: string, values: readonly string[]): string =>
  values.map((value) => `&${name}=${encodeURIComponent(value)}`).join('');

/** `inside`: segments as view/place.ts writes them; `look`: words as view/look.ts does. */
export const formatAddress = (
  scene: string,
  step: string | null,
  language: Language,
  { inside = [], dock = 'timeline', look = [] }: Shown = {},
): string =>
  [
    written([scene, step, ...(inside.length > 0 ? [IN, ...inside] : [])], language),
    asked('dock', dock === 'timeline' ? [] : [dock]),
    asked('look', look),
  ].join('');

export const formatBesideAddress = (
  { scene, other, picture }: Pick<BesideAddress, 'scene' | 'other' | 'picture'>,
  language: Language,
): string => written([scene, BESIDE, other, picture], language);

/** The page of the dock a shared moment was made with. */
export const dockOf = ({ dock }: { readonly dock?: string }): DockTab => (isDockTab(dock) ? dock : 'timeline');

/** What a shared moment says of it. */
export const dockIn = (dock: DockTab): { readonly dock?: DockTab } => (dock === 'timeline' ? {} : { dock });
