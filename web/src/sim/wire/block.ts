/**
 * The block: hashes that chain it, metadata slots, and what orderers sign.
 *
 * @fabric protoutil/blockutils.go, orderer/common/multichannel/blockwriter.go, core/ledger/util/txvalidationflags.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { BoundedMemo, remembered } from '../crypto/bounded-memo.ts';
import { sha256 } from '../crypto/sha256.ts';
import { concatBytes, EMPTY, equalBytes, hex } from './bytes.ts';
import { type Decoded, decode, decoded, undecodable } from './decode.ts';
import { integer, octetString, sequence } from './der.ts';
import { parseEnvelope, type SignedData } from './envelope.ts';
import {
  type Block,
  type BlockData,
  BlockDataSchema,
  type BlockHeader,
  BlockHeaderSchema,
  BlockMetadataIndex,
  BlockMetadataSchema,
  BlockSchema,
  EnvelopeSchema,
  HeaderType,
  IdentifierHeaderSchema,
  LastConfigSchema,
  type Metadata,
  MetadataSchema,
  MetadataSignatureSchema,
  type OrdererBlockMetadata,
  OrdererBlockMetadataSchema,
  SignatureHeaderSchema,
} from './gen/common/common_pb.ts';
import type { Consenter } from './gen/common/configuration_pb.ts';
import { SerializedIdentitySchema } from './gen/msp/identities_pb.ts';

const METADATA_SLOTS = 5;

/** Largest block number the domain can hold exactly; Fabric's is 2^64 − 1. */
const MAX_NUMBER = BigInt(Number.MAX_SAFE_INTEGER);

/** Blocks remembered, because one is handed to many. */
const RECENT = 100;

export const encodeBlock = remembered(RECENT, (block: Block): Uint8Array => toBinary(BlockSchema, block));

/** A block with header, data and all metadata slots present; anything less is refused with Fabric's words. */
export const decodeBlock = remembered(RECENT, readBlock);

function readBlock(bytes: Uint8Array): Decoded<Block> {
  const block = decode(BlockSchema, bytes);
  if (!block.ok) return block;
  if (!block.value.header) return undecodable('block header is nil');
  if (block.value.header.number > MAX_NUMBER) return undecodable('block number is out of range');
  return decoded(withSharedData(block.value, block.value.header));
}

const recentData = new BoundedMemo<BlockData>(RECENT);

/**
 * The block, with the very envelopes of an equal block read before. One block reaches its readers by several ways, in
 * copies; what is remembered of an envelope serves all of them only if they hold the same.
 */
function withSharedData(block: Block, { dataHash }: BlockHeader): Block {
  if (!block.data) return block;
  const key = hex(dataHash);
  const known = recentData.get(key);
  if (known && sameEnvelopes(known.data, block.data.data)) return { ...block, data: known };
  recentData.set(key, block.data);
  return block;
}

const sameEnvelopes = (some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean =>
  some.length === others.length && some.every((bytes, index) => equalBytes(bytes, others[index] ?? EMPTY));

/** An unsigned block with its data hash set and five empty metadata slots. */
export function newBlock(number: number, previousHash: Uint8Array, envelopes: readonly Uint8Array[]): Block {
  return create(BlockSchema, {
    header: create(BlockHeaderSchema, { number: BigInt(number), previousHash, dataHash: blockDataHash(envelopes) }),
    data: create(BlockDataSchema, { data: [...envelopes] }),
    metadata: create(BlockMetadataSchema, { metadata: Array.from({ length: METADATA_SLOTS }, () => EMPTY) }),
  });
}

const headerOf = (block: Block): BlockHeader => block.header ?? create(BlockHeaderSchema);

export const blockNumber = (block: Block): number => Number(headerOf(block).number);

export const previousHash = (block: Block): Uint8Array => headerOf(block).previousHash;

/** The serialized envelopes, in order. */
export const blockEnvelopes = (block: Block): readonly Uint8Array[] => block.data?.data ?? [];

/** DER of SEQUENCE { INTEGER number, OCTET STRING previous_hash, OCTET STRING data_hash }: what is hashed and signed. */
export function blockHeaderBytes(header: BlockHeader): Uint8Array {
  return sequence(integer(header.number), octetString(header.previousHash), octetString(header.dataHash));
}

/** SHA-256 of {@link blockHeaderBytes}: the name by which the next block refers to this one. */
export const blockHash = (block: Block): Uint8Array => sha256(blockHeaderBytes(headerOf(block)));

/** SHA-256 over the envelopes joined without separators. */
export const blockDataHash = remembered(
  RECENT,
  (envelopes: readonly Uint8Array[]): Uint8Array => sha256(concatBytes(...envelopes)),
);

/** The bytes in one metadata slot (a number of `BlockMetadataIndex`); empty when the block has no such slot. */
export const metadataAt = (block: Block, index: BlockMetadataIndex): Uint8Array =>
  block.metadata?.metadata[index] ?? EMPTY;

/** The block with one slot replaced; missing slots before it are created empty. */
export function withMetadata(block: Block, index: BlockMetadataIndex, bytes: Uint8Array): Block {
  const slots = Array.from({ length: METADATA_SLOTS }, (_, slot) => metadataAt(block, slot as BlockMetadataIndex));
  slots[index] = bytes;
  return { ...block, metadata: create(BlockMetadataSchema, { metadata: slots }) };
}

/** Validation codes, one per transaction; empty for a block no peer has validated. */
export const transactionsFilter = (block: Block): readonly number[] =>
  Array.from(metadataAt(block, BlockMetadataIndex.TRANSACTIONS_FILTER));

export const withTransactionsFilter = (block: Block, codes: readonly number[]): Block =>
  withMetadata(block, BlockMetadataIndex.TRANSACTIONS_FILTER, Uint8Array.from(codes));

/** The commit hash a peer recorded; undefined before commit and in a genesis block. */
export function commitHash(block: Block): Uint8Array | undefined {
  const slot = metadataAt(block, BlockMetadataIndex.COMMIT_HASH);
  const metadata = slot.length > 0 ? decode(MetadataSchema, slot) : undefined;
  return metadata?.ok ? metadata.value.value : undefined;
}

export const withCommitHash = (block: Block, hash: Uint8Array): Block =>
  withMetadata(block, BlockMetadataIndex.COMMIT_HASH, encodeMetadata(hash));

export const encodeMetadata = (value: Uint8Array): Uint8Array =>
  toBinary(MetadataSchema, create(MetadataSchema, { value }));

/** What the orderers of a block vouch for besides its header. */
export interface OrdererMetadata {
  /** Number of the newest config block up to and including this one. */
  readonly lastConfig: number;
  /** Raft: `Metadata` around `etcdraft.BlockMetadata`; BFT: the view metadata of the decision. */
  readonly consenterMetadata: Uint8Array;
}

export const encodeOrdererMetadata = ({ lastConfig, consenterMetadata }: OrdererMetadata): Uint8Array =>
  toBinary(
    OrdererBlockMetadataSchema,
    create(OrdererBlockMetadataSchema, {
      lastConfig: create(LastConfigSchema, { index: BigInt(lastConfig) }),
      consenterMetadata,
    }),
  );

export function ordererMetadata(block: Block): Decoded<OrdererMetadata> {
  const metadata = signaturesMetadata(block);
  if (!metadata.ok) return metadata;
  const inner: Decoded<OrdererBlockMetadata> = decode(OrdererBlockMetadataSchema, metadata.value.value);
  if (!inner.ok) return inner;
  const { lastConfig, consenterMetadata } = inner.value;
  return decoded({ lastConfig: Number(lastConfig?.index ?? 0n), consenterMetadata });
}

function signaturesMetadata(block: Block): Decoded<Metadata> {
  if ((block.metadata?.metadata.length ?? 0) === 0) return undecodable('no signatures in block metadata');
  const metadata = decode(MetadataSchema, metadataAt(block, BlockMetadataIndex.SIGNATURES));
  return metadata.ok ? metadata : undecodable(`error unmarshalling signatures from metadata: ${metadata.error}`);
}

/** One orderer's signature. Raft names the signer in a signature header, BFT by its consenter number. */
export type BlockSignature =
  | { readonly signatureHeader: Uint8Array; readonly signature: Uint8Array }
  | { readonly identifierHeader: Uint8Array; readonly signature: Uint8Array };

/** What an orderer signs: the metadata value, the header that names the signer, then the block header. */
export const blockSigningBytes = (block: Block, metadataValue: Uint8Array, signerHeader: Uint8Array): Uint8Array =>
  concatBytes(metadataValue, signerHeader, blockHeaderBytes(headerOf(block)));

/** The finished block: signatures over `encodeOrdererMetadata(metadata)` and the LAST_CONFIG slot older readers use. */
export function withOrdererSignatures(
  block: Block,
  metadata: OrdererMetadata,
  signatures: readonly BlockSignature[],
): Block {
  const lastConfig = toBinary(LastConfigSchema, create(LastConfigSchema, { index: BigInt(metadata.lastConfig) }));
  const slot = create(MetadataSchema, {
    value: encodeOrdererMetadata(metadata),
    signatures: signatures.map((signature) => create(MetadataSignatureSchema, signature)),
  });
  const signed = withMetadata(block, BlockMetadataIndex.SIGNATURES, toBinary(MetadataSchema, slot));
  return withMetadata(signed, BlockMetadataIndex.LAST_CONFIG, encodeMetadata(lastConfig));
}

/**
 * The orderers' signatures of a block as triplets to verify against the BlockValidation policy.
 *
 * `consenters` is the channel's consenter mapping when it runs BFT, else empty; a signature by an identifier that is
 * not in it is left out, as Fabric does.
 */
export function blockSignedData(block: Block, consenters: readonly Consenter[]): Decoded<readonly SignedData[]> {
  const metadata = signaturesMetadata(block);
  if (!metadata.ok) return metadata;
  const { value, signatures } = metadata.value;
  const result: SignedData[] = [];
  for (const { signatureHeader, identifierHeader, signature } of signatures) {
    const byIdentifier = consenters.length > 0 && signatureHeader.length === 0 && identifierHeader.length > 0;
    const identity = byIdentifier ? consenterIdentity(consenters, identifierHeader) : creatorOf(signatureHeader);
    if (!identity.ok) return undecodable(`${identity.error} for block ${blockNumber(block)}`);
    if (byIdentifier && identity.value.length === 0) continue;
    const data = blockSigningBytes(block, value, byIdentifier ? identifierHeader : signatureHeader);
    result.push({ data, identity: identity.value, signature });
  }
  return decoded(result);
}

function creatorOf(signatureHeader: Uint8Array): Decoded<Uint8Array> {
  const header = decode(SignatureHeaderSchema, signatureHeader);
  return header.ok ? decoded(header.value.creator) : undecodable('failed unmarshalling signature header');
}

function consenterIdentity(consenters: readonly Consenter[], identifierHeader: Uint8Array): Decoded<Uint8Array> {
  const header = decode(IdentifierHeaderSchema, identifierHeader);
  if (!header.ok) return undecodable('failed unmarshalling identifier header');
  const consenter = consenters.find(({ id }) => id === header.value.identifier);
  if (!consenter) return decoded(EMPTY);
  const identity = create(SerializedIdentitySchema, { mspid: consenter.mspId, idBytes: consenter.identity });
  return decoded(toBinary(SerializedIdentitySchema, identity));
}

/** True for a block that carries exactly one envelope of type CONFIG. */
export function isConfigBlock(block: Block): boolean {
  const [only, ...others] = blockEnvelopes(block);
  if (!only || others.length > 0) return false;
  const parsed = parseEnvelope(only);
  return parsed.ok && parsed.value.channelHeader.type === HeaderType.CONFIG;
}

/** Channel of the first envelope. */
export function blockChannelId(block: Block): Decoded<string> {
  const [first] = blockEnvelopes(block);
  if (!first) return undecodable('failed to retrieve channel id - block is empty');
  const parsed = parseEnvelope(first);
  return parsed.ok ? decoded(parsed.value.channelHeader.channelId) : undecodable(parsed.error.text);
}

/**
 * Fabric's check that a block holds envelopes and nothing but envelopes, so that no two byte strings mean one block.
 * Undefined when all is well.
 */
export function checkWellFormed(block: Block): string | undefined {
  const envelopes = blockEnvelopes(block);
  if (envelopes.length === 0) return 'empty block';
  if (isConfigBlock(block)) return undefined;
  for (const [index, raw] of envelopes.entries()) {
    const envelope = decode(EnvelopeSchema, raw);
    if (!envelope.ok) return `transaction ${index} is invalid: ${envelope.error}`;
    if (envelope.value.payload.length === 0) return `transaction ${index} has no payload`;
    if (envelope.value.signature.length === 0) return `transaction ${index} has no signature`;
    const again = toBinary(EnvelopeSchema, envelope.value);
    if (again.length < raw.length) return `transaction ${index} has ${raw.length - again.length} trailing bytes`;
    if (!equalBytes(again, raw)) return `transaction ${index} does not match its raw form`;
  }
  return undefined;
}
