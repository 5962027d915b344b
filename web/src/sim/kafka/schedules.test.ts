import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SECOND } from '../kernel/time.ts';
import { ErrorCode } from '../wire/gen/kafka/protocol_pb.ts';
import { utf8 } from '../wire/bytes.ts';
import { runningCluster, type TestCluster, TOPIC } from './test-cluster.ts';

/** One thing that goes wrong, or right again, and how long it lasts until the next. */
type Incident =
  | { readonly type: 'crash' | 'restart' | 'isolate' | 'join'; readonly node: number; readonly wait: number }
  | { readonly type: 'cut' | 'heal'; readonly node: number; readonly other: number; readonly wait: number };

const NODES = 7;
const node = fc.nat(NODES - 1);
const wait = fc.integer({ min: 50, max: 9_000 });
const incident: fc.Arbitrary<Incident> = fc.oneof(
  fc.record({ type: fc.constantFrom('crash', 'restart', 'isolate', 'join'), node, wait }),
  fc.record({ type: fc.constantFrom('cut', 'heal'), node, other: node, wait }),
);

function happen(cluster: TestCluster, incident: Incident): void {
  const nodes = [...cluster.brokers, ...cluster.servers];
  const name = nodes[incident.node] ?? '';
  switch (incident.type) {
    case 'crash':
      return cluster.crash(name);
    case 'restart':
      return cluster.restart(name);
    case 'isolate':
    case 'join':
      return cluster.isolate(name, incident.type === 'isolate');
    case 'cut':
    case 'heal':
      if (incident.node !== incident.other) cluster.cut(name, nodes[incident.other] ?? '', incident.type === 'heal');
  }
}

interface Sent {
  readonly value: string;
  readonly correlationId: number;
}

/** Gives whoever claims to lead a record, without waiting for the answer. */
function produce(cluster: TestCluster, sent: Sent[]): void {
  for (const broker of cluster.brokers) {
    const isLeading = cluster.isUp(broker) && cluster.stateOf(broker).partitions[TOPIC]?.role.type === 'leading';
    if (!isLeading) continue;
    const value = `m${sent.length}`;
    const request = { topic: TOPIC, acks: -1, timeoutMs: 10_000, records: [utf8(value)] };
    sent.push({ value, correlationId: cluster.send(broker, TOPIC, { case: 'produceRequest', value: request }) });
  }
}

const acknowledged = (cluster: TestCluster, sent: readonly Sent[]): readonly string[] =>
  sent.flatMap(({ value, correlationId }) => {
    const answer = cluster.answerTo(correlationId);
    return answer?.case === 'produceResponse' && answer.value.errorCode === ErrorCode.NONE ? [value] : [];
  });

/** What counts on one broker never contradicts what counts on another, now or before. */
class Committed {
  private known: readonly string[] = [];

  check(cluster: TestCluster): void {
    for (const broker of cluster.brokers) {
      const values = cluster.committedAt(broker, TOPIC);
      const common = Math.min(values.length, this.known.length);
      expect(values.slice(0, common)).toEqual(this.known.slice(0, common));
      if (values.length > this.known.length) this.known = values;
    }
  }
}

describe('whatever crashes and whatever is cut', () => {
  it('nothing acknowledged is lost or doubled, all agree on the order, and in the end all is well again', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 8 }),
        fc.array(incident, { maxLength: 14 }),
        (seed, incidents) => {
          const cluster = runningCluster(seed);
          const sent: Sent[] = [];
          const committed = new Committed();
          for (const each of incidents) {
            produce(cluster, sent);
            happen(cluster, each);
            cluster.run(each.wait * 500);
            produce(cluster, sent);
            cluster.run(each.wait * 500);
            committed.check(cluster);
          }
          const nodes = [...cluster.brokers, ...cluster.servers];
          for (const one of nodes) cluster.isolate(one, false);
          for (const one of nodes) cluster.restart(one);
          cluster.run(40 * SECOND);
          committed.check(cluster);
          const leader = cluster.leaderOf(TOPIC) ?? '';
          expect(cluster.produce(leader, TOPIC, 'last')).toBe('NONE');
          const { view } = cluster.stateOf(leader).partitions[TOPIC] ?? {};
          expect(view?.isr.toSorted()).toEqual(view?.replicas.toSorted());
          const log = cluster.consume(leader, TOPIC) ?? [];
          for (const value of acknowledged(cluster, sent)) expect(log.filter((one) => one === value)).toHaveLength(1);
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);
});
