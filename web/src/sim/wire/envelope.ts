/**
 * The envelope every message to the ordering service travels in: payload, its two headers, and the creator's signature.
 *
 * Header bytes are kept beside their decoded form, because hashes and signatures are over the bytes as they came.
 *
 * @fabric protoutil/commonutils.go, protoutil/txutils.go, protoutil/signeddata.go, core/common/validation/msgvalidation.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { TimestampSchema } from '@bufbuild/protobuf/wkt';
import { rememberedByContent } from '../crypto/content-memo.ts';
import { sha256 } from '../crypto/sha256.ts';
import type { Result } from '../kernel/result.ts';
import { concatBytes, EMPTY, hex } from './bytes.ts';
import { type Decoded, decode, decoded, undecodable } from './decode.ts';
import {
  ChannelHeaderSchema,
  type Envelope,
  EnvelopeSchema,
  HeaderSchema,
  HeaderType,
  PayloadSchema,
  SignatureHeaderSchema,
} from './gen/common/common_pb.ts';
import { TxValidationCode } from './gen/peer/transaction_pb.ts';

/** A moment as the wire has it: seconds since 1970 and nanoseconds within the second. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

export interface ChannelHeader {
  /** A number of `HeaderType`; anything else is possible in a malformed envelope. */
  readonly type: number;
  readonly version: number;
  readonly timestamp: Timestamp | undefined;
  readonly channelId: string;
  readonly txId: string;
  readonly epoch: number;
  readonly extension: Uint8Array;
  readonly tlsCertHash: Uint8Array;
}

export interface SignatureHeader {
  /** `msp.SerializedIdentity`; empty in a genesis block. */
  readonly creator: Uint8Array;
  readonly nonce: Uint8Array;
}

/** A triplet to verify: is `signature` made by `identity` (serialized) over `data`? */
export interface SignedData {
  readonly data: Uint8Array;
  readonly identity: Uint8Array;
  readonly signature: Uint8Array;
}

/** Who signs: the serialized identity that goes in a header, and the act. Kept abstract because keys live above `wire`. */
export interface Signer {
  readonly creator: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** Why a transaction is not valid, as early as its bytes can tell. */
export interface TransactionDefect {
  readonly code: TxValidationCode;
  readonly text: string;
}

export interface ParsedEnvelope {
  readonly payloadBytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly channelHeaderBytes: Uint8Array;
  readonly signatureHeaderBytes: Uint8Array;
  readonly channelHeader: ChannelHeader;
  readonly signatureHeader: SignatureHeader;
  /** What the payload carries: a transaction, a config envelope … by `channelHeader.type`. */
  readonly data: Uint8Array;
}

/** Envelopes remembered, because every node on their way looks into them. */
const RECENT = 500;

/** The transaction id: 64 lower-case hexadecimal digits of SHA-256(nonce ‖ creator). */
export const computeTxId = (nonce: Uint8Array, creator: Uint8Array): string => txIdOf(concatBytes(nonce, creator));

const txIdOf = rememberedByContent(RECENT, (seen) => hex(sha256(seen)));

/** Fabric's words when a transaction id does not belong to its header; undefined when it does. */
export function checkTxId(txId: string, header: SignatureHeader): string | undefined {
  const expected = computeTxId(header.nonce, header.creator);
  return txId === expected ? undefined : `invalid txid. got [${txId}], expected [${expected}]`;
}

/** Wire form of Unix time in microseconds. */
export function timestampOfMicros(unixMicros: number): Timestamp {
  const seconds = Math.floor(unixMicros / 1_000_000);
  return { seconds, nanos: (unixMicros - seconds * 1_000_000) * 1000 };
}

/** A channel header with Fabric's defaults (version 0, epoch 0, nothing else) for what is not given. */
export function encodeChannelHeader(
  header: Partial<ChannelHeader> & Pick<ChannelHeader, 'type' | 'channelId'>,
): Uint8Array {
  const { timestamp, epoch, ...rest } = header;
  const message = create(ChannelHeaderSchema, { ...rest, epoch: BigInt(epoch ?? 0) });
  if (timestamp)
    message.timestamp = create(TimestampSchema, { seconds: BigInt(timestamp.seconds), nanos: timestamp.nanos });
  return toBinary(ChannelHeaderSchema, message);
}

export const encodeSignatureHeader = (header: SignatureHeader): Uint8Array =>
  toBinary(SignatureHeaderSchema, create(SignatureHeaderSchema, header));

export const encodePayload = (
  channelHeaderBytes: Uint8Array,
  signatureHeaderBytes: Uint8Array,
  data: Uint8Array,
): Uint8Array =>
  toBinary(
    PayloadSchema,
    create(PayloadSchema, {
      header: create(HeaderSchema, { channelHeader: channelHeaderBytes, signatureHeader: signatureHeaderBytes }),
      data,
    }),
  );

export const encodeEnvelope = (payload: Uint8Array, signature: Uint8Array): Uint8Array =>
  toBinary(EnvelopeSchema, create(EnvelopeSchema, { payload, signature }));

/**
 * A signed envelope around `data`. The nonce is a parameter because nothing here may draw random bytes.
 *
 * A `signer` of undefined leaves creator, nonce and signature empty, as configtxgen's unsigned updates are.
 */
export function signedEnvelope(
  channelHeader: Parameters<typeof encodeChannelHeader>[0],
  data: Uint8Array,
  nonce: Uint8Array,
  signer: Signer | undefined,
): Uint8Array {
  const signatureHeader = signer ? { creator: signer.creator, nonce } : { creator: EMPTY, nonce: EMPTY };
  const payload = encodePayload(encodeChannelHeader(channelHeader), encodeSignatureHeader(signatureHeader), data);
  return encodeEnvelope(payload, signer ? signer.sign(payload) : EMPTY);
}

const defect = (code: TxValidationCode, text: string): { readonly ok: false; readonly error: TransactionDefect } => ({
  ok: false,
  error: { code, text },
});

/** Takes an envelope apart down to its headers. The code of a defect is the one a peer gives the transaction. */
export const parseEnvelope = rememberedByContent(RECENT, readEnvelope);

function readEnvelope(bytes: Uint8Array): Result<ParsedEnvelope, TransactionDefect> {
  const envelope = decode(EnvelopeSchema, bytes);
  if (!envelope.ok) return defect(TxValidationCode.INVALID_OTHER_REASON, envelope.error);
  return parseEnvelopeMessage(envelope.value);
}

/** {@link parseEnvelope} for an envelope inside another message, such as the last update of a config. */
export function parseEnvelopeMessage(envelope: Envelope): Result<ParsedEnvelope, TransactionDefect> {
  const payload = decode(PayloadSchema, envelope.payload);
  if (!payload.ok) return defect(TxValidationCode.BAD_PAYLOAD, payload.error);
  const { header, data } = payload.value;
  if (!header) return defect(TxValidationCode.BAD_COMMON_HEADER, 'nil header');
  const channelHeader = decodeChannelHeader(header.channelHeader);
  if (!channelHeader.ok) return defect(TxValidationCode.BAD_COMMON_HEADER, channelHeader.error);
  const signatureHeader = decode(SignatureHeaderSchema, header.signatureHeader);
  if (!signatureHeader.ok) return defect(TxValidationCode.BAD_COMMON_HEADER, signatureHeader.error);
  return {
    ok: true,
    value: {
      payloadBytes: envelope.payload,
      signature: envelope.signature,
      channelHeaderBytes: header.channelHeader,
      signatureHeaderBytes: header.signatureHeader,
      channelHeader: channelHeader.value,
      signatureHeader: { creator: signatureHeader.value.creator, nonce: signatureHeader.value.nonce },
      data,
    },
  };
}

export function decodeChannelHeader(bytes: Uint8Array): Decoded<ChannelHeader> {
  const header = decode(ChannelHeaderSchema, bytes);
  if (!header.ok) return header;
  const { type, version, timestamp, channelId, txId, epoch, extension, tlsCertHash } = header.value;
  return decoded({
    type,
    version,
    timestamp: timestamp && { seconds: Number(timestamp.seconds), nanos: timestamp.nanos },
    channelId,
    txId,
    epoch: Number(epoch),
    extension,
    tlsCertHash,
  });
}

const VALIDATED_TYPES: readonly number[] = [
  HeaderType.ENDORSER_TRANSACTION,
  HeaderType.CONFIG_UPDATE,
  HeaderType.CONFIG,
];

/** The checks a peer makes on both headers before it looks at signatures: Fabric's words, or undefined when they pass. */
export function checkHeaders({ channelHeader, signatureHeader }: ParsedEnvelope): string | undefined {
  const { type, epoch } = channelHeader;
  if (!VALIDATED_TYPES.includes(type)) return `invalid header type ${headerTypeName(type)}`;
  if (epoch !== 0) return `invalid Epoch in ChannelHeader. Expected 0, got [${epoch}]`;
  if (signatureHeader.nonce.length === 0) return 'invalid nonce specified in the header';
  if (signatureHeader.creator.length === 0) return 'invalid creator specified in the header';
  return undefined;
}

/** `ENDORSER_TRANSACTION` …; a number Fabric has no name for stays a number, as Go prints it. */
export function headerTypeName(type: number): string {
  for (const [name, value] of Object.entries(HeaderType)) if (value === type) return name;
  return String(type);
}

/** What the creator of an envelope signed. */
export const envelopeSignedData = (envelope: ParsedEnvelope): SignedData => ({
  data: envelope.payloadBytes,
  identity: envelope.signatureHeader.creator,
  signature: envelope.signature,
});

/** Checks that the bytes are an envelope of `type` and returns it: the door of everything that reads one special kind. */
export function parseEnvelopeOfType(bytes: Uint8Array | Envelope, type: number): Decoded<ParsedEnvelope> {
  const parsed = bytes instanceof Uint8Array ? parseEnvelope(bytes) : parseEnvelopeMessage(bytes);
  if (!parsed.ok)
    return undecodable(parsed.error.text === 'nil header' ? 'envelope must have a Header' : parsed.error.text);
  const actual = parsed.value.channelHeader.type;
  if (actual !== type) return undecodable(`invalid type ${headerTypeName(actual)}, expected ${headerTypeName(type)}`);
  return decoded(parsed.value);
}
