/**
 * What a Kafka broker keeps: on disk the logs of its partitions; in memory its ZooKeeper session, what the controller has
 * told it, and, when it is the controller, what it has told the others.
 */
import type { ActorId, Effect, Stepped } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import type { Operation } from '../wire/gen/kafka/zookeeper_pb.ts';
import { kafkaMessage } from '../wire/kafka.ts';
import type { Message } from '../wire/messages.ts';
import type { KafkaFact } from './kafka-facts.ts';
import { EMPTY_LOG, type PartitionLog } from './partition-log.ts';
import type { ZnodeTree } from './znodes.ts';

/** `replica.lag.time.max.ms`: who has not caught up for longer leaves the in-sync replicas. */
export const REPLICA_LAG_TIME_MAX: Micros = 10 * SECOND;
/** `replica.fetch.wait.max.ms`: how long the leader may keep a follower waiting for records. */
export const FETCH_MAX_WAIT_MS = 500;

export interface BrokerSettings {
  /** `min.insync.replicas`. */
  readonly minInsyncReplicas: number;
}

export interface BrokerDisk {
  readonly id: number;
  readonly node: ActorId;
  /** ZooKeeper servers (`zookeeper.connect`). */
  readonly servers: readonly ActorId[];
  readonly settings: BrokerSettings;
  readonly logs: Readonly<Record<string, PartitionLog>>;
}

/** Why a change of a znode was asked for. */
export type Purpose =
  | { readonly type: 'register' | 'claimController' | 'partition' }
  | { readonly type: 'controllerEpoch'; readonly epoch: number }
  | { readonly type: 'topic'; readonly topic: string; readonly replicas: readonly number[] };

export interface Change {
  readonly operation: Operation;
  readonly purpose: Purpose;
}

export interface BrokerSession {
  /** Which of the servers it is connected to, or tries. */
  readonly server: number;
  /** '' before a session is opened, and after it has expired. */
  readonly id: string;
  readonly isConnected: boolean;
  /** How many servers in a row have not taken the broker in. */
  readonly tries: number;
  readonly heard: Micros;
  readonly tree: ZnodeTree;
  readonly xid: number;
  /** The change that is under way; there is one at a time. */
  readonly busy: { readonly xid: number; readonly since: Micros; readonly purpose: Purpose } | undefined;
}

export interface PartitionView {
  readonly topic: string;
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  readonly replicas: readonly number[];
  readonly zkVersion: number;
}

/** What `UpdateMetadata` says: what clients are told who ask any broker. */
export interface MetadataCache {
  readonly controllerId: number;
  readonly brokers: readonly { readonly nodeId: number; readonly host: ActorId }[];
  readonly partitions: Readonly<Record<string, PartitionView>>;
}

export interface Producing {
  readonly from: ActorId;
  readonly correlationId: number;
  readonly base: number;
  readonly end: number;
}

export interface Fetching {
  readonly from: ActorId;
  readonly correlationId: number;
  readonly replica: number;
  readonly offset: number;
}

export interface Progress {
  /** Where the follower's log ends; -1 while that is not known. */
  readonly end: number;
  readonly caughtUpAt: Micros;
}

export interface Leading {
  readonly type: 'leading';
  readonly progress: Readonly<Record<number, Progress>>;
  /** Where the log ended when this broker began to lead. */
  readonly epochStart: number;
  /** In-sync replicas as they are to be once ZooKeeper has them. */
  readonly wantedIsr: readonly number[] | undefined;
  readonly producing: readonly Producing[];
  readonly fetching: readonly Fetching[];
}

export interface Following {
  readonly type: 'following';
  /** The request that is under way. */
  readonly correlationId: number | undefined;
}

export interface Partition {
  readonly view: PartitionView;
  readonly role: Leading | Following;
  /** Up to where the log is on disk. */
  readonly flushed: number;
  /** Counts truncations: what was being written before one says nothing of the log after it. */
  readonly truncations: number;
}

/** Of each broker, what it was told last and has confirmed. */
export interface Told {
  readonly key: string;
  readonly correlationId: number;
  readonly at: Micros;
  readonly isConfirmed: boolean;
}

export interface Creating {
  readonly topic: string;
  readonly replicas: readonly number[];
  readonly asker: { readonly node: ActorId; readonly correlationId: number };
}

export interface ControllerState {
  readonly epoch: number;
  readonly leaderAndIsr: Readonly<Record<number, Told>>;
  readonly metadata: Readonly<Record<number, Told>>;
  readonly creating: readonly Creating[];
}

export interface BrokerState {
  readonly disk: BrokerDisk;
  readonly session: BrokerSession;
  readonly metadata: MetadataCache;
  /** The highest controller epoch heard of: older controllers are not listened to. */
  readonly controllerEpoch: number;
  readonly partitions: Readonly<Record<string, Partition>>;
  readonly controller: ControllerState | undefined;
  readonly correlation: number;
}

export type BrokerEffect = Effect<Message, KafkaFact>;
export type BrokerStepped = Stepped<BrokerState, Message, KafkaFact>;

export const report = (fact: KafkaFact): BrokerEffect => ({ type: 'report', fact });
export const still = (state: BrokerState): BrokerStepped => ({ state, effects: [] });

export function andThen(stepped: BrokerStepped, next: (state: BrokerState) => BrokerStepped): BrokerStepped {
  const after = next(stepped.state);
  return { state: after.state, effects: [...stepped.effects, ...after.effects] };
}

export const sendKafka = (
  to: ActorId,
  correlationId: number,
  topic: string,
  api: Parameters<typeof kafkaMessage>[2],
): BrokerEffect => ({ type: 'send', to, message: kafkaMessage(correlationId, topic, api) });

export const logOf = ({ disk }: BrokerState, topic: string): PartitionLog => disk.logs[topic] ?? EMPTY_LOG;

export const withLog = (state: BrokerState, topic: string, log: PartitionLog): BrokerState => ({
  ...state,
  disk: { ...state.disk, logs: { ...state.disk.logs, [topic]: log } },
});

export const withPartition = (state: BrokerState, partition: Partition): BrokerState => ({
  ...state,
  partitions: { ...state.partitions, [partition.view.topic]: partition },
});

/** Writes the log of a topic to disk; {@link Partition.flushed} follows once it is there. */
export const flush = (state: BrokerState, { view, truncations }: Partition): BrokerEffect => ({
  type: 'persist',
  tag: `${view.topic} ${logOf(state, view.topic).records.length} ${truncations}`,
  durable: state.disk,
});
