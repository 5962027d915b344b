/**
 * A Raft chain towards the orderer around it: envelopes that only the leader takes and others forward, messages of the
 * cluster, and the chain's clocks.
 *
 * @fabric orderer/consensus/etcdraft/{chain,consenter}.go, orderer/common/cluster/service.go
 * @simplified Of Raft's options only SnapshotIntervalSize is taken from the configuration; ticks and the number of blocks
 *   in flight are always Fabric's defaults.
 */
import type { ActorId } from '../kernel/actor.ts';
import { ok, type Result } from '../kernel/result.ts';
import { SECOND } from '../kernel/time.ts';
import { Status } from '../wire/gen/common/common_pb.ts';
import type { Message } from '../wire/messages.ts';
import type { Asker } from './asker.ts';
import { isActiveOn, noteActive } from './active-consenters.ts';
import { emptyBlockCutter } from './block-cutter.ts';
import { pullEnded, pullNext, takePulledBlock } from './catch-up.ts';
import {
  andThen,
  type ChainContext,
  type ChainKind,
  type ChainStart,
  type Moved,
  type StartedChain,
  still,
} from './chain.ts';
import { hostsOf, isConsenter, memberAt, type Membership, readMembership } from './membership.ts';
import { forwardedConfigFlaw, openEnvelope } from './message-processor.ts';
import {
  answer,
  type ChainDisk,
  type OrdererEffect,
  type RaftChain,
  report,
  type Waiting,
  WORK,
} from './orderer-state.ts';
import { batchTimer, campaignTimer, catchUpTimer, forwardTimer, tickTimer } from './orderer-timers.ts';
import {
  applyTransition,
  commitHeldBack,
  flush,
  isLeader,
  leaderOf,
  proposeAll,
  queue,
  stepRaft,
  TICK,
  tick,
} from './raft-chain.ts';
import { campaignTicks, firstCampaigner } from './raft/first-campaign.ts';
import { bootstrapRaft, joinRaft, restartRaft } from './raft/raft.ts';
import type { RaftMessage } from './raft/raft-message.ts';
import { decodeRaftMessage } from './raft/raftpb.ts';
import { DEFAULT_RAFT_OPTIONS, type RaftConfig, type RaftTransition } from './raft/raft-state.ts';

const FORWARD_TIMEOUT = 7 * SECOND;

type MovedRaft = Moved<RaftChain>;

export const raftKind: ChainKind<RaftChain> = {
  isConsenter,
  start,
  unavailable: (chain) => (leaderOf(chain) === undefined ? 'no Raft leader' : undefined),
  step(chain, input, context) {
    switch (input.type) {
      case 'order':
        return onOrder(chain, input.waiting, context);
      case 'message':
        return onMessage(chain, input.from, input.message, context);
      case 'timer':
        return onTimer(chain, input.timer, context);
      case 'persisted':
        return stepRaft(chain, { type: 'persisted' }, context.disk);
      case 'undeliverable':
        return onRefused(chain, input, context);
      case 'disconnected':
        return pullEnded(chain, input.from, context);
    }
  },
  finish: proposeAll,
  stop,
};

function start({ disk, channel, chain, bundle, seed }: ChainStart): Result<StartedChain, string> {
  const newest = chain.blocks.block(chain.blocks.height - 1);
  if (!bundle.orderer || !newest) return { ok: false, error: 'config block lacks orderer section' };
  const membership = readMembership(newest, bundle);
  const id = memberAt(membership, disk.node)?.id;
  if (id === undefined) return { ok: false, error: `${disk.node} is not a consenter of channel ${channel}` };
  const config: RaftConfig = { ...DEFAULT_RAFT_OPTIONS, id };
  const transition = startRaft(config, membership, chain, seed);
  const raftChain: RaftChain = {
    kind: 'etcdraft',
    channel,
    bundle,
    disk: chain,
    raft: transition.state,
    membership,
    hosts: hostsOf(membership),
    cutter: emptyBlockCutter(),
    timerRunning: false,
    newest: { number: chain.blocks.height - 1, hash: chain.blocks.lastHash },
    proposals: [],
    created: [],
    ready: false,
    waiting: [],
    configInFlight: false,
    errored: true,
    leaderlessTicks: 0,
    accumulatedBytes: 0,
    forwarded: {},
    subscribers: {},
  };
  const consenters = membership.members.length;
  const soon = campaignTicks(config.heartbeatTick) * TICK;
  const isFirst = firstCampaigner(channel, consenters) === id;
  return ok({
    chain: raftChain,
    consenters,
    go: () => ({
      ...applyTransition(raftChain, transition, disk),
      afterwards: [{ type: 'setTimer', timer: tickTimer(channel), min: 0, max: TICK }],
    }),
    // One of the members of a new channel stands for election soon.
    firstTime: isFirst ? [{ type: 'setTimer', timer: campaignTimer(channel), min: soon, max: soon }] : [],
  });
}

function startRaft(config: RaftConfig, { members }: Membership, chain: ChainDisk, seed: number): RaftTransition {
  if (chain.raft) return restartRaft(config, chain.raft, seed);
  // With blocks behind it this is a channel of others, who have a log already.
  if (chain.blocks.height > 1) return joinRaft(config, seed);
  const ids = members.map(({ id }) => id).sort((a, b) => a - b);
  return bootstrapRaft(config, ids, seed);
}

function stop({ channel, forwarded }: RaftChain): readonly OrdererEffect[] {
  const timers = [tickTimer(channel), campaignTimer(channel), batchTimer(channel), catchUpTimer(channel)];
  const waiting = Object.entries(forwarded);
  const reply = { status: Status.SERVICE_UNAVAILABLE, info: 'chain is stopped', channel };
  return [
    ...timers.map((timer): OrdererEffect => ({ type: 'cancelTimer', timer })),
    ...waiting.map(([request]): OrdererEffect => ({ type: 'cancelTimer', timer: forwardTimer(channel, request) })),
    ...waiting.map(([, asker]) => answer({ ...asker, forwarded: false }, { ...reply, txid: asker.txid })),
  ];
}

function onTimer(chain: RaftChain, timer: string, context: ChainContext): MovedRaft {
  const { disk } = context;
  const [kind, channel = '', request = ''] = timer.split(' ');
  if (kind === 'catchUp') return pullNext(chain, context);
  if (kind === 'tick') {
    const again: OrdererEffect = { type: 'setTimer', timer, min: TICK, max: TICK };
    return { ...tick(noteActive(chain), disk), afterwards: [again] };
  }
  if (kind === 'campaign') {
    if (leaderOf(chain)) return still(chain);
    const soon = campaignTicks(chain.raft.config.heartbeatTick) * TICK;
    const again: OrdererEffect = { type: 'setTimer', timer, min: soon, max: soon };
    return { ...stepRaft(chain, { type: 'campaign' }, disk), afterwards: [again] };
  }
  if (timer === batchTimer(channel)) return flush({ ...chain, timerRunning: false }, 'timeout', disk);
  return onForwardTimeout(chain, request);
}

function onMessage(chain: RaftChain, from: ActorId, message: Message, context: ChainContext): MovedRaft {
  switch (message.type) {
    case 'submitRequest':
      return onSubmit(chain, from, message, context);
    case 'submitResponse':
      return answerForwarded(chain, message.request, message.status as Status, message.info);
    case 'consensus': {
      const decoded = decodeRaftMessage(message.payload);
      if (!decoded.ok || !isForThis(chain, from, decoded.value)) return still(chain);
      return stepRaft(chain, { type: 'message', message: decoded.value }, context.disk);
    }
    case 'deliverBlock':
      return onPulledBlock(chain, from, message.block, context);
    case 'deliverStatus':
      return pullEnded(chain, from, context);
    default:
      return still(chain);
  }
}

function onPulledBlock(chain: RaftChain, from: ActorId, block: Uint8Array, context: ChainContext): MovedRaft {
  const { moved, heldBack } = takePulledBlock(chain, from, block, context);
  return heldBack ? andThen(moved, (next) => commitHeldBack(next, heldBack, context.disk)) : moved;
}

/** Only consenters are heard, as far as this one knows them, and only what is meant for it. */
const isForThis = ({ hosts, raft }: RaftChain, from: ActorId, { to }: RaftMessage): boolean =>
  to === raft.config.id && Object.values(hosts).includes(from);

function onOrder(chain: RaftChain, waiting: Waiting, context: ChainContext): MovedRaft {
  const leader = leaderOf(chain);
  if (context.disk.lie === 'withhold') return drop(chain, waiting);
  if (isLeader(chain) || leader === undefined) return enqueue(chain, waiting, context);
  return forward(chain, leader, waiting);
}

/** The sender is told SUCCESS, and that is all. */
function drop(chain: RaftChain, { ordering, asker }: Waiting): MovedRaft {
  const { channel } = chain;
  const told = report({ type: 'lieTold', channel, lie: 'withhold', to: asker.node });
  const success = { status: Status.SUCCESS, info: '', channel, txid: ordering.txid };
  return { chain, effects: [told, { ...answer(asker, success), ...WORK }], persist: 'no' };
}

/** On the leader: the sender is told SUCCESS as soon as the envelope is in the queue. */
function enqueue(chain: RaftChain, waiting: Waiting, { disk }: ChainContext): MovedRaft {
  const { channel } = chain;
  const success = { status: Status.SUCCESS, info: '', channel, txid: waiting.ordering.txid };
  return { ...queue(chain, waiting, disk), afterwards: [{ ...answer(waiting.asker, success), ...WORK }] };
}

function forward(chain: RaftChain, leader: ActorId, { ordering, config, asker }: Waiting): MovedRaft {
  const { channel } = chain;
  const request = `${asker.node}/${asker.request}`;
  const forwarded = {
    ...chain.forwarded,
    [request]: { ...asker, txid: ordering.txid, leader: chain.raft.volatile.leader },
  };
  const { bytes: envelope, txid } = ordering;
  return {
    chain: { ...chain, forwarded },
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
    persist: 'no',
  };
}

/** What another orderer forwarded has been checked there; only the leader takes it. */
function onSubmit(
  chain: RaftChain,
  from: ActorId,
  message: Message & { type: 'submitRequest' },
  context: ChainContext,
): MovedRaft {
  const { channel, txid, request, envelope, config } = message;
  const asker: Asker = { node: from, request, forwarded: true };
  const opened = openEnvelope(envelope);
  if (!isLeader(chain) || !opened.ok) {
    const reply = { status: Status.SERVICE_UNAVAILABLE, info: 'no Raft leader', channel, txid };
    return { ...still(chain), effects: [answer(asker, reply)] };
  }
  const flaw = config ? forwardedConfigFlaw(opened.value, chain.bundle, isActiveOn(chain)) : undefined;
  if (flaw !== undefined) {
    const refused = report({ type: 'envelopeRefused', channel, txid, status: 'BAD_REQUEST', info: flaw });
    const reply = { status: Status.BAD_REQUEST, info: flaw, channel, txid };
    return { ...still(chain), effects: [refused, answer(asker, reply)] };
  }
  const { payloadBytes: payload, signature } = opened.value;
  const waiting: Waiting = { ordering: { payload, signature, bytes: envelope, txid }, config, asker };
  if (context.disk.lie === 'withhold') return drop(chain, waiting);
  return enqueue(chain, waiting, context);
}

/** The leader it was sent to is named, even if it is none any more. */
function onForwardTimeout(chain: RaftChain, request: string): MovedRaft {
  const info = `timed out (7s) waiting on forwarding to ${String(chain.forwarded[request]?.leader ?? 0)}`;
  return answerForwarded(chain, request, Status.SERVICE_UNAVAILABLE, info);
}

function answerForwarded(chain: RaftChain, request: string, status: Status, info: string): MovedRaft {
  const { [request]: asker, ...forwarded } = chain.forwarded;
  if (!asker) return still(chain);
  const { channel } = chain;
  return {
    chain: { ...chain, forwarded },
    effects: [
      { type: 'cancelTimer', timer: forwardTimer(channel, request) },
      answer(asker, { status, info, channel, txid: asker.txid }),
    ],
    persist: 'no',
  };
}

/** Nobody listens there: Raft slows down, a forwarded envelope fails. */
function onRefused(
  chain: RaftChain,
  { to, message }: { readonly to: ActorId; readonly message: Message },
  context: ChainContext,
): MovedRaft {
  if (message.type === 'deliverSeek') return pullEnded(chain, to, context);
  if (message.type === 'submitRequest') {
    const info = `connection to ${to} refused`;
    return answerForwarded(chain, message.request, Status.SERVICE_UNAVAILABLE, info);
  }
  const peer = Object.entries(chain.hosts).find(([, host]) => host === to)?.[0];
  if (message.type !== 'consensus' || peer === undefined) return still(chain);
  return stepRaft(chain, { type: 'unreachable', peer: Number(peer) }, context.disk);
}
