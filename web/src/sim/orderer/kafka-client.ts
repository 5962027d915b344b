/**
 * An orderer as a client of Kafka, for one channel: it finds out who leads the channel's partition, posts to it and reads
 * from it. What comes of that is told in {@link ClientEvent}s; what a chain makes of them is the chain's business.
 *
 * @fabric orderer/consensus/kafka/{chain,config,retry}.go (2.x), vendor/github.com/Shopify/sarama
 * @simplified One request of each kind is under way at a time. A broker that knows no leader costs a post one of its
 *   attempts; sarama asks three times for each of them. Set-up is retried every five seconds without end; Fabric goes
 *   over to five minutes after the first ten. Reads wait half a second for something new; sarama's a quarter.
 */
import type { ActorId } from '../kernel/actor.ts';
import { SECOND } from '../kernel/time.ts';
import { ErrorCode, type MetadataResponse } from '../wire/gen/kafka/protocol_pb.ts';
import { kafkaMessage, readKafka } from '../wire/kafka.ts';
import type { Message } from '../wire/messages.ts';
import type { KafkaClient, Post } from './kafka-client-state.ts';
import { type OrdererEffect, send } from './orderer-state.ts';

/** `Kafka.Topic.ReplicationFactor` of orderer.yaml. */
const REPLICATION_FACTOR = 3;
/** `Kafka.Retry.ShortInterval`. */
const SETUP_RETRY = 5 * SECOND;
/** `Kafka.Retry.NetworkTimeouts.ReadTimeout`. */
export const READ_TIMEOUT = 10 * SECOND;
/** `Kafka.Retry.Producer`: how often, and after which pause. */
const POST_RETRIES = 3;
const POST_BACKOFF = SECOND / 10;
/** `Kafka.Retry.Metadata.RetryBackoff`. */
const METADATA_BACKOFF = SECOND / 4;
/** `Kafka.Retry.Consumer.RetryBackoff`. */
const READ_BACKOFF = 2 * SECOND;
const READ_MAX_WAIT_MS = 500;
/** How long the leader may wait for the in-sync replicas (sarama's `Producer.Timeout`). */
const ACKS_TIMEOUT_MS = 10_000;

export type ClientEvent =
  /** It is time to post a CONNECT message. */
  | { readonly type: 'connect' }
  | { readonly type: 'running' }
  | { readonly type: 'posted'; readonly post: Post; readonly offset: number }
  | { readonly type: 'notPosted'; readonly post: Post; readonly error: string }
  | { readonly type: 'record'; readonly offset: number; readonly value: Uint8Array }
  /** A read was answered, with or without records. */
  | { readonly type: 'read' }
  | { readonly type: 'readFailed'; readonly error: string; readonly isFatal: boolean };

export interface ClientMoved {
  readonly client: KafkaClient;
  readonly effects: readonly OrdererEffect[];
  readonly events: readonly ClientEvent[];
}

/** `brokers` are those of the channel's configuration. */
export const newKafkaClient = (channel: string, brokers: readonly ActorId[], offset: number): KafkaClient => ({
  channel,
  phase: 'creating',
  brokers,
  turn: 0,
  controller: undefined,
  leader: undefined,
  correlation: 0,
  asking: undefined,
  creating: undefined,
  reading: undefined,
  posting: undefined,
  outbox: [],
  attempts: 0,
  setupPaused: false,
  postPaused: false,
  readPaused: false,
  offset,
});

export const KAFKA_TIMERS = ['kafkaAsk', 'kafkaSetup', 'kafkaPost', 'kafkaRead'] as const;
type KafkaTimer = (typeof KAFKA_TIMERS)[number];

const timer = (name: KafkaTimer, { channel }: KafkaClient, time: number): OrdererEffect => ({
  type: 'setTimer',
  timer: `${name} ${channel}`,
  min: time,
  max: time,
});
const noTimer = (name: KafkaTimer, { channel }: KafkaClient): OrdererEffect => ({
  type: 'cancelTimer',
  timer: `${name} ${channel}`,
});

const still = (client: KafkaClient): ClientMoved => ({ client, effects: [], events: [] });

function then(moved: ClientMoved, next: (client: KafkaClient) => ClientMoved): ClientMoved {
  const after = next(moved.client);
  return {
    client: after.client,
    effects: [...moved.effects, ...after.effects],
    events: [...moved.events, ...after.events],
  };
}

const errorName = (code: ErrorCode): string =>
  Object.entries(ErrorCode).find(([, value]) => value === code)?.[0] ?? String(code);

/** Sends whatever can be sent now. */
export function drive(client: KafkaClient): ClientMoved {
  return [askLeader, createTopic, post, read].reduce((moved, next) => then(moved, next), still(client));
}

const isIdle = (client: KafkaClient): boolean =>
  (client.outbox.length === 0 || client.postPaused) && (client.phase !== 'running' || client.readPaused);

function askLeader(client: KafkaClient): ClientMoved {
  const { asking, leader, controller, phase, turn, brokers } = client;
  const isKnown = phase === 'creating' ? controller !== undefined || client.setupPaused : leader !== undefined;
  const broker = brokers[turn % brokers.length];
  if (asking !== undefined || isKnown || broker === undefined || (phase !== 'creating' && isIdle(client)))
    return still(client);
  const id = client.correlation + 1;
  const api = { case: 'metadataRequest', value: { topic: client.channel } } as const;
  return {
    client: { ...client, correlation: id, asking: id },
    effects: [send(broker, kafkaMessage(id, client.channel, api)), timer('kafkaAsk', client, READ_TIMEOUT)],
    events: [],
  };
}

function createTopic(client: KafkaClient): ClientMoved {
  const { phase, controller, creating, setupPaused, channel } = client;
  if (phase !== 'creating' || controller === undefined || creating !== undefined || setupPaused) return still(client);
  const id = client.correlation + 1;
  const value = { topic: channel, replicationFactor: REPLICATION_FACTOR };
  const api = { case: 'createTopicsRequest', value } as const;
  return {
    client: { ...client, correlation: id, creating: id },
    effects: [send(controller, kafkaMessage(id, channel, api)), timer('kafkaSetup', client, READ_TIMEOUT)],
    events: [],
  };
}

function post(client: KafkaClient): ClientMoved {
  const { leader, posting, postPaused, outbox, channel } = client;
  if (leader === undefined || posting || postPaused || outbox.length === 0) return still(client);
  const id = client.correlation + 1;
  const records = outbox.map(({ record }) => record);
  const value = { topic: channel, acks: -1, timeoutMs: ACKS_TIMEOUT_MS, records };
  const txid = outbox.length === 1 ? outbox[0]?.txid : '';
  return {
    client: { ...client, correlation: id, posting: { id, posts: outbox }, outbox: [] },
    effects: [
      send(leader, kafkaMessage(id, channel, { case: 'produceRequest', value }, txid)),
      timer('kafkaPost', client, READ_TIMEOUT + SECOND),
    ],
    events: [],
  };
}

function read(client: KafkaClient): ClientMoved {
  const { leader, phase, reading, readPaused, offset, channel } = client;
  if (leader === undefined || phase !== 'running' || reading !== undefined || readPaused) return still(client);
  const id = client.correlation + 1;
  const value = { topic: channel, replicaId: -1, fetchOffset: offset, maxWaitMs: READ_MAX_WAIT_MS };
  return {
    client: { ...client, correlation: id, reading: id },
    effects: [
      send(leader, kafkaMessage(id, channel, { case: 'fetchRequest', value })),
      timer('kafkaRead', client, READ_TIMEOUT),
    ],
    events: [],
  };
}

/** Puts a message at the end of those to be posted. */
export const enqueue = (client: KafkaClient, added: Post): KafkaClient => ({
  ...client,
  outbox: [...client.outbox, added],
});

export function onKafkaMessage(client: KafkaClient, message: Message): ClientMoved {
  const frame = readKafka(message);
  if (!frame) return still(client);
  const { correlationId: id, api } = frame;
  switch (api.case) {
    case 'metadataResponse':
      return id === client.asking ? onMetadata(client, api.value) : still(client);
    case 'createTopicsResponse': {
      if (id !== client.creating) return still(client);
      const { errorCode } = api.value;
      const exists = errorCode === ErrorCode.NONE || errorCode === ErrorCode.TOPIC_ALREADY_EXISTS;
      return exists ? topicExists(client) : setupFailed(client);
    }
    case 'produceResponse':
      return id === client.posting?.id ? onPosted(client, api.value.errorCode, api.value.baseOffset) : still(client);
    case 'fetchResponse': {
      if (id !== client.reading) return still(client);
      const { errorCode, records } = api.value;
      if (errorCode !== ErrorCode.NONE) return readFailed(client, errorCode);
      const events = records.map(({ value }, index): ClientEvent => {
        return { type: 'record', offset: client.offset + index, value };
      });
      return {
        client: { ...client, reading: undefined, offset: client.offset + records.length },
        effects: [noTimer('kafkaRead', client)],
        events: [{ type: 'read' }, ...events],
      };
    }
    default:
      return still(client);
  }
}

function onMetadata(client: KafkaClient, response: MetadataResponse): ClientMoved {
  const { brokers, controllerId, partition, errorCode } = response;
  const hostAt = (id: number | undefined): ActorId | undefined => brokers.find(({ nodeId }) => nodeId === id)?.host;
  const known = brokers.map(({ host }) => host).filter((host) => !client.brokers.includes(host));
  const leader = errorCode === ErrorCode.NONE ? hostAt(partition?.leader) : undefined;
  const told: KafkaClient = {
    ...client,
    asking: undefined,
    brokers: [...client.brokers, ...known],
    controller: hostAt(controllerId),
    leader,
  };
  const moved: ClientMoved = { client: told, effects: [noTimer('kafkaAsk', client)], events: [] };
  if (client.phase === 'creating') {
    if (errorCode !== ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) return then(moved, topicExists);
    return told.controller === undefined ? then(moved, setupFailed) : moved;
  }
  return leader === undefined ? then(moved, (next) => leaderless(next, errorName(errorCode), METADATA_BACKOFF)) : moved;
}

/** Nobody is known who leads: what waits for that has to wait longer. */
function leaderless(client: KafkaClient, error: string, pause: number): ClientMoved {
  const next = { ...client, turn: client.turn + 1 };
  const posted = client.outbox.length > 0 && !client.postPaused ? attemptFailed(next, error, pause) : still(next);
  return then(posted, (later) =>
    later.phase === 'running' && !later.readPaused && later.reading === undefined
      ? {
          client: { ...later, readPaused: true },
          effects: [timer('kafkaRead', later, READ_BACKOFF)],
          events: [{ type: 'readFailed', error, isFatal: false }],
        }
      : still(later),
  );
}

/** The first message of all: a partition that holds nothing cannot be read. */
function topicExists(client: KafkaClient): ClientMoved {
  return {
    client: { ...client, phase: 'connecting', creating: undefined },
    effects: [noTimer('kafkaSetup', client)],
    events: [{ type: 'connect' }],
  };
}

function setupFailed(client: KafkaClient): ClientMoved {
  const next = { ...client, creating: undefined, controller: undefined, setupPaused: true, turn: client.turn + 1 };
  return { client: next, effects: [timer('kafkaSetup', client, SETUP_RETRY)], events: [] };
}

function onPosted(client: KafkaClient, errorCode: ErrorCode, base: number): ClientMoved {
  if (errorCode !== ErrorCode.NONE) return attemptFailed(client, errorName(errorCode), POST_BACKOFF);
  const posts = client.posting?.posts ?? [];
  const isFirst = client.phase === 'connecting' && posts.some(({ kind }) => kind === 'connect');
  return {
    client: { ...client, posting: undefined, attempts: 0, ...(isFirst && { phase: 'running' }) },
    effects: [noTimer('kafkaPost', client)],
    events: [
      ...posts.map((one, index): ClientEvent => ({ type: 'posted', post: one, offset: base + index })),
      ...(isFirst ? [{ type: 'running' } as const] : []),
    ],
  };
}

/** The messages under way are tried again, or given up when that has been done often enough. */
function attemptFailed(client: KafkaClient, error: string, pause: number): ClientMoved {
  const attempts = client.attempts + 1;
  const tried = client.posting?.posts ?? client.outbox;
  const rest = client.posting ? client.outbox : [];
  const next: KafkaClient = { ...client, posting: undefined, leader: undefined };
  if (attempts <= POST_RETRIES)
    return {
      client: { ...next, attempts, outbox: [...tried, ...rest], postPaused: true },
      effects: [timer('kafkaPost', client, pause)],
      events: [],
    };
  const isConnect = tried.some(({ kind }) => kind === 'connect');
  return {
    client: { ...next, attempts: 0, outbox: rest },
    effects: [noTimer('kafkaPost', client), ...(isConnect ? [timer('kafkaSetup', client, SETUP_RETRY)] : [])],
    events: tried.map((one) => ({ type: 'notPosted', post: one, error })),
  };
}

function readFailed(client: KafkaClient, errorCode: ErrorCode | undefined): ClientMoved {
  const error = errorCode === undefined ? 'connection refused' : errorName(errorCode);
  return {
    client: { ...client, reading: undefined, leader: undefined, readPaused: true },
    effects: [timer('kafkaRead', client, READ_BACKOFF)],
    events: [{ type: 'readFailed', error, isFatal: errorCode === ErrorCode.OFFSET_OUT_OF_RANGE }],
  };
}

/** A pause is over, or an answer has not come in time. */
export function onKafkaTimer(client: KafkaClient, name: string): ClientMoved {
  switch (name) {
    case 'kafkaAsk':
      return unanswered(client);
    case 'kafkaSetup': {
      if (client.creating !== undefined) return setupFailed(client);
      const next = { ...client, setupPaused: false };
      const isOpen = client.phase === 'connecting' || client.phase === 'running';
      return { client: next, effects: [], events: isOpen ? [{ type: 'connect' }] : [] };
    }
    case 'kafkaPost':
      return client.posting
        ? attemptFailed(client, 'REQUEST_TIMED_OUT', POST_BACKOFF)
        : still({ ...client, postPaused: false });
    default:
      return client.reading === undefined
        ? still({ ...client, readPaused: false })
        : readFailed(client, ErrorCode.REQUEST_TIMED_OUT);
  }
}

/** A broker did not answer, or was not there. */
function unanswered(client: KafkaClient): ClientMoved {
  const next = { ...client, asking: undefined, turn: client.turn + 1 };
  const cancelled: ClientMoved = { client: next, effects: [noTimer('kafkaAsk', client)], events: [] };
  // Every broker is tried before that counts as a failure.
  if (next.turn % next.brokers.length !== 0) return cancelled;
  return then(cancelled, (later) =>
    later.phase === 'creating' ? setupFailed(later) : leaderless(later, 'OUT_OF_BROKERS', METADATA_BACKOFF),
  );
}

/** Nobody listens at a broker: the request under way there has failed. */
export function onKafkaRefused(client: KafkaClient, message: Message): ClientMoved {
  const frame = readKafka(message);
  if (!frame) return still(client);
  const { correlationId: id } = frame;
  if (id === client.asking) return unanswered(client);
  if (id === client.creating) return setupFailed(client);
  if (id === client.posting?.id) return attemptFailed(client, 'connection refused', POST_BACKOFF);
  return id === client.reading ? readFailed(client, undefined) : still(client);
}

/** A broker has gone: what was asked of it will not be answered. */
export function onBrokerGone(client: KafkaClient, broker: ActorId): ClientMoved {
  if (broker !== client.leader) return still(client);
  const posted = client.posting ? attemptFailed(client, 'connection closed', POST_BACKOFF) : still(client);
  return then(posted, (next) =>
    next.reading === undefined ? still({ ...next, leader: undefined }) : readFailed(next, undefined),
  );
}
