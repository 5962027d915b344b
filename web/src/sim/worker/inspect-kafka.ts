/**
 * Messages of Kafka and ZooKeeper opened for the inspector.
 */
import { toJson } from '@bufbuild/protobuf';
import { decode } from '../wire/decode.ts';
import { FrameSchema as KafkaFrameSchema } from '../wire/gen/kafka/protocol_pb.ts';
import { FrameSchema as ZooKeeperFrameSchema } from '../wire/gen/kafka/zookeeper_pb.ts';
import type { Tree } from '../wire/message-json.ts';
import type { Message } from '../wire/messages.ts';

/** The frame with its proto field names; the title is the label's. */
export function kafkaShown({ type, label, payload }: Message & { type: 'kafka' | 'zooKeeper' }): {
  readonly title: string;
  readonly json: Tree;
} {
  const schema = type === 'kafka' ? KafkaFrameSchema : ZooKeeperFrameSchema;
  const frame = decode(schema, payload);
  const options = { useProtoFieldName: true, alwaysEmitImplicit: true };
  return { title: label, json: frame.ok ? (toJson(schema, frame.value, options) as Tree) : null };
}
