/**
 * What a follower of a partition does: it fetches from the leader, record after record, and cuts off what the leader does
 * not have.
 *
 * @fabric (none) Apache Kafka 1.x, kafka.server.ReplicaFetcherThread
 * @simplified One fetch per partition; Kafka asks a leader for all its partitions at once. Where the logs differ the answer
 *   to the fetch says so, as in Kafka 2.7; before that a request of its own (OffsetForLeaderEpoch) found it out.
 */
import { SECOND } from '../kernel/time.ts';
import { ErrorCode, type FetchResponse } from '../wire/gen/kafka/protocol_pb.ts';
import {
  andThen,
  type BrokerState,
  type BrokerStepped,
  FETCH_MAX_WAIT_MS,
  flush,
  type Following,
  logOf,
  type Partition,
  report,
  sendKafka,
  still,
  withLog,
  withPartition,
} from './broker-state.ts';
import { NO_LEADER } from './cluster-znodes.ts';
import { append, endOf, epochBefore, truncate } from './partition-log.ts';

/** `replica.fetch.backoff.ms`. */
const FETCH_BACKOFF = SECOND;
/** When a fetch without an answer is given up. */
const FETCH_TIMEOUT = 2 * SECOND;

export type Followed = Partition & { readonly role: Following };

export const isFollowed = (partition: Partition | undefined): partition is Followed =>
  partition?.role.type === 'following';

export const refetchTimer = (topic: string): string => `refetch ${topic}`;

/** Asks the leader for what comes next; what it asks for tells the leader what it has. */
export function fetchNext(state: BrokerState, topic: string): BrokerStepped {
  const partition = state.partitions[topic];
  if (!isFollowed(partition) || partition.view.leader === NO_LEADER) return still(state);
  const leader = state.metadata.brokers.find(({ nodeId }) => nodeId === partition.view.leader);
  if (!leader)
    return {
      state,
      effects: [{ type: 'setTimer', timer: refetchTimer(topic), min: FETCH_BACKOFF, max: FETCH_BACKOFF }],
    };
  const correlationId = state.correlation + 1;
  const log = logOf(state, topic);
  const request = {
    replicaId: state.disk.id,
    topic,
    fetchOffset: endOf(log),
    maxWaitMs: FETCH_MAX_WAIT_MS,
    currentLeaderEpoch: partition.view.leaderEpoch,
    lastFetchedEpoch: epochBefore(log, endOf(log)),
  };
  return {
    state: withPartition(
      { ...state, correlation: correlationId },
      { ...partition, role: { type: 'following', correlationId } },
    ),
    effects: [
      sendKafka(leader.host, correlationId, topic, { case: 'fetchRequest', value: request }),
      { type: 'setTimer', timer: refetchTimer(topic), min: FETCH_TIMEOUT, max: FETCH_TIMEOUT },
    ],
  };
}

/** No answer: the leader is asked again after a while. */
export const retryLater = (state: BrokerState, topic: string): BrokerStepped => ({
  state,
  effects: isFollowed(state.partitions[topic])
    ? [{ type: 'setTimer', timer: refetchTimer(topic), min: FETCH_BACKOFF, max: FETCH_BACKOFF }]
    : [],
});

export function onFetched(state: BrokerState, correlationId: number, response: FetchResponse): BrokerStepped {
  const { topic, errorCode, divergingEndOffset } = response;
  const partition = state.partitions[topic];
  if (!isFollowed(partition) || partition.role.correlationId !== correlationId) return still(state);
  const answered: Followed = { ...partition, role: { type: 'following', correlationId: undefined } };
  const heard = withPartition(state, answered);
  if (errorCode !== ErrorCode.NONE) return retryLater(heard, topic);
  if (divergingEndOffset !== undefined) return cutOff(heard, answered, divergingEndOffset);
  const before = logOf(state, topic);
  const records = response.records.map(({ leaderEpoch, value }) => ({ epoch: leaderEpoch, value }));
  const grown = append(before, records);
  const log = {
    ...grown,
    highWatermark: Math.max(before.highWatermark, Math.min(response.highWatermark, endOf(grown))),
  };
  const next = withLog(heard, topic, log);
  // The next request confirms these records, so it has to wait for the disk.
  if (records.length === 0) return fetchNext(next, topic);
  return {
    state: next,
    effects: [{ type: 'cancelTimer', timer: refetchTimer(topic) }, flush(next, answered)],
  };
}

function cutOff(state: BrokerState, partition: Followed, end: number): BrokerStepped {
  const { topic } = partition.view;
  const log = logOf(state, topic);
  const count = endOf(log) - end;
  const cut = withLog(state, topic, truncate(log, end));
  const shorter = { ...partition, truncations: partition.truncations + 1, flushed: Math.min(partition.flushed, end) };
  const fact = report({ type: 'recordsTruncated', channel: topic, offset: end, count });
  const written = withPartition(cut, shorter);
  return andThen({ state: written, effects: [fact, flush(written, shorter)] }, (next) =>
    // What is not on disk confirms nothing.
    shorter.flushed < end ? still(next) : fetchNext(next, topic),
  );
}
