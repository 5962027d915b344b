/**
 * Blocks from peer to peer: the leading peer passes on what the orderer gives it, and a peer that is behind asks one that
 * has more, of its own organisation or of another.
 *
 * @fabric gossip/state/state.go, gossip/gossip/gossip_impl.go, internal/pkg/peer/blocksprovider/deliverer.go
 * @simplified The gossip of digests by which a lost block is found within seconds is left out: the next look at the
 * others' heights finds it. Blocks that come before their turn are not kept. A request that is not answered is not
 * repeated before the next look.
 */
import { create } from '@bufbuild/protobuf';
import type { ActorId } from '../../kernel/actor.ts';
import { SECOND, type Micros } from '../../kernel/time.ts';
import { blockNumber, decodeBlock } from '../../wire/block.ts';
import {
  DataMessageSchema,
  GossipMessage_Tag,
  type Payload,
  PayloadSchema,
  type RemoteStateRequest,
  RemoteStateRequestSchema,
  RemoteStateResponseSchema,
} from '../../wire/gen/gossip/message_pb.ts';
import { ledgerOf, receiveBlock } from '../committer.ts';
import { type PeerState, type PeerStepped, report } from '../peer-state.ts';
import { gossip, gossipBytes } from './gossip-messages.ts';
import { channelMembers, orgMembers } from './membership.ts';

/** Time between two looks at whether others have more (`peer.gossip.state.checkInterval`). */
export const CHECK_INTERVAL: Micros = 10 * SECOND;
/** Blocks asked for at a time (`peer.gossip.state.batchSize`). */
const BATCH_SIZE = 10;
/** Peers a block is passed on to (`peer.gossip.propagatePeerNum`). */
const PROPAGATE_PEERS = 3;

const nothing = (state: PeerState): PeerStepped => ({ state, effects: [] });

const payloadOf = (number: number, block: Uint8Array): Payload =>
  create(PayloadSchema, { seqNum: BigInt(number), data: block });

const nextNeeded = (state: PeerState, channel: string): number =>
  ledgerOf(state, channel).blocks.height + (state.channels[channel]?.inbox.length ?? 0);

/** Passes a block on that was new here; a few peers get it, and they pass it on where there are more. */
export function passOn(
  state: PeerState,
  channel: string,
  block: Uint8Array,
  from: ActorId,
  isOwn: boolean,
): PeerStepped {
  const decoded = decodeBlock(block);
  if (!decoded.ok || !state.disk.gossip.blockGossip) return nothing(state);
  const number = blockNumber(decoded.value);
  const others = orgMembers(state, channel).filter(({ id }) => id !== from);
  // Who pulls from the orderer has reached everyone if there are no more than a few.
  if (!isOwn && others.length < PROPAGATE_PEERS) return nothing(state);
  const first = others.length > PROPAGATE_PEERS ? number % others.length : 0;
  const chosen = [...others.slice(first), ...others.slice(0, first)]
    .filter(({ channels }) => (channels[channel]?.height ?? 0) <= number)
    .slice(0, PROPAGATE_PEERS);
  const value = create(DataMessageSchema, { payload: payloadOf(number, block) });
  const bytes = gossipBytes({ case: 'dataMsg', value }, channel, GossipMessage_Tag.CHAN_AND_ORG);
  return { state, effects: chosen.map(({ id }) => gossip(id, 'gossipBlock', [bytes], { channel, block: number })) };
}

/** A block from another peer: verified as one from an orderer. */
export function takeBlock(state: PeerState, channel: string, from: ActorId, block: Uint8Array): PeerStepped {
  if (!state.channels[channel]) return nothing(state);
  const before = nextNeeded(state, channel);
  const taken = receiveBlock(state, channel, from, block, 'gossip');
  if (nextNeeded(taken.state, channel) === before) return taken;
  const passed = passOn(taken.state, channel, block, from, false);
  return { state: passed.state, effects: [...taken.effects, ...passed.effects] };
}

/** Asks one of those with the longest chain for what is missing here. */
export function catchUp(state: PeerState, channel: string): PeerStepped {
  const { stateTransfer } = state.disk.gossip;
  if (!stateTransfer || !state.channels[channel]) return nothing(state);
  const next = nextNeeded(state, channel);
  const members = channelMembers(state, channel);
  const longest = members.reduce((most, { channels }) => Math.max(most, channels[channel]?.height ?? 0), 0);
  const able = members.filter(({ channels }) => channels[channel]?.height === longest);
  const source = able[state.gossip.ticks % Math.max(1, able.length)];
  if (longest <= next || !source) return nothing(state);
  const last = Math.min(next + BATCH_SIZE, longest) - 1;
  const value = create(RemoteStateRequestSchema, { startSeqNum: BigInt(next), endSeqNum: BigInt(last) });
  const bytes = gossipBytes({ case: 'stateRequest', value }, channel);
  return {
    state,
    effects: [
      report({ type: 'blocksRequested', channel, from: source.id, first: next, last }),
      gossip(source.id, 'stateRequest', [bytes], { channel }),
    ],
  };
}

/** Only peers of the channel's organisations are given blocks. */
export function giveBlocks(state: PeerState, channel: string, from: ActorId, request: RemoteStateRequest): PeerStepped {
  const isMember = channelMembers(state, channel).some(({ id }) => id === from);
  const { startSeqNum, endSeqNum } = request;
  if (!isMember || endSeqNum < startSeqNum || endSeqNum - startSeqNum >= BigInt(BATCH_SIZE)) return nothing(state);
  const payloads: Payload[] = [];
  for (let number = Number(startSeqNum); number <= Number(endSeqNum); number++) {
    const block = ledgerOf(state, channel).blocks.blockBytes(number);
    if (block) payloads.push(payloadOf(number, block));
  }
  const value = create(RemoteStateResponseSchema, { payloads });
  const bytes = gossipBytes({ case: 'stateResponse', value }, channel);
  return { state, effects: [gossip(from, 'stateResponse', [bytes], { channel })] };
}

/** What was asked for has come; there may be more to ask for. */
export function takeBlocks(
  before: PeerState,
  channel: string,
  from: ActorId,
  payloads: readonly Payload[],
): PeerStepped {
  if (!before.channels[channel]) return nothing(before);
  let stepped = nothing(before);
  for (const { data } of payloads) {
    const taken = receiveBlock(stepped.state, channel, from, data, 'gossip');
    stepped = { state: taken.state, effects: [...stepped.effects, ...taken.effects] };
  }
  if (nextNeeded(stepped.state, channel) === nextNeeded(before, channel)) return stepped;
  const more = catchUp(stepped.state, channel);
  return { state: more.state, effects: [...stepped.effects, ...more.effects] };
}
