/**
 * Names of parameters where metadata has none: contracts in JavaScript only say how many there are, as `arg0`, `arg1` …
 */
import type { ContractFolder } from '../lab-types.ts';

/** @returns names in order, without the context; null when the source does not show them */
export function namesInSource(folder: ContractFolder, transaction: string): readonly string[] | null {
  const name = transaction.replace(/^.*:/, '');
  if (!/^\w+$/.test(name)) return null;
  const method = new RegExp(`(?:^|[\\s;{}])${name}\\s*\\(([^(){}]*)\\)\\s*\\{`);
  for (const [path, text] of Object.entries(folder)) {
    if (!/\.[cm]?js$/.test(path)) continue;
    const [, list] = method.exec(text) ?? [];
    if (list !== undefined)
      return list
        .split(',')
        .map((part) => part.replace(/=.*$/, '').trim())
        .filter((part) => part !== '')
        .slice(1);
  }
  return null;
}

/** What to call parameter `index`. */
export const shownName = (said: string, index: number, names: readonly string[] | null): string =>
  /^arg\d+$/.test(said) ? (names?.[index] ?? said) : said;
