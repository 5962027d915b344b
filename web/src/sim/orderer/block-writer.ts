/**
 * Turning an agreed block into a stored one: the orderer's own signature and metadata go on, the chain grows.
 *
 * @fabric orderer/common/multichannel/blockwriter.go, orderer/consensus/etcdraft/{chain,blockcreator}.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { type ChannelBundle } from '../channel/bundle.ts';
import { applyConfigEnvelope } from '../channel/config-update.ts';
import { sha256 } from '../crypto/sha256.ts';
import { signWith, type SigningIdentity } from '../identity/signing-identity.ts';
import { invariant } from '../kernel/result.ts';
import { concatBytes, hex, utf8 } from '../wire/bytes.ts';
import {
  blockEnvelopes,
  blockHash,
  blockNumber,
  blockSigningBytes,
  encodeMetadata,
  encodeOrdererMetadata,
  isConfigBlock,
  previousHash,
  withOrdererSignatures,
} from '../wire/block.ts';
import { encodeSignatureHeader, parseEnvelope } from '../wire/envelope.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { BlockMetadataSchema } from '../wire/gen/orderer/etcdraft_pb.ts';
import { type Chain, type OrdererEffect, report } from './orderer-state.ts';

export interface Writer {
  readonly signer: SigningIdentity;
  readonly secret: Uint8Array;
}

/** The chain after `block` (agreed at Raft index `raftIndex`) is stored, and what the orderer says about it. */
export function writeBlock(
  chain: Chain,
  block: Block,
  raftIndex: number,
  writer: Writer,
): { readonly chain: Chain; readonly effects: readonly OrdererEffect[] } {
  const number = blockNumber(block);
  const config = isConfigBlock(block);
  const signed = sign(chain, block, raftIndex, writer, config ? number : chain.disk.blocks.lastConfigNumber);
  const blocks = chain.disk.blocks.append(signed);
  invariant(blocks.ok, `orderer wrote a block that does not follow: ${blocks.ok ? '' : blocks.error}`);
  const bundle = config ? nextBundle(chain.bundle, block) : chain.bundle;
  return {
    chain: { ...chain, bundle, disk: { ...chain.disk, blocks: blocks.value, applied: raftIndex } },
    effects: [
      report({
        type: 'blockWritten',
        channel: chain.channel,
        number,
        hash: hex(blockHash(block)),
        previousHash: hex(previousHash(block)),
        txids: txidsOf(block),
        config,
      }),
    ],
  };
}

function sign(chain: Chain, block: Block, raftIndex: number, writer: Writer, lastConfig: number): Block {
  const { signer, secret } = writer;
  const consenterMetadata = encodeMetadata(
    toBinary(
      BlockMetadataSchema,
      create(BlockMetadataSchema, {
        consenterIds: chain.consenters.map((_, index) => BigInt(index + 1)),
        nextConsenterId: BigInt(chain.consenters.length + 1),
        raftIndex: BigInt(raftIndex),
      }),
    ),
  );
  const metadata = { lastConfig, consenterMetadata };
  const nonce = sha256(concatBytes(secret, utf8(`block ${chain.channel} ${blockNumber(block)}`))).slice(0, 24);
  const signatureHeader = encodeSignatureHeader({ creator: signer.serialized, nonce });
  const signature = signWith(signer, blockSigningBytes(block, encodeOrdererMetadata(metadata), signatureHeader));
  return withOrdererSignatures(block, metadata, [{ signatureHeader, signature }]);
}

function nextBundle(bundle: ChannelBundle, block: Block): ChannelBundle {
  const [envelope] = blockEnvelopes(block);
  const parsed = envelope && parseEnvelope(envelope);
  invariant(parsed?.ok, 'a config block holds a config envelope');
  const next = applyConfigEnvelope(bundle, parsed.value.data);
  return next.ok ? next.value : bundle;
}

export const txidsOf = (block: Block): readonly string[] =>
  blockEnvelopes(block).map((envelope) => {
    const parsed = parseEnvelope(envelope);
    return parsed.ok ? parsed.value.channelHeader.txId : '';
  });
