/**
 * A broker becomes leader or follower of a partition when the controller says so.
 *
 * @fabric (none) Apache Kafka 1.x, kafka.server.ReplicaManager (becomeLeaderOrFollower)
 */
import type { Micros } from '../kernel/time.ts';
import {
  andThen,
  type BrokerEffect,
  type BrokerState,
  type BrokerStepped,
  type Leading,
  logOf,
  type PartitionView,
  report,
  still,
  withPartition,
} from './broker-state.ts';
import { fetchNext, refetchTimer } from './partition-follower.ts';
import { adoptIsr, advance, answerFetches, isLed, resign } from './partition-leader.ts';
import { endOf } from './partition-log.ts';

/** What `LeaderAndIsr` says of one partition. An epoch that is known already says nothing new. */
export function takeRole(state: BrokerState, view: PartitionView, now: Micros): BrokerStepped {
  const known = state.partitions[view.topic];
  if (known && view.leaderEpoch < known.view.leaderEpoch) return still(state);
  if (known && view.leaderEpoch === known.view.leaderEpoch)
    return isLed(known) ? adoptIsr(state, view.topic, view.isr, view.zkVersion) : still(state);
  return view.leader === state.disk.id ? lead(state, view, now) : followLeader(state, view);
}

function lead(state: BrokerState, view: PartitionView, now: Micros): BrokerStepped {
  const { topic, leaderEpoch: epoch, isr } = view;
  const known = state.partitions[topic];
  if (isLed(known)) {
    // Still the leader, with other replicas: their progress is known.
    const next = withPartition(state, { ...known, view: { ...known.view, leaderEpoch: epoch } });
    return adoptIsr(next, topic, isr, view.zkVersion);
  }
  const end = endOf(logOf(state, topic));
  const others = view.replicas.filter((id) => id !== state.disk.id);
  const role: Leading = {
    type: 'leading',
    progress: Object.fromEntries(others.map((id) => [id, { end: -1, caughtUpAt: now }])),
    epochStart: end,
    wantedIsr: undefined,
    producing: [],
    fetching: [],
  };
  const flushed = known?.flushed ?? end;
  const partition = { view, role, flushed, truncations: known?.truncations ?? 0 };
  const effects: BrokerEffect[] = [
    report({ type: 'partitionLed', channel: topic, epoch, isr }),
    { type: 'cancelTimer', timer: refetchTimer(topic) },
  ];
  return andThen({ state: withPartition(state, partition), effects }, (led) => advance(led, topic));
}

function followLeader(state: BrokerState, view: PartitionView): BrokerStepped {
  const { topic, leaderEpoch: epoch, leader } = view;
  const known = state.partitions[topic];
  const partition = {
    view,
    role: { type: 'following', correlationId: undefined } as const,
    flushed: known?.flushed ?? endOf(logOf(state, topic)),
    truncations: known?.truncations ?? 0,
  };
  const isNew = known?.view.leader !== leader;
  const effects: BrokerEffect[] = [
    ...(isNew && leader >= 0 ? [report({ type: 'partitionFollowed', channel: topic, epoch, leader })] : []),
    ...(isLed(known) ? resign(known) : []),
  ];
  // What is not on disk yet confirms nothing: the fetch waits for it.
  const followed = { state: withPartition(state, partition), effects };
  return partition.flushed < endOf(logOf(state, topic))
    ? followed
    : andThen(followed, (next) => fetchNext(next, topic));
}

/** The log of `topic` is on disk up to `end`. */
export function onFlushed(state: BrokerState, topic: string, end: number, truncations: number): BrokerStepped {
  const partition = state.partitions[topic];
  if (!partition || partition.truncations !== truncations || end <= partition.flushed) return still(state);
  const next = withPartition(state, { ...partition, flushed: end });
  if (!isLed(partition)) return end < endOf(logOf(state, topic)) ? still(next) : fetchNext(next, topic);
  return andThen(advance(next, topic), (moved) => answerFetches(moved, topic));
}
