/**
 * The Gateway service of a peer: it finds endorsers for a client, submits for it and tells it when a transaction is
 * committed.
 *
 * @fabric internal/pkg/gateway
 * @simplified Orderers are tried in the order of the channel's configuration; Fabric tries them in random order.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import type { ActorId } from '../kernel/actor.ts';
import { invariant } from '../kernel/result.ts';
import { SECOND } from '../kernel/time.ts';
import { EMPTY } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { EnvelopeSchema } from '../wire/gen/common/common_pb.ts';
import {
  EndorseRequestSchema,
  EndorseResponseSchema,
  EvaluateRequestSchema,
  EvaluateResponseSchema,
} from '../wire/gen/gateway/gateway_pb.ts';
import { ProposalResponseSchema, ResponseSchema, SignedProposalSchema } from '../wire/gen/peer/proposal_pb.ts';
import type { Message } from '../wire/messages.ts';
import { type ParsedProposal, parseProposal } from '../wire/proposal.ts';
import { assembleTransaction } from '../wire/transaction.ts';
import { channelView } from './discovery.ts';
import { beginEndorse, beginEvaluate, type GatewayRequest, type GatewayStep, onPeerAnswer } from './gateway-call.ts';
import { gatewayError, type PeerAnswer } from './gateway-errors.ts';
import { answerCall, gatewayTimer, refuseCall, withoutCall } from './gateway-replies.ts';
import type { EndorsingCall, GatewayCaller } from './gateway-state.ts';
import { type PeerEffect, type PeerState, type PeerStepped, report } from './peer-state.ts';

/** Choosing endorsers takes a gateway a moment. */
const WORK = { min: 200, max: 500 };
/** peer.gateway.endorsementTimeout */
const ENDORSEMENT_TIMEOUT = 30 * SECOND;

type RequestMessage = Message & { type: 'gatewayRequest' };

/** Evaluate or Endorse. */
export function beginGatewayCall(state: PeerState, caller: GatewayCaller, message: RequestMessage): PeerStepped {
  const evaluate = message.method === 'Evaluate';
  const read = evaluate ? readEvaluate(message.payload) : readEndorse(message.payload);
  if (!read) return refuseCall(state, caller, gatewayError('INVALID_ARGUMENT', 'a signed proposal is required'));
  const { signedProposal, proposal, organizations } = read;
  const { channelId } = proposal.channelHeader;
  if (evaluate && !state.channels[channelId]) {
    const text = `failed to get config for channel [${channelId}]: could not get last config for channel ${channelId}`;
    return refuseCall(state, caller, gatewayError('UNAVAILABLE', text));
  }
  const request: GatewayRequest = {
    chaincode: proposal.chaincodeName,
    organizations,
    hasTransientData: Object.keys(proposal.transient).length > 0,
  };
  const view = channelView(state, channelId);
  const step = evaluate ? beginEvaluate(view, request) : beginEndorse(view, request);
  return follow(state, { ...caller, signedProposal, proposal }, step);
}

interface ReadRequest {
  readonly signedProposal: Uint8Array;
  readonly proposal: ParsedProposal;
  readonly organizations: readonly string[];
}

function readEvaluate(payload: Uint8Array): ReadRequest | undefined {
  const request = decode(EvaluateRequestSchema, payload);
  return request.ok ? readProposal(request.value.proposedTransaction, request.value.targetOrganizations) : undefined;
}

function readEndorse(payload: Uint8Array): ReadRequest | undefined {
  const request = decode(EndorseRequestSchema, payload);
  return request.ok ? readProposal(request.value.proposedTransaction, request.value.endorsingOrganizations) : undefined;
}

function readProposal(
  signed: { readonly proposalBytes: Uint8Array; readonly signature: Uint8Array } | undefined,
  organizations: readonly string[],
): ReadRequest | undefined {
  if (!signed) return undefined;
  const proposal = parseProposal(signed.proposalBytes);
  if (!proposal.ok) return undefined;
  const { proposalBytes, signature } = signed;
  const signedProposal = toBinary(SignedProposalSchema, create(SignedProposalSchema, { proposalBytes, signature }));
  return { signedProposal, proposal: proposal.value, organizations };
}

interface Endorsing extends GatewayCaller {
  readonly signedProposal: Uint8Array;
  readonly proposal: ParsedProposal;
}

/** Does what the plan says next. */
function follow(before: PeerState, endorsing: Endorsing, step: GatewayStep): PeerStepped {
  const { proposal, signedProposal, id, client, request, method, channel, txid } = endorsing;
  const caller: GatewayCaller = { id, client, request, method, channel, txid };
  const state = withoutCall(before, id);
  switch (step.type) {
    case 'failed':
      return refuseCall(state, caller, step.error);
    case 'answered': {
      const result = create(ResponseSchema, step.response.response);
      const payload = toBinary(EvaluateResponseSchema, create(EvaluateResponseSchema, { result }));
      return answerCall(state, caller, payload);
    }
    case 'endorsed':
      return prepared(state, caller, proposal, signedProposal, step);
    case 'ask': {
      const call: EndorsingCall = { ...caller, stage: 'endorsing', call: step.call, signedProposal };
      const asked: readonly PeerEffect[] =
        step.peers.length === 0
          ? []
          : [
              report({
                type: 'gatewayEndorsersAsked',
                channel,
                txid,
                chaincode: proposal.chaincodeName,
                query: method === 'Evaluate',
                peers: step.peers.map((peer) => peer.id),
              }),
              ...step.peers.map((peer) => ask(call, peer.id)),
            ];
      return {
        state: { ...state, gateway: state.gateway.set(id, call) },
        effects: [
          ...asked,
          { type: 'setTimer', timer: gatewayTimer(id), min: ENDORSEMENT_TIMEOUT, max: ENDORSEMENT_TIMEOUT },
        ],
      };
    }
  }
}

const ask = ({ id, signedProposal, channel, txid, method }: EndorsingCall, to: ActorId): PeerEffect => ({
  type: 'send',
  to,
  ...WORK,
  message: {
    type: 'proposal',
    request: id,
    signedProposal,
    label: method === 'Evaluate' ? 'query' : 'proposal',
    channel,
    txid,
  },
});

/** The transaction with all endorsements, which only the client can sign. */
function prepared(
  state: PeerState,
  caller: GatewayCaller,
  proposal: ParsedProposal,
  signedProposal: Uint8Array,
  { endorsements }: GatewayStep & { type: 'endorsed' },
): PeerStepped {
  const { channel, txid } = caller;
  const signed = decode(SignedProposalSchema, signedProposal);
  invariant(signed.ok, 'the gateway wrote this itself');
  const unsigned = { creator: proposal.signatureHeader.creator, sign: () => EMPTY };
  const responses = endorsements.map(({ response }) => response);
  const envelope = assembleTransaction(signed.value.proposalBytes, responses, unsigned);
  if (!envelope.ok)
    return refuseCall(state, caller, gatewayError('ABORTED', `failed to assemble transaction: ${envelope.error}`));
  const transaction = decode(EnvelopeSchema, envelope.value);
  invariant(transaction.ok, 'what was just assembled can be read');
  const preparedTransaction = create(EnvelopeSchema, { payload: transaction.value.payload });
  const payload = toBinary(EndorseResponseSchema, create(EndorseResponseSchema, { preparedTransaction }));
  const told = endorsements.map(({ peer }) => ({ from: peer.id, mspId: peer.mspId }));
  const fact = report({ type: 'gatewayTransactionPrepared', channel, txid, endorsements: told });
  const answered = answerCall(state, caller, payload);
  return { ...answered, effects: [fact, ...answered.effects] };
}

/** An endorser has answered the gateway; undefined when it is not the gateway that asked. */
export function onEndorserAnswer(
  state: PeerState,
  from: ActorId,
  message: Message & { type: 'proposalResponse' },
): PeerStepped | undefined {
  const response = decode(ProposalResponseSchema, message.response);
  if (!response.ok) return undefined;
  const answer: PeerAnswer = message.refused
    ? { type: 'refused', message: response.value.response?.message ?? '' }
    : { type: 'response', response: response.value };
  return takeAnswer(state, message.request, from, answer);
}

/** Nobody took the proposal. */
export function onEndorserUnreachable(state: PeerState, request: string, peer: ActorId): PeerStepped | undefined {
  const operation = state.gateway.get(request);
  const address = operation?.stage === 'endorsing' ? (addressOf(operation, peer) ?? peer) : peer;
  return takeAnswer(state, request, peer, { type: 'unreachable', message: connectionRefused(address) });
}

const addressOf = ({ call }: EndorsingCall, peer: ActorId): string | undefined =>
  call.round.find((one) => one.id === peer)?.address;

/** gRPC's words for a closed port. */
export const connectionRefused = (address: string): string =>
  `rpc error: code = Unavailable desc = connection error: desc = "transport: error while dialing: dial tcp ${address}: connect: connection refused"`;

function takeAnswer(state: PeerState, request: string, from: ActorId, answer: PeerAnswer): PeerStepped | undefined {
  const operation = state.gateway.get(request);
  if (operation?.stage !== 'endorsing') return undefined;
  const peer = operation.call.round.find(({ id }) => id === from);
  const signed = decode(SignedProposalSchema, operation.signedProposal);
  const proposal = signed.ok ? parseProposal(signed.value.proposalBytes) : signed;
  if (!peer || !proposal.ok) return undefined;
  return follow(state, { ...operation, proposal: proposal.value }, onPeerAnswer(operation.call, peer, answer));
}
