/** What the kind of ordering promises of each block: under BFT a quorum has signed it, with Kafka all replicas in sync have it. */
import { type ChannelBundle, createBundle } from '../../web/src/sim/channel/bundle.ts';
import { verifySignature } from '../../web/src/sim/identity/identity.ts';
import type { PartitionLog } from '../../web/src/sim/kafka/partition-log.ts';
import type { BlockStore } from '../../web/src/sim/ledger/block-store.ts';
import { viewMetadata } from '../../web/src/sim/orderer/bft/bft-wire.ts';
import {
  blockEnvelopes,
  blockHash,
  blockSignedData,
  isConfigBlock,
  ordererMetadata,
} from '../../web/src/sim/wire/block.ts';
import { hex } from '../../web/src/sim/wire/bytes.ts';
import { decode } from '../../web/src/sim/wire/decode.ts';
import { parseEnvelope } from '../../web/src/sim/wire/envelope.ts';
import type { Block } from '../../web/src/sim/wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema } from '../../web/src/sim/wire/gen/common/configtx_pb.ts';
import { standableLiars } from './network.ts';
import type { BrokerTestimony, ChannelTestimony } from './testimony.ts';

/** So many that two quorums have an honest consenter in common. */
const quorumOf = (consenters: number): number => Math.floor((consenters + standableLiars(consenters)) / 2) + 1;

export function quorumProblems({ channel, orderers, peers, brokers }: ChannelTestimony): readonly string[] {
  const copies = [...orderers, ...peers.map(({ node, ledger }) => ({ node, blocks: ledger.blocks }))];
  const configurations = new Map<string, ChannelBundle | undefined>();
  const said = copies.flatMap(({ node, blocks }) =>
    unsigned(channel, blocks, configurations).map((text) => `${node} has ${text}`),
  );
  return [...said, ...replicaProblems(brokers)].map((text) => `${channel}: ${text}`);
}

/** Each block is held against the configuration that the blocks before it made. */
function unsigned(
  channel: string,
  blocks: BlockStore,
  configurations: Map<string, ChannelBundle | undefined>,
): readonly string[] {
  const said: string[] = [];
  let bundle: ChannelBundle | undefined;
  let view = 0;
  for (let number = 0; number < blocks.height; number++) {
    const block = blocks.block(number);
    if (!block) return said;
    if (bundle?.orderer?.consensusType === 'BFT') {
      const { orderer } = bundle;
      const signed = signersOf(block, bundle);
      if (signed < quorumOf(orderer.consenters.length))
        said.push(
          `block ${String(number)}, which ${String(signed)} of ${String(orderer.consenters.length)} consenters have signed`,
        );
      const next = viewOf(block);
      if (next < view) said.push(`block ${String(number)} of view ${String(next)} after view ${String(view)}`);
      view = next;
    }
    if (number === 0 || isConfigBlock(block)) bundle = configurationOf(channel, block, configurations) ?? bundle;
  }
  return said;
}

/** How many of the consenters have truly signed a block, each counted once. */
export function signersOf(block: Block, { orderer, mspManager }: ChannelBundle): number {
  const signers = (orderer?.consenters ?? []).filter((consenter) => {
    const signed = blockSignedData(block, [consenter]);
    return (
      signed.ok &&
      signed.value.some(({ data, identity, signature }) => {
        const known = mspManager.deserializeIdentity(identity);
        return known.ok && verifySignature(known.value, data, signature).ok;
      })
    );
  });
  return signers.length;
}

function viewOf(block: Block): number {
  const metadata = ordererMetadata(block);
  return metadata.ok ? viewMetadata(metadata.value.consenterMetadata).viewId : -1;
}

function configurationOf(
  channel: string,
  block: Block,
  known: Map<string, ChannelBundle | undefined>,
): ChannelBundle | undefined {
  const key = hex(blockHash(block));
  if (!known.has(key)) known.set(key, readConfiguration(channel, block));
  return known.get(key);
}

function readConfiguration(channel: string, block: Block): ChannelBundle | undefined {
  const [first] = blockEnvelopes(block);
  const parsed = first && parseEnvelope(first);
  if (!parsed?.ok) return undefined;
  const decoded = decode(ConfigEnvelopeSchema, parsed.value.data);
  const bundle = decoded.ok ? createBundle(channel, decoded.value.config) : undefined;
  return bundle?.ok ? bundle.value : undefined;
}

/** Up to where both know that all in-sync replicas are, two brokers have the same. */
function replicaProblems(brokers: readonly BrokerTestimony[]): readonly string[] {
  return brokers.flatMap(({ node, log }, place) =>
    brokers.slice(place + 1).flatMap((other) => {
      const offset = difference(log, other.log);
      return offset === undefined
        ? []
        : [`${node} and ${other.node} have different records at offset ${String(offset)}`];
    }),
  );
}

function difference(a: PartitionLog, b: PartitionLog): number | undefined {
  for (let offset = 0; offset < Math.min(a.highWatermark, b.highWatermark); offset++) {
    const [left, right] = [a.records.at(offset), b.records.at(offset)];
    if (left === right) continue;
    if (!left || !right || hex(left.value) !== hex(right.value)) return offset;
  }
  return undefined;
}
