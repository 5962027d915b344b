/**
 * A Kafka broker: keeps replicas of partitions, leads some of them, and is registered in ZooKeeper; one of all brokers is
 * the controller. Fabric's orderers of 1.x and 2.x could leave the order of a channel's transactions to such a cluster.
 *
 * @fabric docs/source/kafka.rst (2.x); Apache Kafka 1.x, kafka.server.KafkaServer
 * @simplified A broker does what the newest tree of znodes and its own state ask for, one change at a time; Kafka keeps
 *   queues of events. A broker never shuts down in an orderly way.
 */
import type { ActorId, Role } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import { ErrorCode, type PartitionState } from '../wire/gen/kafka/protocol_pb.ts';
import { type KafkaApi, readKafka, readZooKeeper } from '../wire/kafka.ts';
import type { Message } from '../wire/messages.ts';
import {
  andThen,
  type BrokerDisk,
  type BrokerEffect,
  type BrokerSettings,
  type BrokerState,
  type BrokerStepped,
  type Change,
  type PartitionView,
  type Purpose,
  report,
  sendKafka,
  still,
} from './broker-state.ts';
import {
  CONNECT_TIMER,
  connect,
  isServerAt,
  leaveServer,
  newSession,
  onConnected,
  onEvent,
  onResponse,
  pingServer,
  request,
  SESSION_TIMER,
} from './broker-session.ts';
import {
  bumpControllerEpoch,
  claimController,
  type Cluster,
  NO_LEADER,
  readCluster,
  registerBroker,
  writePartition,
} from './cluster-znodes.ts';
import {
  answerCreations,
  controllerChange,
  newController,
  offlineFacts,
  onConfirmed,
  onCreateTopics,
  tellBrokers,
  viewsOf,
} from './controller.ts';
import type { KafkaFact } from './kafka-facts.ts';
import { fetchNext, onFetched, retryLater } from './partition-follower.ts';
import { adoptIsr, isLed, onFetch, onFetchWaited, onProduce, onProduceTimeout, shrink } from './partition-leader.ts';
import { onFlushed, takeRole } from './partition-roles.ts';

/** How often a broker looks whether replicas lag and whether what it said was heard. */
const TICK: Micros = SECOND;

export const newBrokerDisk = (
  id: number,
  node: ActorId,
  servers: readonly ActorId[],
  settings: BrokerSettings,
): BrokerDisk => ({ id, node, servers, settings, logs: {} });

export const broker: Role<BrokerState, BrokerDisk, Message, never, KafkaFact> = {
  boot: (disk) => ({
    disk,
    session: newSession(disk.id, 0),
    metadata: { controllerId: NO_LEADER, brokers: [], partitions: {} },
    controllerEpoch: 0,
    partitions: {},
    controller: undefined,
    correlation: 0,
  }),
  step(state, input, now) {
    switch (input.type) {
      case 'start': {
        const connecting = connect(state, now);
        return { state: connecting.state, effects: [...connecting.effects, tickTimer] };
      }
      case 'timer':
        return onTimer(state, input.timer, now);
      case 'persisted': {
        const [topic = '', end, truncations] = input.tag.split(' ');
        return onFlushed(state, topic, Number(end), Number(truncations));
      }
      case 'message':
        return onMessage(state, input.from, input.message, now);
      case 'disconnected':
        return isServerAt(state, input.from) ? leaveServer(state) : still(state);
      case 'undeliverable':
        return onRefused(state, input.to, input.message);
      case 'command':
        return still(state);
    }
  },
};

const tickTimer: BrokerEffect = { type: 'setTimer', timer: 'tick', min: TICK, max: TICK };

function onTimer(state: BrokerState, timer: string, now: Micros): BrokerStepped {
  const [what, topic = '', from = '', correlation = ''] = timer.split(' ');
  switch (what) {
    case CONNECT_TIMER:
      return connect(state, now);
    case SESSION_TIMER:
      return pingServer(state, now);
    case 'produce':
      return onProduceTimeout(state, topic, from, Number(correlation));
    case 'wait':
      return onFetchWaited(state, topic, from, Number(correlation));
    case 'refetch':
      return fetchNext(state, topic);
    default: {
      const checked = Object.keys(state.partitions)
        .sort()
        .reduce((stepped, name) => andThen(stepped, (next) => shrink(next, name, now)), still(state));
      const settled = andThen(checked, (next) => pursue(next, now));
      return { state: settled.state, effects: [...settled.effects, tickTimer] };
    }
  }
}

function onRefused(state: BrokerState, to: ActorId, message: Message): BrokerStepped {
  if (message.type === 'zooKeeper') return isServerAt(state, to) ? leaveServer(state) : still(state);
  return message.type === 'kafka' && message.label === 'kafkaFetch' ? retryLater(state, message.channel) : still(state);
}

function onMessage(state: BrokerState, from: ActorId, message: Message, now: Micros): BrokerStepped {
  const frame = readKafka(message);
  if (frame) return onApi(state, from, frame.correlationId, frame.api, now);
  const said = isServerAt(state, from) ? readZooKeeper(message) : undefined;
  switch (said?.case) {
    case 'connected':
      return andThen(onConnected(state, said.value.session, said.value.tree, now), (next) =>
        afterTree(state, next, now),
      );
    case 'event':
      return said.value.tree ? afterTree(state, onEvent(state, said.value.tree, now), now) : still(state);
    case 'response': {
      const { state: next, done } = onResponse(state, said.value.xid, said.value.code, now);
      return andThen(done ? onDone(next, done) : still(next), (settled) => pursue(settled, now));
    }
    case 'close':
      return leaveServer(state);
    default:
      return still(state);
  }
}

function onApi(state: BrokerState, from: ActorId, correlationId: number, api: KafkaApi, now: Micros): BrokerStepped {
  const asking = { from, correlationId };
  switch (api.case) {
    case 'metadataRequest':
      return onMetadata(state, from, correlationId, api.value.topic);
    case 'createTopicsRequest': {
      const asker = { node: from, correlationId };
      const created = onCreateTopics(state, readCluster(state.session.tree), asker, api.value);
      return andThen(created, (next) => pursue(next, now));
    }
    case 'produceRequest':
      return onProduce(state, asking, api.value);
    case 'fetchRequest':
      return andThen(onFetch(state, asking, api.value, now), (next) => pursue(next, now));
    case 'fetchResponse':
      return onFetched(state, correlationId, api.value);
    case 'leaderAndIsrRequest':
    case 'updateMetadataRequest':
      return onControllerSays(state, from, correlationId, api, now);
    case 'leaderAndIsrResponse':
      return still(onConfirmed(state, 'leaderAndIsr', correlationId, api.value.errorCode));
    case 'updateMetadataResponse':
      return still(onConfirmed(state, 'metadata', correlationId, api.value.errorCode));
    default:
      return still(state);
  }
}

function onMetadata(state: BrokerState, from: ActorId, correlationId: number, topic: string): BrokerStepped {
  const { brokers, controllerId, partitions } = state.metadata;
  const partition = partitions[topic];
  const errorCode = !partition
    ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
    : partition.leader === NO_LEADER
      ? ErrorCode.LEADER_NOT_AVAILABLE
      : ErrorCode.NONE;
  const value = {
    errorCode,
    controllerId,
    brokers: brokers.map(({ nodeId, host }) => ({ nodeId, host })),
    ...(partition && { partition: { ...partition, isr: [...partition.isr], replicas: [...partition.replicas] } }),
  };
  return { state, effects: [sendKafka(from, correlationId, topic, { case: 'metadataResponse', value })] };
}

const viewOf = ({ topic, leader, leaderEpoch, isr, replicas, zkVersion }: PartitionState): PartitionView => ({
  topic,
  leader,
  leaderEpoch,
  isr,
  replicas,
  zkVersion,
});

const byTopic = (views: readonly PartitionView[]): Readonly<Record<string, PartitionView>> =>
  Object.fromEntries(views.map((view) => [view.topic, view]));

/** What the controller says holds, unless a younger controller has spoken before. */
function onControllerSays(
  state: BrokerState,
  from: ActorId,
  correlationId: number,
  api: Extract<KafkaApi, { case: 'leaderAndIsrRequest' | 'updateMetadataRequest' }>,
  now: Micros,
): BrokerStepped {
  const { controllerEpoch, controllerId, partitionStates } = api.value;
  const isOld = controllerEpoch < state.controllerEpoch;
  const value = { errorCode: isOld ? ErrorCode.NOT_CONTROLLER : ErrorCode.NONE };
  const isRoles = api.case === 'leaderAndIsrRequest';
  const answer = sendKafka(
    from,
    correlationId,
    '',
    isRoles ? { case: 'leaderAndIsrResponse', value } : { case: 'updateMetadataResponse', value },
  );
  if (isOld) return { state, effects: [answer] };
  const views = partitionStates.map(viewOf);
  const known = (isRoles ? api.value.liveLeaders : api.value.liveBrokers).map(({ nodeId, host }) => ({ nodeId, host }));
  const metadata = isRoles
    ? { ...state.metadata, brokers: known }
    : { controllerId, brokers: known, partitions: byTopic(views) };
  const heard = { ...state, controllerEpoch, metadata };
  const taken = isRoles
    ? views.reduce((stepped, view) => andThen(stepped, (next) => takeRole(next, view, now)), still(heard))
    : still(heard);
  return { state: taken.state, effects: [...taken.effects, answer] };
}

/** ZooKeeper has made a change this broker asked for. */
function onDone(state: BrokerState, purpose: Purpose): BrokerStepped {
  const { id } = state.disk;
  switch (purpose.type) {
    case 'register':
      return { state, effects: [report({ type: 'brokerRegistered', broker: id })] };
    case 'controllerEpoch': {
      const { epoch } = purpose;
      return {
        state: { ...state, controller: newController(epoch), controllerEpoch: epoch },
        effects: [report({ type: 'controllerElected', broker: id, epoch })],
      };
    }
    case 'topic':
      return { state, effects: [report({ type: 'topicCreated', channel: purpose.topic, replicas: purpose.replicas })] };
    default:
      return still(state);
  }
}

/** The broker has been shown another tree. */
function afterTree(before: BrokerState, state: BrokerState, now: Micros): BrokerStepped {
  const cluster = readCluster(state.session.tree);
  const isControlling = cluster.controller?.session === state.session.id && state.session.id !== '';
  const held = isControlling || !state.controller ? state : { ...state, controller: undefined };
  const facts = held.controller ? offlineFacts(readCluster(before.session.tree), cluster) : [];
  let stepped: BrokerStepped = { state: held, effects: facts };
  for (const { topic, leader, leaderEpoch, isr, zkVersion } of viewsOf(cluster)) {
    const led = held.partitions[topic];
    if (isLed(led) && leader === held.disk.id && leaderEpoch === led.view.leaderEpoch)
      stepped = andThen(stepped, (next) => adoptIsr(next, topic, isr, zkVersion));
  }
  return andThen(stepped, (next) => pursue(next, now));
}

/** Asks ZooKeeper for what is not yet as it ought to be, and as the controller tells the others how things stand. */
function pursue(before: BrokerState, now: Micros): BrokerStepped {
  const cluster = readCluster(before.session.tree);
  const controlled = before.controller ? control(before, cluster, now) : still(before);
  return andThen(controlled, (state) => {
    const { session } = state;
    if (!session.isConnected || session.id === '' || session.busy) return still(state);
    const change = nextChange(state, cluster);
    return change ? request(state, change, now) : still(state);
  });
}

/** The controller is a broker too: what it tells the others holds for itself. */
function control(state: BrokerState, cluster: Cluster, now: Micros): BrokerStepped {
  const views = viewsOf(cluster);
  const brokers = Object.entries(cluster.brokers).map(([id, { host }]) => ({ nodeId: Number(id), host }));
  const metadata = { controllerId: state.disk.id, brokers, partitions: byTopic(views) };
  const own = views.filter(({ replicas }) => replicas.includes(state.disk.id));
  const taken = own.reduce(
    (stepped, view) => andThen(stepped, (next) => takeRole(next, view, now)),
    still({ ...state, metadata }),
  );
  return andThen(taken, (next) => andThen(tellBrokers(next, cluster, now), (told) => answerCreations(told, cluster)));
}

function nextChange(state: BrokerState, cluster: Cluster): Change | undefined {
  const { disk, session, controller, partitions } = state;
  const own = cluster.brokers[disk.id];
  // While the znode of an earlier session is still there the broker has to wait for it to go.
  if (!own) return { operation: registerBroker(disk.id, disk.node), purpose: { type: 'register' } };
  if (own.session !== session.id) return undefined;
  if (!cluster.controller) return { operation: claimController(disk.id), purpose: { type: 'claimController' } };
  if (cluster.controller.session === session.id && !controller) {
    const { operation, epoch } = bumpControllerEpoch(cluster);
    return { operation, purpose: { type: 'controllerEpoch', epoch } };
  }
  for (const [topic, partition] of Object.entries(partitions)) {
    if (!isLed(partition) || !partition.role.wantedIsr) continue;
    const stored = cluster.topics[topic]?.partition;
    const { leaderEpoch, zkVersion } = partition.view;
    if (!stored || stored.leaderEpoch !== leaderEpoch || stored.version !== zkVersion) continue;
    const written = { ...stored, isr: partition.role.wantedIsr };
    return { operation: writePartition(topic, written, stored.version), purpose: { type: 'partition' } };
  }
  return controllerChange(state, cluster);
}
