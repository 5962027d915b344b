/** The fields of a call: what the schema of a parameter asks for, what is wrong with a value, and the argument it makes. */

type Schema = Readonly<Record<string, unknown>>;

export type FieldKind = 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'json';
export type FieldFlaw = 'notNumber' | 'notInteger' | 'notJson' | 'notArray' | 'notObject';

/** What the field of a schema is; a parameter that says nothing of itself is text, as on the wire. */
export function fieldKind(schema: Schema): FieldKind {
  if (choicesOf(schema).length > 0) return 'choice';
  switch (schema['type']) {
    case 'number':
    case 'integer':
    case 'boolean':
      return schema['type'];
    case 'object':
    case 'array':
      return 'json';
    default:
      return schema['properties'] === undefined ? 'text' : 'json';
  }
}

export function choicesOf(schema: Schema): readonly string[] {
  const listed: unknown = schema['enum'];
  return Array.isArray(listed) ? listed.map(String) : [];
}

/** What an empty field begins with. */
export function startOf(schema: Schema): string {
  const kind = fieldKind(schema);
  if (kind === 'boolean') return 'true';
  if (kind === 'choice') return choicesOf(schema)[0] ?? '';
  if (kind !== 'json') return '';
  return schema['type'] === 'array' ? '[]' : JSON.stringify(skeletonOf(schema), null, 2);
}

/** An object with the properties it needs, each with the emptiest value of its type. */
function skeletonOf(schema: Schema): Schema {
  const properties = schema['properties'];
  if (typeof properties !== 'object' || properties === null) return {};
  const empty: Schema = { string: '', number: 0, integer: 0, boolean: false, array: [], object: {} };
  return Object.fromEntries(
    Object.entries(properties as Readonly<Record<string, Schema>>).map(([name, { type }]) => [
      name,
      empty[String(type)] ?? '',
    ]),
  );
}

/** What is wrong with `text` as a value of the schema; null when nothing is. The contract judges the rest. */
export function flawOf(schema: Schema, text: string): FieldFlaw | null {
  switch (fieldKind(schema)) {
    case 'number':
      return isNumber(text) ? null : 'notNumber';
    case 'integer':
      return isNumber(text) && Number.isInteger(Number(text)) ? null : 'notInteger';
    case 'json':
      return jsonFlaw(schema, text);
    default:
      return null;
  }
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

function jsonFlaw(schema: Schema, text: string): FieldFlaw | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'notJson';
  }
  if (schema['type'] === 'array') return Array.isArray(value) ? null : 'notArray';
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? null : 'notObject';
}

/** The argument as it travels: text, JSON without the learner's line breaks. */
export function argumentOf(schema: Schema, text: string): string {
  const kind = fieldKind(schema);
  if (kind === 'number' || kind === 'integer') return text.trim();
  return kind === 'json' ? JSON.stringify(JSON.parse(text)) : text;
}

/** `name=value`, one a line; a line without `=` is a name with an empty value. */
export function transientOf(text: string): Readonly<Record<string, string>> {
  const given = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    given.map((line) => {
      const equals = line.indexOf('=');
      return equals === -1 ? [line.trim(), ''] : [line.slice(0, equals).trim(), line.slice(equals + 1)];
    }),
  );
}

/** An answer as it is best read: JSON over several lines, anything else as it came. */
export function readable(payload: string): string {
  if (!/^\s*[[{]/.test(payload)) return payload;
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
