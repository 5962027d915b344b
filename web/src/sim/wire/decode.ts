/**
 * Reading protobuf that someone else wrote: malformed bytes are an outcome of the protocol, not an exception.
 *
 * @fabric protoutil/unmarshalers.go
 * @simplified A field with the wrong wire type is an error or is misread here; Go keeps it as an unknown field. The
 * second half of Go's parse errors (its position in the input) is left out. Messages may nest 100 deep; Go's 10,000.
 */
import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf';
import type { Result } from '../kernel/result.ts';

/** What reading gives: the message, or the text real Fabric logs or answers with. */
export type Decoded<T> = Result<T, string>;

export const decoded = <T>(value: T): Decoded<T> => ({ ok: true, value });

export const undecodable = (text: string): { readonly ok: false; readonly error: string } => ({
  ok: false,
  error: text,
});

/** Reads `bytes` as the message `schema` describes; never throws. The error text names the message as Fabric does. */
export function decode<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array): Decoded<MessageShape<Desc>> {
  try {
    return decoded(fromBinary(schema, bytes));
  } catch {
    return undecodable(`error unmarshalling ${schema.name}: proto: cannot parse invalid wire-format data`);
  }
}
