/**
 * osnadmin channel join, and coming back to the channels on disk.
 *
 * A consenter named in the genesis block starts its chain at once. Any other orderer follows: it fetches blocks until it
 * has the block it joined by, and one that names it a consenter.
 *
 * @fabric orderer/common/multichannel/registrar.go (JoinChannel), orderer/consensus/etcdraft/consenter.go
 */
import type { ChannelBundle } from '../channel/bundle.ts';
import { sha256 } from '../crypto/sha256.ts';
import { ok, type Result } from '../kernel/result.ts';
import { BlockStore } from '../ledger/block-store.ts';
import { blockHash, blockNumber, decodeBlock, isConfigBlock } from '../wire/block.ts';
import { concatBytes, utf8 } from '../wire/bytes.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import type { StartedChain } from './chain.ts';
import { isConsenterOf, startOfKind } from './chain-kinds.ts';
import { bundleAfter, bundleIn, newFollower } from './onboarding.ts';
import type { ChainDisk, Follower, OrdererDisk } from './orderer-state.ts';

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

interface JoinBlock {
  readonly block: Block;
  readonly bundle: ChannelBundle;
}

/** The error is the text osnadmin prints. */
function openJoinBlock(disk: OrdererDisk, channel: string, bytes: Uint8Array): Result<JoinBlock, string> {
  if (disk.chains[channel]) return failed('cannot join: channel already exists');
  const block = decodeBlock(bytes);
  if (!block.ok) return failed(`cannot unmarshal file part config-block into a block: ${block.error}`);
  const bundle = bundleIn(channel, block.value);
  return bundle.ok ? ok({ block: block.value, bundle: bundle.value }) : bundle;
}

/** What an orderer that joins by this config block begins as; undefined for a consenter who can start its chain. */
export function followerJoining(
  disk: OrdererDisk,
  channel: string,
  joinBlock: Uint8Array,
): Result<Follower | undefined, string> {
  const opened = openJoinBlock(disk, channel, joinBlock);
  if (!opened.ok) return opened;
  const { block, bundle } = opened.value;
  if (blockNumber(block) === 0 && isConsenterOf(bundle, disk.node)) return ok(undefined);
  const target = { number: blockNumber(block), hash: blockHash(block) };
  return ok(newFollower(bundle, { blocks: BlockStore.EMPTY, raft: undefined, applied: 0, joinBlock }, target));
}

/** What an orderer finds on its disk of a channel it has no chain to start for. */
export function followerOnDisk(disk: OrdererDisk, channel: string, chain: ChainDisk): Follower | undefined {
  if (chain.joinBlock) {
    const { [channel]: _itself, ...others } = disk.chains;
    const joining = followerJoining({ ...disk, chains: others }, channel, chain.joinBlock);
    return joining.ok && joining.value ? { ...joining.value, disk: chain } : undefined;
  }
  const bundle = replayConfig(channel, chain.blocks);
  return bundle.ok && !isConsenterOf(bundle.value, disk.node) ? newFollower(bundle.value, chain, undefined) : undefined;
}

/** Joins a channel by its genesis block, which names this orderer a consenter. The error is the text osnadmin prints. */
export function joinChannel(
  disk: OrdererDisk,
  channel: string,
  genesisBlock: Uint8Array,
  seed: number,
): Result<StartedChain, string> {
  const opened = openJoinBlock(disk, channel, genesisBlock);
  if (!opened.ok) return opened;
  const blocks = BlockStore.EMPTY.append(opened.value.block);
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
  return startOfKind({ disk, channel, chain, bundle: bundle.value, seed });
}

function replayConfig(channel: string, blocks: BlockStore): Result<ChannelBundle, string> {
  let bundle: Result<ChannelBundle, string> = failed('no genesis block');
  for (let number = 0; number < blocks.height; number++) {
    const block = blocks.block(number);
    if (!block || (number > 0 && !isConfigBlock(block))) continue;
    bundle = bundle.ok ? bundleAfter(bundle.value, block) : bundleIn(channel, block);
    if (!bundle.ok) return bundle;
  }
  return bundle;
}

/** A whole number that differs by node, channel and start. */
export function seedOf(disk: OrdererDisk, channel: string, draws: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = sha256(concatBytes(disk.secret, utf8(`raft ${channel} ${draws}`)));
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
