import { describe, expect, it } from 'vitest';
import { invariant } from '../kernel/result.ts';
import { SECOND } from '../kernel/time.ts';
import { ErrorCode } from '../wire/gen/kafka/protocol_pb.ts';
import { runningCluster, TestCluster, TOPIC } from './test-cluster.ts';

function leaderOf(cluster: TestCluster): string {
  const leader = cluster.leaderOf(TOPIC);
  invariant(leader, 'somebody leads');
  return leader;
}

describe('a cluster', () => {
  it('finds a ZooKeeper leader, registers its brokers and elects one controller', () => {
    const cluster = new TestCluster({ brokers: 4, servers: 3 });
    cluster.run(5 * SECOND);
    expect(cluster.servers.filter((node) => cluster.serverState(node).role === 'leading')).toHaveLength(1);
    expect(
      cluster
        .factsOf('brokerRegistered')
        .map(({ broker }) => broker)
        .toSorted(),
    ).toEqual([0, 1, 2, 3]);
    expect(cluster.brokers.filter((node) => cluster.stateOf(node).controller)).toHaveLength(1);
    expect(cluster.factsOf('controllerElected')).toHaveLength(1);
  });

  it('gives a topic to as many brokers as asked for, and refuses to give it to more than there are', () => {
    const cluster = new TestCluster({ brokers: 2, servers: 1 });
    cluster.run(5 * SECOND);
    expect(cluster.create('few', 3)).toBe(ErrorCode.INVALID_REPLICATION_FACTOR);
    expect(cluster.create('enough', 2)).toBe(ErrorCode.NONE);
    expect(cluster.create('enough', 2)).toBe(ErrorCode.TOPIC_ALREADY_EXISTS);
    cluster.run(SECOND);
    expect(cluster.leaderOf('enough')).toBeDefined();
  });

  it('answers a producer when all in-sync replicas have the record, and gives consumers the same order', () => {
    const cluster = runningCluster();
    const leader = leaderOf(cluster);
    for (const value of ['a', 'b', 'c']) expect(cluster.produce(leader, TOPIC, value)).toBe('NONE');
    cluster.run(2 * SECOND);
    expect(cluster.consume(leader, TOPIC)).toEqual(['a', 'b', 'c']);
    const replicas = cluster.stateOf(leader).partitions[TOPIC]?.view.replicas ?? [];
    for (const id of replicas) expect(cluster.committedAt(`kafka${id}`, TOPIC)).toEqual(['a', 'b', 'c']);
    expect(replicas).toHaveLength(3);
  });

  it('sends a producer away who asks a broker that does not lead', () => {
    const cluster = runningCluster();
    const follower = cluster.brokers.find((node) => node !== leaderOf(cluster));
    expect(cluster.produce(follower ?? '', TOPIC, 'a')).toBe('NOT_LEADER_FOR_PARTITION');
  });
});

describe('when brokers crash', () => {
  it('another in-sync replica leads once the session of the leader has expired, and nothing is lost', () => {
    const cluster = runningCluster();
    const first = leaderOf(cluster);
    for (const value of ['a', 'b']) cluster.produce(first, TOPIC, value);
    cluster.crash(first);
    cluster.run(4 * SECOND);
    expect(cluster.leaderOf(TOPIC)).toBeUndefined();
    cluster.run(6 * SECOND);
    const second = leaderOf(cluster);
    expect(second).not.toBe(first);
    expect(cluster.produce(second, TOPIC, 'c')).toBe('NONE');
    expect(cluster.consume(second, TOPIC)).toEqual(['a', 'b', 'c']);
    expect(cluster.factsOf('sessionExpired')).toHaveLength(1);
  });

  it('and one comes back, it catches up and is in sync again', () => {
    const cluster = runningCluster();
    const first = leaderOf(cluster);
    cluster.produce(first, TOPIC, 'a');
    cluster.crash(first);
    cluster.run(10 * SECOND);
    const second = leaderOf(cluster);
    cluster.produce(second, TOPIC, 'b');
    expect(cluster.stateOf(second).partitions[TOPIC]?.view.isr).toHaveLength(2);
    cluster.restart(first);
    cluster.run(10 * SECOND);
    expect(cluster.stateOf(second).partitions[TOPIC]?.view.isr).toHaveLength(3);
    expect(cluster.logAt(first, TOPIC)).toEqual(['a', 'b']);
    expect(cluster.factsOf('isrExpanded')).toHaveLength(1);
  });

  it('the controller too is replaced', () => {
    const cluster = runningCluster();
    const first = cluster.controller() ?? '';
    cluster.crash(first);
    cluster.run(10 * SECOND);
    expect(cluster.controller()).toBeDefined();
    expect(cluster.controller()).not.toBe(first);
    expect(cluster.produce(leaderOf(cluster), TOPIC, 'a')).toBe('NONE');
  });

  it('records are refused while fewer replicas are in sync than must be, and taken again later', () => {
    const cluster = runningCluster();
    const leader = leaderOf(cluster);
    const replicas = cluster.stateOf(leader).partitions[TOPIC]?.view.replicas ?? [];
    const others = replicas.map((id) => `kafka${id}`).filter((node) => node !== leader);
    for (const node of others) cluster.crash(node);
    cluster.run(12 * SECOND);
    expect(cluster.produce(leader, TOPIC, 'a')).toBe('NOT_ENOUGH_REPLICAS');
    expect(cluster.logAt(leader, TOPIC)).toEqual([]);
    cluster.restart(others[0] ?? '');
    cluster.run(12 * SECOND);
    expect(cluster.produce(leader, TOPIC, 'a')).toBe('NONE');
  });

  it('nobody leads who was not in sync: the partition waits for one that was', () => {
    const cluster = runningCluster();
    const leader = leaderOf(cluster);
    const replicas = (cluster.stateOf(leader).partitions[TOPIC]?.view.replicas ?? []).map((id) => `kafka${id}`);
    const [left, last] = replicas.filter((node) => node !== leader);
    invariant(left && last, 'three replicas');
    cluster.crash(left);
    cluster.run(10 * SECOND);
    cluster.produce(leader, TOPIC, 'a');
    cluster.crash(last);
    cluster.run(10 * SECOND);
    cluster.crash(leader);
    cluster.run(10 * SECOND);
    for (const node of [left, last]) cluster.restart(node);
    cluster.run(20 * SECOND);
    expect(cluster.leaderOf(TOPIC)).toBeUndefined();
    expect(cluster.factsOf('partitionOffline')).toHaveLength(1);
    cluster.restart(leader);
    cluster.run(20 * SECOND);
    expect(cluster.leaderOf(TOPIC)).toBe(leader);
    expect(cluster.logAt(left, TOPIC)).toEqual(['a']);
  });
});

describe('when ZooKeeper has no majority', () => {
  function withoutZooKeeper(): TestCluster {
    const cluster = runningCluster();
    for (const server of cluster.servers.slice(0, 2)) cluster.crash(server);
    cluster.run(10 * SECOND);
    return cluster;
  }

  it('brokers go on taking and giving records', () => {
    const cluster = withoutZooKeeper();
    expect(cluster.produce(leaderOf(cluster), TOPIC, 'a')).toBe('NONE');
    expect(cluster.factsOf('zooKeeperUnreachable').length).toBeGreaterThan(0);
  });

  it('a leader that crashes is not replaced until there is one again', () => {
    const cluster = withoutZooKeeper();
    const first = leaderOf(cluster);
    cluster.crash(first);
    cluster.run(30 * SECOND);
    expect(cluster.leaderOf(TOPIC)).toBeUndefined();
    cluster.restart(cluster.servers[0] ?? '');
    cluster.run(20 * SECOND);
    expect(leaderOf(cluster)).not.toBe(first);
    expect(cluster.produce(leaderOf(cluster), TOPIC, 'a')).toBe('NONE');
  });
});

describe('when the network is cut', () => {
  it('a leader alone cannot have anything confirmed, and what it took in is cut off when it comes back', () => {
    const cluster = runningCluster();
    const first = leaderOf(cluster);
    cluster.produce(first, TOPIC, 'a');
    for (const other of [...cluster.brokers, ...cluster.servers]) if (other !== first) cluster.cut(first, other, false);
    expect(cluster.produce(first, TOPIC, 'lost')).toBe('REQUEST_TIMED_OUT');
    const second = leaderOf(cluster);
    expect(second).not.toBe(first);
    expect(cluster.produce(second, TOPIC, 'b')).toBe('NONE');
    for (const other of [...cluster.brokers, ...cluster.servers]) if (other !== first) cluster.cut(first, other, true);
    cluster.run(20 * SECOND);
    expect(cluster.logAt(first, TOPIC)).toEqual(['a', 'b']);
    expect(cluster.factsOf('recordsTruncated')).toEqual([
      { type: 'recordsTruncated', channel: TOPIC, offset: 1, count: 1 },
    ]);
  });

  it('a follower cut off from its leader alone leaves the in-sync replicas and comes back', () => {
    const cluster = runningCluster();
    const leader = leaderOf(cluster);
    const follower = (cluster.stateOf(leader).partitions[TOPIC]?.view.isr ?? [])
      .map((id) => `kafka${id}`)
      .find((node) => node !== leader);
    invariant(follower, 'a follower');
    cluster.cut(leader, follower, false);
    cluster.run(15 * SECOND);
    expect(cluster.factsOf('isrShrunk')).toHaveLength(1);
    expect(cluster.produce(leader, TOPIC, 'a')).toBe('NONE');
    cluster.cut(leader, follower, true);
    cluster.run(15 * SECOND);
    expect(cluster.stateOf(leader).partitions[TOPIC]?.view.isr).toHaveLength(3);
  });
});
