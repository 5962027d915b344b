/**
 * What was found in the place of something else, short enough for a sentence. Values come out of files and links: they
 * may be nested beyond all bounds, or have a `toString` that is no function.
 */

const LONGEST = 60;

export function shown(value: unknown): string {
  if (Array.isArray(value)) return '[…]';
  if (typeof value === 'object' && value !== null) return '{…}';
  const text = String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
