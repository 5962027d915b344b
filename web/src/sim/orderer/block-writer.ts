/**
 * Turning an agreed block into a stored one: the orderer's own signature and metadata go on, the chain grows.
 *
 * @fabric orderer/common/multichannel/blockwriter.go, orderer/consensus/etcdraft/{chain,blockcreator}.go
 */
import { type ChannelBundle } from '../channel/bundle.ts';
import { channelCreatedBy } from '../channel/channel-creation.ts';
import { GROUP, VALUE } from '../channel/config-tree.ts';
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
  encodeOrdererMetadata,
  isConfigBlock,
  type OrdererMetadata,
  previousHash,
  withOrdererSignatures,
} from '../wire/block.ts';
import { encodeSignatureHeader, parseEnvelope } from '../wire/envelope.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import type { Lie } from './lie.ts';
import { changeMembership, consentersOf, encodeMembership, type Membership, raftMetadata } from './membership.ts';
import { type ChainBase, type OrdererEffect, type RaftChain, report } from './orderer-state.ts';

export interface Writer {
  readonly signer: SigningIdentity;
  readonly secret: Uint8Array;
  /** Somebody has taken this orderer over. */
  readonly lie?: Lie;
}

/** The chain after `block` (agreed at Raft index `raftIndex`) is stored, and what the orderer says about it. */
export function writeBlock(chain: RaftChain, block: Block, raftIndex: number, writer: Writer): Written<RaftChain> {
  const next = isConfigBlock(block) ? bundleWith(chain.bundle, block) : chain.bundle;
  const { membership, metadata } = consensusAfter(chain, next, raftIndex);
  const written = storeBlock(chain, signBlock(chain, block, metadata, writer));
  const disk = { ...written.chain.disk, applied: raftIndex };
  return { ...written, chain: { ...written.chain, membership, disk } };
}

export interface Written<C> {
  readonly chain: C;
  readonly effects: readonly OrdererEffect[];
}

/** The block with this orderer's signature on it. `consenterMetadata` is a serialized `common.Metadata`. */
export function signBlock(
  { channel, disk }: ChainBase,
  block: Block,
  consenterMetadata: Uint8Array,
  writer: Writer,
): Block {
  const lastConfig = isConfigBlock(block) ? blockNumber(block) : disk.blocks.lastConfigNumber;
  return sign(channel, block, { lastConfig, consenterMetadata }, writer);
}

/** The chain with a finished block at its end and the configuration after it, and what the orderer says about it. */
export function storeBlock<C extends ChainBase>(chain: C, block: Block): Written<C> {
  const number = blockNumber(block);
  const config = isConfigBlock(block);
  const made = channelCreatedBy(block);
  const bundle = config ? bundleWith(chain.bundle, block) : chain.bundle;
  const blocks = chain.disk.blocks.append(block);
  invariant(blocks.ok, `orderer wrote a block that does not follow: ${blocks.ok ? '' : blocks.error}`);
  return {
    chain: {
      ...chain,
      bundle,
      disk: { ...chain.disk, blocks: blocks.value },
      created: made ? [...chain.created, { ...made, number }] : chain.created,
    },
    effects: [
      report({
        type: 'blockWritten',
        channel: chain.channel,
        number,
        hash: hex(blockHash(block)),
        previousHash: hex(previousHash(block)),
        txids: txidsOf(block),
        config: config || made !== undefined,
      }),
    ],
  };
}

/**
 * The members as the block leaves them, and what its metadata say of Raft. A block that writes the consensus type carries
 * the Raft index of the block before it, as Fabric's do.
 */
function consensusAfter(
  { bundle: current, membership, disk }: RaftChain,
  next: ChannelBundle,
  raftIndex: number,
): { readonly membership: Membership; readonly metadata: Uint8Array } {
  if (consensusVersion(next) === consensusVersion(current) || next.orderer?.consensusType !== 'etcdraft')
    return { membership, metadata: encodeMembership(membership, raftIndex) };
  const changed = changeMembership(membership, consentersOf(next));
  invariant(changed.ok, changed.ok ? '' : changed.error);
  const before = disk.blocks.block(disk.blocks.height - 1);
  const indexBefore = Number((before && raftMetadata(before))?.raftIndex ?? 0n);
  return { membership: changed.value.membership, metadata: encodeMembership(changed.value.membership, indexBefore) };
}

const consensusVersion = ({ root }: ChannelBundle): bigint | undefined =>
  root.groups[GROUP.orderer]?.values[VALUE.consensusType]?.version;

function sign(channel: string, block: Block, metadata: OrdererMetadata, { signer, secret }: Writer): Block {
  const nonce = sha256(concatBytes(secret, utf8(`block ${channel} ${blockNumber(block)}`))).slice(0, 24);
  const signatureHeader = encodeSignatureHeader({ creator: signer.serialized, nonce });
  const signature = signWith(signer, blockSigningBytes(block, encodeOrdererMetadata(metadata), signatureHeader));
  return withOrdererSignatures(block, metadata, [{ signatureHeader, signature }]);
}

/** The configuration after a config block that was ordered; one that does not fit changes nothing. */
export function bundleWith(bundle: ChannelBundle, block: Block): ChannelBundle {
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

/** The last word of an orderer whose ledger does not take a block that was agreed on. */
export function panicOver({ channel, disk }: ChainBase, block: Block): OrdererEffect {
  const [expected, referred] = [hex(disk.blocks.lastHash), hex(previousHash(block))];
  const text = `Could not append block: unexpected Previous block hash. Expected PreviousHash = [${expected}], PreviousHash referred in the latest block= [${referred}]`;
  return report({ type: 'ordererPanicked', channel, number: blockNumber(block), text });
}
