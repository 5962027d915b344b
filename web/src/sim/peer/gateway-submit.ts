/**
 * The second half of a transaction's way through a gateway: to an orderer, and the wait for its block.
 *
 * @fabric internal/pkg/gateway/submit.go, commitstatus.go, commit/finder.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { checkAcl } from '../channel/acls.ts';
import type { ActorId } from '../kernel/actor.ts';
import { SECOND } from '../kernel/time.ts';
import { decode } from '../wire/decode.ts';
import { encodeEnvelope } from '../wire/envelope.ts';
import { Status } from '../wire/gen/common/common_pb.ts';
import {
  CommitStatusRequestSchema,
  CommitStatusResponseSchema,
  SignedCommitStatusRequestSchema,
  SubmitRequestSchema,
  SubmitResponseSchema,
} from '../wire/gen/gateway/gateway_pb.ts';
import type { Message } from '../wire/messages.ts';
import { statusName } from '../wire/status-name.ts';
import { ledgerOf } from './committer.ts';
import { connectionRefused } from './gateway.ts';
import { broadcastToAll, onAnswerOfOne, onOneUnreachable } from './gateway-submit-bft.ts';
import { gatewayError } from './gateway-errors.ts';
import { answerCall, gatewayTimer, refuseCall } from './gateway-replies.ts';
import type { AwaitingCommit, GatewayCaller, SubmittingCall } from './gateway-state.ts';
import { type PeerState, type PeerStepped, report } from './peer-state.ts';

/** peer.gateway.broadcastTimeout */
const BROADCAST_TIMEOUT = 30 * SECOND;
const WORK = { min: 200, max: 500 };

/** Submit. */
export function beginSubmit(state: PeerState, caller: GatewayCaller, payload: Uint8Array): PeerStepped {
  const request = decode(SubmitRequestSchema, payload);
  const transaction = request.ok ? request.value.preparedTransaction : undefined;
  if (!transaction)
    return refuseCall(state, caller, gatewayError('INVALID_ARGUMENT', 'a prepared transaction is required'));
  if (transaction.signature.length === 0)
    return refuseCall(state, caller, gatewayError('INVALID_ARGUMENT', 'prepared transaction must be signed'));
  const { bundle } = state.channels[caller.channel] ?? {};
  const orderers = (bundle?.orderer?.organizations ?? []).flatMap(({ mspId, endpoints }) =>
    endpoints.map((address) => ({ address, mspId })),
  );
  if (orderers.length === 0)
    return refuseCall(state, caller, gatewayError('UNAVAILABLE', 'no orderer nodes available'));
  const envelope = encodeEnvelope(transaction.payload, transaction.signature);
  if (bundle?.orderer?.consensusType === 'BFT')
    return broadcastToAll(state, caller, envelope, orderers, bundle.orderer.consenters.length);
  return broadcast(state, { ...caller, stage: 'submitting', envelope, orderers, details: [] });
}

const hostOf = (address: string): string => address.split(':')[0] ?? address;

function broadcast(state: PeerState, call: SubmittingCall): PeerStepped {
  const { id, channel, txid, envelope, orderers, details } = call;
  const [next] = orderers;
  if (!next) {
    const text = 'no orderers could successfully process transaction';
    return refuseCall(state, call, gatewayError('UNAVAILABLE', text, details));
  }
  const orderer = hostOf(next.address);
  return {
    state: { ...state, gateway: state.gateway.set(id, call) },
    effects: [
      report({ type: 'gatewayTransactionBroadcast', channel, txid, orderer }),
      { type: 'send', to: orderer, ...WORK, message: { type: 'broadcast', request: id, envelope, channel, txid } },
      { type: 'setTimer', timer: gatewayTimer(id), min: BROADCAST_TIMEOUT, max: BROADCAST_TIMEOUT },
    ],
  };
}

/** An orderer has answered; undefined when it is not the gateway that asked. */
export function onOrdererAnswer(
  state: PeerState,
  from: ActorId,
  { request, status, info, channel, txid }: Message & { type: 'broadcastResponse' },
): PeerStepped | undefined {
  const call = state.gateway.get(request);
  if (call?.stage === 'submittingToAll')
    return onAnswerOfOne(state, from, { type: 'broadcastResponse', request, status, info, channel, txid });
  if (call?.stage !== 'submitting' || hostOf(call.orderers[0]?.address ?? '') !== from) return undefined;
  if (status === Status.SUCCESS)
    return answerCall(state, call, toBinary(SubmitResponseSchema, create(SubmitResponseSchema)));
  if (status >= 400 && status < 500) {
    const text = `received unsuccessful response from orderer: status=${statusName(status)}, info=${info}`;
    return refuseCall(state, call, gatewayError('ABORTED', text));
  }
  return broadcast(state, { ...call, orderers: call.orderers.slice(1) });
}

/** The orderer is gone: the next one is tried. */
export function onOrdererUnreachable(state: PeerState, request: string, orderer: ActorId): PeerStepped | undefined {
  const call = state.gateway.get(request);
  if (call?.stage === 'submittingToAll') return onOneUnreachable(state, request, orderer);
  const [asked] = call?.stage === 'submitting' ? call.orderers : [];
  if (call?.stage !== 'submitting' || !asked || hostOf(asked.address) !== orderer) return undefined;
  const details = [...call.details, { ...asked, message: connectionRefused(asked.address) }];
  return broadcast(state, { ...call, orderers: call.orderers.slice(1), details });
}

/** CommitStatus: answered at once when the transaction is in a block already. */
export function beginCommitStatus(state: PeerState, caller: GatewayCaller, payload: Uint8Array): PeerStepped {
  const signed = decode(SignedCommitStatusRequestSchema, payload);
  const request = signed.ok ? decode(CommitStatusRequestSchema, signed.value.request) : signed;
  if (!signed.ok || !request.ok)
    return refuseCall(state, caller, gatewayError('INVALID_ARGUMENT', 'a commit status request is required'));
  const { channelId, transactionId, identity } = request.value;
  const joined = state.channels[channelId];
  const denied = joined
    ? checkAcl(joined.bundle, 'gateway/CommitStatus', [
        { data: signed.value.request, identity, signature: signed.value.signature },
      ])
    : { ok: false as const, error: `Failed to get policy manager for channel [${channelId}]` };
  if (!denied.ok) return refuseCall(state, caller, gatewayError('PERMISSION_DENIED', denied.error));
  const waiting: AwaitingCommit = { ...caller, channel: channelId, txid: transactionId, stage: 'awaitingCommit' };
  const known = { ...state, gateway: state.gateway.set(caller.id, waiting) };
  return tellCommit(known, waiting) ?? { state: known, effects: [] };
}

function tellCommit(state: PeerState, waiting: AwaitingCommit): PeerStepped | undefined {
  const found = ledgerOf(state, waiting.channel).blocks.transaction(waiting.txid);
  if (!found) return undefined;
  const response = create(CommitStatusResponseSchema, {
    result: found.code,
    blockNumber: BigInt(found.position.blockNum),
  });
  return answerCall(state, waiting, toBinary(CommitStatusResponseSchema, response));
}

/** A block of the channel is committed: whoever waits for a transaction in it is told. */
export function tellCommitted(before: PeerState, channel: string): PeerStepped {
  let stepped: PeerStepped = { state: before, effects: [] };
  for (const call of before.gateway.values()) {
    const told =
      call.stage === 'awaitingCommit' && call.channel === channel ? tellCommit(stepped.state, call) : undefined;
    if (told) stepped = { state: told.state, effects: [...stepped.effects, ...told.effects] };
  }
  return stepped;
}
