/**
 * SmartBFT's messages as bytes, and the digests taken over them.
 *
 * @fabric vendor/github.com/hyperledger-labs/SmartBFT/{smartbftprotos,pkg/types}
 */
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { remembered } from '../../crypto/bounded-memo.ts';
import { sha256 } from '../../crypto/sha256.ts';
import { EMPTY, equalBytes, hex } from '../../wire/bytes.ts';
import { type Decoded, decode, decoded, undecodable } from '../../wire/decode.ts';
import { integer, octetString, sequence } from '../../wire/der.ts';
import {
  type Message,
  MessageSchema,
  type Proposal as WireProposal,
  ProposalSchema,
  type Signature as WireSignature,
  SignatureSchema,
  ViewDataSchema,
  ViewMetadataSchema,
} from '../../wire/gen/orderer/smartbftprotos_pb.ts';
import type { BftMessage, Proposal, Signature, ViewData, ViewMetadata } from './bft-message.ts';

const wireProposal = ({ verificationSequence, ...rest }: Proposal): WireProposal =>
  create(ProposalSchema, { ...rest, verificationSequence: BigInt(verificationSequence) });

const wireSignature = ({ signer, value, msg }: Signature): WireSignature =>
  create(SignatureSchema, { signer: BigInt(signer), value, msg });

const proposalFrom = ({ header, payload, metadata, verificationSequence }: WireProposal): Proposal => ({
  header,
  payload,
  metadata,
  verificationSequence: Number(verificationSequence),
});

const signatureFrom = ({ signer, value, msg }: WireSignature): Signature => ({ signer: Number(signer), value, msg });

const GENESIS: ViewMetadata = {
  viewId: 0,
  latestSequence: 0,
  decisionsInView: 0,
  blackList: [],
  prevCommitSignatureDigest: EMPTY,
};

/** The metadata of a proposal; those of the genesis block, which has none, are all zero. */
export function viewMetadata(bytes: Uint8Array): ViewMetadata {
  const metadata = decode(ViewMetadataSchema, bytes);
  if (!metadata.ok) return GENESIS;
  const { viewId, latestSequence, decisionsInView, blackList, prevCommitSignatureDigest } = metadata.value;
  return {
    viewId: Number(viewId),
    latestSequence: Number(latestSequence),
    decisionsInView: Number(decisionsInView),
    blackList: blackList.map(Number),
    prevCommitSignatureDigest,
  };
}

export const encodeViewMetadata = (metadata: ViewMetadata): Uint8Array =>
  toBinary(
    ViewMetadataSchema,
    create(ViewMetadataSchema, {
      viewId: BigInt(metadata.viewId),
      latestSequence: BigInt(metadata.latestSequence),
      decisionsInView: BigInt(metadata.decisionsInView),
      blackList: metadata.blackList.map(BigInt),
      prevCommitSignatureDigest: metadata.prevCommitSignatureDigest,
    }),
  );

/** Hex of the SHA-256 over all of a proposal. */
export const proposalDigest = remembered(100, ({ payload, header, metadata, verificationSequence }: Proposal): string =>
  hex(
    sha256(sequence(octetString(payload), octetString(header), octetString(metadata), integer(verificationSequence))),
  ),
);

export const sameProposal = (a: Proposal, b: Proposal): boolean =>
  a === b ||
  (a.verificationSequence === b.verificationSequence &&
    equalBytes(a.header, b.header) &&
    equalBytes(a.metadata, b.metadata) &&
    equalBytes(a.payload, b.payload));

/** What the next proposal says of the signatures on this one where leaders rotate; empty for none. */
export function signaturesDigest(signatures: readonly Signature[]): Uint8Array {
  if (signatures.length === 0) return EMPTY;
  const items = signatures.map(({ signer, value, msg }) =>
    sequence(integer(signer), octetString(value), octetString(msg)),
  );
  return sha256(sequence(sequence(...items)));
}

export const encodeViewData = (data: ViewData): Uint8Array =>
  toBinary(
    ViewDataSchema,
    create(ViewDataSchema, {
      nextView: BigInt(data.nextView),
      lastDecision: wireProposal(data.lastDecision),
      lastDecisionSignatures: data.lastDecisionSignatures.map(wireSignature),
      ...(data.inFlight && { inFlightProposal: wireProposal(data.inFlight) }),
      inFlightPrepared: data.inFlightPrepared,
    }),
  );

export function decodeViewData(bytes: Uint8Array): Decoded<ViewData> {
  const data = decode(ViewDataSchema, bytes);
  if (!data.ok) return data;
  const { nextView, lastDecision, lastDecisionSignatures, inFlightProposal, inFlightPrepared } = data.value;
  if (!lastDecision) return undecodable('the last decision is not set');
  return decoded({
    nextView: Number(nextView),
    lastDecision: proposalFrom(lastDecision),
    lastDecisionSignatures: lastDecisionSignatures.map(signatureFrom),
    inFlight: inFlightProposal && proposalFrom(inFlightProposal),
    inFlightPrepared,
  });
}

type Content = MessageInitShape<typeof MessageSchema>['content'];

export const encodeBftMessage = (message: BftMessage): Uint8Array =>
  toBinary(MessageSchema, create(MessageSchema, { content: contentOf(message) }));

function contentOf(message: BftMessage): NonNullable<Content> {
  switch (message.type) {
    case 'PrePrepare': {
      const { proposal, prevCommitSignatures } = message;
      const value = {
        ...roundOf(message),
        proposal: wireProposal(proposal),
        prevCommitSignatures: prevCommitSignatures.map(wireSignature),
      };
      return { case: 'prePrepare', value };
    }
    case 'Prepare':
      return { case: 'prepare', value: { ...roundOf(message), digest: message.digest, assist: message.assist } };
    case 'Commit': {
      const { digest, assist, signature } = message;
      return { case: 'commit', value: { ...roundOf(message), digest, assist, signature: wireSignature(signature) } };
    }
    case 'ViewChange':
      return { case: 'viewChange', value: { nextView: BigInt(message.nextView) } };
    case 'ViewData':
      return { case: 'viewData', value: wireViewData(message.signed) };
    case 'NewView':
      return { case: 'newView', value: { signedViewData: message.viewData.map(wireViewData) } };
    case 'HeartBeat':
      return { case: 'heartBeat', value: roundOf(message) };
    case 'HeartBeatResponse':
      return { case: 'heartBeatResponse', value: { view: BigInt(message.view) } };
    case 'StateTransferRequest':
      return { case: 'stateTransferRequest', value: {} };
    case 'StateTransferResponse':
      return {
        case: 'stateTransferResponse',
        value: { viewNum: BigInt(message.view), sequence: BigInt(message.seq) },
      };
  }
}

const roundOf = ({ view, seq }: { readonly view: number; readonly seq: number }) => ({
  view: BigInt(view),
  seq: BigInt(seq),
});

const wireViewData = ({ raw, signer, signature }: { raw: Uint8Array; signer: number; signature: Uint8Array }) => ({
  rawViewData: raw,
  signer: BigInt(signer),
  signature,
});

export function decodeBftMessage(bytes: Uint8Array): Decoded<BftMessage> {
  const message = decode(MessageSchema, bytes);
  if (!message.ok) return message;
  const read = messageFrom(message.value.content);
  return read ? decoded(read) : undecodable('a message without content');
}

function messageFrom(content: Message['content']): BftMessage | undefined {
  switch (content.case) {
    case 'prePrepare': {
      const { view, seq, proposal, prevCommitSignatures } = content.value;
      if (!proposal) return undefined;
      const signatures = prevCommitSignatures.map(signatureFrom);
      const [v, s] = [Number(view), Number(seq)];
      return {
        type: 'PrePrepare',
        view: v,
        seq: s,
        proposal: proposalFrom(proposal),
        prevCommitSignatures: signatures,
      };
    }
    case 'prepare': {
      const { view, seq, digest, assist } = content.value;
      return { type: 'Prepare', view: Number(view), seq: Number(seq), digest, assist };
    }
    case 'commit': {
      const { view, seq, digest, assist, signature } = content.value;
      if (!signature) return undefined;
      const [v, s] = [Number(view), Number(seq)];
      return { type: 'Commit', view: v, seq: s, digest, assist, signature: signatureFrom(signature) };
    }
    case 'viewChange':
      return { type: 'ViewChange', nextView: Number(content.value.nextView) };
    case 'viewData':
      return { type: 'ViewData', signed: viewDataFrom(content.value) };
    case 'newView':
      return { type: 'NewView', viewData: content.value.signedViewData.map(viewDataFrom) };
    case 'heartBeat':
      return { type: 'HeartBeat', view: Number(content.value.view), seq: Number(content.value.seq) };
    case 'heartBeatResponse':
      return { type: 'HeartBeatResponse', view: Number(content.value.view) };
    case 'stateTransferRequest':
      return { type: 'StateTransferRequest' };
    case 'stateTransferResponse':
      return {
        type: 'StateTransferResponse',
        view: Number(content.value.viewNum),
        seq: Number(content.value.sequence),
      };
    default:
      return undefined;
  }
}

const viewDataFrom = (wire: { rawViewData: Uint8Array; signer: bigint; signature: Uint8Array }) => ({
  raw: wire.rawViewData,
  signer: Number(wire.signer),
  signature: wire.signature,
});
