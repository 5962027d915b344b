/**
 * The peer's end of the stream to one chaincode: registration, transactions, and the chaincode's requests in between.
 * A value stepped by messages; what it cannot do itself (run another chaincode, finish a proposal) it reports.
 *
 * @fabric core/chaincode/handler.go, core/chaincode/chaincode_support.go
 * @simplified READY carries no batching parameters, which the Node shim of 2.5 does not read; no keep-alives. Requests
 * of one transaction come one at a time, as the shim sends them.
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { invariant, ok, type Result } from '../kernel/result.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import type { RichQuery } from '../ledger/couch-query.ts';
import type { TxSimulator } from '../ledger/tx-simulator.ts';
import { EMPTY, fromUtf8, utf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import {
  ChaincodeEventSchema,
  ChaincodeIDSchema,
  ChaincodeInputSchema,
  ChaincodeSpecSchema,
} from '../wire/gen/peer/chaincode_pb.ts';
import {
  type ChaincodeMessage,
  ChaincodeMessage_Type as Type,
  ChaincodeMessage_TypeSchema,
  ChaincodeMessageSchema,
} from '../wire/gen/peer/chaincode_shim_pb.ts';
import { type Response, ResponseSchema, SignedProposalSchema } from '../wire/gen/peer/proposal_pb.ts';
import { STATE_REQUESTS } from './state-requests.ts';
import { contextId, newContext, type TransactionContext, type TransactionParams } from './transaction-context.ts';

export interface HostState {
  readonly phase: 'created' | 'ready' | 'broken';
  /** Package id the chaincode registered with; empty before. */
  readonly ccid: string;
  /** Transactions in progress, by channel and txid. */
  readonly contexts: PersistentMap<TransactionContext>;
}

/** What a finished transaction left behind. */
export interface ChaincodeResult {
  /** The simulator with all reads and writes is in here. */
  readonly context: TransactionContext;
  readonly response: Response;
  /** Serialized `ChaincodeEvent` with chaincode and txid filled in; empty without event. */
  readonly event: Uint8Array;
  /** The COMPLETED message itself: what a calling chaincode is given. */
  readonly message: Uint8Array;
}

export type HostEvent =
  | { readonly type: 'ready' }
  | ({ readonly type: 'completed' } & ChaincodeResult)
  /** The chaincode answered with ERROR; `text` is what the endorser is told. */
  | { readonly type: 'failed'; readonly context: TransactionContext; readonly text: string }
  /** The chaincode calls another one; answer with {@link answerInvocation}. */
  | {
      readonly type: 'invoke';
      readonly caller: TransactionContext;
      readonly chaincode: string;
      readonly channelId: string;
      readonly args: readonly Uint8Array[];
    }
  /** The chaincode broke the protocol; the stream is closed. */
  | { readonly type: 'broken'; readonly text: string };

export interface HostStep {
  readonly host: HostState;
  /** `ChaincodeMessage` bytes for the chaincode, in order. */
  readonly replies: readonly Uint8Array[];
  readonly event?: HostEvent;
  /** A rich query of the transaction the state database warned of. */
  readonly warned?: { readonly context: TransactionContext; readonly query: RichQuery };
}

export const NEW_HOST: HostState = {
  phase: 'created',
  ccid: '',
  contexts: PersistentMap.empty<TransactionContext>(),
};

export const EXECUTE_TIMED_OUT = 'timeout expired while executing transaction';
export const STREAM_TERMINATED = 'chaincode stream terminated';

type MessageInit = Partial<Pick<ChaincodeMessage, 'payload' | 'txid' | 'channelId' | 'proposal'>>;

const encode = (type: Type, fields: MessageInit = {}): Uint8Array =>
  toBinary(ChaincodeMessageSchema, create(ChaincodeMessageSchema, { type, ...fields }));

const nameOf = (type: Type): string => ChaincodeMessage_TypeSchema.value[type]?.name ?? String(type);

/** One message of the chaincode. */
export function onChaincodeMessage(host: HostState, bytes: Uint8Array): HostStep {
  const decoded = decode(ChaincodeMessageSchema, bytes);
  if (!decoded.ok) return close(host, decoded.error);
  const message = decoded.value;
  if (host.phase === 'broken' || message.type === Type.KEEPALIVE) return { host, replies: [] };
  if (host.phase === 'created') return onCreated(host, message);
  if (message.type === Type.COMPLETED || message.type === Type.ERROR) return finish(host, message);
  if (message.type === Type.INVOKE_CHAINCODE) return invoke(host, message);
  const handler = STATE_REQUESTS.get(message.type);
  if (!handler) return broken(host, message, 'ready');
  const context = host.contexts.get(contextId(message.channelId, message.txid));
  if (!context) return { host, replies: [errorReply(message, 'no ledger context')] };
  const handled = handler(context, message.payload);
  const { txid, channelId } = message;
  const reply = handled.result.ok
    ? encode(Type.RESPONSE, { payload: handled.result.value, txid, channelId })
    : errorReply(message, handled.result.error);
  const warned = handled.warned && { warned: { context: handled.context, query: handled.warned } };
  return { host: withContext(host, handled.context), replies: [reply], ...warned };
}

function withContext(host: HostState, context: TransactionContext): HostState {
  return { ...host, contexts: host.contexts.set(contextId(context.channelId, context.txId), context) };
}

function errorReply({ type, txid, channelId }: ChaincodeMessage, reason: string): Uint8Array {
  const payload = utf8(`${nameOf(type)} failed: transaction ID: ${txid}: ${reason}`);
  return encode(Type.ERROR, { payload, txid, channelId });
}

function broken(host: HostState, { txid, type }: ChaincodeMessage, phase: string): HostStep {
  return close(host, `[${txid}] Fabric side handler cannot handle message (${nameOf(type)}) while in ${phase} state`);
}

const close = (host: HostState, text: string): HostStep => ({
  host: { ...host, phase: 'broken' },
  replies: [],
  event: { type: 'broken', text },
});

function onCreated(host: HostState, message: ChaincodeMessage): HostStep {
  if (message.type !== Type.REGISTER) return broken(host, message, 'created');
  const id = decode(ChaincodeIDSchema, message.payload);
  const ccid = id.ok ? id.value.name : '';
  if (ccid === '') return close(host, 'error in handling register chaincode, chaincodeID name is empty');
  const replies = [encode(Type.REGISTERED), encode(Type.READY)];
  return { host: { ...host, phase: 'ready', ccid }, replies, event: { type: 'ready' } };
}

/**
 * Gives the chaincode a transaction.
 *
 * @param args function name and arguments
 * @param signedProposal serialized; the chaincode reads creator, transient data and time in it
 * @returns Fabric's text when this chaincode works on the same transaction already: it called itself
 */
export function beginTransaction(
  host: HostState,
  params: TransactionParams,
  args: readonly Uint8Array[],
  signedProposal: Uint8Array,
): Result<{ readonly host: HostState; readonly message: Uint8Array }, string> {
  invariant(host.phase === 'ready', `chaincode ${host.ccid} is not ready`);
  const { channelId, txId, isInit } = params;
  if (host.contexts.has(contextId(channelId, txId))) {
    return { ok: false, error: `error sending: txid: ${txId}(${channelId}) exists` };
  }
  const input = create(ChaincodeInputSchema, { args: [...args], isInit });
  const message = encode(isInit ? Type.INIT : Type.TRANSACTION, {
    payload: toBinary(ChaincodeInputSchema, input),
    txid: txId,
    channelId,
    proposal: fromBinary(SignedProposalSchema, signedProposal),
  });
  return ok({ host: withContext(host, newContext(params)), message });
}

/** Forgets a transaction, e.g. when its time is up. Later requests for it are refused, a late result is ignored. */
export function abandonTransaction(host: HostState, channelId: string, txId: string): HostState {
  return { ...host, contexts: host.contexts.delete(contextId(channelId, txId)) };
}

function finish(host: HostState, message: ChaincodeMessage): HostStep {
  const { channelId, txid, payload } = message;
  const context = host.contexts.get(contextId(channelId, txid));
  if (!context) return { host, replies: [] };
  const after = abandonTransaction(host, channelId, txid);
  if (message.type === Type.ERROR) {
    const text = `transaction returned with failure: ${fromUtf8(payload)}`;
    return { host: after, replies: [], event: { type: 'failed', context, text } };
  }
  const response = decode(ResponseSchema, payload);
  if (!response.ok) {
    const text = `failed to unmarshal response for transaction ${txid}: ${response.error}`;
    return { host: after, replies: [], event: { type: 'failed', context, text } };
  }
  const { chaincodeEvent } = message;
  const named = chaincodeEvent && { ...chaincodeEvent, chaincodeId: context.namespace, txId: txid };
  return {
    host: after,
    replies: [],
    event: {
      type: 'completed',
      context,
      response: response.value,
      event: named ? toBinary(ChaincodeEventSchema, named) : EMPTY,
      message: toBinary(ChaincodeMessageSchema, message),
    },
  };
}

/** `name:version/channel`, all but the name optional. */
function parseName(name: string): { readonly chaincode: string; readonly channelId: string } {
  const slash = name.indexOf('/');
  const [versioned, channelId] = slash < 0 ? [name, ''] : [name.slice(0, slash), name.slice(slash + 1)];
  return { chaincode: versioned.split(':')[0] ?? '', channelId };
}

function invoke(host: HostState, message: ChaincodeMessage): HostStep {
  const caller = host.contexts.get(contextId(message.channelId, message.txid));
  if (!caller) return { host, replies: [errorReply(message, 'could not get valid transaction')] };
  const spec = decode(ChaincodeSpecSchema, message.payload);
  if (!spec.ok) return { host, replies: [errorReply(message, `unmarshal failed: ${spec.error}`)] };
  const { chaincode, channelId } = parseName(spec.value.chaincodeId?.name ?? '');
  const args = spec.value.input?.args ?? [];
  const event = { type: 'invoke', caller, chaincode, channelId: channelId || caller.channelId, args } as const;
  return { host, replies: [], event };
}

/**
 * Answers a chaincode that called another one.
 *
 * @param outcome the COMPLETED (or ERROR) message of the called chaincode, or Fabric's text why there is none, e.g.
 * `execute failed: error sending: …`
 * @param simulator goes on from here: the callee's when it ran on the same channel, else the caller's own
 */
export function answerInvocation(
  host: HostState,
  { channelId, txId }: { readonly channelId: string; readonly txId: string },
  outcome: Result<Uint8Array, string>,
  simulator: TxSimulator,
): HostStep {
  const context = host.contexts.get(contextId(channelId, txId));
  if (!context) return { host, replies: [] };
  const request = create(ChaincodeMessageSchema, { type: Type.INVOKE_CHAINCODE, txid: txId, channelId });
  const reply = outcome.ok
    ? encode(Type.RESPONSE, { payload: outcome.value, txid: txId, channelId })
    : errorReply(request, outcome.error);
  return { host: withContext(host, { ...context, simulator }), replies: [reply] };
}
