/**
 * Messages within messages: where in some bytes each of Fabric's nested messages lies, layer by layer, down to the plain
 * fields. Works on the bytes as they are, so that offsets are those of the wire.
 *
 * @fabric common/tools/protolator (which bytes fields hold which message)
 * @simplified Unknown fields are left out, and so are groups, which protobuf 3 no longer has.
 */
import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { fromUtf8, hex } from './bytes.ts';
import { decode } from './decode.ts';
import {
  ChannelHeaderSchema,
  EnvelopeSchema,
  HeaderSchema,
  HeaderType,
  PayloadSchema,
  SignatureHeaderSchema,
} from './gen/common/common_pb.ts';
import { ConfigEnvelopeSchema, ConfigUpdateEnvelopeSchema, ConfigUpdateSchema } from './gen/common/configtx_pb.ts';
import { HashedRWSetSchema, KVRWSetSchema } from './gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { TxReadWriteSetSchema } from './gen/ledger/rwset/rwset_pb.ts';
import { SerializedIdentitySchema } from './gen/msp/identities_pb.ts';
import { ChaincodeEventSchema, ChaincodeInvocationSpecSchema } from './gen/peer/chaincode_pb.ts';
import {
  ChaincodeActionSchema,
  ChaincodeHeaderExtensionSchema,
  ChaincodeProposalPayloadSchema,
  ProposalResponsePayloadSchema,
  ProposalSchema,
  SignedProposalSchema,
} from './gen/peer/proposal_pb.ts';
import { ChaincodeActionPayloadSchema, TransactionSchema } from './gen/peer/transaction_pb.ts';

/** A field that holds no message this file knows. */
export interface FieldSpan {
  readonly name: string;
  /** Of its content, without tag and length. */
  readonly offset: number;
  readonly size: number;
  readonly kind: 'text' | 'number' | 'bytes';
  /** Text as it is, numbers in decimal or by their name, bytes in hexadecimal; cut after some hundred characters. */
  readonly value: string;
}

export interface MessageSpan {
  /** The field it was found in; empty for the outermost. */
  readonly name: string;
  /** Full protobuf name. */
  readonly message: string;
  readonly offset: number;
  readonly size: number;
  readonly fields: readonly FieldSpan[];
  readonly layers: readonly MessageSpan[];
}

/** Bytes fields that hold a message, by the name of their message and their own. `Payload.data` depends on the header. */
const HELD: Readonly<Record<string, DescMessage>> = {
  'common.Envelope.payload': PayloadSchema,
  'common.Header.channel_header': ChannelHeaderSchema,
  'common.Header.signature_header': SignatureHeaderSchema,
  'common.SignatureHeader.creator': SerializedIdentitySchema,
  'common.ChannelHeader.extension': ChaincodeHeaderExtensionSchema,
  'common.ConfigUpdateEnvelope.config_update': ConfigUpdateSchema,
  'common.ConfigSignature.signature_header': SignatureHeaderSchema,
  'protos.TransactionAction.header': SignatureHeaderSchema,
  'protos.TransactionAction.payload': ChaincodeActionPayloadSchema,
  'protos.ChaincodeActionPayload.chaincode_proposal_payload': ChaincodeProposalPayloadSchema,
  'protos.ChaincodeProposalPayload.input': ChaincodeInvocationSpecSchema,
  'protos.ChaincodeEndorsedAction.proposal_response_payload': ProposalResponsePayloadSchema,
  'protos.ProposalResponsePayload.extension': ChaincodeActionSchema,
  'protos.ChaincodeAction.results': TxReadWriteSetSchema,
  'protos.ChaincodeAction.events': ChaincodeEventSchema,
  'protos.Endorsement.endorser': SerializedIdentitySchema,
  'protos.SignedProposal.proposal_bytes': ProposalSchema,
  'protos.Proposal.header': HeaderSchema,
  'protos.Proposal.payload': ChaincodeProposalPayloadSchema,
  'rwset.NsReadWriteSet.rwset': KVRWSetSchema,
  'rwset.CollectionHashedReadWriteSet.hashed_rwset': HashedRWSetSchema,
};

const PAYLOADS: Readonly<Record<number, DescMessage>> = {
  [HeaderType.CONFIG]: ConfigEnvelopeSchema,
  [HeaderType.CONFIG_UPDATE]: ConfigUpdateEnvelopeSchema,
  [HeaderType.ENDORSER_TRANSACTION]: TransactionSchema,
};

/** A configuration has thousands of fields, and a view of its own. */
const CLOSED: ReadonlySet<string> = new Set(['common.Config', 'common.ConfigGroup', 'google.protobuf.Timestamp']);

const LONGEST = 200;
const DEEPEST = 40;

export const envelopeLayers = (bytes: Uint8Array): MessageSpan => layersOf(bytes, EnvelopeSchema);
export const signedProposalLayers = (bytes: Uint8Array): MessageSpan => layersOf(bytes, SignedProposalSchema);

function layersOf(bytes: Uint8Array, schema: DescMessage): MessageSpan {
  return messageSpan({ bytes, depth: 0, payload: undefined }, { name: '', schema, offset: 0, size: bytes.length });
}

interface Walk {
  readonly bytes: Uint8Array;
  readonly depth: number;
  /** What the nearest channel header says that the payload is. */
  readonly payload: DescMessage | undefined;
}

interface Found {
  readonly name: string;
  readonly schema: DescMessage;
  readonly offset: number;
  readonly size: number;
}

function messageSpan(walk: Walk, { name, schema, offset, size }: Found): MessageSpan {
  const raw = rawFields(walk.bytes, offset, offset + size);
  const inner: Walk = {
    ...walk,
    depth: walk.depth + 1,
    payload:
      schema.typeName === 'common.Payload' ? payloadSchema(walk.bytes.subarray(offset, offset + size)) : walk.payload,
  };
  const fields: FieldSpan[] = [];
  const layers: MessageSpan[] = [];
  for (const span of raw) {
    const field = schema.fields.find(({ number }) => number === span.number);
    if (!field) continue;
    const held = walk.depth < DEEPEST && span.type === DELIMITED ? heldIn(schema, field, inner) : undefined;
    if (held && isWellFormed(walk.bytes, span))
      layers.push(messageSpan(inner, { name: field.name, schema: held, ...span }));
    else fields.push(fieldSpan(walk.bytes, field, span));
  }
  return { name, message: schema.typeName, offset, size, fields, layers };
}

/** What stands in the channel header of this payload decides what its data are. */
function payloadSchema(payload: Uint8Array): DescMessage | undefined {
  const decoded = decode(PayloadSchema, payload);
  const header = decoded.ok && decode(ChannelHeaderSchema, decoded.value.header?.channelHeader ?? new Uint8Array(0));
  return header && header.ok ? PAYLOADS[header.value.type] : undefined;
}

function heldIn(schema: DescMessage, field: DescField, walk: Walk): DescMessage | undefined {
  const place = `${schema.typeName}.${field.name}`;
  if (place === 'common.Payload.data') return walk.payload;
  const held = field.message && field.fieldKind !== 'map' ? field.message : HELD[place];
  return held && !CLOSED.has(held.typeName) ? held : undefined;
}

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

interface RawField {
  readonly number: number;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
}

/** Reads a varint below 2^53; the second number is where it ends. undefined: the bytes end first. */
function varint(bytes: Uint8Array, start: number, end: number): readonly [number, number] | undefined {
  let value = 0;
  let scale = 1;
  for (let at = start; at < end && at < start + 10; at++) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) return [value, at + 1];
  }
  return undefined;
}

function contentEnd(bytes: Uint8Array, type: number, at: number, end: number): readonly [number, number] | undefined {
  if (type === FIXED64) return [at, at + 8];
  if (type === FIXED32) return [at, at + 4];
  const read = varint(bytes, at, end);
  if (!read) return undefined;
  if (type === VARINT) return [at, read[1]];
  return type === DELIMITED ? [read[1], read[1] + read[0]] : undefined;
}

/** The fields in order as far as the bytes can be read. */
function rawFields(bytes: Uint8Array, start: number, end: number): readonly RawField[] {
  const fields: RawField[] = [];
  let at = start;
  while (at < end) {
    const tag = varint(bytes, at, end);
    const type = (tag?.[0] ?? 0) % 8;
    const content = tag && contentEnd(bytes, type, tag[1], end);
    if (!tag || !content || content[1] > end) break;
    fields.push({ number: Math.floor(tag[0] / 8), type, offset: content[0], size: content[1] - content[0] });
    at = content[1];
  }
  return fields;
}

/** Whether the fields fill the bytes: else they are not the message they should be. */
function isWellFormed(bytes: Uint8Array, { offset, size }: RawField): boolean {
  const last = rawFields(bytes, offset, offset + size).at(-1);
  return size === 0 || (last !== undefined && last.offset + last.size === offset + size);
}

function fieldSpan(bytes: Uint8Array, field: DescField, { type, offset, size }: RawField): FieldSpan {
  const at = { name: field.name, offset, size };
  const content = bytes.subarray(offset, offset + size);
  if (type === VARINT) {
    const value = varint(bytes, offset, offset + size)?.[0] ?? 0;
    const named = field.enum?.values.find(({ number }) => number === value)?.name;
    return { ...at, kind: 'number', value: headerTypeName(field, value) ?? named ?? String(value) };
  }
  // A long text may be cut within a character.
  const text = fromUtf8(content.subarray(0, LONGEST * 2)).replace(size > LONGEST * 2 ? /\ufffd$/ : /^$/, '');
  const printable = size > 0 && !/[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/.test(text);
  const value = printable ? text : hex(content.subarray(0, LONGEST));
  return {
    ...at,
    kind: printable ? 'text' : 'bytes',
    value: value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value,
  };
}

/** The type of a channel header is a plain number in the message, and known by its name. */
function headerTypeName(field: DescField, value: number): string | undefined {
  if (field.parent.typeName !== 'common.ChannelHeader' || field.name !== 'type') return undefined;
  return Object.entries(HeaderType).find(([, number]) => number === value)?.[0];
}
