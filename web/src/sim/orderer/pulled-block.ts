/**
 * Blocks fetched from another orderer: what the orderers of the channel have signed counts, whoever sends it.
 *
 * @fabric orderer/common/cluster/{replication,util}.go
 */
import { type ChannelBundle, evaluatePolicy } from '../channel/bundle.ts';
import { POLICY } from '../channel/config-tree.ts';
import { sha256 } from '../crypto/sha256.ts';
import { signWith } from '../identity/signing-identity.ts';
import type { ActorId } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';
import { blockDataHash, blockEnvelopes, blockNumber, blockSignedData } from '../wire/block.ts';
import { concatBytes, equalBytes, utf8 } from '../wire/bytes.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import type { Message } from '../wire/messages.ts';
import { seekAvailableEnvelope } from '../wire/seek.ts';
import type { ChainBase, OrdererDisk } from './orderer-state.ts';

/** The orderers a configuration names, but for `node` itself. */
export function otherOrderers({ orderer, values }: ChannelBundle, node: ActorId): readonly ActorId[] {
  const endpoints = (orderer?.organizations ?? []).flatMap((organization) => organization.endpoints);
  const hosts = [...endpoints, ...values.ordererAddresses].map((endpoint) => endpoint.split(':')[0] ?? '');
  return [...new Set(hosts)].filter((host) => host !== '' && host !== node);
}

/** Asks for blocks `from` to `to`, as far as they are there now; without `to` for all there are. */
export function seekBlocks(
  { signer, secret, epochUnixMicros }: OrdererDisk,
  { channel, from, to }: { readonly channel: string; readonly from: number; readonly to: number | undefined },
  now: Micros,
): Message {
  const nonce = sha256(concatBytes(secret, utf8(`pull ${channel} ${from} ${now}`))).slice(0, 24);
  const identity = { creator: signer.serialized, sign: (bytes: Uint8Array) => signWith(signer, bytes) };
  const stamp = timestampOfMicros(epochUnixMicros + now);
  const envelope = seekAvailableEnvelope(channel, from, to, nonce, identity, stamp);
  return { type: 'deliverSeek', channel, envelope, from };
}

/** Whether `block` is the next one of the chain, and signed as the channel asks. */
export function isNextSigned({ bundle, disk }: Pick<ChainBase, 'bundle' | 'disk'>, block: Block): boolean {
  const { height, lastHash } = disk.blocks;
  const signed = blockSignedData(block, bundle.orderer?.consenters ?? []);
  return (
    block.header !== undefined &&
    blockNumber(block) === height &&
    equalBytes(block.header.previousHash, lastHash) &&
    equalBytes(block.header.dataHash, blockDataHash(blockEnvelopes(block))) &&
    signed.ok &&
    evaluatePolicy(bundle, POLICY.blockValidation, signed.value).satisfied
  );
}
