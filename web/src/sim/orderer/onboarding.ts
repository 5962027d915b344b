/**
 * Having a channel without being one of its consenters: its blocks come from other orderers. An orderer follows until a
 * config block names it, after it was removed, or, when it joined by a later block, until it has everything up to there.
 *
 * @fabric orderer/common/follower/follower_chain.go, orderer/consensus/etcdraft/eviction.go
 * @simplified A follower asks one orderer after the other for what it lacks; Fabric's asks all for their heights first. A
 *   consenter that suspects it was removed lays Raft down while it asks everyone once; Fabric's goes on meanwhile.
 */
import { type ChannelBundle, createBundle, evaluatePolicy } from '../channel/bundle.ts';
import { applyConfigEnvelope } from '../channel/config-update.ts';
import { POLICY } from '../channel/config-tree.ts';
import type { ActorId } from '../kernel/actor.ts';
import { ok, type Result } from '../kernel/result.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import {
  blockDataHash,
  blockEnvelopes,
  blockHash,
  blockNumber,
  blockSignedData,
  decodeBlock,
  isConfigBlock,
  previousHash,
} from '../wire/block.ts';
import { equalBytes, hex } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { ConfigEnvelopeSchema } from '../wire/gen/common/configtx_pb.ts';
import { txidsOf } from './block-writer.ts';
import { isConsenterOf } from './chain-kinds.ts';
import { raftMetadata } from './membership.ts';
import { type Follower, type OrdererDisk, type OrdererEffect, report, send } from './orderer-state.ts';
import { pullTimer } from './orderer-timers.ts';
import { otherOrderers, seekBlocks } from './pulled-block.ts';

/** How long an orderer may take to answer before another one is asked. */
const PULL_TIMEOUT: Micros = 5 * SECOND;
/** Between two questions while there is nothing new; half as much again each time. */
const SHORTEST_PAUSE: Micros = SECOND / 2;
const LONGEST_PAUSE: Micros = 10 * SECOND;

const failed = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** The configuration in a config block, taken as it is: nothing says yet what came before it. */
export function bundleIn(channel: string, block: Block): Result<ChannelBundle, string> {
  const [envelope] = blockEnvelopes(block);
  const parsed = envelope && parseEnvelope(envelope);
  if (!parsed?.ok) return failed('block is not a config block');
  const config = decode(ConfigEnvelopeSchema, parsed.value.data);
  return config.ok ? createBundle(channel, config.value.config) : config;
}

/** The configuration after a config block that follows one with `bundle`. */
export function bundleAfter(bundle: ChannelBundle, block: Block): Result<ChannelBundle, string> {
  const [envelope] = blockEnvelopes(block);
  const parsed = envelope && parseEnvelope(envelope);
  return parsed?.ok ? applyConfigEnvelope(bundle, parsed.value.data) : failed('block is not a config block');
}

/** A follower of the channel on `disk`, which asks for blocks at once. */
export function newFollower(
  bundle: ChannelBundle,
  disk: Follower['disk'],
  target: Follower['target'],
  doubts = false,
): Follower {
  return {
    channel: bundle.channelId,
    disk,
    bundle,
    target,
    source: undefined,
    isFed: false,
    asked: 0,
    pause: SHORTEST_PAUSE,
    doubts,
  };
}

/** What has come of an input: the follower goes on, or its channel wants its chain. */
export interface Followed {
  readonly follower: Follower;
  readonly effects: readonly OrdererEffect[];
  readonly persist: boolean;
  readonly becomes: 'follower' | 'consenter';
}

const follow = (follower: Follower, effects: readonly OrdererEffect[] = []): Followed => ({
  follower,
  effects,
  persist: false,
  becomes: 'follower',
});

/** Asks the next orderer for the blocks that are missing, and waits for it. */
export function askNext(follower: Follower, disk: OrdererDisk, now: Micros): Followed {
  const { channel, asked, target } = follower;
  const others = otherOrderers(follower.bundle, disk.node);
  // Nobody could say that it was removed: it is a consenter as before.
  if (follower.doubts && asked >= others.length) return { ...follow(follower), becomes: 'consenter' };
  const source = others[asked % Math.max(1, others.length)];
  if (source === undefined) return follow(follower);
  const from = follower.disk.blocks.height;
  return follow({ ...follower, source, isFed: false, asked: asked + 1 }, [
    send(source, seekBlocks(disk, { channel, from, to: target?.number }, now)),
    { type: 'setTimer', timer: pullTimer(channel), min: PULL_TIMEOUT, max: PULL_TIMEOUT },
  ]);
}

/** The one that was asked has no more, refuses, or is gone. */
export function endPull(follower: Follower, disk: OrdererDisk): Followed {
  const { channel, isFed, pause, bundle, target, doubts } = follower;
  const idle: Follower = { ...follower, source: undefined, isFed: false };
  if (target === undefined && isConsenterOf(bundle, disk.node)) {
    if (!doubts || isFed) return { ...follow(idle), becomes: 'consenter' };
  } else if (doubts) {
    return follow({ ...idle, doubts: false }, [report({ type: 'chainEvicted', channel }), ...again(channel, 0)]);
  }
  if (isFed) return follow({ ...idle, pause: SHORTEST_PAUSE }, again(channel, SHORTEST_PAUSE));
  return follow({ ...idle, pause: Math.min(Math.floor((pause * 3) / 2), LONGEST_PAUSE) }, again(channel, pause));
}

const again = (channel: string, pause: Micros): readonly OrdererEffect[] => [
  { type: 'setTimer', timer: pullTimer(channel), min: pause, max: pause },
];

/** Takes in a block from the orderer that was asked; any other is passed over. */
export function takeBlock(follower: Follower, disk: OrdererDisk, from: ActorId, bytes: Uint8Array): Followed {
  const block = decodeBlock(bytes);
  if (follower.source !== from || !block.ok) return follow(follower);
  const { channel } = follower;
  const stored = store(follower, block.value);
  if (!stored.ok) return endPull({ ...follower, isFed: false }, disk);
  const number = blockNumber(block.value);
  const onboarding = report({ type: 'ordererOnboarding', channel, from, height: number });
  const written = report({
    type: 'blockWritten',
    channel,
    number,
    hash: hex(blockHash(block.value)),
    previousHash: hex(previousHash(block.value)),
    txids: txidsOf(block.value),
    config: isConfigBlock(block.value),
  });
  return {
    follower: { ...stored.value, isFed: true },
    effects: follower.isFed ? [written] : [onboarding, written],
    persist: true,
    becomes: 'follower',
  };
}

/** The follower with one block more, if that follows and is what the orderers have signed. */
function store(follower: Follower, block: Block): Result<Follower, string> {
  const { disk, target } = follower;
  const number = blockNumber(block);
  const hash = blockHash(block);
  const reached = target?.number === number;
  if (reached && !equalBytes(hash, target.hash))
    return failed(`block header mismatch between the block we pulled and the block we joined with, sequence ${number}`);
  const flaw = blockFlaw(follower, block);
  if (flaw !== undefined) return failed(flaw);
  const blocks = disk.blocks.append(block);
  if (!blocks.ok) return blocks;
  const bundle = configAfter(follower, block);
  if (!bundle.ok) return bundle;
  const isRaft = bundle.value.orderer?.consensusType === 'etcdraft';
  const applied = Number((isRaft ? raftMetadata(block)?.raftIndex : undefined) ?? disk.applied);
  const { joinBlock: _reached, ...rest } = disk;
  const kept = reached ? rest : disk;
  return ok({
    ...follower,
    bundle: bundle.value,
    target: reached ? undefined : target,
    disk: { ...kept, blocks: blocks.value, applied: Math.max(disk.applied, applied) },
  });
}

/** While older blocks are fetched the configuration of the block it joined by stays: there its sources are named. */
function configAfter({ bundle, target, disk }: Follower, block: Block): Result<ChannelBundle, string> {
  if (!isConfigBlock(block) || (target && blockNumber(block) < target.number)) return ok(bundle);
  return target || disk.blocks.height === 0 ? bundleIn(bundle.channelId, block) : bundleAfter(bundle, block);
}

/** @fabric orderer/common/cluster/util.go (VerifyBlocks) */
function blockFlaw({ bundle, target }: Follower, block: Block): string | undefined {
  const number = blockNumber(block);
  if (!block.header || !equalBytes(blockDataHash(blockEnvelopes(block)), block.header.dataHash))
    return `computed hash of block (${number}) doesn't match claimed hash`;
  // Up to the block it joined by, the chain of hashes that ends there vouches for all of them.
  if (target || number === 0) return undefined;
  const signed = blockSignedData(block, bundle.orderer?.consenters ?? []);
  if (!signed.ok) return signed.error;
  return evaluatePolicy(bundle, POLICY.blockValidation, signed.value).satisfied
    ? undefined
    : `block [${number}] is not signed as the policy asks`;
}
