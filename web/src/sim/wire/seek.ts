/**
 * Asking for blocks: the signed envelope that opens a deliver stream.
 *
 * @fabric common/deliverclient, orderer/ab.proto
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { HeaderType } from './gen/common/common_pb.ts';
import {
  SeekInfo_SeekBehavior,
  SeekInfo_SeekContentType,
  type SeekInfo,
  SeekInfoSchema,
  type SeekPosition,
  SeekNewestSchema,
  SeekPositionSchema,
  SeekSpecifiedSchema,
} from './gen/orderer/ab_pb.ts';
import { parseEnvelope, type ParsedEnvelope, signedEnvelope, type Signer, type Timestamp } from './envelope.ts';
import { type Decoded, decoded, undecodable } from './decode.ts';

/** Go's math.MaxUint64: a stream that never ends. */
const FOREVER = 0xffff_ffff_ffff_ffffn;

const position = (number: bigint | 'newest'): SeekPosition =>
  create(SeekPositionSchema, {
    type:
      number === 'newest'
        ? { case: 'newest', value: create(SeekNewestSchema) }
        : { case: 'specified', value: create(SeekSpecifiedSchema, { number }) },
  });

/** A stream from block `from` (or the newest) on, without end. */
export function seekEnvelope(
  channelId: string,
  from: number | 'newest',
  nonce: Uint8Array,
  signer: Signer,
  timestamp: Timestamp,
): Uint8Array {
  return seekFor(
    channelId,
    position(from === 'newest' ? from : BigInt(from)),
    position(FOREVER),
    nonce,
    signer,
    timestamp,
  );
}

/** The headers and signatures of blocks from `from` on, without end. */
export function seekHeadersEnvelope(
  channelId: string,
  from: number,
  nonce: Uint8Array,
  signer: Signer,
  timestamp: Timestamp,
): Uint8Array {
  const [start, stop] = [position(BigInt(from)), position(FOREVER)];
  const seek = create(SeekInfoSchema, { start, stop, contentType: HEADER_WITH_SIG_BYTES });
  const header = { type: HeaderType.DELIVER_SEEK_INFO, channelId, timestamp };
  return signedEnvelope(header, toBinary(SeekInfoSchema, seek), nonce, signer);
}

/** Block `number` alone, as `peer channel fetch` asks for it. */
export function seekBlockEnvelope(
  channelId: string,
  number: number,
  nonce: Uint8Array,
  signer: Signer,
  timestamp: Timestamp,
): Uint8Array {
  const only = position(BigInt(number));
  return seekFor(channelId, only, only, nonce, signer, timestamp);
}

/** What there is from block `from` on, up to `to` (or the newest): the stream does not wait for what is yet to come. */
export function seekAvailableEnvelope(
  channelId: string,
  from: number,
  to: number | undefined,
  nonce: Uint8Array,
  signer: Signer,
  timestamp: Timestamp,
): Uint8Array {
  const stop = position(to === undefined ? FOREVER : BigInt(to));
  return seekFor(channelId, position(BigInt(from)), stop, nonce, signer, timestamp, FAIL_IF_NOT_READY);
}

const { HEADER_WITH_SIG_BYTES } = SeekInfo_SeekContentType;
const { BLOCK_UNTIL_READY, FAIL_IF_NOT_READY } = SeekInfo_SeekBehavior;

function seekFor(
  channelId: string,
  start: SeekPosition,
  stop: SeekPosition,
  nonce: Uint8Array,
  signer: Signer,
  timestamp: Timestamp,
  behavior: SeekInfo_SeekBehavior = BLOCK_UNTIL_READY,
): Uint8Array {
  const seek = create(SeekInfoSchema, { start, stop, behavior });
  const header = { type: HeaderType.DELIVER_SEEK_INFO, channelId, timestamp };
  return signedEnvelope(header, toBinary(SeekInfoSchema, seek), nonce, signer);
}

/** Where a stream begins: a block's number, or with the newest one; undefined for a position that is neither. */
export function startOf({ type }: SeekPosition): number | 'newest' | undefined {
  if (type.case === 'newest') return 'newest';
  if (type.case === 'oldest') return 0;
  return type.case === 'specified' ? Number(type.value.number) : undefined;
}

/** A position to ask for. */
export const seekPosition = (from: number | 'newest'): SeekPosition =>
  position(from === 'newest' ? from : BigInt(from));

export interface Seek {
  readonly envelope: ParsedEnvelope;
  /** undefined: the newest block and what follows. */
  readonly from: number | undefined;
  /** The last block wanted, Infinity: the newest there is; undefined: the stream has no end. */
  readonly to: number | undefined;
  /** Headers and signatures are wanted, without the data. */
  readonly headers: boolean;
}

export function parseSeek(bytes: Uint8Array): Decoded<Seek> {
  const envelope = parseEnvelope(bytes);
  if (!envelope.ok) return undecodable(envelope.error.text);
  let seek: SeekInfo;
  try {
    seek = fromBinary(SeekInfoSchema, envelope.value.data);
  } catch {
    return undecodable('error unmarshalling SeekInfo: proto: cannot parse invalid wire-format data');
  }
  const start = seek.start?.type;
  const stop = seek.stop?.type;
  const endless = stop?.case !== 'specified' || stop.value.number === FOREVER;
  const newest = seek.behavior === FAIL_IF_NOT_READY ? Number.POSITIVE_INFINITY : undefined;
  const to = endless ? newest : Number(stop.value.number);
  const from = start?.case === 'specified' ? Number(start.value.number) : start?.case === 'oldest' ? 0 : undefined;
  return decoded({ envelope: envelope.value, from, to, headers: seek.contentType === HEADER_WITH_SIG_BYTES });
}
