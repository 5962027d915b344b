/**
 * Altering the headers of proposals and envelopes after they were made properly.
 */
import { create, type DescMessage, fromBinary, type MessageShape, toBinary } from '@bufbuild/protobuf';
import {
  type ChannelHeader,
  ChannelHeaderSchema,
  HeaderSchema,
  PayloadSchema,
  type SignatureHeader,
  SignatureHeaderSchema,
} from '../../web/src/sim/wire/gen/common/common_pb.ts';
import { ProposalSchema } from '../../web/src/sim/wire/gen/peer/proposal_pb.ts';

/** The bytes of a message with fields replaced; the rest stays as it was. */
export function altered<Desc extends DescMessage>(
  schema: Desc,
  bytes: Uint8Array,
  change: (message: MessageShape<Desc>) => void,
): Uint8Array {
  const message = fromBinary(schema, bytes);
  change(message);
  return toBinary(schema, message);
}

export interface HeaderChange {
  readonly channelHeader?: (header: ChannelHeader) => void;
  readonly signatureHeader?: (header: SignatureHeader) => void;
}

function alterHeader(header: Uint8Array, { channelHeader, signatureHeader }: HeaderChange): Uint8Array {
  return altered(HeaderSchema, header, (both) => {
    if (channelHeader) both.channelHeader = altered(ChannelHeaderSchema, both.channelHeader, channelHeader);
    if (signatureHeader) both.signatureHeader = altered(SignatureHeaderSchema, both.signatureHeader, signatureHeader);
  });
}

const alterProposal = (bytes: Uint8Array, change: HeaderChange): Uint8Array =>
  altered(ProposalSchema, bytes, (proposal) => {
    proposal.header = alterHeader(proposal.header, change);
  });

/** A proposal with another transaction id than its nonce and creator give. */
export const withTxId = (proposal: Uint8Array, txId: string): Uint8Array =>
  alterProposal(proposal, {
    channelHeader: (header) => {
      header.txId = txId;
    },
  });

/** A proposal with another nonce; its transaction id stays. */
export const withNonce = (proposal: Uint8Array, nonce: Uint8Array): Uint8Array =>
  alterProposal(proposal, {
    signatureHeader: (header) => {
      header.nonce = nonce;
    },
  });

/** The payload of an envelope with other headers. */
export const alterPayloadHeader = (payload: Uint8Array, change: HeaderChange): Uint8Array =>
  altered(PayloadSchema, payload, (message) => {
    const header = fromBinary(
      HeaderSchema,
      alterHeader(toBinary(HeaderSchema, message.header ?? create(HeaderSchema)), change),
    );
    message.header = header;
  });
