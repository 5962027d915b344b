/**
 * A cluster of brokers and its ZooKeeper ensemble in a kernel of their own, with a client that says what a test wants, for
 * the tests of this folder.
 */
import { type ActorId, actorOf, type Role } from '../kernel/actor.ts';
import { HEALTHY_LINK, Kernel, type Narrator } from '../kernel/kernel.ts';
import { invariant } from '../kernel/result.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import { fromUtf8, utf8 } from '../wire/bytes.ts';
import { ErrorCode } from '../wire/gen/kafka/protocol_pb.ts';
import { type KafkaApi, kafkaMessage, readKafka } from '../wire/kafka.ts';
import type { Message } from '../wire/messages.ts';
import { broker, newBrokerDisk } from './broker.ts';
import type { BrokerState } from './broker-state.ts';
import { logOf } from './broker-state.ts';
import type { KafkaFact } from './kafka-facts.ts';
import { isLed } from './partition-leader.ts';
import { slice } from './partition-log.ts';
import { EMPTY_TREE } from './znodes.ts';
import { newZooKeeperDisk, zooKeeper } from './zookeeper.ts';
import type { ZooKeeperState } from './zookeeper-state.ts';

interface Order {
  readonly to: ActorId;
  readonly message: Message;
}

interface ClientState {
  readonly heard: readonly { readonly correlationId: number; readonly api: KafkaApi }[];
}

const CLIENT = 'client';
const client: Role<ClientState, ClientState, Message, Order, never> = {
  boot: (disk) => disk,
  step(state, input) {
    if (input.type === 'command')
      return { state, effects: [{ type: 'send', to: input.command.to, message: input.command.message }] };
    const frame = input.type === 'message' ? readKafka(input.message) : undefined;
    return { state: frame ? { heard: [...state.heard, frame] } : state, effects: [] };
  },
};

export interface Told {
  readonly at: Micros;
  readonly node: ActorId;
  readonly fact: KafkaFact;
}

export interface ClusterOptions {
  readonly brokers: number;
  readonly servers: number;
  readonly minInsyncReplicas?: number;
  readonly seed?: string;
}

const silent: Pick<Narrator<Message, undefined>, 'sent' | 'lost'> = { sent: () => undefined, lost: () => undefined };

export class TestCluster {
  readonly facts: Told[] = [];
  readonly brokers: readonly ActorId[];
  readonly servers: readonly ActorId[];
  private readonly kernel: Kernel<Message, Order, KafkaFact | undefined>;
  private correlation = 0;

  constructor({ brokers, servers, minInsyncReplicas = 2, seed = 'kafka' }: ClusterOptions) {
    this.brokers = Array.from({ length: brokers }, (_, id) => `kafka${id}`);
    this.servers = Array.from({ length: servers }, (_, id) => `zookeeper${id}`);
    const record = (at: Micros, node: ActorId, _cause: number | null, fact: KafkaFact | undefined): number => {
      if (fact) this.facts.push({ at, node, fact });
      return this.facts.length;
    };
    const options = { seed, latency: () => ({ min: 4_000, max: 9_000 }), disk: { min: 800, max: 2_400 } };
    this.kernel = new Kernel<Message, Order, KafkaFact | undefined>(options, { ...silent, record });
    for (const [node, role, disk] of [
      ...this.servers.map((node) => [node, zooKeeper, newZooKeeperDisk(node, this.servers, EMPTY_TREE)] as const),
      ...this.brokers.map(
        (node, id) => [node, broker, newBrokerDisk(id, node, this.servers, { minInsyncReplicas })] as const,
      ),
      [CLIENT, client, { heard: [] }] as const,
    ]) {
      const any = role as unknown as Role<unknown, unknown, Message, Order, KafkaFact>;
      this.kernel.add(node, actorOf(any, any.boot(disk)), disk);
      this.kernel.start(node, null);
    }
  }

  run(time: Micros): void {
    this.kernel.runUntil(this.kernel.now + time);
  }

  get now(): Micros {
    return this.kernel.now;
  }

  isUp = (node: ActorId): boolean => this.kernel.isUp(node);

  crash(node: ActorId): void {
    if (this.kernel.isUp(node)) this.kernel.crash(node, null);
  }

  restart(node: ActorId): void {
    if (!this.kernel.isUp(node)) this.kernel.start(node, null);
  }

  cut(a: ActorId, b: ActorId, up: boolean): void {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const)
      this.kernel.setLink(from, to, { ...HEALTHY_LINK, up });
  }

  /** Cuts a node from all others, the client too, or brings it back. */
  isolate(node: ActorId, isolated: boolean): void {
    for (const other of [...this.brokers, ...this.servers, CLIENT])
      if (other !== node) this.cut(node, other, !isolated);
  }

  stateOf = (node: ActorId): BrokerState => this.kernel.stateOf(node) as BrokerState;
  serverState = (node: ActorId): ZooKeeperState => this.kernel.stateOf(node) as ZooKeeperState;

  /** The broker with the youngest claim to lead, among those that run. */
  leaderOf(topic: string): ActorId | undefined {
    return this.brokers
      .filter((node) => this.isUp(node) && isLed(this.stateOf(node).partitions[topic]))
      .sort((a, b) => this.epochAt(b, topic) - this.epochAt(a, topic))[0];
  }

  private epochAt = (node: ActorId, topic: string): number =>
    this.stateOf(node).partitions[topic]?.view.leaderEpoch ?? -1;

  controller = (): ActorId | undefined => this.brokers.find((node) => this.isUp(node) && this.stateOf(node).controller);

  logAt(node: ActorId, topic: string): readonly string[] {
    const log = logOf(this.stateOf(node), topic);
    return slice(log, 0, log.records.length).map(({ value }) => fromUtf8(value));
  }

  committedAt = (node: ActorId, topic: string): readonly string[] =>
    this.logAt(node, topic).slice(0, logOf(this.stateOf(node), topic).highWatermark);

  /** Sends a request, and says by what its answer will be known. */
  send(to: ActorId, topic: string, api: Parameters<typeof kafkaMessage>[2]): number {
    const correlationId = ++this.correlation;
    const message = kafkaMessage(correlationId, topic, api);
    this.kernel.give(CLIENT, { type: 'command', command: { to, message }, index: 0 }, null);
    return correlationId;
  }

  answerTo(correlationId: number): KafkaApi | undefined {
    const { heard } = this.kernel.stateOf(CLIENT) as ClientState;
    return heard.find((frame) => frame.correlationId === correlationId)?.api;
  }

  /** The whole answer, within `time`. */
  ask(
    to: ActorId,
    topic: string,
    api: Parameters<typeof kafkaMessage>[2],
    time: Micros = 12 * SECOND,
  ): KafkaApi | undefined {
    const correlationId = this.send(to, topic, api);
    const until = this.now + time;
    while (this.now < until && !this.answerTo(correlationId)) this.run(SECOND / 20);
    return this.answerTo(correlationId);
  }

  /** Creates the topic of a channel, once the cluster is there. */
  create(topic: string, replicationFactor: number): ErrorCode | undefined {
    const to = this.controller();
    invariant(to, 'no controller');
    const answer = this.ask(to, topic, { case: 'createTopicsRequest', value: { topic, replicationFactor } });
    return answer?.case === 'createTopicsResponse' ? answer.value.errorCode : undefined;
  }

  /** Name of the error, or undefined where there is no answer in time. */
  produce(to: ActorId, topic: string, value: string): keyof typeof ErrorCode | undefined {
    const request = { topic, acks: -1, timeoutMs: 10_000, records: [utf8(value)] };
    const answer = this.ask(to, topic, { case: 'produceRequest', value: request });
    return answer?.case === 'produceResponse' ? nameOf(answer.value.errorCode) : undefined;
  }

  /** What a consumer gets from `offset` on. */
  consume(from: ActorId, topic: string, offset = 0): readonly string[] | undefined {
    const request = { topic, replicaId: -1, fetchOffset: offset, maxWaitMs: 500 };
    const answer = this.ask(from, topic, { case: 'fetchRequest', value: request });
    return answer?.case === 'fetchResponse' ? answer.value.records.map(({ value }) => fromUtf8(value)) : undefined;
  }

  factsOf<T extends KafkaFact['type']>(type: T): readonly (KafkaFact & { readonly type: T })[] {
    return this.facts.flatMap(({ fact }) => (fact.type === type ? [fact as KafkaFact & { readonly type: T }] : []));
  }
}

const nameOf = (code: ErrorCode): keyof typeof ErrorCode => {
  const found = (Object.keys(ErrorCode) as (keyof typeof ErrorCode)[]).find((name) => ErrorCode[name] === code);
  invariant(found, 'a known error');
  return found;
};

export const TOPIC = 'mychannel';

/** Four brokers, three servers, one topic on three of the brokers: what Fabric recommends. */
export function runningCluster(seed?: string): TestCluster {
  const cluster = new TestCluster({ brokers: 4, servers: 3, ...(seed !== undefined && { seed }) });
  cluster.run(5 * SECOND);
  cluster.create(TOPIC, 3);
  cluster.run(SECOND);
  return cluster;
}
