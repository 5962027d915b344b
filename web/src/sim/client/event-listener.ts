/**
 * An application that listens: to blocks, filtered blocks, or the events of a chaincode. It notes on disk how far it has
 * come, so that it goes on there after it or the peer was down.
 *
 * @fabric fabric-gateway (blockevents, chaincodeevents, checkpointers)
 * @simplified An application opens its stream again by itself after a second; the library leaves that to its author.
 * @simplified A chaincode event lost on the way is missed when another one comes before the connection is given up; TCP
 * would bring both in order. Of blocks none is missed: their numbers show the gap.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import type { ActorId } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import type { SigningIdentity } from '../identity/signing-identity.ts';
import { fromUtf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import {
  ChaincodeEventsRequestSchema,
  ChaincodeEventsResponseSchema,
  SignedChaincodeEventsRequestSchema,
} from '../wire/gen/gateway/gateway_pb.ts';
import { KVRWSetSchema } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { BlockAndPrivateDataSchema, FilteredBlockSchema } from '../wire/gen/peer/events_pb.ts';
import type { Message } from '../wire/messages.ts';
import { seekEnvelope, seekPosition } from '../wire/seek.ts';
import { codeName } from './commit-status.ts';
import { type ClientEffect, type ClientStepped, report, signerOf } from './client-effects.ts';
import type { ClientFact } from './client-facts.ts';
import { type ClientState, type EventListener, nextNonce } from './client-state.ts';
import type { EventTask, ListenedEvents } from './client-task.ts';
import { gatewayOf } from './gateway-client.ts';

const RETRY: Micros = SECOND;
/** How long gRPC tries to connect before a call on the connection fails. */
const CONNECTION_TIMEOUT: Micros = 20 * SECOND;
const TIMER = 'listen ';

const unchanged = (state: ClientState): ClientStepped => ({ state, effects: [] });

/** One listener of a kind and channel at a time. */
export const listenerName = ({ channel, kind, chaincode }: ListenedEvents): string =>
  kind === 'chaincode' ? `${channel}/${kind}/${chaincode}` : `${channel}/${kind}`;

const withListener = (state: ClientState, name: string, listener: EventListener): ClientState => ({
  ...state,
  disk: { ...state.disk, listeners: { ...state.disk.listeners, [name]: listener } },
});

const persist = (state: ClientState): ClientEffect => ({ type: 'persist', tag: '', durable: state.disk });

export const isEventTask = (task: { readonly type: string }): task is EventTask =>
  task.type === 'listenEvents' || task.type === 'stopListening';

export function beginEventTask(state: ClientState, task: EventTask, index: number, now: Micros): ClientStepped {
  const name = listenerName(task);
  const known = state.disk.listeners?.[name];
  const failed = (text: string): ClientStepped => ({
    state,
    effects: [report({ type: 'commandFailed', command: task.type, index, text })],
  });
  const done = report({ type: 'commandDone', command: task.type, index });
  if (task.type === 'stopListening') {
    if (!known?.open) return failed(`not listening to ${name}`);
    const stopped = withListener(state, name, { ...known, open: false });
    const { channel, peer } = known;
    const close: readonly ClientEffect[] = peer
      ? [{ type: 'send', to: peer, message: { type: 'eventsClose', channel, stream: name } }]
      : [];
    return {
      state: stopped,
      effects: [...close, persist(stopped), { type: 'cancelTimer', timer: TIMER + name }, done],
    };
  }
  if (!Object.hasOwn(state.disk.wallet, task.identity))
    return failed(`identity ${task.identity} not found in the wallet`);
  const start = startOf(task.from, known);
  if (start === undefined) return failed(`invalid start position: ${task.from}`);
  const { channel, kind, chaincode, identity } = task;
  const after = task.from === 'checkpoint' ? (known?.after ?? '') : '';
  const listener: EventListener = { channel, kind, chaincode, identity, open: true, start, after, peer: undefined };
  const opened = open(withListener(state, name, listener), name, now);
  return { state: opened.state, effects: [...opened.effects, persist(opened.state), done] };
}

function startOf(from: string, known: EventListener | undefined): number | 'newest' | undefined {
  if (from === 'newest') return 'newest';
  if (from === 'oldest') return 0;
  if (from === 'checkpoint') return known?.start ?? 'newest';
  return /^\d{1,15}$/.test(from) ? Number(from) : undefined;
}

/** Asks a peer for the stream. */
function open(before: ClientState, name: string, now: Micros): ClientStepped {
  const listener = before.disk.listeners?.[name];
  const signer = listener && before.disk.wallet[listener.identity];
  const peer = listener && gatewayOf(before, listener.channel, undefined);
  if (!listener || !signer || !peer) return unchanged(before);
  const { channel, kind, start } = listener;
  const { nonce, state } = nextNonce(withListener(before, name, { ...listener, peer }));
  const timestamp = timestampOfMicros(state.disk.epochUnixMicros + now);
  const message: Message =
    kind === 'chaincode'
      ? {
          type: 'gatewayRequest',
          request: name,
          method: 'ChaincodeEvents',
          payload: eventsRequest(listener, signer),
          channel,
          txid: '',
        }
      : {
          type: 'eventsSeek',
          channel,
          stream: name,
          kind,
          envelope: seekEnvelope(channel, start, nonce, signerOf(signer), timestamp),
        };
  return {
    state,
    effects: [
      report({ type: 'listeningStarted', channel, kind, chaincode: listener.chaincode, peer, from: String(start) }),
      { type: 'send', to: peer, message, patience: CONNECTION_TIMEOUT },
    ],
  };
}

function eventsRequest({ channel, chaincode, start, after }: EventListener, signer: SigningIdentity): Uint8Array {
  const request = toBinary(
    ChaincodeEventsRequestSchema,
    create(ChaincodeEventsRequestSchema, {
      channelId: channel,
      chaincodeId: chaincode,
      identity: signer.serialized,
      startPosition: seekPosition(start),
      afterTransactionId: after,
    }),
  );
  const signature = signerOf(signer).sign(request);
  return toBinary(
    SignedChaincodeEventsRequestSchema,
    create(SignedChaincodeEventsRequestSchema, { request, signature }),
  );
}

const retry = (name: string): ClientEffect => ({ type: 'setTimer', timer: TIMER + name, min: RETRY, max: RETRY });

/** Something on a listener's stream; undefined when the message is none. */
export function onEventMessage(state: ClientState, from: ActorId, message: Message): ClientStepped | undefined {
  switch (message.type) {
    case 'filteredBlock':
      return message.stream === undefined ? undefined : onFilteredBlock(state, from, message.stream, message);
    case 'eventBlock': {
      const { stream, number, channel, kind } = message;
      if (isGap(state, stream, number)) return beginAnew(state, from, stream);
      const heard = advance(state, from, stream, { start: number + 1, after: '' });
      const privateData = kind === 'privateData' ? privateWritesIn(message.block) : [];
      const more = privateData.length > 0 ? { privateData } : {};
      return (
        heard &&
        withFacts(heard, [report({ type: 'blockEventReceived', channel, number, kind, transactions: [], ...more })])
      );
    }
    case 'deliverStatus':
      return message.stream === undefined ? undefined : onStreamEnded(state, from, message.stream);
    case 'gatewayResponse':
      return message.method === 'ChaincodeEvents' ? onChaincodeEvents(state, from, message) : undefined;
    default:
      return undefined;
  }
}

/** The clear private writes that came with a block. */
function privateWritesIn(bytes: Uint8Array): NonNullable<(ClientFact & { type: 'blockEventReceived' })['privateData']> {
  const message = decode(BlockAndPrivateDataSchema, bytes);
  if (!message.ok) return [];
  return Object.entries(message.value.privateDataMap).flatMap(([txNum, { nsPvtRwset }]) =>
    nsPvtRwset.flatMap(({ namespace, collectionPvtRwset }) =>
      collectionPvtRwset.flatMap(({ collectionName: collection, rwset }) => {
        const set = decode(KVRWSetSchema, rwset);
        return (set.ok ? set.value.writes : []).map(({ key, value, isDelete }) => ({
          txNum: Number(txNum),
          namespace,
          collection,
          key,
          value: isDelete ? null : fromUtf8(value),
        }));
      }),
    ),
  );
}

const withFacts = (stepped: ClientStepped, facts: readonly ClientEffect[]): ClientStepped => ({
  ...stepped,
  effects: [...facts, ...stepped.effects],
});

/** Blocks between the last one received and this one were lost on the way, which no stream over TCP would do. */
function isGap({ disk }: ClientState, name: string, number: number): boolean {
  const start = disk.listeners?.[name]?.start;
  return typeof start === 'number' && number > start;
}

/** Hangs up, and asks after a while for all from the notes on. */
function beginAnew(state: ClientState, peer: ActorId, name: string): ClientStepped {
  const ended = onStreamEnded(state, peer, name);
  const channel = state.disk.listeners?.[name]?.channel;
  if (ended.effects.length === 0 || channel === undefined) return ended;
  return withFacts(ended, [{ type: 'send', to: peer, message: { type: 'eventsClose', channel, stream: name } }]);
}

/** Notes how far the listener has come; undefined when it does not listen (any more). */
function advance(
  state: ClientState,
  from: ActorId,
  name: string,
  position: Pick<EventListener, 'start' | 'after'>,
): ClientStepped | undefined {
  const listener = state.disk.listeners?.[name];
  if (!listener?.open || listener.peer !== from) return unchanged(state);
  const next = withListener(state, name, { ...listener, ...position });
  return { state: next, effects: [persist(next)] };
}

function onFilteredBlock(
  state: ClientState,
  from: ActorId,
  name: string,
  { filtered, channel, number }: Message & { type: 'filteredBlock' },
): ClientStepped | undefined {
  if (isGap(state, name, number)) return beginAnew(state, from, name);
  const block = decode(FilteredBlockSchema, filtered);
  const heard = advance(state, from, name, { start: number + 1, after: '' });
  if (!block.ok || !heard || heard.effects.length === 0) return unchanged(state);
  const transactions = block.value.filteredTransactions.map(({ txid, txValidationCode, Data }) => ({
    txid,
    code: codeName(txValidationCode),
    events: (Data.case === 'transactionActions' ? Data.value.chaincodeActions : []).flatMap(({ chaincodeEvent }) =>
      chaincodeEvent ? [{ chaincode: chaincodeEvent.chaincodeId, name: chaincodeEvent.eventName }] : [],
    ),
  }));
  return withFacts(heard, [report({ type: 'blockEventReceived', channel, number, kind: 'filtered', transactions })]);
}

function onChaincodeEvents(
  state: ClientState,
  from: ActorId,
  { request: name, outcome, channel }: Message & { type: 'gatewayResponse' },
): ClientStepped {
  const listener = state.disk.listeners?.[name];
  if (!outcome.ok) return onStreamEnded(state, from, name);
  const response = decode(ChaincodeEventsResponseSchema, outcome.payload);
  if (!response.ok || !listener?.open) return unchanged(state);
  const block = Number(response.value.blockNumber);
  const last = response.value.events.at(-1);
  // A block counts as read only when its last event is: until then the listener would begin with it again.
  const heard = advance(state, from, name, { start: block, after: last?.txId ?? '' });
  if (!heard || heard.effects.length === 0) return unchanged(state);
  const facts = response.value.events.map(({ chaincodeId: chaincode, eventName, payload, txId: txid }) =>
    report({
      type: 'chaincodeEventReceived',
      channel,
      txid,
      chaincode,
      name: eventName,
      payload: fromUtf8(payload),
      block,
    }),
  );
  return withFacts(heard, facts);
}

/** The peer has ended the stream, or was not reached: the listener asks again after a while. */
function onStreamEnded(state: ClientState, from: ActorId, name: string): ClientStepped {
  const listener = state.disk.listeners?.[name];
  if (!listener?.open || listener.peer !== from) return unchanged(state);
  return { state: withListener(state, name, { ...listener, peer: undefined }), effects: [retry(name)] };
}

export function onEventsUnreachable(state: ClientState, to: ActorId, message: Message): ClientStepped | undefined {
  if (message.type === 'eventsSeek' && message.stream !== undefined) return onStreamEnded(state, to, message.stream);
  if (message.type === 'eventsClose') return unchanged(state);
  return message.type === 'gatewayRequest' && message.method === 'ChaincodeEvents'
    ? onStreamEnded(state, to, message.request)
    : undefined;
}

/** A peer has gone, and with it the streams from it. */
export function onEventsGone(before: ClientState, gone: ActorId): ClientStepped {
  let stepped = unchanged(before);
  for (const name of Object.keys(before.disk.listeners ?? {})) {
    const ended = onStreamEnded(stepped.state, gone, name);
    stepped = { state: ended.state, effects: [...stepped.effects, ...ended.effects] };
  }
  return stepped;
}

export function onListenTimer(state: ClientState, timer: string, now: Micros): ClientStepped | undefined {
  if (!timer.startsWith(TIMER)) return undefined;
  const name = timer.slice(TIMER.length);
  return state.disk.listeners?.[name]?.open ? open(state, name, now) : unchanged(state);
}

/** After a restart the application takes its listeners up again, where its notes say. */
export function resumeListeners(state: ClientState): ClientStepped {
  const names = Object.entries(state.disk.listeners ?? {}).filter(([, { open: isOpen }]) => isOpen);
  return { state, effects: names.map(([name]) => retry(name)) };
}
