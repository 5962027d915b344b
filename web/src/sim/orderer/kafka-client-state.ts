/**
 * What an orderer knows as a client of Kafka for one channel, and what it has under way there.
 */
import type { ActorId } from '../kernel/actor.ts';
import type { Asker } from './asker.ts';
import type { PostKind } from './kafka-chain-facts.ts';

/** A message on its way into the partition. */
export interface Post {
  readonly kind: PostKind;
  /** Serialized `orderer.KafkaMessage`. */
  readonly record: Uint8Array;
  readonly txid: string;
  /** Of a time-to-cut message. */
  readonly block?: number;
  /** Who is told once it is there. */
  readonly asker?: Asker;
}

export interface KafkaClient {
  readonly channel: string;
  /** `creating` the topic, `connecting` by a first message, or `running`. */
  readonly phase: 'creating' | 'connecting' | 'running';
  /** Brokers that may be asked who leads. */
  readonly brokers: readonly ActorId[];
  /** Which of them is asked next. */
  readonly turn: number;
  readonly controller: ActorId | undefined;
  readonly leader: ActorId | undefined;
  readonly correlation: number;
  /** Correlation ids of the requests under way. */
  readonly asking: number | undefined;
  readonly creating: number | undefined;
  readonly reading: number | undefined;
  readonly posting: { readonly id: number; readonly posts: readonly Post[] } | undefined;
  readonly outbox: readonly Post[];
  /** How often the first of the outbox has been tried. */
  readonly attempts: number;
  /** Pauses after something failed. */
  readonly setupPaused: boolean;
  readonly postPaused: boolean;
  readonly readPaused: boolean;
  /** The offset to be read next. */
  readonly offset: number;
}
