/**
 * osnadmin channel join, and coming back to the channels on disk.
 *
 * @fabric orderer/common/multichannel/registrar.go (JoinChannel), orderer/consensus/etcdraft/consenter.go
 * @simplified An orderer that is not a consenter of the channel does not join it; Fabric makes it a follower.
 */
import { fromBinary } from '@bufbuild/protobuf';
import { type ChannelBundle, createBundle } from '../channel/bundle.ts';
import { applyConfigEnvelope } from '../channel/config-update.ts';
import { sha256 } from '../crypto/sha256.ts';
import type { ActorId } from '../kernel/actor.ts';
import { ok, type Result } from '../kernel/result.ts';
import { BlockStore } from '../ledger/block-store.ts';
import { blockEnvelopes, decodeBlock, isConfigBlock } from '../wire/block.ts';
import { concatBytes, utf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema } from '../wire/gen/common/configtx_pb.ts';
import { ConfigMetadataSchema } from '../wire/gen/orderer/etcdraft_pb.ts';
import { emptyBlockCutter } from './block-cutter.ts';
import type { Chain, ChainDisk, OrdererDisk } from './orderer-state.ts';
import { bootstrapRaft, restartRaft } from './raft/raft.ts';
import { DEFAULT_RAFT_OPTIONS, type RaftConfig, type RaftTransition } from './raft/raft-state.ts';

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** A chain that has just begun to run, and what Raft wants done first. */
export interface StartedChain {
  readonly chain: Chain;
  readonly transition: RaftTransition;
}

/** The bundle a config block leads to; for a genesis block `bundle` is undefined. */
function bundleOf(channel: string, block: Block, bundle: ChannelBundle | undefined): Result<ChannelBundle, string> {
  const [envelope] = blockEnvelopes(block);
  const parsed = envelope && parseEnvelope(envelope);
  if (!parsed?.ok) return failed('block is not a config block');
  if (bundle) return applyConfigEnvelope(bundle, parsed.value.data);
  const config = decode(ConfigEnvelopeSchema, parsed.value.data);
  return config.ok ? createBundle(channel, config.value.config) : config;
}

/** Joins a channel by its genesis block. The error is the text osnadmin prints. */
export function joinChannel(
  disk: OrdererDisk,
  channel: string,
  genesisBlock: Uint8Array,
  seed: number,
): Result<StartedChain, string> {
  if (disk.chains[channel]) return failed('cannot join: channel already exists');
  const block = decodeBlock(genesisBlock);
  if (!block.ok) return failed(`cannot unmarshal file part config-block into a block: ${block.error}`);
  const blocks = BlockStore.EMPTY.append(block.value);
  if (!blocks.ok) return blocks;
  return startChain(disk, channel, { blocks: blocks.value, raft: undefined, applied: 0 }, seed);
}

/** Runs the chain of a channel from its disk. */
export function startChain(
  disk: OrdererDisk,
  channel: string,
  chain: ChainDisk,
  seed: number,
): Result<StartedChain, string> {
  const bundle = replayConfig(channel, chain.blocks);
  if (!bundle.ok) return bundle;
  const { orderer } = bundle.value;
  if (!orderer) return failed('config block lacks orderer section');
  const { consenters: members } = fromBinary(ConfigMetadataSchema, orderer.consensusMetadata);
  const consenters: readonly ActorId[] = members.map((consenter) => consenter.host);
  const id = consenters.indexOf(disk.node) + 1;
  if (id === 0) return failed(`${disk.node} is not a consenter of channel ${channel}`);
  const config: RaftConfig = { ...DEFAULT_RAFT_OPTIONS, id, voters: consenters.map((_, index) => index + 1) };
  const transition = chain.raft ? restartRaft(config, chain.raft, seed) : bootstrapRaft(config, seed);
  return ok({
    transition,
    chain: {
      channel,
      bundle: bundle.value,
      disk: chain,
      raft: transition.state,
      consenters,
      cutter: emptyBlockCutter(),
      timerRunning: false,
      newest: { number: chain.blocks.height - 1, hash: chain.blocks.lastHash },
      proposals: [],
      ready: false,
      waiting: [],
      configInFlight: false,
      forwarded: {},
      subscribers: {},
    },
  });
}

function replayConfig(channel: string, blocks: BlockStore): Result<ChannelBundle, string> {
  let bundle: Result<ChannelBundle, string> = failed('no genesis block');
  for (let number = 0; number < blocks.height; number++) {
    const block = blocks.block(number);
    if (!block || (number > 0 && !isConfigBlock(block))) continue;
    bundle = bundleOf(channel, block, bundle.ok ? bundle.value : undefined);
    if (!bundle.ok) return bundle;
  }
  return bundle;
}

/** A whole number that differs by node, channel and start. */
export function seedOf(disk: OrdererDisk, channel: string, draws: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = sha256(concatBytes(disk.secret, utf8(`raft ${channel} ${draws}`)));
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
