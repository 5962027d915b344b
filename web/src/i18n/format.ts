/**
 * Fills the placeholders of a text.
 *
 * - `{name}`: the parameter as it is; numbers with thousands separators.
 * - `{name|을를}`: the parameter with the Korean particle that fits it.
 * - `{count|one:block,other:blocks}`: the English word that fits the number (the number itself is not written).
 */
import { particleAfter, particlePair } from './particles.ts';

export type TextParams = Readonly<Record<string, string | number>>;

const PLACEHOLDER = /\{([A-Za-z][A-Za-z0-9]*)(?:\|([^{}]+))?\}/g;

/** Names of the parameters a text needs, sorted, each once. */
export function placeholdersOf(text: string): readonly string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(PLACEHOLDER)) if (match[1] !== undefined) names.add(match[1]);
  return [...names].sort();
}

function shown(value: string | number): string {
  if (typeof value === 'string' || !Number.isFinite(value)) return String(value);
  const [whole = '', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function plural(value: string | number, forms: string): string | null {
  const choices = new Map(forms.split(',').map((form) => form.split(':', 2) as [string, string]));
  const other = choices.get('other');
  if (other === undefined) return null;
  return Number(value) === 1 ? (choices.get('one') ?? other) : other;
}

/** An unknown parameter stays visible as `{name}`: a blank would hide the defect. */
export function format(text: string, params: TextParams): string {
  return text.replace(PLACEHOLDER, (whole, name: string, rule: string | undefined) => {
    const value = params[name];
    if (value === undefined) return whole;
    if (rule === undefined) return shown(value);
    const pair = particlePair(rule);
    if (pair !== null) return shown(value) + particleAfter(String(value), pair);
    return plural(value, rule) ?? whole;
  });
}
