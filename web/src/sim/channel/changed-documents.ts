/**
 * For tests: documents as hasty people leave them, with one thing deleted, replaced, doubled or renamed.
 */

type Tree = Record<string, unknown>;

const REPLACEMENTS: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  Number.NaN,
  '',
  ' ',
  '../..',
  '__proto__',
  '2 apples',
  'OR(',
  [],
  {},
  [null],
  { a: { b: [] } },
];

interface Place {
  readonly parent: Tree;
  readonly key: string;
}

function placesIn(value: unknown, seen: Set<unknown>): readonly Place[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  const parent = value as Tree;
  return Object.keys(parent).flatMap((key) => [{ parent, key }, ...placesIn(parent[key], seen)]);
}

/** `document` itself, changed in the place and in the way `seed` says; what is aliased changes everywhere. */
export function changedDocument(document: unknown, seed: number): unknown {
  const places = placesIn(document, new Set());
  const place = places[seed % Math.max(1, places.length)];
  if (!place) return document;
  const { parent, key } = place;
  const way = Math.floor(seed / places.length) % (REPLACEMENTS.length + 3);
  const value = parent[key];
  if (way < REPLACEMENTS.length) parent[key] = REPLACEMENTS[way];
  else if (Array.isArray(parent)) {
    if (way === REPLACEMENTS.length) parent.splice(Number(key), 1);
    else parent.push(value);
  } else {
    if (way !== REPLACEMENTS.length + 1) Reflect.deleteProperty(parent, key);
    if (way > REPLACEMENTS.length) parent[way % 2 === 0 ? key.toUpperCase() : `${key}s`] = value;
  }
  return document;
}
