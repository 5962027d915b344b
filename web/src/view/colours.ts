/** Colours for pictures that no style sheet reaches: what `color-mix` does, on hexadecimal colours. */

/** The colour of a token of the theme (`org1-t`), as hexadecimal. */
export type Colours = (token: string) => string;

function channels(colour: string): readonly number[] | null {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1];
  if (digits === undefined) return null;
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  return [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
}

/** `share` of `a`, the rest of `b`; `a` itself where one of the two is no hexadecimal colour. */
export function mixed(a: string, share: number, b: string): string {
  const [first, second] = [channels(a), channels(b)];
  if (first === null || second === null) return a;
  const parts = first.map((value, index) => Math.round(value * share + (second[index] ?? 0) * (1 - share)));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Name of an organisation's colour; the sixth begins again with the first's. */
export const orgToken = (orgIndex: number): string =>
  orgIndex === 0 ? 'orderer' : `org${String(((orgIndex - 1) % 5) + 1)}`;
