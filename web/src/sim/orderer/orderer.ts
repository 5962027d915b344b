/**
 * The ordering service node: takes envelopes in, agrees with the other orderers on their order, makes blocks, delivers
 * them. It does not look at what a transaction does.
 *
 * @fabric orderer/common/server, orderer/common/broadcast, orderer/consensus/etcdraft
 */
import type { ActorId, Role } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import { sha256 } from '../crypto/sha256.ts';
import { signWith } from '../identity/signing-identity.ts';
import { concatBytes, utf8 } from '../wire/bytes.ts';
import { headerTypeName } from '../wire/envelope.ts';
import { Status } from '../wire/gen/common/common_pb.ts';
import type { Message } from '../wire/messages.ts';
import { isActiveOn, noteActive } from './active-consenters.ts';
import { closeStream, openStream } from './deliver.ts';
import { followStep, sourceGone } from './follow-channel.ts';
import { forwardedConfigFlaw, openEnvelope, processMessage } from './message-processor.ts';
import {
  type Asker,
  type Chain,
  type OrdererDisk,
  type OrdererEffect,
  type OrdererReport,
  type OrdererState,
  type OrdererStepped,
  report,
  send,
  type Waiting,
  withChain,
} from './orderer-state.ts';
import type { OrdererTask } from './orderer-task.ts';
import { batchTimer, forwardTimer } from './orderer-timers.ts';
import type { RaftMessage } from './raft/raft-message.ts';
import { decodeRaftMessage } from './raft/raftpb.ts';
import { campaignTicks } from './raft/first-campaign.ts';
import { flush, isLeader, leaderOf, queue, stepRaft, TICK, tick } from './raft-chain.ts';
import { join, settle, startChains } from './run-chains.ts';
import { processForNewChannel, systemChainOf } from './system-channel.ts';

const FORWARD_TIMEOUT = 7 * SECOND;
/** Checking signatures and policies takes an orderer a moment. */
const WORK = { min: 400, max: 1_500 };

export const orderer: Role<OrdererState, OrdererDisk, Message, OrdererTask, OrdererReport> = {
  boot: (disk) => ({ disk, chains: {}, followers: {}, draws: 0 }),
  step(state, input, now) {
    const followed = followStep(state, input, now);
    if (followed) return followed;
    switch (input.type) {
      case 'start':
        return startChains(state);
      case 'command':
        return join(state, input.command, input.index);
      case 'message':
        return onMessage(state, input.from, input.message, now);
      case 'timer':
        return onTimer(state, input.timer);
      case 'persisted':
        return settle(state, chainOf(state, input.tag), (chain) => stepRaft(chain, { type: 'persisted' }, state.disk));
      case 'undeliverable':
        return onRefused(state, input.to, input.message);
      case 'disconnected':
        return closeStreams(state, input.from);
    }
  },
};

const unchanged = (state: OrdererState): OrdererStepped => ({ state, effects: [] });
const chainOf = (state: OrdererState, channel: string): Chain | undefined => state.chains[channel];

function onTimer(state: OrdererState, timer: string): OrdererStepped {
  const [kind, channel = '', request = ''] = timer.split(' ');
  const chain = chainOf(state, channel);
  if (!chain) return unchanged(state);
  if (kind === 'tick') {
    const stepped = settle(state, chain, (next) => tick(noteActive(next), state.disk));
    return { ...stepped, effects: [...stepped.effects, { type: 'setTimer', timer, min: TICK, max: TICK }] };
  }
  if (kind === 'campaign') {
    if (leaderOf(chain)) return unchanged(state);
    const soon = campaignTicks(chain.raft.config.heartbeatTick) * TICK;
    const stepped = settle(state, chain, (next) => stepRaft(next, { type: 'campaign' }, state.disk));
    return { ...stepped, effects: [...stepped.effects, { type: 'setTimer', timer, min: soon, max: soon }] };
  }
  if (timer === batchTimer(channel))
    return settle(state, { ...chain, timerRunning: false }, (next) => flush(next, 'timeout'));
  return answerForwarded(state, chain, request, Status.SERVICE_UNAVAILABLE, 'timed out (7s) waiting on forwarding');
}

function onMessage(state: OrdererState, from: ActorId, message: Message, now: Micros): OrdererStepped {
  switch (message.type) {
    case 'broadcast':
      return onBroadcast(state, from, message, now);
    case 'submitRequest':
      return onSubmit(state, from, message);
    case 'submitResponse': {
      const chain = chainOf(state, message.channel);
      return chain
        ? answerForwarded(state, chain, message.request, message.status as Status, message.info)
        : unchanged(state);
    }
    case 'consensus': {
      const decoded = decodeRaftMessage(message.payload);
      if (!decoded.ok) return unchanged(state);
      const raftMessage = decoded.value;
      const chain = chainOf(state, message.channel);
      if (!chain || !isForThis(chain, from, raftMessage)) return unchanged(state);
      return settle(state, chain, (next) => stepRaft(next, { type: 'message', message: raftMessage }, state.disk));
    }
    case 'deliverSeek': {
      const chain = chainOf(state, message.channel);
      if (!chain) {
        const { channel } = message;
        return { state, effects: [send(from, { type: 'deliverStatus', channel, status: Status.NOT_FOUND })] };
      }
      const fed = openStream(chain, from, message.envelope);
      return { state: withChain(state, fed.chain), effects: fed.effects };
    }
    case 'deliverCancel': {
      const chain = chainOf(state, message.channel);
      return chain ? unchanged(withChain(state, closeStream(chain, from))) : unchanged(state);
    }
    default:
      return unchanged(state);
  }
}

/** Only consenters are heard, as far as this one knows them, and only what is meant for it. */
const isForThis = ({ hosts, raft }: Chain, from: ActorId, { to }: RaftMessage): boolean =>
  to === raft.config.id && Object.values(hosts).includes(from);

interface Reply {
  readonly status: Status;
  readonly info: string;
  readonly channel: string;
  readonly txid: string;
}

const answer = (asker: Asker, { status, info, channel, txid }: Reply): OrdererEffect => {
  const type = asker.forwarded ? 'submitResponse' : 'broadcastResponse';
  return { type: 'send', to: asker.node, message: { type, request: asker.request, status, info, channel, txid } };
};

function onBroadcast(
  before: OrdererState,
  from: ActorId,
  message: Message & { type: 'broadcast' },
  now: Micros,
): OrdererStepped {
  const asker: Asker = { node: from, request: message.request, forwarded: false };
  const refuse = (status: Status, info: string): OrdererStepped => {
    const { channel, txid } = message;
    const named = Object.entries(Status).find(([, value]) => value === status)?.[0] ?? String(status);
    return {
      state: before,
      effects: [
        report({ type: 'envelopeRefused', channel, txid, status: named, info }),
        { ...answer(asker, { status, info, channel, txid }), ...WORK },
      ],
    };
  };
  const opened = openEnvelope(message.envelope);
  if (!opened.ok) return refuse(opened.error.status, opened.error.info);
  const { channelId, type } = opened.value.channelHeader;
  const chain = chainOf(before, channelId) ?? systemChainOf(before);
  if (!chain) return refuse(Status.BAD_REQUEST, 'channel does not exist');
  const draws = before.draws + 1;
  const { signer, epochUnixMicros, secret } = before.disk;
  const process = chain.channel === channelId ? processMessage : processForNewChannel;
  const processed = process(message.envelope, opened.value, {
    bundle: chain.bundle,
    nowUnixMicros: epochUnixMicros + now,
    nonce: sha256(concatBytes(secret, utf8(`config ${draws}`))).slice(0, 24),
    signer: { creator: signer.serialized, sign: (bytes) => signWith(signer, bytes) },
    isActive: isActiveOn(chain),
  });
  if (!processed.ok) return refuse(processed.error.status, processed.error.info);
  const { ordering, config } = processed.value;
  const leader = leaderOf(chain);
  if (!leader) return refuse(Status.SERVICE_UNAVAILABLE, 'no Raft leader');
  const accepted = report({
    type: 'envelopeAccepted',
    channel: channelId,
    txid: ordering.txid,
    envelope: headerTypeName(type),
  });
  const state = { ...before, draws };
  const waiting: Waiting = { ordering, config, asker };
  const next = isLeader(chain) ? enqueue(state, chain, waiting) : forward(state, chain, leader, waiting);
  return { state: next.state, effects: [accepted, ...next.effects] };
}

/** On the leader: the sender is told SUCCESS as soon as the envelope is in the queue. */
function enqueue(state: OrdererState, chain: Chain, waiting: Waiting): OrdererStepped {
  const { channel } = chain;
  const success = { status: Status.SUCCESS, info: '', channel, txid: waiting.ordering.txid };
  const stepped = settle(state, chain, (next) => queue(next, waiting, state.disk));
  return { state: stepped.state, effects: [...stepped.effects, { ...answer(waiting.asker, success), ...WORK }] };
}

function forward(
  state: OrdererState,
  chain: Chain,
  leader: ActorId,
  { ordering, config, asker }: Waiting,
): OrdererStepped {
  const { channel } = chain;
  const request = `${asker.node}/${asker.request}`;
  const forwarded = { ...chain.forwarded, [request]: { ...asker, txid: ordering.txid } };
  const { bytes: envelope, txid } = ordering;
  return {
    state: withChain(state, { ...chain, forwarded }),
    effects: [
      report({ type: 'envelopeForwarded', channel, txid, leader }),
      {
        type: 'send',
        to: leader,
        ...WORK,
        message: { type: 'submitRequest', request, envelope, channel, txid, config },
      },
      { type: 'setTimer', timer: forwardTimer(channel, request), min: FORWARD_TIMEOUT, max: FORWARD_TIMEOUT },
    ],
  };
}

/** What another orderer forwarded has been checked there; only the leader takes it. */
function onSubmit(state: OrdererState, from: ActorId, message: Message & { type: 'submitRequest' }): OrdererStepped {
  const { channel, txid, request, envelope, config } = message;
  const asker: Asker = { node: from, request, forwarded: true };
  const chain = chainOf(state, channel);
  const opened = openEnvelope(envelope);
  if (!chain || !isLeader(chain) || !opened.ok) {
    const reply = { status: Status.SERVICE_UNAVAILABLE, info: 'no Raft leader', channel, txid };
    return { state, effects: [answer(asker, reply)] };
  }
  const flaw = config ? forwardedConfigFlaw(opened.value, chain.bundle, isActiveOn(chain)) : undefined;
  if (flaw !== undefined) {
    const refused = report({ type: 'envelopeRefused', channel, txid, status: 'BAD_REQUEST', info: flaw });
    const reply = { status: Status.BAD_REQUEST, info: flaw, channel, txid };
    return { state, effects: [refused, answer(asker, reply)] };
  }
  const { payloadBytes: payload, signature } = opened.value;
  return enqueue(state, chain, { ordering: { payload, signature, bytes: envelope, txid }, config, asker });
}

function answerForwarded(
  state: OrdererState,
  chain: Chain,
  request: string,
  status: Status,
  info: string,
): OrdererStepped {
  const { [request]: asker, ...forwarded } = chain.forwarded;
  if (!asker) return unchanged(state);
  const { channel } = chain;
  return {
    state: withChain(state, { ...chain, forwarded }),
    effects: [
      { type: 'cancelTimer', timer: forwardTimer(channel, request) },
      answer(asker, { status, info, channel, txid: asker.txid }),
    ],
  };
}

/** Nobody listens there: a stream ends, Raft slows down, a forwarded envelope fails. */
function onRefused(state: OrdererState, to: ActorId, message: Message): OrdererStepped {
  if (message.type === 'deliverBlock') {
    const chain = chainOf(state, message.channel);
    return chain ? unchanged(withChain(state, closeStream(chain, to))) : unchanged(state);
  }
  if (message.type === 'submitRequest') {
    const chain = chainOf(state, message.channel);
    const info = `connection to ${to} refused`;
    return chain ? answerForwarded(state, chain, message.request, Status.SERVICE_UNAVAILABLE, info) : unchanged(state);
  }
  if (message.type !== 'consensus') return unchanged(state);
  const chain = chainOf(state, message.channel);
  const peer = Object.entries(chain?.hosts ?? {}).find(([, host]) => host === to)?.[0];
  if (!chain || peer === undefined) return unchanged(state);
  return settle(state, chain, (next) => stepRaft(next, { type: 'unreachable', peer: Number(peer) }, state.disk));
}

function closeStreams(before: OrdererState, peer: ActorId): OrdererStepped {
  const gone = sourceGone(before, peer);
  let { state } = gone;
  for (const chain of Object.values(state.chains))
    if (chain.subscribers[peer] !== undefined) state = withChain(state, closeStream(chain, peer));
  return { state, effects: gone.effects };
}
