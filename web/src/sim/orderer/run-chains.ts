/**
 * The chains an orderer runs: how they start (joined, bootstrapped, made by the system channel, found on disk) and how
 * one of them moves.
 *
 * @fabric orderer/common/multichannel/registrar.go, orderer/common/server/main.go (bootstrap)
 */
import { createdChannelBlock, type CreatedChannel } from '../channel/channel-creation.ts';
import { blockHash, encodeBlock } from '../wire/block.ts';
import { hex } from '../wire/bytes.ts';
import { andThen, type Moved, type StartedChain } from './chain.ts';
import { finishChain } from './chain-kinds.ts';
import { followerJoining, followerOnDisk, joinChannel, seedOf, startChain } from './join-channel.ts';
import { leave } from './leave-channel.ts';
import {
  type Chain,
  type OrdererEffect,
  type OrdererState,
  type OrdererStepped,
  report,
  withChain,
  withFollower,
} from './orderer-state.ts';
import type { JoinTask } from './orderer-task.ts';
import { pullTimer } from './orderer-timers.ts';
import { systemChainOf } from './system-channel.ts';

/** The tag of writes nobody waits for; no channel has this name. */
export const UNHEARD = '';

/** Moves one chain, hands new blocks to Raft, opens channels it made, and writes the disk if anything asks for it. */
export function settle(state: OrdererState, chain: Chain | undefined, move: (chain: Chain) => Moved): OrdererStepped {
  if (!chain) return { state, effects: [] };
  const moved = andThen(move(chain), (next) => finishChain(next, state.disk));
  const { created } = moved.chain;
  const opened = openCreated(withChain(state, { ...moved.chain, created: [] }), created);
  const tag = moved.persist === 'sync' ? chain.channel : UNHEARD;
  const persist: readonly OrdererEffect[] =
    moved.persist === 'no' ? [] : [{ type: 'persist', tag, durable: opened.state.disk }];
  const effects: OrdererEffect[] = [...moved.effects, ...persist, ...(moved.afterwards ?? [])];
  let next = opened.state;
  for (const started of opened.started) {
    const stepped = beginNew(next, started);
    next = stepped.state;
    effects.push(...stepped.effects);
  }
  const after = next.chains[chain.channel];
  if (!after?.leaving) return { state: next, effects };
  const left = leave(next, after);
  return { state: left.state, effects: [...effects, ...left.effects] };
}

interface Opened {
  readonly state: OrdererState;
  readonly started: readonly (StartedChain & { readonly announcement: OrdererEffect })[];
}

/**
 * The channels that blocks of the system channel made, on disk before the block itself is. One that exists already was
 * made by an earlier block, or before a restart.
 *
 * @simplified An orderer that is no consenter of the new channel leaves it alone; Fabric lists it as inactive.
 */
function openCreated(before: OrdererState, created: readonly (CreatedChannel & { number: number })[]): Opened {
  let state = before;
  const started: Opened['started'][number][] = [];
  for (const { channelId: channel, configEnvelope, number } of created) {
    if (state.chains[channel]) continue;
    const block = createdChannelBlock(configEnvelope);
    const joined = joinChannel(state.disk, channel, encodeBlock(block), seedOf(state.disk, channel, 0));
    if (!joined.ok) continue;
    const hash = hex(blockHash(block));
    const announcement = report({ type: 'channelCreated', channel, number, hash });
    started.push({ ...joined.value, announcement });
    state = withChain(state, joined.value.chain);
  }
  return { state, started };
}

/** Lets a chain run that was just made from its disk. */
export function begin(state: OrdererState, started: StartedChain): OrdererStepped {
  return settle(withChain(state, started.chain), started.chain, started.go);
}

/** A channel this orderer has never run before. */
function beginNew(
  state: OrdererState,
  started: StartedChain & { readonly announcement?: OrdererEffect },
): OrdererStepped {
  const { chain, consenters, firstTime } = started;
  const stepped = begin(state, started);
  return {
    state: stepped.state,
    effects: [
      ...(started.announcement ? [started.announcement] : []),
      report({ type: 'ordererJoined', channel: chain.channel, consenters }),
      ...stepped.effects,
      ...firstTime,
    ],
  };
}

const pullSoon = (channel: string): OrdererEffect => ({ type: 'setTimer', timer: pullTimer(channel), min: 0, max: 0 });

/** What a started process does first: it goes on with the channels on its disk, or begins with its bootstrap file. */
export function startChains(before: OrdererState): OrdererStepped {
  const { bootstrap, chains } = before.disk;
  if (bootstrap && Object.keys(chains).length === 0) {
    const { channel, genesisBlock } = bootstrap;
    const started = joinChannel(before.disk, channel, genesisBlock, seedOf(before.disk, channel, 0));
    return started.ok ? beginNew(before, started.value) : { state: before, effects: [] };
  }
  let state = before;
  const effects: OrdererEffect[] = [];
  for (const [channel, disk] of Object.entries(chains)) {
    const follower = followerOnDisk(state.disk, channel, disk);
    if (follower) {
      state = withFollower(state, follower);
      effects.push(pullSoon(channel));
      continue;
    }
    const started = startChain(state.disk, channel, disk, seedOf(state.disk, channel, disk.blocks.height));
    if (!started.ok) continue;
    const stepped = begin(state, started.value);
    state = stepped.state;
    effects.push(...stepped.effects);
  }
  return { state, effects };
}

/** osnadmin channel join. An orderer with a system channel gets all its channels from there. */
export function join(state: OrdererState, task: JoinTask, index: number): OrdererStepped {
  const { type: command, channel } = task;
  const fail = (text: string): OrdererStepped => ({
    state,
    effects: [report({ type: 'commandFailed', command, index, text })],
  });
  if (systemChainOf(state)) return fail('cannot join: system channel exists');
  const follower = followerJoining(state.disk, channel, task.genesisBlock);
  if (!follower.ok) return fail(follower.error);
  if (follower.value) {
    const following = withFollower(state, follower.value);
    const written: OrdererEffect = { type: 'persist', tag: UNHEARD, durable: following.disk };
    const done = report({ type: 'commandDone', command, index });
    return { state: following, effects: [written, pullSoon(channel), done] };
  }
  const started = joinChannel(state.disk, channel, task.genesisBlock, seedOf(state.disk, channel, 0));
  if (!started.ok) return fail(started.error);
  const stepped = beginNew(state, started.value);
  return { state: stepped.state, effects: [...stepped.effects, report({ type: 'commandDone', command, index })] };
}
