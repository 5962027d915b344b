/**
 * Reading and writing what brokers, ZooKeeper servers and orderers say to each other, and the words by which it is shown.
 *
 * @simplified Kafka's and ZooKeeper's binary protocols are not spoken: the frames carry their requests, responses and
 *   fields by name, in protobuf.
 */
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { decode } from './decode.ts';
import { ErrorCode, type Frame as KafkaFrame, FrameSchema as KafkaFrameSchema } from './gen/kafka/protocol_pb.ts';
import { type Frame as ZooKeeperFrame, FrameSchema as ZooKeeperFrameSchema } from './gen/kafka/zookeeper_pb.ts';
import { FETCHED_NOTHING, KAFKA_LABELS, type KafkaLabel, ZOOKEEPER_LABELS } from './kafka-labels.ts';
import type { Message } from './messages.ts';

export type KafkaApi = Exclude<KafkaFrame['api'], { case: undefined }>;
type KafkaApiInit = NonNullable<MessageInitShape<typeof KafkaFrameSchema>['api']>;
type ZooKeeperInit = NonNullable<MessageInitShape<typeof ZooKeeperFrameSchema>['type']>;

/** A request or response as it travels. `topic` is '' for what concerns none; `txid` that of the only envelope in it. */
export function kafkaMessage(correlationId: number, topic: string, api: KafkaApiInit, txid = ''): Message {
  const frame = create(KafkaFrameSchema, { correlationId, api });
  return { type: 'kafka', label: labelOf(frame.api), channel: topic, txid, payload: toBinary(KafkaFrameSchema, frame) };
}

function labelOf(api: KafkaFrame['api']): KafkaLabel {
  if (api.case === undefined) return KAFKA_LABELS.metadataRequest;
  const isEmpty =
    api.case === 'fetchResponse' && api.value.records.length === 0 && api.value.errorCode === ErrorCode.NONE;
  return isEmpty && api.value.divergingEndOffset === undefined ? FETCHED_NOTHING : KAFKA_LABELS[api.case];
}

export function zooKeeperMessage(type: ZooKeeperInit): Message {
  const frame = create(ZooKeeperFrameSchema, { type });
  const label = frame.type.case ? ZOOKEEPER_LABELS[frame.type.case] : 'zooKeeperClose';
  return { type: 'zooKeeper', label, payload: toBinary(ZooKeeperFrameSchema, frame) };
}

/** Undefined for bytes that are no frame: they are passed over. */
export function readKafka(message: Message): { readonly correlationId: number; readonly api: KafkaApi } | undefined {
  if (message.type !== 'kafka') return undefined;
  const frame = decode(KafkaFrameSchema, message.payload);
  if (!frame.ok || frame.value.api.case === undefined) return undefined;
  return { correlationId: frame.value.correlationId, api: frame.value.api };
}

export type ZooKeeperType = Exclude<ZooKeeperFrame['type'], { case: undefined }>;

export function readZooKeeper(message: Message): ZooKeeperType | undefined {
  if (message.type !== 'zooKeeper') return undefined;
  const frame = decode(ZooKeeperFrameSchema, message.payload);
  return frame.ok && frame.value.type.case !== undefined ? frame.value.type : undefined;
}
