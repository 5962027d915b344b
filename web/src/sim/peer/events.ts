/**
 * The event services of a peer: blocks from any position on, whole or filtered, and the events of one chaincode.
 *
 * @fabric core/peer/deliverevents.go, common/deliver/deliver.go, internal/pkg/gateway/chaincodeevents.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { checkAcl } from '../channel/acls.ts';
import type { ActorId } from '../kernel/actor.ts';
import { blockEnvelopes, encodeBlock, transactionsFilter } from '../wire/block.ts';
import { decode } from '../wire/decode.ts';
import { envelopeSignedData } from '../wire/envelope.ts';
import { type Block, Status } from '../wire/gen/common/common_pb.ts';
import {
  ChaincodeEventsRequestSchema,
  ChaincodeEventsResponseSchema,
  SignedChaincodeEventsRequestSchema,
} from '../wire/gen/gateway/gateway_pb.ts';
import type { ChaincodeEvent } from '../wire/gen/peer/chaincode_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import type { Message } from '../wire/messages.ts';
import { parseSeek, startOf } from '../wire/seek.ts';
import { decodeTransaction } from '../wire/transaction.ts';
import { blockWithPrivateData } from './block-with-private-data.ts';
import { ledgerOf } from './committer.ts';
import { type EventStream, KEEPALIVE_TIMEOUT } from './event-stream.ts';
import { filteredBlock } from './filtered-block.ts';
import { gatewayError } from './gateway-errors.ts';
import { refuseCall } from './gateway-replies.ts';
import { type PeerEffect, type PeerState, type PeerStepped, report } from './peer-state.ts';

const keyOf = ({ client, stream }: Pick<EventStream, 'client' | 'stream'>): string => `${client} ${stream}`;

const withStream = (state: PeerState, stream: EventStream): PeerState => ({
  ...state,
  streams: state.streams.set(keyOf(stream), stream),
});

type SeekMessage = Message & { type: 'eventsSeek' };

/** Deliver, DeliverFiltered, DeliverWithPrivateData. */
export function openBlockStream(state: PeerState, from: ActorId, message: SeekMessage): PeerStepped {
  const { channel, stream = '', kind = 'filtered' } = message;
  const refuse = (status: Status): PeerStepped => ({
    state,
    effects: [
      {
        type: 'send',
        to: from,
        message: { type: 'deliverStatus', channel, status, stream },
        patience: KEEPALIVE_TIMEOUT,
      },
    ],
  });
  const joined = state.channels[channel];
  if (!joined) return refuse(Status.NOT_FOUND);
  const seek = parseSeek(message.envelope);
  if (!seek.ok) return refuse(Status.BAD_REQUEST);
  const resource = kind === 'filtered' ? 'event/FilteredBlock' : 'event/Block';
  const signed = envelopeSignedData(seek.value.envelope);
  const allowed = checkAcl(joined.bundle, resource, [signed]);
  if (!allowed.ok) return refuse(Status.FORBIDDEN);
  const { height, first } = ledgerOf(state, channel).blocks;
  const next = seek.value.from ?? Math.max(height - 1, first);
  if (next < first) return refuse(Status.NOT_FOUND);
  const { to } = seek.value;
  if (to !== undefined && to < next) return refuse(Status.BAD_REQUEST);
  const what = kind === 'privateData' ? { kind, reader: signed.identity } : { kind };
  return pump(state, { client: from, stream, channel, next, to, ...what }, [
    report({ type: 'eventStreamOpened', channel, client: from, kind, chaincode: '', from: next }),
  ]);
}

/** Gateway.ChaincodeEvents. */
export function openChaincodeEvents(
  state: PeerState,
  from: ActorId,
  message: Message & { type: 'gatewayRequest' },
): PeerStepped {
  const { request: stream, method, channel, txid } = message;
  const caller = { id: `${from}/${stream}`, client: from, request: stream, method, channel, txid };
  const signed = decode(SignedChaincodeEventsRequestSchema, message.payload);
  const request = signed.ok ? decode(ChaincodeEventsRequestSchema, signed.value.request) : signed;
  if (!signed.ok || !request.ok)
    return refuseCall(state, caller, gatewayError('INVALID_ARGUMENT', 'a chaincode events request is required'));
  const { channelId, chaincodeId, identity, startPosition, afterTransactionId } = request.value;
  if (chaincodeId === '')
    return refuseCall(state, caller, gatewayError('INVALID_ARGUMENT', 'no chaincode ID provided'));
  const joined = state.channels[channelId];
  if (!joined)
    return refuseCall(
      state,
      caller,
      gatewayError('NOT_FOUND', `error getting channel ${channelId}: channel not found`),
    );
  const { request: data, signature } = signed.value;
  const allowed = checkAcl(joined.bundle, 'gateway/ChaincodeEvents', [{ data, identity, signature }]);
  if (!allowed.ok) return refuseCall(state, caller, gatewayError('PERMISSION_DENIED', allowed.error));
  const { height } = ledgerOf(state, channelId).blocks;
  const next = chaincodeStart(state, channelId, startPosition && startOf(startPosition), afterTransactionId) ?? height;
  return pump(
    state,
    {
      client: from,
      stream,
      channel: channelId,
      next,
      to: undefined,
      kind: 'chaincode',
      chaincode: chaincodeId,
      after: afterTransactionId,
    },
    [
      report({
        type: 'eventStreamOpened',
        channel: channelId,
        client: from,
        kind: 'chaincode',
        chaincode: chaincodeId,
        from: next,
      }),
    ],
  );
}

/** Where events begin: at the transaction received last, else at the position asked for; newest means the next block. */
function chaincodeStart(
  state: PeerState,
  channel: string,
  start: number | 'newest' | undefined,
  after: string,
): number | undefined {
  const last = after === '' ? undefined : ledgerOf(state, channel).blocks.transaction(after);
  if (last) return last.position.blockNum;
  return typeof start === 'number' ? start : undefined;
}

/** The listener has hung up, or is gone (`stream` undefined: all of its streams). */
export function closeStreams(state: PeerState, client: ActorId, stream?: string): PeerState {
  let { streams } = state;
  for (const one of state.streams.values())
    if (one.client === client && (stream === undefined || one.stream === stream)) streams = streams.delete(keyOf(one));
  return streams === state.streams ? state : { ...state, streams };
}

/** A block of the channel is committed: every stream goes on. */
export function pumpStreams(before: PeerState, channel: string): PeerStepped {
  let stepped: PeerStepped = { state: before, effects: [] };
  for (const stream of before.streams.values())
    if (stream.channel === channel) stepped = pump(stepped.state, stream, stepped.effects);
  return stepped;
}

/** Sends all there is for a stream from its position on. */
function pump(state: PeerState, stream: EventStream, before: readonly PeerEffect[]): PeerStepped {
  const { blocks } = ledgerOf(state, stream.channel);
  const end = Math.min(blocks.height, (stream.to ?? Number.POSITIVE_INFINITY) + 1);
  const effects = [...before];
  let { next } = stream;
  for (; next < end; next++) {
    const block = blocks.block(next);
    const message = block && messageFor(state, stream, next, block);
    if (message) effects.push({ type: 'send', to: stream.client, message, patience: KEEPALIVE_TIMEOUT });
  }
  if (stream.to === undefined || next <= stream.to) return { state: withStream(state, { ...stream, next }), effects };
  const { client, channel, stream: name } = stream;
  effects.push({
    type: 'send',
    to: client,
    message: { type: 'deliverStatus', channel, status: Status.SUCCESS, stream: name },
    patience: KEEPALIVE_TIMEOUT,
  });
  return { state: closeStreams(state, client, name), effects };
}

function messageFor(state: PeerState, stream: EventStream, number: number, block: Block): Message | undefined {
  const { channel, stream: name } = stream;
  if (stream.kind === 'chaincode') return chaincodeMessage(stream, number, block);
  if (stream.kind === 'filtered')
    return { type: 'filteredBlock', channel, number, filtered: filteredBlock(channel, block), stream: name };
  const bytes =
    stream.kind === 'privateData' ? blockWithPrivateData(state, channel, block, stream.reader) : encodeBlock(block);
  return { type: 'eventBlock', channel, number, stream: name, kind: stream.kind, block: bytes };
}

function chaincodeMessage(
  { channel, stream, chaincode, after }: EventStream & { kind: 'chaincode' },
  number: number,
  block: Block,
): Message | undefined {
  const all = chaincodeEvents(block);
  const received = after === '' ? -1 : blockTransactionIds(block).indexOf(after);
  const events = all
    .filter(({ event, index }) => index > received && event.chaincodeId === chaincode)
    .map(({ event }) => event);
  if (events.length === 0) return undefined;
  const payload = toBinary(
    ChaincodeEventsResponseSchema,
    create(ChaincodeEventsResponseSchema, { events, blockNumber: BigInt(number) }),
  );
  const outcome = { ok: true, payload } as const;
  return {
    type: 'gatewayResponse',
    request: stream,
    method: 'ChaincodeEvents',
    outcome,
    channel,
    txid: '',
    block: number,
  };
}

const blockTransactionIds = (block: Block): readonly string[] =>
  blockEnvelopes(block).map((bytes) => {
    const transaction = decodeTransaction(bytes);
    return transaction.ok ? transaction.value.txId : '';
  });

/** The events of the valid transactions of a block. */
function chaincodeEvents(block: Block): readonly { readonly event: ChaincodeEvent; readonly index: number }[] {
  const codes = transactionsFilter(block);
  return blockEnvelopes(block).flatMap((bytes, index) => {
    if (codes[index] !== TxValidationCode.VALID) return [];
    const transaction = decodeTransaction(bytes);
    const action = transaction.ok ? transaction.value.action : undefined;
    const event = action?.ok && action.value.outcome.ok ? action.value.outcome.value.event : undefined;
    return event?.ok ? [{ event: event.value, index }] : [];
  });
}
