/**
 * The gossip service of a peer: what happens when it starts, joins a channel, commits a block, hears from another peer.
 *
 * @fabric gossip/service/gossip_service.go, gossip/gossip/gossip_impl.go
 */
import type { ActorId } from '../../kernel/actor.ts';
import type { Micros } from '../../kernel/time.ts';
import { isConfigBlock } from '../../wire/block.ts';
import type { Message } from '../../wire/messages.ts';
import { connect } from '../deliver-client.ts';
import type { PeerEffect, PeerState, PeerStepped } from '../peer-state.ts';
import { CHECK_INTERVAL, catchUp, giveBlocks, passOn, takeBlock, takeBlocks } from './dissemination.ts';
import { noteLeadership, startElection } from './election.ts';
import { readGossip, type ReadGossip } from './gossip-messages.ts';
import {
  ALIVE_EXPIRATION,
  ALIVE_INTERVAL,
  answerRequest,
  expireSilent,
  meetContacts,
  noteAlive,
  noteResponse,
  noteStanding,
  reconnect,
  tellAlive,
  withGossip,
} from './membership.ts';

export const GOSSIP_TIMER = 'gossip';

const unchanged = (state: PeerState): PeerStepped => ({ state, effects: [] });

function then(before: PeerStepped, step: (state: PeerState) => PeerStepped): PeerStepped {
  const after = step(before.state);
  return { state: after.state, effects: [...before.effects, ...after.effects] };
}

const nextTick: PeerEffect = { type: 'setTimer', timer: GOSSIP_TIMER, min: ALIVE_INTERVAL, max: ALIVE_INTERVAL };

/** The process has started, with the channels on its disk. */
export function startGossip(state: PeerState, now: Micros): PeerStepped {
  const started = meetContacts(withGossip(state, { incarnation: now }));
  return { state: started.state, effects: [...started.effects, nextTick] };
}

/** How this peer gets the channel's blocks: it pulls them, or finds out with the others who does. */
export function startDelivery(state: PeerState, channel: string, now: Micros): PeerStepped {
  const { orgLeader, useLeaderElection } = state.disk.gossip;
  if (orgLeader) return connect(state, channel, now);
  return useLeaderElection ? startElection(state, channel, now) : unchanged(state);
}

/** Whether this peer is one that pulls. */
export const mayPull = (state: PeerState, channel: string): boolean =>
  state.disk.gossip.orgLeader || state.gossip.elections[channel]?.phase === 'leading';

/** A channel was joined: the others are told at once. */
export function joinedChannel(state: PeerState, channel: string, now: Micros): PeerStepped {
  return then(then(startDelivery(state, channel, now), meetContacts), tellAlive);
}

/**
 * A block is committed, with the effects of `before`: a new configuration may name anchor peers that were not known, and
 * what this peer can run may have changed.
 *
 * @simplified What a peer can run is told as soon as it changes, not with the next message that says it is alive.
 */
export function committedBlock(before: PeerStepped, channel: string, number: number): PeerStepped {
  const block = before.state.disk.ledgers[channel]?.blocks.block(number);
  if (block && isConfigBlock(block)) return then(before, meetContacts);
  return before.effects.some(isAboutDefinitions) ? then(before, tellAlive) : before;
}

const isAboutDefinitions = (effect: PeerEffect): boolean =>
  effect.type === 'report' && (effect.fact.type === 'chaincodeCommitted' || effect.fact.type === 'chaincodeApproved');

/** A block came from the orderer and was new: the organisation's other peers get it from here. */
export function pulledBlock(
  before: PeerState,
  stepped: PeerStepped,
  message: Message & { type: 'deliverBlock' },
): PeerStepped {
  const { channel, block } = message;
  const isNew = (stepped.state.channels[channel]?.inbox.length ?? 0) > (before.channels[channel]?.inbox.length ?? 0);
  return isNew ? then(stepped, (state) => passOn(state, channel, block, state.disk.node, true)) : stepped;
}

export function onGossipTimer(before: PeerState, now: Micros): PeerStepped {
  const state = withGossip(before, { ticks: before.gossip.ticks + 1 });
  const { ticks } = state.gossip;
  let stepped = then(expireSilent(state, now), tellAlive);
  if (ticks % (ALIVE_EXPIRATION / ALIVE_INTERVAL) === 0) stepped = then(stepped, reconnect);
  if (ticks % (CHECK_INTERVAL / ALIVE_INTERVAL) === 0)
    for (const channel of Object.keys(state.channels).sort()) stepped = then(stepped, (next) => catchUp(next, channel));
  return { state: stepped.state, effects: [...stepped.effects, nextTick] };
}

export function onGossip(
  state: PeerState,
  from: ActorId,
  message: Message & { type: 'gossip' },
  now: Micros,
): PeerStepped {
  let stepped = unchanged(state);
  for (const bytes of message.messages) {
    const read = readGossip(bytes);
    if (read) stepped = then(stepped, (next) => take(next, from, read, now));
  }
  return stepped;
}

function take(state: PeerState, from: ActorId, { channel, content }: ReadGossip, now: Micros): PeerStepped {
  switch (content.case) {
    case 'aliveMsg':
      return noteAlive(state, content.value, now);
    case 'stateInfo':
      return noteStanding(state, from, channel, content.value);
    case 'memReq': {
      const self = readGossip(content.value.selfInformation?.payload ?? new Uint8Array());
      const noted = self?.content.case === 'aliveMsg' ? noteAlive(state, self.content.value, now) : unchanged(state);
      return then(noted, (next) => answerRequest(next, from));
    }
    case 'memRes':
      return noteResponse(state, content.value, now);
    case 'leadershipMsg':
      return noteLeadership(state, from, channel, content.value.isDeclaration);
    case 'dataMsg':
      return takeBlock(state, channel, from, content.value.payload?.data ?? new Uint8Array());
    case 'stateRequest':
      return giveBlocks(state, channel, from, content.value);
    case 'stateResponse':
      return takeBlocks(state, channel, from, content.value.payloads);
    default:
      return unchanged(state);
  }
}
