/**
 * The endorsed transaction: assembled by a client out of a proposal and its answers, and taken apart by validators and
 * by the inspector.
 *
 * Reading has two depths, because validation reports different codes for them: the action (who endorsed what) and its
 * outcome (read-write set, event, response).
 *
 * @fabric protoutil/txutils.go, core/common/validation/msgvalidation.go, core/committer/txvalidator/v20/plugindispatcher
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { remembered } from '../crypto/bounded-memo.ts';
import { rememberedByContent } from '../crypto/content-memo.ts';
import type { Result } from '../kernel/result.ts';
import { base64, EMPTY, equalBytes, hex } from './bytes.ts';
import { type Decoded, decode, decoded, undecodable } from './decode.ts';
import {
  encodeEnvelope,
  encodePayload,
  type ParsedEnvelope,
  parseEnvelope,
  type SignedData,
  type Signer,
  type TransactionDefect,
} from './envelope.ts';
import { HeaderType, SignatureHeaderSchema } from './gen/common/common_pb.ts';
import {
  type HashedRWSet,
  HashedRWSetSchema,
  type KVRWSet,
  KVRWSetSchema,
} from './gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { TxReadWriteSetSchema } from './gen/ledger/rwset/rwset_pb.ts';
import { type ChaincodeEvent, ChaincodeEventSchema, type ChaincodeSpec } from './gen/peer/chaincode_pb.ts';
import {
  ChaincodeActionSchema,
  ChaincodeProposalPayloadSchema,
  type Endorsement,
  type ProposalResponse,
  ProposalResponsePayloadSchema,
} from './gen/peer/proposal_pb.ts';
import {
  ChaincodeActionPayloadSchema,
  ChaincodeEndorsedActionSchema,
  TransactionActionSchema,
  TransactionSchema,
  TxValidationCode,
} from './gen/peer/transaction_pb.ts';
import {
  calledChaincode,
  type ChaincodeResponse,
  decodeInvocation,
  endorsementSigningBytes,
  parseProposal,
  proposalHash,
} from './proposal.ts';

/**
 * The signed envelope a client submits. Refuses with Fabric's words when the responses do not make a transaction:
 * none, unsuccessful, different from each other, or not endorsed.
 */
export function assembleTransaction(
  proposalBytes: Uint8Array,
  responses: readonly ProposalResponse[],
  signer: Signer,
): Decoded<Uint8Array> {
  const [first] = responses;
  if (!first) return undecodable('at least one proposal response is required');
  const proposal = parseProposal(proposalBytes);
  if (!proposal.ok) return proposal;
  const { channelHeaderBytes, signatureHeaderBytes, signatureHeader, payloadForTx } = proposal.value;
  if (!equalBytes(signer.creator, signatureHeader.creator))
    return undecodable('signer must be the same as the one referenced in the header');
  const disagreement = findDisagreement(responses);
  if (disagreement) return undecodable(disagreement);
  const endorsements = distinctEndorsements(responses);
  if (endorsements.length === 0) return undecodable('no endorsements');
  const actionPayload = create(ChaincodeActionPayloadSchema, {
    chaincodeProposalPayload: payloadForTx,
    action: create(ChaincodeEndorsedActionSchema, {
      proposalResponsePayload: first.payload,
      endorsements: [...endorsements],
    }),
  });
  const action = create(TransactionActionSchema, {
    header: signatureHeaderBytes,
    payload: toBinary(ChaincodeActionPayloadSchema, actionPayload),
  });
  const transaction = toBinary(TransactionSchema, create(TransactionSchema, { actions: [action] }));
  const payload = encodePayload(channelHeaderBytes, signatureHeaderBytes, transaction);
  return decoded(encodeEnvelope(payload, signer.sign(payload)));
}

/** Why these responses cannot be one transaction; undefined when they agree. */
export function findDisagreement(responses: readonly ProposalResponse[]): string | undefined {
  const [first] = responses;
  for (const { response, payload } of responses) {
    const status = response?.status ?? 0;
    if (status < 200 || status >= 400)
      return `proposal response was not successful, error code ${status}, msg ${response?.message ?? ''}`;
    if (first && !equalBytes(first.payload, payload))
      return `ProposalResponsePayloads do not match (base64): '${base64(payload)}' vs '${base64(first.payload)}'`;
  }
  return undefined;
}

/** One endorsement per endorser, the first it gave. */
function distinctEndorsements(responses: readonly ProposalResponse[]): readonly Endorsement[] {
  const byEndorser = new Map<string, Endorsement>();
  for (const { endorsement } of responses) {
    if (!endorsement) continue;
    const endorser = hex(endorsement.endorser);
    if (!byEndorser.has(endorser)) byEndorser.set(endorser, endorsement);
  }
  return [...byEndorser.values()];
}

/** Reads and writes of one collection as the channel sees them: hashes only. */
export interface CollectionReadWriteSet {
  readonly collection: string;
  readonly hashed: HashedRWSet;
  readonly pvtRwsetHash: Uint8Array;
}

export interface NamespaceReadWriteSet {
  readonly namespace: string;
  readonly kv: KVRWSet;
  readonly collections: readonly CollectionReadWriteSet[];
}

export interface ActionOutcome {
  /** Serialized `rwset.TxReadWriteSet`. */
  readonly results: Uint8Array;
  readonly namespaces: readonly NamespaceReadWriteSet[];
  readonly event: Decoded<ChaincodeEvent> | undefined;
  readonly response: ChaincodeResponse;
  /** Name and version the endorsers executed; undefined in a malformed transaction. */
  readonly chaincode: { readonly name: string; readonly version: string } | undefined;
}

export interface EndorsedAction {
  /** Name in the channel header's extension; undefined when it has none. */
  readonly chaincodeCalled: string | undefined;
  /** Name in the invocation spec; a forged transaction may name another one there. */
  readonly chaincodeInvoked: string | undefined;
  /** Function and arguments; empty when the proposal payload cannot be read, which validation does not mind. */
  readonly args: readonly Uint8Array[];
  readonly isInit: boolean;
  readonly proposalResponsePayload: Uint8Array;
  /** The hash the endorsers signed, and the one this envelope has: they differ when someone altered the proposal. */
  readonly proposalHash: Uint8Array;
  readonly expectedProposalHash: Uint8Array;
  readonly endorsements: readonly Endorsement[];
  readonly outcome: Result<ActionOutcome, TransactionDefect>;
}

export interface DecodedTransaction {
  readonly envelope: ParsedEnvelope;
  readonly type: number;
  readonly channelId: string;
  readonly txId: string;
  readonly creator: Uint8Array;
  readonly nonce: Uint8Array;
  /** Only for an ENDORSER_TRANSACTION. */
  readonly action: Result<EndorsedAction, TransactionDefect> | undefined;
}

const defect = (code: TxValidationCode, text: string): { readonly ok: false; readonly error: TransactionDefect } => ({
  ok: false,
  error: { code, text },
});

/** Transactions remembered: those of the blocks under way, which every peer reads half a dozen times. */
const RECENT = 500;

/**
 * Everything the bytes of an envelope tell, without judging signatures.
 *
 * A defect is found as early as real validation finds it, but later checks may not be skipped for it: a validator looks
 * at headers, creator signature and transaction id before it looks at `action`.
 */
export const decodeTransaction = rememberedByContent(RECENT, readTransaction);

function readTransaction(envelopeBytes: Uint8Array): Result<DecodedTransaction, TransactionDefect> {
  const parsed = parseEnvelope(envelopeBytes);
  if (!parsed.ok) return parsed;
  const { channelHeader, signatureHeader } = parsed.value;
  const endorsed = channelHeader.type === HeaderType.ENDORSER_TRANSACTION;
  return {
    ok: true,
    value: {
      envelope: parsed.value,
      type: channelHeader.type,
      channelId: channelHeader.channelId,
      txId: channelHeader.txId,
      creator: signatureHeader.creator,
      nonce: signatureHeader.nonce,
      action: endorsed ? decodeAction(parsed.value) : undefined,
    },
  };
}

const invalid = (text: string) => defect(TxValidationCode.INVALID_ENDORSER_TRANSACTION, text);

/** The single action of a transaction, as far as a validator insists on reading it. */
function openAction(data: Uint8Array) {
  const transaction = decode(TransactionSchema, data);
  if (!transaction.ok) return invalid(transaction.error);
  const [only, ...others] = transaction.value.actions;
  if (!only || others.length > 0)
    return invalid(`only one action per transaction is supported, tx contains ${transaction.value.actions.length}`);
  const header = decode(SignatureHeaderSchema, only.header);
  if (!header.ok) return invalid(header.error);
  if (header.value.nonce.length === 0) return invalid('invalid nonce specified in the header');
  if (header.value.creator.length === 0) return invalid('invalid creator specified in the header');
  const payload = decode(ChaincodeActionPayloadSchema, only.payload);
  if (!payload.ok) return invalid(payload.error);
  const { action, chaincodeProposalPayload } = payload.value;
  if (!action) return invalid('nil action');
  if (chaincodeProposalPayload.length === 0) return invalid('nil arguments');
  return { ok: true, value: { signatureHeader: only.header, action, chaincodeProposalPayload } } as const;
}

function decodeAction(envelope: ParsedEnvelope): Result<EndorsedAction, TransactionDefect> {
  const opened = openAction(envelope.data);
  if (!opened.ok) return opened;
  const { signatureHeader, action, chaincodeProposalPayload } = opened.value;
  const response = decode(ProposalResponsePayloadSchema, action.proposalResponsePayload);
  if (!response.ok) return invalid(response.error);
  const called = calledChaincode(envelope.channelHeader);
  const spec = decodeSpec(chaincodeProposalPayload);
  return {
    ok: true,
    value: {
      chaincodeCalled: called.ok ? called.value : undefined,
      chaincodeInvoked: spec?.chaincodeId?.name,
      args: spec?.input?.args ?? [],
      isInit: spec?.input?.isInit ?? false,
      proposalResponsePayload: action.proposalResponsePayload,
      proposalHash: response.value.proposalHash,
      expectedProposalHash: proposalHash(envelope.channelHeaderBytes, signatureHeader, chaincodeProposalPayload),
      endorsements: action.endorsements,
      outcome: called.ok
        ? decodeOutcome(response.value.extension)
        : defect(TxValidationCode.BAD_HEADER_EXTENSION, called.error),
    },
  };
}

function decodeSpec(payloadForTx: Uint8Array): ChaincodeSpec | undefined {
  const payload = decode(ChaincodeProposalPayloadSchema, payloadForTx);
  const spec = payload.ok ? decodeInvocation(payload.value.input) : payload;
  return spec.ok ? spec.value : undefined;
}

function decodeOutcome(extension: Uint8Array): Result<ActionOutcome, TransactionDefect> {
  const badResponse = (text: string) =>
    defect(TxValidationCode.BAD_RESPONSE_PAYLOAD, `GetActionFromEnvelope failed: ${text}`);
  if (extension.length === 0) return badResponse('response payload is missing extension');
  const action = decode(ChaincodeActionSchema, extension);
  if (!action.ok) return badResponse(action.error);
  const { results, events, response, chaincodeId } = action.value;
  const namespaces = decodeReadWriteSet(results);
  if (!namespaces.ok) return defect(TxValidationCode.BAD_RWSET, `txRWSet.FromProtoBytes failed: ${namespaces.error}`);
  return {
    ok: true,
    value: {
      results,
      namespaces: namespaces.value,
      event: events.length > 0 ? decode(ChaincodeEventSchema, events) : undefined,
      response: {
        status: response?.status ?? 0,
        message: response?.message ?? '',
        payload: response?.payload ?? EMPTY,
      },
      chaincode: chaincodeId && { name: chaincodeId.name, version: chaincodeId.version },
    },
  };
}

/** The read-write set of a transaction, namespace by namespace in the order of the bytes. */
export const decodeReadWriteSet = rememberedByContent(RECENT, readReadWriteSet);

function readReadWriteSet(results: Uint8Array): Decoded<readonly NamespaceReadWriteSet[]> {
  const set = decode(TxReadWriteSetSchema, results);
  if (!set.ok) return set;
  const namespaces: NamespaceReadWriteSet[] = [];
  for (const { namespace, rwset, collectionHashedRwset } of set.value.nsRwset) {
    const kv = decode(KVRWSetSchema, rwset);
    if (!kv.ok) return kv;
    const collections: CollectionReadWriteSet[] = [];
    for (const { collectionName, hashedRwset, pvtRwsetHash } of collectionHashedRwset) {
      const hashed = decode(HashedRWSetSchema, hashedRwset);
      if (!hashed.ok) return hashed;
      collections.push({ collection: collectionName, hashed: hashed.value, pvtRwsetHash });
    }
    namespaces.push({ namespace, kv: kv.value, collections });
  }
  return decoded(namespaces);
}

/** The endorsements of an action as triplets to verify against an endorsement policy. */
export const endorsementSignedData = remembered(RECENT, (action: EndorsedAction): readonly SignedData[] =>
  action.endorsements.map(({ endorser, signature }) => ({
    data: endorsementSigningBytes(action.proposalResponsePayload, endorser),
    identity: endorser,
    signature,
  })),
);
