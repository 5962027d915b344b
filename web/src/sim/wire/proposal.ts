/**
 * The proposal a client sends to endorsers and the answer an endorser signs.
 *
 * @fabric protoutil/proputils.go, protoutil/txutils.go, core/endorser/msgvalidation.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { rememberedByContent } from '../crypto/content-memo.ts';
import { sha256 } from '../crypto/sha256.ts';
import { concatBytes, EMPTY } from './bytes.ts';
import { type Decoded, decode, decoded, undecodable } from './decode.ts';
import {
  type ChannelHeader,
  computeTxId,
  decodeChannelHeader,
  encodeChannelHeader,
  encodeSignatureHeader,
  headerTypeName,
  type SignatureHeader,
  type Signer,
  type Timestamp,
} from './envelope.ts';
import { HeaderSchema, HeaderType, SignatureHeaderSchema } from './gen/common/common_pb.ts';
import {
  ChaincodeIDSchema,
  ChaincodeInputSchema,
  ChaincodeInvocationSpecSchema,
  type ChaincodeSpec,
  ChaincodeSpec_Type,
  ChaincodeSpecSchema,
} from './gen/peer/chaincode_pb.ts';
import {
  ChaincodeActionSchema,
  ChaincodeHeaderExtensionSchema,
  type ChaincodeInterest,
  ChaincodeProposalPayloadSchema,
  EndorsementSchema,
  type Proposal,
  ProposalResponsePayloadSchema,
  type ProposalResponse,
  ProposalResponseSchema,
  ProposalSchema,
  type Response,
  ResponseSchema,
  type SignedProposal,
  SignedProposalSchema,
} from './gen/peer/proposal_pb.ts';

/** What is to be executed, before anyone signs. */
export interface ChaincodeCall {
  /** Empty for calls that concern no channel, such as installing a package. */
  readonly channelId: string;
  readonly chaincodeName: string;
  /** Function name first. */
  readonly args: readonly Uint8Array[];
  readonly isInit?: boolean;
  /** Reaches the endorsers and nothing else: it is left out of the transaction and of the proposal hash. */
  readonly transient?: Readonly<Record<string, Uint8Array>>;
  /** What the client says the chaincode is written in; real clients differ and peers ignore it. */
  readonly specType?: ChaincodeSpec_Type;
}

export interface NewProposal {
  readonly txId: string;
  /** Serialized `protos.Proposal`: what the creator signs. */
  readonly proposalBytes: Uint8Array;
}

/** A proposal by `creator` (a serialized identity); its transaction id follows from `nonce` (24 bytes) and `creator`. */
export function newProposal(
  call: ChaincodeCall,
  creator: Uint8Array,
  nonce: Uint8Array,
  timestamp: Timestamp,
): NewProposal {
  const txId = computeTxId(nonce, creator);
  const chaincodeId = create(ChaincodeIDSchema, { name: call.chaincodeName });
  const extension = create(ChaincodeHeaderExtensionSchema, { chaincodeId });
  const header = create(HeaderSchema, {
    channelHeader: encodeChannelHeader({
      type: HeaderType.ENDORSER_TRANSACTION,
      channelId: call.channelId,
      txId,
      timestamp,
      extension: toBinary(ChaincodeHeaderExtensionSchema, extension),
    }),
    signatureHeader: encodeSignatureHeader({ creator, nonce }),
  });
  const spec = create(ChaincodeInvocationSpecSchema, {
    chaincodeSpec: create(ChaincodeSpecSchema, {
      type: call.specType ?? ChaincodeSpec_Type.UNDEFINED,
      chaincodeId,
      input: create(ChaincodeInputSchema, { args: [...call.args], isInit: call.isInit ?? false }),
    }),
  });
  const payload = create(ChaincodeProposalPayloadSchema, {
    input: toBinary(ChaincodeInvocationSpecSchema, spec),
    TransientMap: { ...call.transient },
  });
  const proposal = create(ProposalSchema, {
    header: toBinary(HeaderSchema, header),
    payload: toBinary(ChaincodeProposalPayloadSchema, payload),
  });
  return { txId, proposalBytes: toBinary(ProposalSchema, proposal) };
}

export const signProposal = (proposalBytes: Uint8Array, signer: Signer): SignedProposal =>
  create(SignedProposalSchema, { proposalBytes, signature: signer.sign(proposalBytes) });

export interface ParsedProposal {
  readonly proposal: Proposal;
  readonly channelHeaderBytes: Uint8Array;
  readonly signatureHeaderBytes: Uint8Array;
  readonly channelHeader: ChannelHeader;
  readonly signatureHeader: SignatureHeader;
  /** From the header extension: the chaincode an endorser runs. */
  readonly chaincodeName: string;
  readonly args: readonly Uint8Array[];
  readonly isInit: boolean;
  readonly transient: Readonly<Record<string, Uint8Array>>;
  /** The payload without its transient part, as the transaction will carry it. */
  readonly payloadForTx: Uint8Array;
  readonly proposalHash: Uint8Array;
}

/** Proposals remembered, because every endorser is handed the same. */
const RECENT = 500;

/** Takes a proposal apart; the error is what an endorser answers to one it cannot read. */
export const parseProposal = rememberedByContent(RECENT, readProposal);

function readProposal(proposalBytes: Uint8Array): Decoded<ParsedProposal> {
  const proposal = decode(ProposalSchema, proposalBytes);
  if (!proposal.ok) return proposal;
  const header = decode(HeaderSchema, proposal.value.header);
  if (!header.ok) return header;
  const channelHeader = decodeChannelHeader(header.value.channelHeader);
  if (!channelHeader.ok) return channelHeader;
  const signatureHeader = decode(SignatureHeaderSchema, header.value.signatureHeader);
  if (!signatureHeader.ok) return signatureHeader;
  const called = calledChaincode(channelHeader.value);
  if (!called.ok) return called;
  if (called.value === undefined) return undecodable('ChaincodeHeaderExtension.ChaincodeId is nil');
  if (called.value === '') return undecodable('ChaincodeHeaderExtension.ChaincodeId.Name is empty');
  const payload = decode(ChaincodeProposalPayloadSchema, proposal.value.payload);
  if (!payload.ok) return payload;
  const spec = decodeInvocation(payload.value.input);
  if (!spec.ok) return spec;
  const payloadForTx = withoutTransient(payload.value.input);
  const { channelHeader: channelHeaderBytes, signatureHeader: signatureHeaderBytes } = header.value;
  return decoded({
    proposal: proposal.value,
    channelHeaderBytes,
    signatureHeaderBytes,
    channelHeader: channelHeader.value,
    signatureHeader: { creator: signatureHeader.value.creator, nonce: signatureHeader.value.nonce },
    chaincodeName: called.value,
    args: spec.value.input?.args ?? [],
    isInit: spec.value.input?.isInit ?? false,
    transient: payload.value.TransientMap,
    payloadForTx,
    proposalHash: proposalHash(channelHeaderBytes, signatureHeaderBytes, payloadForTx),
  });
}

/** What an endorser finds wrong with the headers of a proposal, in its words; undefined when they are in order. */
export function checkProposal({ channelHeader, signatureHeader }: ParsedProposal): string | undefined {
  const { type, epoch, txId } = channelHeader;
  if (type !== HeaderType.ENDORSER_TRANSACTION && type !== HeaderType.CONFIG)
    return `invalid header type ${headerTypeName(type)}`;
  if (epoch !== 0) return 'epoch is non-zero';
  if (signatureHeader.nonce.length === 0) return 'nonce is empty';
  if (signatureHeader.creator.length === 0) return 'creator is empty';
  const expected = computeTxId(signatureHeader.nonce, signatureHeader.creator);
  return txId === expected ? undefined : `incorrectly computed txid '${txId}' -- expected '${expected}'`;
}

/** Name in the header extension; undefined when the extension holds no chaincode id. */
export function calledChaincode(channelHeader: ChannelHeader): Decoded<string | undefined> {
  const extension = decode(ChaincodeHeaderExtensionSchema, channelHeader.extension);
  return extension.ok ? decoded(extension.value.chaincodeId?.name) : extension;
}

/** The chaincode spec inside the `input` of a proposal payload. */
export function decodeInvocation(input: Uint8Array): Decoded<ChaincodeSpec> {
  const invocation = decode(ChaincodeInvocationSpecSchema, input);
  if (!invocation.ok) return invocation;
  const spec = invocation.value.chaincodeSpec;
  if (!spec) return undecodable('chaincode invocation spec did not contain chaincode spec');
  if (!spec.input) return undecodable('chaincode input did not contain any input');
  return decoded(spec);
}

const withoutTransient = (input: Uint8Array): Uint8Array =>
  toBinary(ChaincodeProposalPayloadSchema, create(ChaincodeProposalPayloadSchema, { input }));

/** SHA-256 over both headers and the payload without transient data: what binds an endorsement to its proposal. */
export const proposalHash = (
  channelHeaderBytes: Uint8Array,
  signatureHeaderBytes: Uint8Array,
  payloadForTx: Uint8Array,
): Uint8Array => sha256(concatBytes(channelHeaderBytes, signatureHeaderBytes, payloadForTx));

/** What a simulation came to. */
export interface SimulationOutcome {
  /** Serialized `rwset.TxReadWriteSet`. */
  readonly results: Uint8Array;
  /** Serialized `protos.ChaincodeEvent`; empty when none was set. */
  readonly event: Uint8Array;
  readonly response: ChaincodeResponse;
  readonly chaincodeName: string;
  /** Absent in the answer to a call that failed. */
  readonly chaincodeVersion?: string;
}

export interface ChaincodeResponse {
  readonly status: number;
  readonly message: string;
  readonly payload: Uint8Array;
}

/** Serialized `protos.ProposalResponsePayload`: byte for byte the same at every endorser, or they disagree. */
export function encodeProposalResponsePayload(hash: Uint8Array, outcome: SimulationOutcome): Uint8Array {
  const action = create(ChaincodeActionSchema, {
    results: outcome.results,
    events: outcome.event,
    response: create(ResponseSchema, outcome.response),
    chaincodeId: create(ChaincodeIDSchema, { name: outcome.chaincodeName, version: outcome.chaincodeVersion ?? '' }),
  });
  const payload = create(ProposalResponsePayloadSchema, {
    proposalHash: hash,
    extension: toBinary(ChaincodeActionSchema, action),
  });
  return toBinary(ProposalResponsePayloadSchema, payload);
}

/** What an endorser signs: the response payload followed by its own serialized identity. */
export const endorsementSigningBytes = (responsePayload: Uint8Array, endorser: Uint8Array): Uint8Array =>
  concatBytes(responsePayload, endorser);

/** The answer of an endorser that agreed. `response` is the chaincode's own, `interest` says whose endorsement it needs. */
export function endorsedResponse(
  payload: Uint8Array,
  response: ChaincodeResponse,
  endorser: Signer,
  interest?: ChaincodeInterest,
): ProposalResponse {
  return create(ProposalResponseSchema, {
    version: 1,
    response: create(ResponseSchema, response),
    payload,
    ...(interest && { interest }),
    endorsement: create(EndorsementSchema, {
      endorser: endorser.creator,
      signature: endorser.sign(endorsementSigningBytes(payload, endorser.creator)),
    }),
  });
}

/** The answer of an endorser that did not sign: its status and words, and the payload when the chaincode itself failed. */
export const unendorsedResponse = (response: ChaincodeResponse, payload: Uint8Array = EMPTY): ProposalResponse =>
  create(ProposalResponseSchema, { response: create(ResponseSchema, response), payload });

/** A response message for places that build one directly. */
export const newResponse = (status: number, message: string, payload: Uint8Array = EMPTY): Response =>
  create(ResponseSchema, { status, message, payload });
