/**
 * What an orderer posts to a channel's partition, and what it notes of the partition in the blocks it makes.
 *
 * @fabric orderer/consensus/kafka/chain.go (newNormalMessage, newConfigMessage, newTimeToCutMessage, getOffsets; 2.x)
 */
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { encodeMetadata, ordererMetadata } from '../wire/block.ts';
import { decode } from '../wire/decode.ts';
import { type Block, MetadataSchema } from '../wire/gen/common/common_pb.ts';
import {
  type KafkaMessageRegular,
  KafkaMessageRegular_Class,
  KafkaMessageSchema,
  KafkaMetadataSchema,
} from '../wire/gen/orderer/kafka_pb.ts';

const encode = (Type: NonNullable<MessageInitShape<typeof KafkaMessageSchema>['Type']>): Uint8Array =>
  toBinary(KafkaMessageSchema, create(KafkaMessageSchema, { Type }));

export const connectMessage = (): Uint8Array => encode({ case: 'connect', value: {} });

export const timeToCutMessage = (block: number): Uint8Array =>
  encode({ case: 'timeToCut', value: { blockNumber: BigInt(block) } });

/** `originalOffset` is where the message stood before it was posted anew; 0 for the first time. */
export const regularMessage = (
  envelope: Uint8Array,
  config: boolean,
  configSeq: number,
  originalOffset: number,
): Uint8Array =>
  encode({
    case: 'regular',
    value: {
      payload: envelope,
      configSeq: BigInt(configSeq),
      class: config ? KafkaMessageRegular_Class.CONFIG : KafkaMessageRegular_Class.NORMAL,
      originalOffset: BigInt(originalOffset),
    },
  });

export type Consumed =
  | { readonly type: 'connect' }
  | { readonly type: 'timeToCut'; readonly block: number }
  | {
      readonly type: 'regular';
      readonly envelope: Uint8Array;
      readonly config: boolean;
      readonly configSeq: number;
      readonly originalOffset: number;
    };

/** Undefined for bytes that are no such message: they are passed over, as Fabric does. */
export function readKafkaMessage(value: Uint8Array): Consumed | undefined {
  const message = decode(KafkaMessageSchema, value);
  if (!message.ok) return undefined;
  const { Type: type } = message.value;
  switch (type.case) {
    case 'connect':
      return { type: 'connect' };
    case 'timeToCut':
      return { type: 'timeToCut', block: Number(type.value.blockNumber) };
    case 'regular':
      return regularOf(type.value);
    default:
      return undefined;
  }
}

const regularOf = (regular: KafkaMessageRegular): Consumed => ({
  type: 'regular',
  envelope: regular.payload,
  config: regular.class === KafkaMessageRegular_Class.CONFIG,
  configSeq: Number(regular.configSeq),
  originalOffset: Number(regular.originalOffset),
});

/** `orderer.KafkaMetadata`: offsets in the channel's partition. */
export interface Offsets {
  /** Everything up to here is in blocks up to this one. */
  readonly lastPersisted: number;
  readonly lastOriginal: number;
  readonly lastResubmittedConfig: number;
}

const NOTHING: Offsets = { lastPersisted: -1, lastOriginal: 0, lastResubmittedConfig: 0 };

/** A serialized `common.Metadata`. */
export const encodeOffsets = ({ lastPersisted, lastOriginal, lastResubmittedConfig }: Offsets): Uint8Array =>
  encodeMetadata(
    toBinary(
      KafkaMetadataSchema,
      create(KafkaMetadataSchema, {
        lastOffsetPersisted: BigInt(lastPersisted),
        lastOriginalOffsetProcessed: BigInt(lastOriginal),
        lastResubmittedConfigOffset: BigInt(lastResubmittedConfig),
      }),
    ),
  );

/** What the newest block says of the partition; a genesis block says nothing. */
export function offsetsIn(block: Block | undefined): Offsets {
  const metadata = block && ordererMetadata(block);
  const outer = metadata?.ok ? decode(MetadataSchema, metadata.value.consenterMetadata) : undefined;
  if (!outer?.ok || outer.value.value.length === 0) return NOTHING;
  const inner = decode(KafkaMetadataSchema, outer.value.value);
  if (!inner.ok) return NOTHING;
  return {
    lastPersisted: Number(inner.value.lastOffsetPersisted),
    lastOriginal: Number(inner.value.lastOriginalOffsetProcessed),
    lastResubmittedConfig: Number(inner.value.lastResubmittedConfigOffset),
  };
}
