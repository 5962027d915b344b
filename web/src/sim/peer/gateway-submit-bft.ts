/**
 * Submitting to a channel that orders by BFT: any one orderer may lie, so the transaction goes to all of them, and a quorum
 * has to take it.
 *
 * @fabric internal/pkg/gateway/submit.go (submitBFT, broadcastToAll)
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { bftQuorum } from '../channel/genesis.ts';
import type { ActorId } from '../kernel/actor.ts';
import { SECOND } from '../kernel/time.ts';
import { Status } from '../wire/gen/common/common_pb.ts';
import { SubmitResponseSchema } from '../wire/gen/gateway/gateway_pb.ts';
import type { Message } from '../wire/messages.ts';
import { statusName } from '../wire/status-name.ts';
import { connectionRefused } from './gateway.ts';
import { gatewayError } from './gateway-errors.ts';
import { answerCall, gatewayTimer, refuseCall } from './gateway-replies.ts';
import type { GatewayCaller, OrdererAddress, SubmittingToAll } from './gateway-state.ts';
import { type PeerState, type PeerStepped, report } from './peer-state.ts';

/** peer.gateway.broadcastTimeout */
const BROADCAST_TIMEOUT = 30 * SECOND;
const WORK = { min: 200, max: 500 };
const TOO_FEW = 'insufficient number of orderers could successfully process transaction to satisfy quorum requirement';

const hostOf = (address: string): string => address.split(':')[0] ?? address;

/** @param consenters how many orderers agree on the channel */
export function broadcastToAll(
  state: PeerState,
  caller: GatewayCaller,
  envelope: Uint8Array,
  orderers: readonly OrdererAddress[],
  consenters: number,
): PeerStepped {
  const { id, channel, txid } = caller;
  const quorum = bftQuorum(consenters);
  const call: SubmittingToAll = {
    ...caller,
    stage: 'submittingToAll',
    asked: orderers,
    total: orderers.length,
    quorum,
    successes: 0,
    details: [],
  };
  return {
    state: { ...state, gateway: state.gateway.set(id, call) },
    effects: [
      ...orderers.flatMap(({ address }) => {
        const orderer = hostOf(address);
        return [
          report({ type: 'gatewayTransactionBroadcast', channel, txid, orderer }),
          {
            type: 'send',
            to: orderer,
            ...WORK,
            message: { type: 'broadcast', request: id, envelope, channel, txid },
          } as const,
        ];
      }),
      { type: 'setTimer', timer: gatewayTimer(id), min: BROADCAST_TIMEOUT, max: BROADCAST_TIMEOUT },
    ],
  };
}

/** undefined: it is not this gateway that asked. */
export function onAnswerOfOne(
  state: PeerState,
  from: ActorId,
  { request, status, info }: Message & { type: 'broadcastResponse' },
): PeerStepped | undefined {
  // Another gateway, or a client, was quicker: the orderer has it.
  const hasIt = status === Status.SERVICE_UNAVAILABLE && info === 'failed to submit request: request already exists';
  if (status === Status.SUCCESS || hasIt) return count(state, request, from, undefined);
  const text = `received unsuccessful response from orderer: status=${statusName(status)}, info=${info}`;
  return count(state, request, from, () => text);
}

export const onOneUnreachable = (state: PeerState, request: string, orderer: ActorId): PeerStepped | undefined =>
  count(state, request, orderer, ({ address }) => connectionRefused(address));

/** One more has answered. The call ends once it is clear whether a quorum takes the transaction. */
function count(
  state: PeerState,
  request: string,
  orderer: ActorId,
  failure: ((orderer: OrdererAddress) => string) | undefined,
): PeerStepped | undefined {
  const call = state.gateway.get(request);
  const one = call?.stage === 'submittingToAll' && call.asked.find(({ address }) => hostOf(address) === orderer);
  if (call?.stage !== 'submittingToAll' || !one) return undefined;
  const next: SubmittingToAll = {
    ...call,
    asked: call.asked.filter((other) => other !== one),
    successes: call.successes + (failure ? 0 : 1),
    details: failure ? [...call.details, { ...one, message: failure(one) }] : call.details,
  };
  if (next.successes >= next.quorum)
    return answerCall(state, next, toBinary(SubmitResponseSchema, create(SubmitResponseSchema)));
  const isHopeless = next.details.length > next.total - next.quorum;
  if (isHopeless || next.asked.length === 0)
    return refuseCall(state, next, gatewayError('UNAVAILABLE', TOO_FEW, next.details));
  return { state: { ...state, gateway: state.gateway.set(request, next) }, effects: [] };
}
