/**
 * CouchDB's refusals of a query, in its words.
 *
 * @fabric none: CouchDB's mango_error
 */
import { utf8 } from '../wire/bytes.ts';
import { entriesOf, isJsonList, isJsonObject, type Json } from './mango-compare.ts';

export interface MangoError {
  /** CouchDB's short name, e.g. `no_usable_index`. */
  readonly error: string;
  readonly status: number;
  readonly reason: string;
}

type Refused = { readonly ok: false; readonly error: MangoError };

export const mangoError = (error: string, reason: string, status = 400): Refused => ({
  ok: false,
  error: { error, status, reason },
});

/** A value as Erlang's `~w` prints it: strings as their bytes. */
export function erlangTerm(value: Json): string {
  if (typeof value === 'string') return `<<${utf8(value).join(',')}>>`;
  if (isJsonList(value)) return `[${value.map(erlangTerm).join(',')}]`;
  if (!isJsonObject(value)) return String(value);
  return `{[${entriesOf(value)
    .map(([field, inner]) => `{${erlangTerm(field)},${erlangTerm(inner)}}`)
    .join(',')}]}`;
}

export const badArgument = (operator: string, argument: Json): Refused =>
  mangoError('bad_arg', `Bad argument for operator ${operator}: ${erlangTerm(argument)}`);
