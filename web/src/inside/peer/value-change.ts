/** A value of the state database in few words: what of it has changed, when both are objects. */

export interface ValueChange {
  /** Name of a field; empty when the value as a whole is meant. */
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

type Json = Readonly<Record<string, unknown>>;

function objectIn(text: string | null): Json | null {
  if (text === null || !text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

const textOf = (value: unknown): string | null =>
  value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

/** null stands for nothing there: a key that is new or deleted. */
export function valueChanges(before: string | null, after: string | null): readonly ValueChange[] {
  const [old, next] = [objectIn(before), objectIn(after)];
  if (old === null || next === null) return [{ field: '', before, after }];
  return [...new Set([...Object.keys(old), ...Object.keys(next)])].flatMap((field) => {
    const [was, is] = [textOf(old[field]), textOf(next[field])];
    return was === is ? [] : [{ field, before: was, after: is }];
  });
}

/** An object by its fields, `owner: Tomoko · size: 5`; a field that only repeats the key is left out. Else the text itself. */
export function valueText(text: string, key: string): string {
  const fields = objectIn(text);
  if (fields === null) return text;
  return Object.entries(fields)
    .filter(([, value]) => value !== key)
    .map(([field, value]) => `${field}: ${textOf(value) ?? ''}`)
    .join(' · ');
}

/** `(6, 0)`: block and transaction, as a version is spoken of. */
export const versionText = (version: string): string => `(${version.replace('.', ', ')})`;
