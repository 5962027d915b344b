/**
 * What ZooKeeper servers and Kafka brokers say about themselves, in the past tense. A topic is a channel of the same name.
 */
import type { ActorId } from '../kernel/actor.ts';

/** A range of records: of `count`, the first has offset `offset`. */
interface Records {
  readonly channel: string;
  readonly offset: number;
  readonly count: number;
}

export interface KafkaFacts {
  readonly zooKeeperLed: { readonly epoch: number };
  readonly zooKeeperFollowed: { readonly leader: ActorId; readonly epoch: number };
  /** The server belongs to no majority: it closes its sessions' connections and answers nobody. */
  readonly zooKeeperQuorumLost: { readonly epoch: number };
  /** The broker was silent for longer than its session lasts: its ephemeral znodes are gone. */
  readonly sessionExpired: { readonly broker: ActorId; readonly session: string };
  readonly brokerRegistered: { readonly broker: number };
  /** The broker has no ZooKeeper server to talk to; it goes on with what it knows. */
  readonly zooKeeperUnreachable: { readonly broker: number };
  readonly controllerElected: { readonly broker: number; readonly epoch: number };
  readonly topicCreated: { readonly channel: string; readonly replicas: readonly number[] };
  /** No in-sync replica of the partition is alive, and none that is not in sync may lead. */
  readonly partitionOffline: { readonly channel: string; readonly isr: readonly number[] };
  readonly partitionLed: { readonly channel: string; readonly epoch: number; readonly isr: readonly number[] };
  readonly partitionFollowed: { readonly channel: string; readonly epoch: number; readonly leader: number };
  readonly recordsAppended: Records;
  /** All in-sync replicas have the records: they count, and consumers get them. */
  readonly recordsCommitted: Records & { readonly isr: readonly number[] };
  /** Records that the new leader does not have are cut off. */
  readonly recordsTruncated: Records;
  readonly isrShrunk: { readonly channel: string; readonly isr: readonly number[]; readonly removed: number };
  readonly isrExpanded: { readonly channel: string; readonly isr: readonly number[]; readonly added: number };
  readonly produceRefused: {
    readonly channel: string;
    readonly error: string;
    readonly isr: readonly number[];
    readonly needed: number;
  };
}

export type KafkaFact = { [T in keyof KafkaFacts]: { readonly type: T } & KafkaFacts[T] }[keyof KafkaFacts];
