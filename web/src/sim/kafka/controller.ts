/**
 * The controller: the one broker that decides who leads which partition, writes it to ZooKeeper and tells the others.
 *
 * @fabric (none) Apache Kafka 1.x, kafka.controller.KafkaController
 * @simplified It tells the brokers until they have confirmed; there is no preferred leader election, no reassignment, no
 *   deletion of topics, and replicas are assigned from a broker that follows from the number of topics, not drawn.
 */
import { invariant } from '../kernel/result.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import { type CreateTopicsRequest, ErrorCode } from '../wire/gen/kafka/protocol_pb.ts';
import {
  type BrokerEffect,
  type BrokerState,
  type BrokerStepped,
  type Change,
  type ControllerState,
  type Creating,
  type PartitionView,
  report,
  sendKafka,
  still,
  type Told,
} from './broker-state.ts';
import {
  aliveBrokers,
  type Cluster,
  createTopic,
  NO_LEADER,
  type StoredTopic,
  writePartition,
} from './cluster-znodes.ts';

/** When something unconfirmed is said again. */
const AGAIN_AFTER = SECOND;

export const newController = (epoch: number): ControllerState => ({
  epoch,
  leaderAndIsr: {},
  metadata: {},
  creating: [],
});

/** The next thing the controller has to write to ZooKeeper; undefined when all is as it should be. */
export function controllerChange({ controller }: BrokerState, cluster: Cluster): Change | undefined {
  if (!controller) return undefined;
  const missing = controller.creating.find(({ topic }) => cluster.topics[topic] === undefined);
  if (missing) {
    const { topic, replicas } = missing;
    return { operation: createTopic(topic, replicas), purpose: { type: 'topic', topic, replicas } };
  }
  const alive = aliveBrokers(cluster);
  for (const [topic, stored] of Object.entries(cluster.topics)) {
    const next = nextPartition(stored, alive);
    if (!next) continue;
    const state = { ...next, controllerEpoch: controller.epoch };
    return { operation: writePartition(topic, state, stored.partition?.version), purpose: { type: 'partition' } };
  }
  return undefined;
}

/** How a partition ought to be with these brokers alive; undefined when it is so. */
function nextPartition(
  { replicas, partition }: StoredTopic,
  alive: readonly number[],
): { readonly leader: number; readonly leaderEpoch: number; readonly isr: readonly number[] } | undefined {
  const isAlive = (id: number): boolean => alive.includes(id);
  if (!partition) {
    const isr = replicas.filter(isAlive);
    const [leader] = isr;
    return leader === undefined ? undefined : { leader, leaderEpoch: 0, isr };
  }
  const leaderEpoch = partition.leaderEpoch + 1;
  const isr = partition.isr.filter(isAlive);
  if (isAlive(partition.leader))
    return isr.length === partition.isr.length ? undefined : { leader: partition.leader, leaderEpoch, isr };
  // Only who is in sync may lead (`unclean.leader.election.enable = false`).
  const leader = replicas.find((id) => isr.includes(id));
  if (leader !== undefined) return { leader, leaderEpoch, isr };
  return partition.leader === NO_LEADER ? undefined : { leader: NO_LEADER, leaderEpoch, isr: partition.isr };
}

export function onCreateTopics(
  state: BrokerState,
  cluster: Cluster,
  asker: Creating['asker'],
  { topic, replicationFactor }: CreateTopicsRequest,
): BrokerStepped {
  const { controller } = state;
  const refuse = (errorCode: ErrorCode, errorMessage = ''): BrokerStepped => ({
    state,
    effects: [createdTopic(asker, topic, errorCode, errorMessage)],
  });
  if (!controller) return refuse(ErrorCode.NOT_CONTROLLER);
  if (cluster.topics[topic]) return refuse(ErrorCode.TOPIC_ALREADY_EXISTS, `Topic '${topic}' already exists.`);
  const alive = aliveBrokers(cluster);
  if (alive.length < replicationFactor) {
    const text = `replication factor: ${replicationFactor} larger than available brokers: ${alive.length}`;
    return refuse(ErrorCode.INVALID_REPLICATION_FACTOR, text);
  }
  const same = controller.creating.find((one) => one.topic === topic);
  const first = (Object.keys(cluster.topics).length + controller.creating.length) % alive.length;
  const replicas =
    same?.replicas ??
    Array.from({ length: replicationFactor }, (_, index) => {
      const id = alive[(first + index) % alive.length];
      invariant(id !== undefined, 'there are enough brokers');
      return id;
    });
  const creating = [...controller.creating, { topic, replicas, asker }];
  return still({ ...state, controller: { ...controller, creating } });
}

const createdTopic = (
  { node, correlationId }: Creating['asker'],
  topic: string,
  errorCode: ErrorCode,
  errorMessage = '',
): BrokerEffect =>
  sendKafka(node, correlationId, topic, {
    case: 'createTopicsResponse',
    value: { topic, errorCode, errorMessage },
  });

/** Who waits for a topic is answered once it has a leader. */
export function answerCreations(state: BrokerState, cluster: Cluster): BrokerStepped {
  const { controller } = state;
  if (!controller) return still(state);
  const done = controller.creating.filter(({ topic }) => cluster.topics[topic]?.partition !== undefined);
  if (done.length === 0) return still(state);
  const creating = controller.creating.filter((one) => !done.includes(one));
  return {
    state: { ...state, controller: { ...controller, creating } },
    effects: done.map(({ asker, topic }) => createdTopic(asker, topic, ErrorCode.NONE)),
  };
}

const viewOf = (topic: string, { replicas, partition }: StoredTopic): PartitionView => ({
  topic,
  replicas,
  leader: partition?.leader ?? NO_LEADER,
  leaderEpoch: partition?.leaderEpoch ?? -1,
  isr: partition?.isr ?? [],
  zkVersion: partition?.version ?? -1,
});

/** All partitions that have a state, by topic. */
export const viewsOf = ({ topics }: Cluster): readonly PartitionView[] =>
  Object.keys(topics)
    .sort()
    .flatMap((topic) => {
      const stored = topics[topic];
      return stored?.partition ? [viewOf(topic, stored)] : [];
    });

const toInit = ({ topic, leader, leaderEpoch, isr, replicas, zkVersion }: PartitionView) => ({
  topic,
  leader,
  leaderEpoch,
  isr: [...isr],
  replicas: [...replicas],
  zkVersion,
});

/** Tells every broker what it has not confirmed yet: its own partitions, and what clients may ask it for. */
export function tellBrokers(before: BrokerState, cluster: Cluster, now: Micros): BrokerStepped {
  const effects: BrokerEffect[] = [];
  let state = before;
  const views = viewsOf(cluster);
  const liveBrokers = aliveBrokers(cluster).map((nodeId) => ({ nodeId, host: cluster.brokers[nodeId]?.host ?? '' }));
  for (const { nodeId, host } of liveBrokers) {
    const { controller } = state;
    if (!controller || nodeId === state.disk.id) continue;
    const common = { controllerId: state.disk.id, controllerEpoch: controller.epoch };
    const session = cluster.brokers[nodeId]?.session ?? '';
    const own = views.filter(({ replicas }) => replicas.includes(nodeId));
    const epochs = own.map(({ topic, leaderEpoch }) => `${topic} ${leaderEpoch}`).join();
    const roles = due(controller.leaderAndIsr[nodeId], `${session} ${epochs}`, now);
    if (roles && own.length > 0) {
      const correlationId = state.correlation + 1;
      const value = { ...common, partitionStates: own.map(toInit), liveLeaders: liveBrokers };
      effects.push(sendKafka(host, correlationId, '', { case: 'leaderAndIsrRequest', value }));
      state = noteTold(state, 'leaderAndIsr', nodeId, { ...roles, correlationId });
    }
    const content = JSON.stringify([session, views, liveBrokers]);
    const metadata = due(controller.metadata[nodeId], content, now);
    if (metadata) {
      const correlationId = state.correlation + 1;
      const value = { ...common, partitionStates: views.map(toInit), liveBrokers };
      effects.push(sendKafka(host, correlationId, '', { case: 'updateMetadataRequest', value }));
      state = noteTold(state, 'metadata', nodeId, { ...metadata, correlationId });
    }
  }
  return { state, effects };
}

/** What is to be noted when this has to be said now; undefined when it need not be. */
function due(told: Told | undefined, key: string, now: Micros): Omit<Told, 'correlationId'> | undefined {
  if (told?.key === key && (told.isConfirmed || now - told.at < AGAIN_AFTER)) return undefined;
  return { key, at: now, isConfirmed: false };
}

function noteTold(state: BrokerState, what: 'leaderAndIsr' | 'metadata', nodeId: number, told: Told): BrokerState {
  const { controller } = state;
  if (!controller) return state;
  return {
    ...state,
    correlation: told.correlationId,
    controller: { ...controller, [what]: { ...controller[what], [nodeId]: told } },
  };
}

/** A broker has confirmed what it was told. */
export function onConfirmed(
  state: BrokerState,
  what: 'leaderAndIsr' | 'metadata',
  correlationId: number,
  errorCode: ErrorCode,
): BrokerState {
  const { controller } = state;
  const found = Object.entries(controller?.[what] ?? {}).find(([, told]) => told.correlationId === correlationId);
  if (!controller || !found || errorCode !== ErrorCode.NONE) return state;
  const [nodeId, told] = found;
  return {
    ...state,
    controller: { ...controller, [what]: { ...controller[what], [Number(nodeId)]: { ...told, isConfirmed: true } } },
  };
}

/** Partitions that have lost their last in-sync replica with this change. */
export const offlineFacts = (before: Cluster, after: Cluster): readonly BrokerEffect[] =>
  Object.entries(after.topics).flatMap(([channel, { partition }]) =>
    partition?.leader === NO_LEADER && before.topics[channel]?.partition?.leader !== NO_LEADER
      ? [report({ type: 'partitionOffline', channel, isr: partition.isr })]
      : [],
  );
