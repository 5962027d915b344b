/**
 * `peer channel create` and `peer channel fetch 0`: an administrator asks the orderers of 2.x for a new channel, then
 * for the channel's first block, with which peers join it.
 *
 * @fabric internal/peer/channel/create.go, internal/peer/channel/fetch.go, internal/peer/channel/deliverclient.go
 * @simplified The command line names one orderer; here the next of the profile is tried when one has no leader or is gone.
 */
import type { ActorId } from '../kernel/actor.ts';
import { type Micros, SECOND } from '../kernel/time.ts';
import { signConfigUpdateFile } from '../channel/config-update-file.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import { Status } from '../wire/gen/common/common_pb.ts';
import type { Message } from '../wire/messages.ts';
import { seekBlockEnvelope } from '../wire/seek.ts';
import { statusName } from '../wire/status-name.ts';
import { type ClientEffect, type ClientStepped, report, signerOf } from './client-effects.ts';
import { type ChannelOperation, type ClientState, nextNonce } from './client-state.ts';
import type { ChannelTask, ClientTask } from './client-task.ts';

/** How long the tool goes on asking for the block of a channel it has had created. */
const PATIENCE = 10 * SECOND;
const RETRY = SECOND / 5;
const BROADCAST_TIMEOUT = 30 * SECOND;
/** Signing takes a client a moment. */
const WORK = { min: 300, max: 900 };

const TIMER = 'channel ';
const RETRY_TIMER = 'refetch ';

export const isChannelTask = (task: ClientTask): task is ChannelTask =>
  task.type === 'createChannel' || task.type === 'fetchChannelBlock';

/** Signs and sends the creation transaction, or asks for block 0 of a channel that exists. */
export function beginChannelTask(before: ClientState, task: ChannelTask, index: number, now: Micros): ClientStepped {
  const admin = before.disk.wallet['Admin'];
  const { channel } = task;
  const operation: ChannelOperation = { index, task, stage: 'broadcasting', orderersTried: 0, envelope: undefined };
  if (!admin) return fail(before, operation, 'identity Admin not found in the wallet');
  if (task.type === 'fetchChannelBlock') return askForBlock(before, { ...operation, stage: 'fetching' }, now);
  const first = nextNonce(before);
  const second = nextNonce(first.state);
  const timestamp = timestampOfMicros(before.disk.epochUnixMicros + now);
  const signing = { signer: signerOf(admin), nonces: [first.nonce, second.nonce] as const, timestamp };
  const signed = signConfigUpdateFile(task.transaction, signing, channel);
  if (!signed.ok) return fail(before, operation, signed.error);
  return broadcast(second.state, { ...operation, envelope: signed.value });
}

function fail(state: ClientState, operation: ChannelOperation, text: string): ClientStepped {
  const { index, task } = operation;
  return ended(state, operation, [report({ type: 'commandFailed', command: task.type, index, text })]);
}

function ended(state: ClientState, { index }: ChannelOperation, effects: readonly ClientEffect[]): ClientStepped {
  return {
    state: { ...state, channelOperations: state.channelOperations.delete(String(index)) },
    effects: [
      { type: 'cancelTimer', timer: `${TIMER}${index}` },
      { type: 'cancelTimer', timer: `${RETRY_TIMER}${index}` },
      ...effects,
    ],
  };
}

const put = (state: ClientState, operation: ChannelOperation): ClientState => ({
  ...state,
  channelOperations: state.channelOperations.set(String(operation.index), operation),
});

const ordererOf = ({ disk }: ClientState, { orderersTried }: ChannelOperation): ActorId | undefined =>
  disk.profile.orderers[orderersTried];

function broadcast(state: ClientState, operation: ChannelOperation): ClientStepped {
  const orderer = ordererOf(state, operation);
  const { index, task, envelope } = operation;
  if (!orderer || !envelope) return fail(state, operation, 'no orderers could successfully process transaction');
  const { channel } = task;
  return {
    state: put(state, operation),
    effects: [
      report({ type: 'envelopeSubmitted', channel, txid: '', orderer }),
      {
        type: 'send',
        to: orderer,
        ...WORK,
        message: { type: 'broadcast', request: String(index), envelope, channel, txid: '' },
      },
      { type: 'setTimer', timer: `${TIMER}${index}`, min: BROADCAST_TIMEOUT, max: BROADCAST_TIMEOUT },
    ],
  };
}

/** Asks the orderer for block 0. */
function askForBlock(before: ClientState, operation: ChannelOperation, now: Micros): ClientStepped {
  const orderer = ordererOf(before, operation);
  const admin = before.disk.wallet['Admin'];
  if (!orderer || !admin) return fail(before, operation, 'failed connecting');
  const { channel } = operation.task;
  const { nonce, state } = nextNonce(before);
  const timestamp = timestampOfMicros(state.disk.epochUnixMicros + now);
  const envelope = seekBlockEnvelope(channel, 0, nonce, signerOf(admin), timestamp);
  return {
    state: put(state, operation),
    effects: [
      { type: 'send', to: orderer, ...WORK, message: { type: 'deliverSeek', channel, envelope, from: 0 } },
      ...(operation.task.type === 'fetchChannelBlock' ? [patience(operation)] : []),
    ],
  };
}

const patience = ({ index }: ChannelOperation): ClientEffect => ({
  type: 'setTimer',
  timer: `${TIMER}${index}`,
  min: PATIENCE,
  max: PATIENCE,
});

/** Answers of orderers to these tasks; undefined: the message is about something else. */
export function onChannelMessage(
  state: ClientState,
  from: ActorId,
  message: Message,
  now: Micros,
): ClientStepped | undefined {
  switch (message.type) {
    case 'broadcastResponse': {
      const operation = state.channelOperations.get(message.request);
      return operation && onBroadcastResponse(state, operation, from, message, now);
    }
    case 'deliverBlock': {
      const operation = fetching(state, message.channel);
      return operation && onBlock(state, operation, from, message);
    }
    case 'deliverStatus': {
      const operation = fetching(state, message.channel);
      return operation && onStatus(state, operation, message.status);
    }
    default:
      return undefined;
  }
}

const fetching = (state: ClientState, channel: string): ChannelOperation | undefined =>
  [...state.channelOperations.values()].find(({ stage, task }) => stage === 'fetching' && task.channel === channel);

function onBroadcastResponse(
  state: ClientState,
  operation: ChannelOperation,
  orderer: ActorId,
  { channel, status, info }: Message & { type: 'broadcastResponse' },
  now: Micros,
): ClientStepped {
  if (operation.stage !== 'broadcasting') return { state, effects: [] };
  const named = statusName(status);
  const answered = report({ type: 'broadcastAnswered', channel, txid: '', orderer, status: named, info });
  const next = { ...operation, orderersTried: operation.orderersTried + 1 };
  if (status === Status.SUCCESS) {
    const asked = askForBlock(state, { ...operation, stage: 'fetching' }, now);
    return { state: asked.state, effects: [answered, ...asked.effects, patience(operation)] };
  }
  const another = status === Status.SERVICE_UNAVAILABLE && ordererOf(state, next) !== undefined;
  const stepped = another
    ? broadcast(state, next)
    : fail(state, operation, `got unexpected status: ${named} -- ${info}`);
  return { state: stepped.state, effects: [answered, ...stepped.effects] };
}

/** The block becomes a file in the working directory of the client. */
function onBlock(
  state: ClientState,
  operation: ChannelOperation,
  orderer: ActorId,
  { channel, number, block }: Message & { type: 'deliverBlock' },
): ClientStepped {
  const disk = { ...state.disk, blocks: { ...state.disk.blocks, [channel]: block } };
  const { index, task } = operation;
  return ended({ ...state, disk }, operation, [
    { type: 'persist', tag: `${TIMER}${channel}`, durable: disk },
    report({ type: 'channelBlockFetched', channel, number, orderer }),
    report({ type: 'commandDone', command: task.type, index }),
  ]);
}

/** No block: who has had the channel created knows it will come, anybody else is told why there is none. */
function onStatus(state: ClientState, operation: ChannelOperation, status: number): ClientStepped {
  if (operation.task.type === 'fetchChannelBlock')
    return fail(state, operation, `can't read the block: &{${statusName(status)}}`);
  const retry: ClientEffect = { type: 'setTimer', timer: `${RETRY_TIMER}${operation.index}`, min: RETRY, max: RETRY };
  return { state, effects: [retry] };
}

/** Nobody listens at `to`: the next orderer is asked. */
export function onChannelRefused(
  state: ClientState,
  to: ActorId,
  message: Message,
  now: Micros,
): ClientStepped | undefined {
  const operation =
    message.type === 'broadcast'
      ? state.channelOperations.get(message.request)
      : message.type === 'deliverSeek'
        ? fetching(state, message.channel)
        : undefined;
  if (!operation || ordererOf(state, operation) !== to) return undefined;
  const next = { ...operation, orderersTried: operation.orderersTried + 1 };
  return operation.stage === 'broadcasting' ? broadcast(state, next) : askForBlock(state, next, now);
}

/** undefined: the timer is not one of these. */
export function onChannelTimer(state: ClientState, timer: string, now: Micros): ClientStepped | undefined {
  const prefix = [RETRY_TIMER, TIMER].find((candidate) => timer.startsWith(candidate));
  const operation = prefix && state.channelOperations.get(timer.slice(prefix.length));
  if (!operation) return undefined;
  if (prefix === RETRY_TIMER) return askForBlock(state, operation, now);
  const { stage, task } = operation;
  const created = stage === 'fetching' && task.type === 'createChannel';
  return fail(
    state,
    operation,
    created ? 'timeout waiting for channel creation' : `context deadline exceeded while ${stage}`,
  );
}
