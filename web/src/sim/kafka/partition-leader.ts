/**
 * What the leader of a partition does: it takes records in, hands them to followers and consumers, and counts a record
 * once all in-sync replicas have it.
 *
 * @fabric (none) Apache Kafka 1.x, kafka.cluster.Partition, kafka.server.{ReplicaManager,DelayedProduce,DelayedFetch}
 * @simplified A record counts on a broker once it is on its disk; Kafka leaves that to the operating system and relies on
 *   the other replicas. Producers are not idempotent (neither are Fabric's), and always wait for all in-sync replicas.
 */
import type { ActorId } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';
import { ErrorCode, type FetchRequest, type ProduceRequest } from '../wire/gen/kafka/protocol_pb.ts';
import {
  andThen,
  type BrokerEffect,
  type BrokerState,
  type BrokerStepped,
  type Fetching,
  flush,
  type Leading,
  logOf,
  type Partition,
  type Producing,
  REPLICA_LAG_TIME_MAX,
  report,
  sendKafka,
  still,
  withLog,
  withPartition,
} from './broker-state.ts';
import { append, divergence, endOf, slice } from './partition-log.ts';

export type Led = Partition & { readonly role: Leading };

export const isLed = (partition: Partition | undefined): partition is Led => partition?.role.type === 'leading';

export const produceTimer = (topic: string, from: ActorId, correlationId: number): string =>
  `produce ${topic} ${from} ${correlationId}`;
export const fetchTimer = (topic: string, from: ActorId, correlationId: number): string =>
  `wait ${topic} ${from} ${correlationId}`;

interface Asking {
  readonly from: ActorId;
  readonly correlationId: number;
}

/** Kafka's error where this broker does not lead the partition. */
const notLeading = ({ metadata, partitions }: BrokerState, topic: string): ErrorCode =>
  partitions[topic] || metadata.partitions[topic]
    ? ErrorCode.NOT_LEADER_FOR_PARTITION
    : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;

const produced = (asking: Asking, topic: string, errorCode: ErrorCode, baseOffset = -1): BrokerEffect =>
  sendKafka(asking.from, asking.correlationId, topic, {
    case: 'produceResponse',
    value: { topic, errorCode, baseOffset },
  });

const fetchFailed = (asking: Asking, topic: string, errorCode: ErrorCode): BrokerEffect =>
  sendKafka(asking.from, asking.correlationId, topic, { case: 'fetchResponse', value: { topic, errorCode } });

export function onProduce(state: BrokerState, asking: Asking, request: ProduceRequest): BrokerStepped {
  const { topic, timeoutMs } = request;
  const partition = state.partitions[topic];
  if (!isLed(partition)) return { state, effects: [produced(asking, topic, notLeading(state, topic))] };
  const { isr, leaderEpoch } = partition.view;
  const { minInsyncReplicas } = state.disk.settings;
  if (isr.length < minInsyncReplicas) {
    const error = 'NOT_ENOUGH_REPLICAS';
    return {
      state,
      effects: [
        report({ type: 'produceRefused', channel: topic, error, isr, needed: minInsyncReplicas }),
        produced(asking, topic, ErrorCode.NOT_ENOUGH_REPLICAS),
      ],
    };
  }
  const before = logOf(state, topic);
  const log = append(
    before,
    request.records.map((value) => ({ epoch: leaderEpoch, value })),
  );
  const waiting: Producing = { ...asking, base: endOf(before), end: endOf(log) };
  const role = { ...partition.role, producing: [...partition.role.producing, waiting] };
  const next = withPartition(withLog(state, topic, log), { ...partition, role });
  const timeout = timeoutMs * 1_000;
  return {
    state: next,
    effects: [
      report({ type: 'recordsAppended', channel: topic, offset: waiting.base, count: request.records.length }),
      flush(next, partition),
      {
        type: 'setTimer',
        timer: produceTimer(topic, asking.from, asking.correlationId),
        min: timeout,
        max: timeout,
      },
    ],
  };
}

/** The in-sync replicas have not all taken the records in time. They may do so yet. */
export function onProduceTimeout(
  state: BrokerState,
  topic: string,
  from: ActorId,
  correlationId: number,
): BrokerStepped {
  const partition = state.partitions[topic];
  if (!isLed(partition)) return still(state);
  const isThis = (one: Producing): boolean => one.from === from && one.correlationId === correlationId;
  const late = partition.role.producing.find(isThis);
  if (!late) return still(state);
  const producing = partition.role.producing.filter((one) => one !== late);
  return {
    state: withPartition(state, { ...partition, role: { ...partition.role, producing } }),
    effects: [produced(late, topic, ErrorCode.REQUEST_TIMED_OUT)],
  };
}

export function onFetch(state: BrokerState, asking: Asking, request: FetchRequest, now: Micros): BrokerStepped {
  const { topic, replicaId, fetchOffset, maxWaitMs } = request;
  const partition = state.partitions[topic];
  if (!isLed(partition)) return { state, effects: [fetchFailed(asking, topic, notLeading(state, topic))] };
  const log = logOf(state, topic);
  const isReplica = replicaId >= 0;
  if (isReplica && request.currentLeaderEpoch !== partition.view.leaderEpoch)
    return { state, effects: [fetchFailed(asking, topic, ErrorCode.FENCED_LEADER_EPOCH)] };
  if (!isReplica && fetchOffset > endOf(log))
    return { state, effects: [fetchFailed(asking, topic, ErrorCode.OFFSET_OUT_OF_RANGE)] };
  const divergingEndOffset = isReplica ? divergence(log, fetchOffset, request.lastFetchedEpoch) : undefined;
  if (divergingEndOffset !== undefined) {
    const value = { topic, highWatermark: log.highWatermark, divergingEndOffset };
    return { state, effects: [sendKafka(asking.from, asking.correlationId, topic, { case: 'fetchResponse', value })] };
  }
  const fetching: Fetching = { ...asking, replica: replicaId, offset: fetchOffset };
  // Whoever asks anew has given up what it asked before.
  const waiting = partition.role.fetching.filter(({ from }) => from !== asking.from);
  const noted = isReplica ? noteProgress(partition, replicaId, fetchOffset, log.highWatermark, now) : partition;
  const next = withPartition(state, { ...noted, role: { ...noted.role, fetching: [...waiting, fetching] } });
  const wait = maxWaitMs * 1_000;
  const timer = fetchTimer(topic, asking.from, asking.correlationId);
  return andThen({ state: next, effects: [{ type: 'setTimer', timer, min: wait, max: wait }] }, (held) =>
    andThen(isReplica ? advance(held, topic) : still(held), (moved) => answerFetches(moved, topic)),
  );
}

function noteProgress(partition: Led, replica: number, end: number, highWatermark: number, now: Micros): Led {
  const { role, view, flushed } = partition;
  const caughtUpAt = end >= flushed ? now : (role.progress[replica]?.caughtUpAt ?? now);
  const isBack =
    !role.wantedIsr &&
    !view.isr.includes(replica) &&
    view.replicas.includes(replica) &&
    end >= Math.max(role.epochStart, highWatermark);
  return {
    ...partition,
    role: {
      ...role,
      progress: { ...role.progress, [replica]: { end, caughtUpAt } },
      wantedIsr: isBack ? [...view.isr, replica] : role.wantedIsr,
    },
  };
}

/** Counts what all in-sync replicas have, and tells who waited for that. */
export function advance(state: BrokerState, topic: string): BrokerStepped {
  const partition = state.partitions[topic];
  if (!isLed(partition)) return still(state);
  const { view, role, flushed } = partition;
  const log = logOf(state, topic);
  // One that is about to come back counts already, one that is about to leave still does.
  const members = [...new Set([...view.isr, ...(role.wantedIsr ?? [])])];
  const ends = members.map((id) => (id === state.disk.id ? flushed : (role.progress[id]?.end ?? -1)));
  const highWatermark = Math.max(log.highWatermark, Math.min(...ends));
  if (highWatermark === log.highWatermark) return still(state);
  const committed = report({
    type: 'recordsCommitted',
    channel: topic,
    offset: log.highWatermark,
    count: highWatermark - log.highWatermark,
    isr: view.isr,
  });
  const next = withLog(state, topic, { ...log, highWatermark });
  return andThen({ state: next, effects: [committed] }, (moved) =>
    andThen(answerProducers(moved, topic), (told) => answerFetches(told, topic)),
  );
}

function answerProducers(state: BrokerState, topic: string): BrokerStepped {
  const partition = state.partitions[topic];
  if (!isLed(partition)) return still(state);
  const { highWatermark } = logOf(state, topic);
  const { producing } = partition.role;
  const enough = partition.view.isr.length >= state.disk.settings.minInsyncReplicas;
  const error = enough ? ErrorCode.NONE : ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND;
  const done = producing.filter(({ end }) => end <= highWatermark);
  return {
    state: withPartition(state, {
      ...partition,
      role: { ...partition.role, producing: producing.filter((one) => !done.includes(one)) },
    }),
    effects: done.flatMap((one): BrokerEffect[] => [
      { type: 'cancelTimer', timer: produceTimer(topic, one.from, one.correlationId) },
      produced(one, topic, error, one.base),
    ]),
  };
}

/** Answers the fetches there are records for: followers get what is on disk here, consumers what counts. */
export function answerFetches(state: BrokerState, topic: string): BrokerStepped {
  const partition = state.partitions[topic];
  if (!isLed(partition)) return still(state);
  const log = logOf(state, topic);
  const limitOf = ({ replica }: Fetching): number => (replica >= 0 ? partition.flushed : log.highWatermark);
  const ready = partition.role.fetching.filter((one) => limitOf(one) > one.offset);
  return ready.length === 0 ? still(state) : answer(state, partition, ready);
}

function answer(state: BrokerState, partition: Led, ready: readonly Fetching[]): BrokerStepped {
  const { topic } = partition.view;
  const log = logOf(state, topic);
  const fetching = partition.role.fetching.filter((one) => !ready.includes(one));
  return {
    state: withPartition(state, { ...partition, role: { ...partition.role, fetching } }),
    effects: ready.flatMap((one): BrokerEffect[] => {
      const records = slice(log, one.offset, one.replica >= 0 ? partition.flushed : log.highWatermark);
      const value = {
        topic,
        highWatermark: log.highWatermark,
        baseOffset: one.offset,
        records: records.map(({ epoch, value: bytes }) => ({ leaderEpoch: epoch, value: bytes })),
      };
      return [
        { type: 'cancelTimer', timer: fetchTimer(topic, one.from, one.correlationId) },
        sendKafka(one.from, one.correlationId, topic, { case: 'fetchResponse', value }),
      ];
    }),
  };
}

/** Nothing came in the time a fetch may wait: it gets an empty answer. */
export function onFetchWaited(state: BrokerState, topic: string, from: ActorId, correlationId: number): BrokerStepped {
  const partition = state.partitions[topic];
  if (!isLed(partition)) return still(state);
  const waited = partition.role.fetching.filter((one) => one.from === from && one.correlationId === correlationId);
  return waited.length === 0 ? still(state) : answer(state, partition, waited);
}

/** Finds out which in-sync replica has not caught up for too long. */
export function shrink(state: BrokerState, topic: string, now: Micros): BrokerStepped {
  const partition = state.partitions[topic];
  if (!isLed(partition) || partition.role.wantedIsr) return still(state);
  const { view, role } = partition;
  const isr = view.isr.filter(
    (id) => id === state.disk.id || now - (role.progress[id]?.caughtUpAt ?? now) <= REPLICA_LAG_TIME_MAX,
  );
  if (isr.length === view.isr.length) return still(state);
  return still(withPartition(state, { ...partition, role: { ...role, wantedIsr: isr } }));
}

/** The in-sync replicas are now those that ZooKeeper has. */
export function adoptIsr(state: BrokerState, topic: string, isr: readonly number[], zkVersion: number): BrokerStepped {
  const partition = state.partitions[topic];
  if (!isLed(partition) || partition.view.zkVersion >= zkVersion) return still(state);
  const { view, role } = partition;
  const facts: BrokerEffect[] = [
    ...view.isr
      .filter((id) => !isr.includes(id))
      .map((removed) => report({ type: 'isrShrunk', channel: topic, isr, removed })),
    ...isr
      .filter((id) => !view.isr.includes(id))
      .map((added) => report({ type: 'isrExpanded', channel: topic, isr, added })),
  ];
  const next = withPartition(state, {
    ...partition,
    view: { ...view, isr, zkVersion },
    role: { ...role, wantedIsr: undefined },
  });
  return andThen({ state: next, effects: facts }, (adopted) => advance(adopted, topic));
}

/** Tells all who wait that this broker does not lead the partition any more. */
export function resign({ view, role }: Led): readonly BrokerEffect[] {
  const { topic } = view;
  const error = ErrorCode.NOT_LEADER_FOR_PARTITION;
  return [
    ...role.producing.flatMap((one): BrokerEffect[] => [
      { type: 'cancelTimer', timer: produceTimer(topic, one.from, one.correlationId) },
      produced(one, topic, error),
    ]),
    ...role.fetching.flatMap((one): BrokerEffect[] => [
      { type: 'cancelTimer', timer: fetchTimer(topic, one.from, one.correlationId) },
      fetchFailed(one, topic, error),
    ]),
  ];
}
