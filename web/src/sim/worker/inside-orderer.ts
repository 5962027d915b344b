/** The inside of an orderer, of a Kafka broker and of a ZooKeeper server, read out of their states. */
import type { ChannelBundle } from '../channel/bundle.ts';
import { type BrokerState, logOf, type Partition } from '../kafka/broker-state.ts';
import { printZxid } from '../kafka/znodes.ts';
import type { ZooKeeperState } from '../kafka/zookeeper-state.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { readKafkaMessage } from '../orderer/kafka-message.ts';
import { batchTimer } from '../orderer/orderer-timers.ts';
import type { Chain, KafkaChain, OrdererState } from '../orderer/orderer-state.ts';
import type {
  BatchLimits,
  BrokerInside,
  KafkaChainInside,
  OrdererChainInside,
  OrdererInside,
  PartitionInside,
  ZooKeeperInside,
} from '../protocol/inside-orderer.ts';
import { nodesOf } from '../topology/nodes.ts';
import type { NodeId } from '../trace/facts.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import { bftPicture } from './inspect-bft.ts';
import { raftPicture } from './inspect-raft.ts';
import { channelConfigSummary } from './channel-config-summary.ts';
import type { Simulation } from './simulation.ts';

/** The last records of a partition that are shown. */
const RECORDS_SHOWN = 40;

function stateOf<State>(simulation: Simulation, node: NodeId, role: string): Result<State | undefined> {
  const known = nodesOf(simulation.recording.topology).some((info) => info.id === node && info.role === role);
  return known ? ok(simulation.stateOf(node) as State | undefined) : refuse('unknownNode', { value: node });
}

export function ordererInside(simulation: Simulation, node: NodeId): Result<OrdererInside> {
  const state = stateOf<OrdererState>(simulation, node, 'orderer');
  if (!state.ok) return state;
  const { chains = {}, followers = {} } = state.value ?? {};
  return ok({
    node,
    up: simulation.isUp(node),
    chains: Object.values(chains).map((chain) => chainInside(simulation, node, chain)),
    following: Object.values(followers).map(({ channel, disk, target, source }) => ({
      channel,
      height: disk.blocks.height,
      joinBlock: target?.number ?? null,
      from: source ?? null,
    })),
  });
}

const chainInside = (simulation: Simulation, node: NodeId, chain: Chain): OrdererChainInside => ({
  channel: chain.channel,
  height: chain.disk.blocks.height,
  batch: limitsOf(chain.bundle),
  batchTimerDue: simulation.timerDue(node, batchTimer(chain.channel)) ?? null,
  agreement:
    chain.kind === 'kafka' ? kafkaInside(chain) : chain.kind === 'BFT' ? bftPicture(chain) : raftPicture(chain),
  subscribers: Object.entries(chain.subscribers).map(([to, { next }]) => ({ node: to, next })),
});

const limitsOf = (bundle: ChannelBundle): BatchLimits | null => channelConfigSummary(bundle).batch;

const kafkaInside = ({ client, cutter, timerRunning, lastOriginal }: KafkaChain): KafkaChainInside => ({
  kind: 'kafka',
  phase: client.phase,
  leader: client.leader ?? null,
  offset: client.offset,
  posting: [...(client.posting?.posts ?? []), ...client.outbox].map(({ kind, txid }) => ({ kind, txid })),
  pending: cutter.pending.map(({ txid }) => txid),
  pendingBytes: cutter.pendingBytes,
  timerRunning,
  lastOriginal,
});

export function brokerInside(simulation: Simulation, node: NodeId): Result<BrokerInside> {
  const found = stateOf<BrokerState>(simulation, node, 'broker');
  if (!found.ok) return found;
  const state = found.value;
  const session = state?.session;
  return ok({
    node,
    up: simulation.isUp(node),
    brokerId: state?.disk.id ?? 0,
    controller: state?.controller !== undefined,
    controllerEpoch: state?.controllerEpoch ?? 0,
    zooKeeper:
      state && session?.isConnected ? (state.disk.servers[session.server % state.disk.servers.length] ?? null) : null,
    partitions: state ? Object.values(state.partitions).map((partition) => partitionInside(state, partition)) : [],
  });
}

function partitionInside(state: BrokerState, { view, role, flushed }: Partition): PartitionInside {
  const { topic, leader, leaderEpoch, replicas, isr } = view;
  const log = logOf(state, topic);
  const end = log.records.length;
  const records: PartitionInside['records'][number][] = [];
  for (let offset = Math.max(0, end - RECORDS_SHOWN); offset < end; offset++) {
    const record = log.records.at(offset);
    if (record) records.push({ offset, epoch: record.epoch, ...recordInside(record.value) });
  }
  return {
    topic,
    role: role.type === 'leading' ? 'leader' : 'follower',
    leader,
    leaderEpoch,
    replicas,
    isr,
    highWatermark: log.highWatermark,
    end,
    flushed,
    followers:
      role.type === 'leading'
        ? Object.entries(role.progress).map(([id, one]) => ({ id: Number(id), end: one.end < 0 ? null : one.end }))
        : [],
    records,
  };
}

type RecordInside = Omit<PartitionInside['records'][number], 'offset' | 'epoch'>;

function recordInside(value: Uint8Array): RecordInside {
  const message = readKafkaMessage(value);
  switch (message?.type) {
    case 'connect':
      return { kind: 'connect', txid: '', block: null };
    case 'timeToCut':
      return { kind: 'timeToCut', txid: '', block: message.block };
    case 'regular': {
      const parsed = parseEnvelope(message.envelope);
      const txid = parsed.ok ? parsed.value.channelHeader.txId : '';
      return { kind: message.config ? 'config' : 'regular', txid, block: null };
    }
    default:
      return { kind: 'unreadable', txid: '', block: null };
  }
}

export function zooKeeperInside(simulation: Simulation, node: NodeId): Result<ZooKeeperInside> {
  const found = stateOf<ZooKeeperState>(simulation, node, 'zookeeper');
  if (!found.ok) return found;
  const state = found.value;
  const znodes = state?.visible.znodes ?? {};
  return ok({
    node,
    up: simulation.isUp(node),
    role: state?.role ?? 'looking',
    leader: state?.leader ?? null,
    epoch: state?.disk.promised ?? 0,
    zxid: state ? printZxid(state.visible.zxid) : '',
    connections: Object.entries(state?.clients ?? {}).map(([from, session]) => ({ node: from, session })),
    znodes: Object.keys(znodes)
      .sort()
      .map((path) => {
        const { data = '', owner = '' } = znodes[path] ?? {};
        return { path, data, ephemeral: owner !== '' };
      }),
  });
}
