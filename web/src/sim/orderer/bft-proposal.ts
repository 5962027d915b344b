/**
 * Blocks as SmartBFT sees them: proposals to agree on, and the signatures that a quorum puts under one.
 *
 * @fabric orderer/consensus/smartbft/{assembler,signature,signer,chain}.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { ok, type Result } from '../kernel/result.ts';
import {
  blockEnvelopes,
  blockHeaderBytes,
  blockNumber,
  encodeOrdererMetadata,
  metadataAt,
  newBlock,
  ordererMetadata,
  withOrdererSignatures,
} from '../wire/block.ts';
import { concatBytes, EMPTY, equalBytes } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { DerError, octetString, readDer, readInteger, readItems, readOctetString, sequence, TAG } from '../wire/der.ts';
import {
  type Block,
  BlockDataSchema,
  BlockHeaderSchema,
  BlockMetadataIndex,
  BlockMetadataSchema,
  BlockSchema,
  EnvelopeSchema,
  IdentifierHeaderSchema,
  MetadataSchema,
} from '../wire/gen/common/common_pb.ts';
import type { Proposal, Signature } from './bft/bft-message.ts';
import type { Decision } from './bft/bft-state.ts';

/** The octet strings of a DER sequence; undefined when it is none or has another number of them. */
function readOctets(bytes: Uint8Array, count: number): readonly Uint8Array[] | undefined {
  try {
    const items = readItems(readDer(bytes), TAG.sequence).map(readOctetString);
    return items.length === count ? items : undefined;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** A proposal for the block after `height - 1`. `metadata` is the view's. */
export function assembleProposal(
  height: number,
  previousHash: Uint8Array,
  envelopes: readonly Uint8Array[],
  about: { readonly lastConfig: number; readonly metadata: Uint8Array; readonly verificationSequence: number },
): Proposal {
  const { lastConfig, metadata, verificationSequence } = about;
  const block = newBlock(height, previousHash, envelopes);
  return proposalOf(
    withOrdererSignatures(block, { lastConfig, consenterMetadata: metadata }, []),
    metadata,
    verificationSequence,
  );
}

function proposalOf(block: Block, metadata: Uint8Array, verificationSequence: number): Proposal {
  const data = toBinary(BlockDataSchema, block.data ?? create(BlockDataSchema));
  const slots = toBinary(BlockMetadataSchema, block.metadata ?? create(BlockMetadataSchema));
  return {
    header: blockHeaderBytes(block.header ?? create(BlockHeaderSchema)),
    payload: sequence(octetString(data), octetString(slots)),
    metadata,
    verificationSequence,
  };
}

/** The block a proposal holds, without signatures. */
export function blockOf({ header, payload }: Proposal): Result<Block, string> {
  const tuple = readOctets(payload, 2);
  const data = decode(BlockDataSchema, tuple?.[0] ?? EMPTY);
  const metadata = decode(BlockMetadataSchema, tuple?.[1] ?? EMPTY);
  const read = readHeader(header);
  if (!read) return { ok: false, error: 'bad header' };
  if (!tuple || !data.ok || !metadata.ok) return { ok: false, error: 'bad payload and metadata tuple' };
  return ok(create(BlockSchema, { header: read, data: data.value, metadata: metadata.value }));
}

function readHeader(bytes: Uint8Array) {
  try {
    const [number, previous, data] = readItems(readDer(bytes), TAG.sequence);
    const [previousHash, dataHash] = [readOctetString(previous), readOctetString(data)];
    return create(BlockHeaderSchema, { number: readInteger(number), previousHash, dataHash });
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** What the orderers vouch for, as it stands in the proposal. */
export function vouchedFor(block: Block): Uint8Array {
  const metadata = decode(MetadataSchema, metadataAt(block, BlockMetadataIndex.SIGNATURES));
  return metadata.ok ? metadata.value.value : EMPTY;
}

/** The parts of a signature's message. */
export interface Signed {
  readonly identifierHeader: Uint8Array;
  readonly blockHeader: Uint8Array;
  readonly ordererMetadata: Uint8Array;
}

export const signingBytes = ({ identifierHeader, blockHeader, ordererMetadata: metadata }: Signed): Uint8Array =>
  concatBytes(metadata, identifierHeader, blockHeader);

export const encodeSigned = ({ identifierHeader, blockHeader, ordererMetadata: metadata }: Signed): Uint8Array =>
  sequence(octetString(identifierHeader), octetString(blockHeader), octetString(metadata));

export function decodeSigned(msg: Uint8Array): Signed | undefined {
  const [identifierHeader, blockHeader, metadata] = readOctets(msg, 3) ?? [];
  return identifierHeader && blockHeader && metadata
    ? { identifierHeader, blockHeader, ordererMetadata: metadata }
    : undefined;
}

export const identifierHeader = (identifier: number, nonce: Uint8Array): Uint8Array =>
  toBinary(IdentifierHeaderSchema, create(IdentifierHeaderSchema, { identifier, nonce }));

/** Whether a signature names `signer` and this very proposal; its bytes are not verified here. */
export function isBoundTo(signed: Signed, signer: number, proposal: Proposal): boolean {
  const header = decode(IdentifierHeaderSchema, signed.identifierHeader);
  const block = blockOf(proposal);
  return (
    header.ok &&
    header.value.identifier === signer &&
    block.ok &&
    equalBytes(signed.blockHeader, proposal.header) &&
    equalBytes(signed.ordererMetadata, vouchedFor(block.value))
  );
}

/** The finished block of a decision. */
export function blockOfDecision({ proposal, signatures }: Decision, lastConfig: number): Result<Block, string> {
  const block = blockOf(proposal);
  if (!block.ok) return block;
  const all = signatures.flatMap(({ value, msg }) => {
    const signed = decodeSigned(msg);
    return signed ? [{ identifierHeader: signed.identifierHeader, signature: value }] : [];
  });
  return ok(withOrdererSignatures(block.value, { lastConfig, consenterMetadata: proposal.metadata }, all));
}

/** The same proposal with its envelopes the other way round, or with the first one changed. */
export function twisted(proposal: Proposal, how: 'reversed' | 'tampered'): Proposal {
  const block = blockOf(proposal);
  if (!block.ok) return proposal;
  const envelopes = blockEnvelopes(block.value);
  const others =
    how === 'reversed' ? envelopes.toReversed() : envelopes.map((bytes, i) => (i === 0 ? tampered(bytes) : bytes));
  const metadata = ordererMetadata(block.value);
  if (!metadata.ok) return proposal;
  const other = newBlock(blockNumber(block.value), block.value.header?.previousHash ?? EMPTY, others);
  return proposalOf(withOrdererSignatures(other, metadata.value, []), proposal.metadata, proposal.verificationSequence);
}

/** An envelope whose signature does not fit any more. */
export function tampered(envelope: Uint8Array): Uint8Array {
  const parsed = decode(EnvelopeSchema, envelope);
  if (!parsed.ok) return envelope;
  const payload = parsed.value.payload.slice();
  const last = payload.length - 1;
  payload[last] = (payload[last] ?? 0) ^ 1;
  return toBinary(EnvelopeSchema, create(EnvelopeSchema, { payload, signature: parsed.value.signature }));
}

/** The decision a block came from; of block 0 an empty one. @param sequence that of the configuration it was made under */
export function decisionOf(block: Block, verificationSequence: number): Decision {
  const metadata = ordererMetadata(block);
  if (blockNumber(block) === 0 || !metadata.ok)
    return { proposal: proposalOf(block, EMPTY, verificationSequence), signatures: [] };
  const { consenterMetadata } = metadata.value;
  const bare = withOrdererSignatures(newBlockLike(block), metadata.value, []);
  const proposal = proposalOf(bare, consenterMetadata, verificationSequence);
  const slot = decode(MetadataSchema, metadataAt(block, BlockMetadataIndex.SIGNATURES));
  const vouched = encodeOrdererMetadata(metadata.value);
  const signatures = (slot.ok ? slot.value.signatures : []).flatMap((each): Signature[] => {
    const header = decode(IdentifierHeaderSchema, each.identifierHeader);
    if (!header.ok || each.identifierHeader.length === 0) return [];
    const signed = { identifierHeader: each.identifierHeader, blockHeader: proposal.header, ordererMetadata: vouched };
    return [{ signer: header.value.identifier, value: each.signature, msg: encodeSigned(signed) }];
  });
  return { proposal, signatures };
}

const newBlockLike = (block: Block): Block =>
  newBlock(blockNumber(block), block.header?.previousHash ?? EMPTY, blockEnvelopes(block));
