/**
 * What reaches an orderer as a follower of channels: time to ask for blocks, blocks, and ends of streams.
 *
 * @fabric orderer/common/follower, orderer/common/multichannel/registrar.go (SwitchFollowerToChain)
 */
import type { ActorId, Input } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';
import type { Message } from '../wire/messages.ts';
import { seedOf, startChain } from './join-channel.ts';
import { askNext, endPull, type Followed, takeBlock } from './onboarding.ts';
import {
  type Follower,
  type OrdererEffect,
  type OrdererState,
  type OrdererStepped,
  report,
  withFollower,
} from './orderer-state.ts';
import type { OrdererTask } from './orderer-task.ts';
import { pullTimer } from './orderer-timers.ts';
import { begin, UNHEARD } from './run-chains.ts';

/** undefined: the input is about something else. */
export function followStep(
  state: OrdererState,
  input: Input<Message, OrdererTask>,
  now: Micros,
): OrdererStepped | undefined {
  if (input.type === 'timer') {
    const follower = Object.values(state.followers).find(({ channel }) => pullTimer(channel) === input.timer);
    return follower && settleFollower(state, askNext(follower, state.disk, now));
  }
  if (input.type === 'undeliverable')
    return input.message.type === 'deliverSeek'
      ? endOf(state, state.followers[input.message.channel], input.to)
      : undefined;
  if (input.type !== 'message') return undefined;
  const { from, message } = input;
  if (message.type === 'deliverStatus') return endOf(state, state.followers[message.channel], from);
  if (message.type !== 'deliverBlock') return undefined;
  const follower = state.followers[message.channel];
  return follower && settleFollower(state, takeBlock(follower, state.disk, from, message.block));
}

function endOf(state: OrdererState, follower: Follower | undefined, source: ActorId): OrdererStepped | undefined {
  return follower?.source === source ? settleFollower(state, endPull(follower, state.disk)) : undefined;
}

/** An orderer has gone: who was asking it asks another one. */
export function sourceGone(before: OrdererState, source: ActorId): OrdererStepped {
  let state = before;
  const effects: OrdererEffect[] = [];
  for (const follower of Object.values(before.followers)) {
    const ended = endOf(state, follower, source);
    if (!ended) continue;
    state = ended.state;
    effects.push(...ended.effects);
  }
  return { state, effects };
}

function settleFollower(before: OrdererState, followed: Followed): OrdererStepped {
  const { follower, becomes, persist } = followed;
  const { channel, disk, doubts } = follower;
  const state = withFollower(before, follower);
  const written: readonly OrdererEffect[] = persist ? [{ type: 'persist', tag: UNHEARD, durable: state.disk }] : [];
  const effects = [...followed.effects, ...written];
  const started =
    becomes === 'consenter' && startChain(state.disk, channel, disk, seedOf(state.disk, channel, disk.blocks.height));
  if (!started || !started.ok) return { state, effects };
  const { [channel]: _replaced, ...followers } = state.followers;
  const begun = begin({ ...state, followers }, started.value);
  const { consenters } = started.value;
  const joined = doubts ? [] : [report({ type: 'ordererJoined', channel, consenters })];
  const stop: OrdererEffect = { type: 'cancelTimer', timer: pullTimer(channel) };
  return { state: begun.state, effects: [...effects, stop, ...joined, ...begun.effects] };
}
