/**
 * A protobuf message as Go prints the struct generated for it: fields in the order they are declared under the names of
 * the .proto, empty ones left out, bytes in base64, and what is chosen of a oneof inside an object of its own.
 *
 * @fabric internal/peer/lifecycle/chaincode (printResponseAsJSON), encoding/json
 */
import type { DescField, DescMessage, DescOneof, Message } from '@bufbuild/protobuf';
import { compareUtf8 } from '../kernel/sorted-map.ts';
import { base64 } from '../wire/bytes.ts';

type Fields = Readonly<Record<string, unknown>>;

/** With tabs, as `--output json` prints it. */
export const goJson = (schema: DescMessage, message: Message): string =>
  JSON.stringify(structOf(schema, message), null, '\t').replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function structOf(schema: DescMessage, message: Message): object {
  const fields = message as unknown as Fields;
  const entries = schema.members.flatMap((member): (readonly [string, unknown])[] =>
    member.kind === 'oneof' ? [[goName(member.name), chosenOf(member, fields)]] : fieldOf(member, fields),
  );
  return Object.fromEntries(entries);
}

function fieldOf(field: DescField, fields: Fields): (readonly [string, unknown])[] {
  const value = fields[field.localName];
  const printed = valueOf(field, value);
  return isEmpty(value) ? [] : [[field.name, printed]];
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  value === 0 ||
  value === 0n ||
  value === false ||
  ((Array.isArray(value) || value instanceof Uint8Array) && value.length === 0) ||
  (isPlain(value) && Object.keys(value).length === 0);

/** A map, which unlike a message has no name of a type. */
const isPlain = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && !('$typeName' in value);

/** null where nothing is chosen; the name inside is that of a Go field, not of the .proto. */
function chosenOf(oneof: DescOneof, fields: Fields): object | null {
  const chosen = fields[oneof.localName] as { readonly case?: string; readonly value?: unknown } | undefined;
  const field = oneof.fields.find(({ localName }) => localName === chosen?.case);
  return field ? { [goName(field.name)]: valueOf(field, chosen?.value) } : null;
}

const goName = (name: string): string =>
  name.replace(/(?:^|_)([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase());

function valueOf(field: DescField, value: unknown): unknown {
  if (field.fieldKind === 'list' && Array.isArray(value)) return value.map((item) => single(field.message, item));
  if (field.fieldKind === 'map' && isPlain(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => compareUtf8(a, b));
    return Object.fromEntries(entries.map(([key, item]) => [key, single(field.message, item)]));
  }
  return single(field.message, value);
}

function single(schema: DescMessage | undefined, value: unknown): unknown {
  if (value instanceof Uint8Array) return base64(value);
  if (typeof value === 'bigint') return Number(value);
  return schema && typeof value === 'object' && value !== null ? structOf(schema, value as Message) : value;
}
