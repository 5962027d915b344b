/**
 * How `_lifecycle` keeps a structure in the ledger: one key for its type and the names of its fields, one key for each
 * field. Writing it again touches only the fields that changed, so that transactions conflict over what they change.
 *
 * Other organisations can tell by the hashes whether a structure in a collection of theirs equals one they know.
 *
 * @fabric core/chaincode/lifecycle/serializer.go
 */
import { create, type DescMessage, type MessageShape, toBinary } from '@bufbuild/protobuf';
import { sha256 } from '../../crypto/sha256.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { EMPTY, equalBytes } from '../../wire/bytes.ts';
import { decode } from '../../wire/decode.ts';
import {
  type StateData,
  StateDataSchema,
  type StateMetadata,
  StateMetadataSchema,
} from '../../wire/gen/peer/lifecycle/lifecycle_pb.ts';
import type { OpaqueState, RangeableState, ReadableState, WritableState } from './lifecycle-state.ts';

/** What kind of thing is kept: definitions and approvals, or where an organisation has the package. */
export type StructureSpace = 'namespaces' | 'chaincode-sources';

export interface Structure {
  readonly datatype: string;
  readonly fields: readonly StructureField[];
}

export interface StructureField {
  readonly name: string;
  /** A serialized `lifecycle.StateData`. */
  readonly data: Uint8Array;
}

const stateData = (Type: StateData['Type']): Uint8Array => toBinary(StateDataSchema, create(StateDataSchema, { Type }));

export const int64Field = (name: string, value: number): StructureField => ({
  name,
  data: stateData({ case: 'Int64', value: BigInt(value) }),
});
export const stringField = (name: string, value: string): StructureField => ({
  name,
  data: stateData({ case: 'String', value }),
});
export const messageField = <Desc extends DescMessage>(
  name: string,
  schema: Desc,
  message: MessageShape<Desc>,
): StructureField => ({ name, data: stateData({ case: 'Bytes', value: toBinary(schema, message) }) });

const METADATA = 'metadata';
const FIELDS = 'fields';

export const metadataKey = (space: StructureSpace, name: string): string => `${space}/${METADATA}/${name}`;

export const fieldKey = (space: StructureSpace, name: string, field: string): string =>
  `${space}/${FIELDS}/${name}/${field}`;

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** The result with `text` before its error, as Fabric's errors pile up. */
export const withMessage = <T>(text: string, result: Result<T, string>): Result<T, string> =>
  result.ok ? result : failed(`${text}: ${result.error}`);

const metadataBytes = ({ datatype, fields }: Structure): Uint8Array =>
  toBinary(StateMetadataSchema, create(StateMetadataSchema, { datatype, fields: fields.map(({ name }) => name) }));

/** Go's words for bytes that are no message. */
export const UNREADABLE = 'proto: cannot parse invalid wire-format data';

/** Type and fields of the structure kept under `name`; undefined when there is none. */
export function readMetadata(
  space: StructureSpace,
  name: string,
  state: ReadableState,
): Result<StateMetadata | undefined, string> {
  const bytes = withMessage(
    `could not query metadata for namespace ${space}/${name}`,
    state.get(metadataKey(space, name)),
  );
  if (!bytes.ok || !bytes.value) return bytes.ok ? ok(undefined) : bytes;
  const metadata = decode(StateMetadataSchema, bytes.value);
  return metadata.ok ? metadata : failed(`could not unmarshal metadata for namespace ${space}/${name}: ${UNREADABLE}`);
}

/** Names and types of everything kept in `space`, in byte order. */
export function readAllMetadata(
  space: StructureSpace,
  state: RangeableState,
): Result<readonly (readonly [string, StateMetadata])[], string> {
  const prefix = metadataKey(space, '');
  const entries = withMessage(`could not get state range for namespace ${space}`, state.entriesBelow(prefix));
  if (!entries.ok) return entries;
  const found: (readonly [string, StateMetadata])[] = [];
  for (const [key, value] of entries.value) {
    const metadata = decode(StateMetadataSchema, value);
    if (!metadata.ok) return failed(`error unmarshalling metadata for key ${key}: ${UNREADABLE}`);
    found.push([key.slice(prefix.length), metadata.value]);
  }
  return ok(found);
}

function readField(
  space: StructureSpace,
  name: string,
  field: string,
  state: ReadableState,
): Result<StateData['Type'], string> {
  const key = fieldKey(space, name, field);
  const bytes = withMessage(`could not get state for key ${key}`, state.get(key));
  if (!bytes.ok) return bytes;
  const data = decode(StateDataSchema, bytes.value ?? EMPTY);
  return data.ok ? ok(data.value.Type) : failed(`could not unmarshal state for key ${key}: ${UNREADABLE}`);
}

const wrongType = (key: string, wanted: string, { case: found }: StateData['Type']) =>
  failed(
    `expected key ${key} to encode a value of type ${wanted}, but was *lifecycle.StateData_${String(found)}${found === 'String' ? '_' : ''}`,
  );

/** 0 when the key does not exist. */
export function readInt64(
  space: StructureSpace,
  name: string,
  field: string,
  state: ReadableState,
): Result<number, string> {
  const data = readField(space, name, field, state);
  if (!data.ok) return data;
  if (data.value.case === undefined) return ok(0);
  return data.value.case === 'Int64'
    ? ok(Number(data.value.value))
    : wrongType(fieldKey(space, name, field), 'Int64', data.value);
}

/** Empty when the key does not exist. */
export function readString(
  space: StructureSpace,
  name: string,
  field: string,
  state: ReadableState,
): Result<string, string> {
  const data = readField(space, name, field, state);
  if (!data.ok) return data;
  if (data.value.case === undefined) return ok('');
  return data.value.case === 'String'
    ? ok(data.value.value)
    : wrongType(fieldKey(space, name, field), 'String', data.value);
}

/** An empty message when the key does not exist. */
export function readMessage<Desc extends DescMessage>(
  space: StructureSpace,
  name: string,
  field: string,
  schema: Desc,
  state: ReadableState,
): Result<MessageShape<Desc>, string> {
  const data = readField(space, name, field, state);
  if (!data.ok) return data;
  const key = fieldKey(space, name, field);
  if (data.value.case !== undefined && data.value.case !== 'Bytes') return wrongType(key, '[]byte', data.value);
  const message = decode(schema, data.value.case === undefined ? EMPTY : data.value.value);
  return message.ok ? message : failed(`could not unmarshal key ${key} to *${schema.typeName}: ${UNREADABLE}`);
}

/** Keeps `structure` under `name`: writes what differs from what is there, deletes what it does not have any more. */
export function writeStructure(
  space: StructureSpace,
  name: string,
  structure: Structure,
  state: WritableState,
): Result<void, string> {
  const metadata = withMessage(
    `could not deserialize metadata for namespace ${space}/${name}`,
    readMetadata(space, name, state),
  );
  if (!metadata.ok) return metadata;
  const leftOver = new Map<string, Uint8Array | undefined>();
  for (const field of metadata.value?.fields ?? []) {
    const key = fieldKey(space, name, field);
    const value = withMessage(`could not get value for key ${key}`, state.get(key));
    if (!value.ok) return value;
    leftOver.set(key, value.value);
  }
  for (const { name: field, data } of structure.fields) {
    const key = fieldKey(space, name, field);
    const existing = leftOver.get(key);
    leftOver.delete(key);
    if (existing && equalBytes(existing, data)) continue;
    const put = withMessage('could not write key into state', state.put(key, data));
    if (!put.ok) return put;
  }
  const { datatype, fields } = metadata.value ?? { datatype: '', fields: [] };
  if (leftOver.size > 0 || datatype !== structure.datatype || fields.length !== structure.fields.length) {
    const put = state.put(metadataKey(space, name), metadataBytes(structure));
    if (!put.ok) return withMessage(`could not store metadata for namespace ${space}/${name}`, put);
  }
  for (const key of leftOver.keys()) {
    const deleted = withMessage(`could not delete unneeded key ${key}`, state.delete(key));
    if (!deleted.ok) return deleted;
  }
  return ok(undefined);
}

/** Whether type and field names kept under `name` are those of `structure`, by their hash. */
export function hasMetadataOf(
  space: StructureSpace,
  name: string,
  structure: Structure,
  state: OpaqueState,
): Result<boolean, string> {
  const key = metadataKey(space, name);
  const hash = withMessage(`could not get state hash for metadata key ${key}`, state.getHash(key));
  return hash.ok ? ok(isHashOf(hash.value, metadataBytes(structure))) : hash;
}

const isHashOf = (hash: Uint8Array | undefined, bytes: Uint8Array): boolean =>
  hash !== undefined && equalBytes(hash, sha256(bytes));

/**
 * The names of the fields in which what is kept under `name` differs from `structure`, by their hashes; none when they
 * are equal. When nothing of that type is kept, the name of the type.
 */
export function mismatches(
  space: StructureSpace,
  name: string,
  structure: Structure,
  state: OpaqueState,
): Result<readonly string[], string> {
  const hashes = new Map<string, Uint8Array | undefined>();
  const keys = structure.fields.map(({ name: field }) => fieldKey(space, name, field));
  // All are read before any is compared: the read set does not depend on the outcome.
  for (const key of [metadataKey(space, name), ...keys]) {
    const hash = withMessage(`could not get value for key ${key}`, state.getHash(key));
    if (!hash.ok) return hash;
    hashes.set(key, hash.value);
  }
  if (!isHashOf(hashes.get(metadataKey(space, name)), metadataBytes(structure))) return ok([structure.datatype]);
  const different = structure.fields.filter(
    ({ name: field, data }) => !isHashOf(hashes.get(fieldKey(space, name, field)), data),
  );
  return ok(different.map(({ name: field }) => field));
}
