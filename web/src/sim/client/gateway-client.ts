/**
 * The way of today's applications: the client signs, and the gateway of a peer does the rest.
 *
 * @fabric fabric-gateway (Gateway, Contract, Proposal, Transaction, Commit), internal/pkg/gateway (the other side)
 * @simplified Time limits are those of Fabric's sample applications; the library itself has none.
 */
import { create, fromBinary, type DescMessage, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import type { ActorId } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import type { SigningIdentity } from '../identity/signing-identity.ts';
import { fromUtf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import { type Envelope, EnvelopeSchema } from '../wire/gen/common/common_pb.ts';
import {
  CommitStatusRequestSchema,
  CommitStatusResponseSchema,
  EndorseRequestSchema,
  EndorseResponseSchema,
  ErrorDetailSchema,
  EvaluateRequestSchema,
  EvaluateResponseSchema,
  SignedCommitStatusRequestSchema,
  SubmitRequestSchema,
} from '../wire/gen/gateway/gateway_pb.ts';
import { grpcCodeName } from '../wire/grpc-status.ts';
import type { GatewayMethod, Message } from '../wire/messages.ts';
import { newProposal, signProposal } from '../wire/proposal.ts';
import { decodeTransaction } from '../wire/transaction.ts';
import { codeName } from './commit-status.ts';
import { type ClientEffect, type ClientStepped, report, signerOf } from './client-effects.ts';
import { type ClientState, type GatewayClientCall, nextNonce } from './client-state.ts';
import type { GatewayTask } from './client-task.ts';
import { planCall } from './calls.ts';
import { membersOwnFirst } from './connection-profile.ts';
import { forgeryFacts, sentEnvelope, sentProposal } from './forgery.ts';

type CallMethod = Exclude<GatewayMethod, 'ChaincodeEvents'>;
type GatewayResponse = Message & { type: 'gatewayResponse' };

const TIMEOUT: Readonly<Record<CallMethod, Micros>> = {
  Evaluate: 5 * SECOND,
  Endorse: 15 * SECOND,
  Submit: 5 * SECOND,
  CommitStatus: 60 * SECOND,
};
/** What the library throws when a call fails. */
const ERROR_CLASS: Readonly<Record<CallMethod, string>> = {
  Evaluate: 'GatewayError',
  Endorse: 'EndorseError',
  Submit: 'SubmitError',
  CommitStatus: 'CommitStatusError',
};
/** Building and signing take a client a moment. */
const WORK = { min: 300, max: 900 };

const timerOf = (index: number): string => `gateway ${index}`;
const unchanged = (state: ClientState): ClientStepped => ({ state, effects: [] });
const bytes = <Desc extends DescMessage>(schema: Desc, init: MessageInitShape<Desc>): Uint8Array =>
  toBinary(schema, create(schema, init));

export const isGatewayTask = (task: { readonly type: string; readonly via?: string }): task is GatewayTask =>
  (task.type === 'submitTransaction' || task.type === 'evaluateTransaction') && task.via === 'gateway';

/** The peer whose gateway serves this client: the one named, else the first of its own organisation. */
export function gatewayOf(state: ClientState, channel: string, named: ActorId | undefined): ActorId | undefined {
  return named ?? membersOwnFirst(state.disk.profile, channel)[0]?.peers[0];
}

/** Begins with Evaluate or Endorse. */
export function beginGatewayTask(before: ClientState, task: GatewayTask, index: number, now: Micros): ClientStepped {
  const failed = (text: string): ClientStepped => ({
    state: before,
    effects: [report({ type: 'commandFailed', command: task.type, index, text })],
  });
  const plan = planCall(task, before.disk.profile, () => null);
  if (!plan.ok) return failed(plan.error);
  const { call, identity } = plan.value;
  const signer = Object.hasOwn(before.disk.wallet, identity) ? before.disk.wallet[identity] : undefined;
  const gateway = gatewayOf(before, task.channel, task.gateway);
  if (!signer) return failed(`identity ${identity} not found in the wallet`);
  if (!gateway) return failed(`no peers of channel '${task.channel}' are known`);
  const { nonce, state } = nextNonce(before);
  const timestamp = timestampOfMicros(state.disk.epochUnixMicros + now);
  const { txId, proposalBytes } = newProposal(call, signer.serialized, nonce, timestamp);
  const method = task.type === 'evaluateTransaction' ? 'Evaluate' : 'Endorse';
  const begun: GatewayClientCall = {
    index,
    task,
    method,
    signer,
    channel: call.channelId,
    txid: txId,
    gateway,
    payload: '',
  };
  const proposedTransaction = sentProposal(signProposal(proposalBytes, signerOf(signer)), task);
  const organizations = [...(task.organizations ?? [])];
  const common = { transactionId: txId, channelId: call.channelId, proposedTransaction };
  const payload =
    method === 'Evaluate'
      ? bytes(EvaluateRequestSchema, { ...common, targetOrganizations: organizations })
      : bytes(EndorseRequestSchema, { ...common, endorsingOrganizations: organizations });
  const sent = send(state, begun, payload);
  const created = report({
    type: 'proposalCreated',
    channel: call.channelId,
    txid: txId,
    chaincode: call.chaincodeName,
    function: task.function,
    args: call.args.slice(1).map(fromUtf8),
    identity: `${signer.mspId}:${identity}`,
    endorsers: [gateway],
    transient: Object.keys(call.transient ?? {}).sort(),
  });
  return { ...sent, effects: [created, ...forgeryFacts(task, 'proposal', begun), ...sent.effects] };
}

function send(state: ClientState, call: GatewayClientCall, payload: Uint8Array): ClientStepped {
  const { index, method, channel, txid, gateway } = call;
  return {
    state: { ...state, gatewayCalls: state.gatewayCalls.set(String(index), call) },
    effects: [
      {
        type: 'send',
        to: gateway,
        ...WORK,
        message: { type: 'gatewayRequest', request: String(index), method, payload, channel, txid },
      },
      { type: 'setTimer', timer: timerOf(index), min: TIMEOUT[method], max: TIMEOUT[method] },
    ],
  };
}

/** The call is over. */
function end(state: ClientState, call: GatewayClientCall, ...effects: readonly ClientEffect[]): ClientStepped {
  return {
    state: { ...state, gatewayCalls: state.gatewayCalls.delete(String(call.index)) },
    effects: [{ type: 'cancelTimer', timer: timerOf(call.index) }, ...effects],
  };
}

const done = ({ index, task }: GatewayClientCall): ClientEffect =>
  report({ type: 'commandDone', command: task.type, index });

type Refusal = Exclude<GatewayResponse['outcome'], { ok: true }>;

/** What the library throws: `10 ABORTED: …` with what each peer said. */
function fail(state: ClientState, call: GatewayClientCall, { code, message, details }: Refusal): ClientStepped {
  const { channel, txid, method, gateway, task, index } = call;
  const error = ERROR_CLASS[method];
  const text = `${code} ${grpcCodeName(code)}: ${message}`;
  const told = details.flatMap((detail) => {
    const read = decode(ErrorDetailSchema, detail);
    return read.ok ? [{ address: read.value.address, mspId: read.value.mspId, message: read.value.message }] : [];
  });
  return end(
    state,
    call,
    report({ type: 'gatewayCallFailed', channel, txid, method, gateway, error, code, text, details: told }),
    report({ type: 'commandFailed', command: task.type, index, text: `${error}: ${text}` }),
  );
}

const refusal = (code: number, message: string): Refusal => ({ ok: false, code, message, details: [] });

/** An answer of a gateway; undefined when no call waits for it. */
export function onGatewayResponse(state: ClientState, from: ActorId, message: Message): ClientStepped | undefined {
  if (message.type !== 'gatewayResponse' || message.method === 'ChaincodeEvents') return undefined;
  const call = state.gatewayCalls.get(message.request);
  const { outcome } = message;
  if (!call || call.gateway !== from || call.method !== message.method) return unchanged(state);
  if (!outcome.ok) return fail(state, call, outcome);
  switch (message.method) {
    case 'Evaluate':
      return evaluated(state, call, outcome.payload);
    case 'Endorse':
      return endorsed(state, call, outcome.payload);
    case 'Submit':
      return submitted(state, call);
    case 'CommitStatus':
      return committed(state, call, outcome.payload);
  }
}

function evaluated(state: ClientState, call: GatewayClientCall, payload: Uint8Array): ClientStepped {
  const response = decode(EvaluateResponseSchema, payload);
  const { status = 0, message = '', payload: result } = (response.ok && response.value.result) || {};
  const { channel, txid, task, gateway } = call;
  const answer = report({
    type: 'queryAnswered',
    channel,
    txid,
    chaincode: task.chaincode,
    function: task.function,
    peer: gateway,
    status,
    message,
    payload: result ? fromUtf8(result) : '',
  });
  return end(state, call, answer, done(call));
}

/** The prepared transaction has come: the client signs and sends it on. */
function endorsed(state: ClientState, call: GatewayClientCall, payload: Uint8Array): ClientStepped {
  const response = decode(EndorseResponseSchema, payload);
  const prepared = response.ok ? response.value.preparedTransaction : undefined;
  if (!prepared) return fail(state, call, refusal(2, 'the gateway has not prepared a transaction'));
  const { channel, txid, gateway, signer, task } = call;
  const signature = signerOf(signer).sign(prepared.payload);
  const signed = toBinary(EnvelopeSchema, create(EnvelopeSchema, { payload: prepared.payload, signature }));
  const transaction: Envelope = fromBinary(EnvelopeSchema, sentEnvelope(signed, task, signerOf(signer)));
  const request = bytes(SubmitRequestSchema, {
    transactionId: txid,
    channelId: channel,
    preparedTransaction: transaction,
  });
  const read = readTransaction(signed);
  const sent = send(state, { ...call, method: 'Submit', payload: read.payload }, request);
  const fact = report({
    type: 'gatewayTransactionSigned',
    channel,
    txid,
    gateway,
    ...read,
    size: prepared.payload.length,
  });
  return { ...sent, effects: [fact, ...forgeryFacts(task, 'envelope', call), ...sent.effects] };
}

/** What the chaincode answered, and how many have endorsed it. */
function readTransaction(envelope: Uint8Array): { readonly payload: string; readonly endorsements: number } {
  const transaction = decodeTransaction(envelope);
  const action = transaction.ok ? transaction.value.action : undefined;
  if (!action?.ok) return { payload: '', endorsements: 0 };
  const { outcome, endorsements } = action.value;
  return { payload: outcome.ok ? fromUtf8(outcome.value.response.payload) : '', endorsements: endorsements.length };
}

function submitted(state: ClientState, call: GatewayClientCall): ClientStepped {
  const { channel, txid, signer } = call;
  const request = commitStatusRequest(signer, channel, txid);
  return send(state, { ...call, method: 'CommitStatus' }, request);
}

function commitStatusRequest(signer: SigningIdentity, channelId: string, transactionId: string): Uint8Array {
  const request = bytes(CommitStatusRequestSchema, { transactionId, channelId, identity: signer.serialized });
  return bytes(SignedCommitStatusRequestSchema, { request, signature: signerOf(signer).sign(request) });
}

function committed(state: ClientState, call: GatewayClientCall, payload: Uint8Array): ClientStepped {
  const response = decode(CommitStatusResponseSchema, payload);
  if (!response.ok) return fail(state, call, refusal(2, response.error));
  const { channel, txid, gateway: peer } = call;
  const code = codeName(response.value.result);
  const block = Number(response.value.blockNumber);
  return end(state, call, report({ type: 'commitStatusReceived', channel, txid, peer, code, block }), done(call));
}

/** The gateway's peer cannot be reached; undefined when it was not a gateway that was called. */
export function onGatewayUnreachable(state: ClientState, to: ActorId, message: Message): ClientStepped | undefined {
  if (message.type !== 'gatewayRequest' || message.method === 'ChaincodeEvents') return undefined;
  const call = state.gatewayCalls.get(message.request);
  return call
    ? fail(state, call, refusal(14, `No connection established. Last error: connect ECONNREFUSED ${to}`))
    : undefined;
}

/** The time of a call is up; undefined when the timer is not a gateway call's. */
export function onGatewayTimer(state: ClientState, timer: string): ClientStepped | undefined {
  if (!timer.startsWith('gateway ')) return undefined;
  const call = state.gatewayCalls.get(timer.slice('gateway '.length));
  if (!call) return unchanged(state);
  return fail(state, call, refusal(4, `Deadline exceeded after ${TIMEOUT[call.method] / SECOND}.000s`));
}

/** Calls to a gateway that has gone come to nothing. */
export function onGatewayGone(before: ClientState, gone: ActorId): ClientStepped {
  let stepped = unchanged(before);
  for (const call of before.gatewayCalls.values())
    if (call.gateway === gone) {
      const failed = fail(stepped.state, call, refusal(14, 'Connection dropped'));
      stepped = { state: failed.state, effects: [...stepped.effects, ...failed.effects] };
    }
  return stepped;
}
