/**
 * A Kafka chain towards the orderer around it and towards the cluster: envelopes that are answered once they stand in the
 * partition, streams that end when it cannot be read, and the start from what the newest block says of it.
 *
 * @fabric orderer/consensus/kafka/{chain,consenter}.go (2.x)
 * @simplified Envelopes that come while a configuration is checked once more are held back after their own checks, not
 *   between two of them.
 */
import { ok, type Result } from '../kernel/result.ts';
import { Status } from '../wire/gen/common/common_pb.ts';
import { emptyBlockCutter } from './block-cutter.ts';
import { andThen, type ChainContext, type ChainKind, type ChainStart, type StartedChain, still } from './chain.ts';
import {
  type ClientEvent,
  type ClientMoved,
  drive,
  KAFKA_TIMERS,
  newKafkaClient,
  onBrokerGone,
  onKafkaMessage,
  onKafkaRefused,
  onKafkaTimer,
  READ_TIMEOUT,
} from './kafka-client.ts';
import type { Post } from './kafka-client-state.ts';
import { consume, type MovedKafka, onBatchTimeout, post, take } from './kafka-chain.ts';
import { connectMessage, offsetsIn } from './kafka-message.ts';
import { answer, type KafkaChain, type OrdererEffect, report, send, WORK } from './orderer-state.ts';
import { batchTimer } from './orderer-timers.ts';

/** Why nothing is taken in before the partition can be read. */
const NOT_BOOTED = 'backing Kafka cluster has not completed booting; try again later';

export const kafkaKind: ChainKind<KafkaChain> = {
  // Whoever reaches the cluster takes part: no configuration names the orderers.
  isConsenter: () => true,
  start,
  unavailable: ({ client }) => (client.phase === 'running' ? undefined : NOT_BOOTED),
  step(chain, input, context) {
    const { client } = chain;
    switch (input.type) {
      case 'order':
        return still(take(chain, input.waiting));
      case 'message':
        return settleClient(chain, onKafkaMessage(client, input.message), context);
      case 'timer':
        return onTimer(chain, input.timer, context);
      case 'undeliverable':
        return settleClient(chain, onKafkaRefused(client, input.message), context);
      case 'disconnected':
        return settleClient(chain, onBrokerGone(client, input.from), context);
      case 'persisted':
        return still(chain);
    }
  },
  finish: (chain) => {
    const driven = drive(chain.client);
    return { chain: { ...chain, client: driven.client }, effects: driven.effects, persist: 'no' };
  },
  stop,
};

/** `host:port` without the port. */
const hostOf = (address: string): string => address.split(':')[0] ?? address;

function start({ channel, chain, bundle }: ChainStart): Result<StartedChain, string> {
  const { orderer } = bundle;
  if (!orderer) return { ok: false, error: 'config block lacks orderer section' };
  const offsets = offsetsIn(chain.blocks.block(chain.blocks.height - 1));
  const { lastOriginal, lastResubmittedConfig } = offsets;
  const kafkaChain: KafkaChain = {
    kind: 'kafka',
    channel,
    bundle,
    disk: chain,
    created: [],
    errored: true,
    subscribers: {},
    client: newKafkaClient(channel, orderer.kafkaBrokers.map(hostOf), offsets.lastPersisted + 1),
    cutter: emptyBlockCutter(),
    timerRunning: false,
    lastOriginal,
    lastResubmittedConfig,
    reprocessing: lastResubmittedConfig > lastOriginal,
    held: [],
    isFailing: false,
  };
  const consenters = orderer.organizations.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  return ok({ chain: kafkaChain, consenters, go: () => still(kafkaChain), firstTime: [] });
}

const FAILED_TIMER = 'kafkaFailed';

function stop({ channel, client, held }: KafkaChain): readonly OrdererEffect[] {
  const timers = [...KAFKA_TIMERS, FAILED_TIMER].map((name) => `${name} ${channel}`);
  const waiting = [...(client.posting?.posts ?? []), ...client.outbox];
  const askers = [
    ...waiting.map(({ asker, txid }) => ({ asker, txid })),
    ...held.map(({ asker, ordering }) => ({ asker, txid: ordering.txid })),
  ];
  const reply = { status: Status.SERVICE_UNAVAILABLE, info: 'consenter for this channel has been halted', channel };
  return [
    ...[...timers, batchTimer(channel)].map((timer): OrdererEffect => ({ type: 'cancelTimer', timer })),
    ...askers.flatMap(({ asker, txid }) => (asker ? [answer(asker, { ...reply, txid })] : [])),
  ];
}

function onTimer(chain: KafkaChain, timer: string, context: ChainContext): MovedKafka {
  const [name = ''] = timer.split(' ');
  if (timer === batchTimer(chain.channel)) return still(onBatchTimeout(chain));
  if (name === FAILED_TIMER) return chain.isFailing ? endStreams(chain, 'consumption errors continue') : still(chain);
  return settleClient(chain, onKafkaTimer(chain.client, name), context);
}

/** Makes of what the client tells what it means to the chain. */
function settleClient(chain: KafkaChain, moved: ClientMoved, context: ChainContext): MovedKafka {
  const begun: MovedKafka = { chain: { ...chain, client: moved.client }, effects: moved.effects, persist: 'no' };
  return moved.events.reduce((settled, event) => andThen(settled, (next) => onEvent(next, event, context)), begun);
}

function onEvent(chain: KafkaChain, event: ClientEvent, context: ChainContext): MovedKafka {
  const { channel } = chain;
  switch (event.type) {
    case 'connect':
      return still(postConnect(chain));
    case 'running': {
      const started = report({ type: 'consumerStarted', channel, offset: chain.client.offset });
      return { ...still({ ...chain, errored: false }), effects: [started] };
    }
    case 'posted':
      return onPosted(chain, event.post, event.offset);
    case 'notPosted':
      return onNotPosted(chain, event.post, event.error);
    case 'read':
      return {
        ...still({ ...chain, isFailing: false }),
        effects: [{ type: 'cancelTimer', timer: failedTimer(chain) }],
      };
    case 'record': {
      const resumed = chain.errored ? [report({ type: 'consumerResumed', channel, offset: event.offset })] : [];
      const told: MovedKafka = { ...still({ ...chain, errored: false }), effects: resumed };
      return andThen(told, (next) => consume(next, event.offset, event.value, context));
    }
    case 'readFailed':
      return onReadFailed(chain, event.error, event.isFatal);
  }
}

const failedTimer = ({ channel }: KafkaChain): string => `${FAILED_TIMER} ${channel}`;

const postConnect = (chain: KafkaChain): KafkaChain =>
  post(chain, { kind: 'connect', record: connectMessage(), txid: '' });

/** The envelope stands in the partition: now the sender is told so. */
function onPosted(chain: KafkaChain, { kind, txid, block, asker }: Post, offset: number): MovedKafka {
  const { channel } = chain;
  const fact = report({ type: 'messagePosted', channel, kind, offset, txid, ...(block !== undefined && { block }) });
  const success = { status: Status.SUCCESS, info: '', channel, txid };
  return {
    ...still(chain),
    effects: [fact],
    ...(asker && { afterwards: [{ ...answer(asker, success), ...WORK }] }),
  };
}

function onNotPosted(chain: KafkaChain, { kind, txid, asker }: Post, error: string): MovedKafka {
  const { channel } = chain;
  const reply = { status: Status.SERVICE_UNAVAILABLE, info: 'cannot enqueue', channel, txid };
  return {
    ...still(chain),
    effects: [report({ type: 'messageNotPosted', channel, kind, error })],
    ...(asker && { afterwards: [{ ...answer(asker, reply), ...WORK }] }),
  };
}

/** Streams to peers live on for a while; most such errors pass. */
function onReadFailed(chain: KafkaChain, error: string, isFatal: boolean): MovedKafka {
  if (isFatal) return endStreams(chain, error);
  if (chain.isFailing || chain.errored) return still(chain);
  const timer: OrdererEffect = { type: 'setTimer', timer: failedTimer(chain), min: READ_TIMEOUT, max: READ_TIMEOUT };
  return { ...still({ ...chain, isFailing: true }), effects: [timer] };
}

/**
 * This orderer may be behind: it gives no more blocks until it has read something. To have something to read, even when
 * nobody sends anything, it posts a CONNECT message.
 */
function endStreams(chain: KafkaChain, error: string): MovedKafka {
  if (chain.errored) return still(chain);
  const { channel, subscribers } = chain;
  const ends = Object.keys(subscribers)
    .sort()
    .map((peer) => send(peer, { type: 'deliverStatus', channel, status: Status.SERVICE_UNAVAILABLE }));
  return {
    ...still(postConnect({ ...chain, errored: true, isFailing: false, subscribers: {} })),
    effects: [report({ type: 'consumerFailed', channel, error }), ...ends],
  };
}
