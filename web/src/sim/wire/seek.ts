/**
 * Asking for blocks: the signed envelope that opens a deliver stream.
 *
 * @fabric common/deliverclient, orderer/ab.proto
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { HeaderType } from './gen/common/common_pb.ts';
import {
  SeekInfo_SeekBehavior,
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
  const seek = create(SeekInfoSchema, {
    start: position(from === 'newest' ? from : BigInt(from)),
    stop: position(FOREVER),
    behavior: SeekInfo_SeekBehavior.BLOCK_UNTIL_READY,
  });
  const header = { type: HeaderType.DELIVER_SEEK_INFO, channelId, timestamp };
  return signedEnvelope(header, toBinary(SeekInfoSchema, seek), nonce, signer);
}

export interface Seek {
  readonly envelope: ParsedEnvelope;
  /** undefined: the newest block and what follows. */
  readonly from: number | undefined;
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
  if (start?.case === 'specified') return decoded({ envelope: envelope.value, from: Number(start.value.number) });
  return decoded({ envelope: envelope.value, from: start?.case === 'oldest' ? 0 : undefined });
}
