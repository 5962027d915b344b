/**
 * Kafka and ZooKeeper for the inspector: their messages opened, and what brokers, servers and orderers know.
 */
import { toJson } from '@bufbuild/protobuf';
import { type BrokerState, logOf } from '../kafka/broker-state.ts';
import { printZxid } from '../kafka/znodes.ts';
import type { ZooKeeperState } from '../kafka/zookeeper-state.ts';
import { readKafkaMessage } from '../orderer/kafka-message.ts';
import type { KafkaChain } from '../orderer/orderer-state.ts';
import { parseEnvelope } from '../wire/envelope.ts';
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
  return { title: label, json: frame.ok ? toJson(schema, frame.value, options) : null };
}

/** The last records of a partition that are shown. */
const RECORDS_SHOWN = 20;

export function brokerTree(state: BrokerState): Tree {
  const { disk, session, controller, controllerEpoch, partitions } = state;
  return {
    brokerId: disk.id,
    session: session.id || null,
    zooKeeper: session.isConnected ? (disk.servers[session.server % disk.servers.length] ?? null) : null,
    controller: controller !== undefined,
    controllerEpoch,
    partitions: Object.values(partitions).map((partition) => {
      const { view, role, flushed } = partition;
      const log = logOf(state, view.topic);
      const progress = role.type === 'leading' ? Object.entries(role.progress) : [];
      return {
        topic: view.topic,
        partition: 0,
        role: role.type === 'leading' ? 'leader' : 'follower',
        leader: view.leader,
        leaderEpoch: view.leaderEpoch,
        replicas: [...view.replicas],
        isr: [...view.isr],
        highWatermark: log.highWatermark,
        logEndOffset: log.records.length,
        flushed,
        followers: Object.fromEntries(progress.map(([id, { end }]) => [id, end < 0 ? null : end])),
        records: recordsTree(state, view.topic),
      };
    }),
  };
}

function recordsTree(state: BrokerState, topic: string): Tree {
  const { records } = logOf(state, topic);
  const rows: Tree[] = [];
  for (let offset = Math.max(0, records.length - RECORDS_SHOWN); offset < records.length; offset++) {
    const record = records.at(offset);
    if (record) rows.push({ offset, leaderEpoch: record.epoch, ...recordTree(record.value) });
  }
  return rows;
}

/** What an orderer posted, in short. */
function recordTree(value: Uint8Array): { readonly [name: string]: Tree } {
  const message = readKafkaMessage(value);
  switch (message?.type) {
    case 'connect':
      return { type: 'CONNECT' };
    case 'timeToCut':
      return { type: 'TIMETOCUT', block: message.block };
    case 'regular': {
      const { config, configSeq, originalOffset, envelope } = message;
      const parsed = parseEnvelope(envelope);
      const txid = parsed.ok ? parsed.value.channelHeader.txId : '';
      return { type: 'REGULAR', class: config ? 'CONFIG' : 'NORMAL', configSeq, originalOffset, txid };
    }
    default:
      return { type: null };
  }
}

export function zooKeeperTree({ role, leader, disk, visible, clients }: ZooKeeperState): Tree {
  return {
    role,
    leader: leader ?? null,
    epoch: disk.promised,
    zxid: printZxid(visible.zxid),
    connections: { ...clients },
    sessions: { ...visible.sessions },
    znodes: Object.fromEntries(
      Object.keys(visible.znodes)
        .sort()
        .map((path) => {
          const { data = '', version = 0, owner = '' } = visible.znodes[path] ?? {};
          return [path, { data, version, ...(owner && { ephemeralOwner: owner }) }];
        }),
    ),
  };
}

export function kafkaChainTree({ client, cutter, lastOriginal, lastResubmittedConfig }: KafkaChain): {
  readonly [name: string]: Tree;
} {
  const { phase, leader, offset, outbox, posting } = client;
  return {
    kafka: phase,
    partitionLeader: leader ?? null,
    nextOffset: offset,
    lastOriginalOffsetProcessed: lastOriginal,
    lastResubmittedConfigOffset: lastResubmittedConfig,
    posting: [...(posting?.posts ?? []), ...outbox].map(({ kind, txid }) => ({ kind, txid })),
    pending: cutter.pending.map(({ txid }) => txid),
  };
}
