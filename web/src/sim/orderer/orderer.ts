/**
 * The ordering service node: takes envelopes in, agrees with the other orderers on their order, makes blocks, delivers
 * them. It does not look at what a transaction does.
 *
 * @fabric orderer/common/server, orderer/common/broadcast, orderer/consensus/etcdraft
 */
import type { ActorId, Role } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';
import { sha256 } from '../crypto/sha256.ts';
import { signWith } from '../identity/signing-identity.ts';
import { concatBytes, utf8 } from '../wire/bytes.ts';
import { headerTypeName } from '../wire/envelope.ts';
import { Status } from '../wire/gen/common/common_pb.ts';
import type { Message } from '../wire/messages.ts';
import { statusName } from '../wire/status-name.ts';
import type { Asker } from './asker.ts';
import { isActiveOn } from './active-consenters.ts';
import type { ChainInput } from './chain.ts';
import { stepChain, unavailable } from './chain-kinds.ts';
import { closeStream, openStream } from './deliver.ts';
import { followStep, sourceGone } from './follow-channel.ts';
import { openEnvelope, processMessage } from './message-processor.ts';
import type { Lie } from './lie.ts';
import {
  answer,
  type Chain,
  type OrdererDisk,
  type OrdererReport,
  type OrdererState,
  type OrdererStepped,
  report,
  send,
  type Waiting,
  withChain,
  WORK,
} from './orderer-state.ts';
import type { OrdererTask } from './orderer-task.ts';
import { join, settle, startChains, UNHEARD } from './run-chains.ts';
import { processForNewChannel, systemChainOf } from './system-channel.ts';

/**
 * Where a started process begins to count what it draws: 0 on an empty disk. Further on than it ever was before, or a
 * config transaction would get the id of one that an earlier life of this orderer has signed.
 */
const firstDraw = ({ chains }: OrdererDisk): number =>
  1_000_000 * Object.values(chains).reduce((blocks, chain) => blocks + chain.blocks.height, 0);

export const orderer: Role<OrdererState, OrdererDisk, Message, OrdererTask, OrdererReport> = {
  boot: (disk) => ({ disk, chains: {}, followers: {}, draws: firstDraw(disk) }),
  step(state, input, now) {
    const followed = followStep(state, input, now);
    if (followed) return followed;
    switch (input.type) {
      case 'start':
        return startChains(state);
      case 'command':
        return input.command.type === 'joinOrderer'
          ? join(state, input.command, input.index)
          : corrupt(state, input.command.lie, input.index);
      case 'message':
        return onMessage(state, input.from, input.message, now);
      case 'timer':
        return give(state, input.timer.split(' ')[1] ?? '', { type: 'timer', timer: input.timer }, now);
      case 'persisted':
        return give(state, input.tag, { type: 'persisted' }, now);
      case 'undeliverable':
        return onRefused(state, input.to, input.message, now);
      case 'disconnected':
        return closeStreams(state, input.from, now);
    }
  },
};

const unchanged = (state: OrdererState): OrdererStepped => ({ state, effects: [] });
const chainOf = (state: OrdererState, channel: string): Chain | undefined => state.chains[channel];

/** From here on it lies, or is honest again. */
function corrupt(before: OrdererState, lie: Lie | 'none', index: number): OrdererStepped {
  const { lie: _before, ...honest } = before.disk;
  const state = { ...before, disk: lie === 'none' ? honest : { ...honest, lie } };
  const done = report({ type: 'commandDone', command: 'corruptOrderer', index });
  const persist = { type: 'persist', tag: UNHEARD, durable: state.disk } as const;
  return { state, effects: [report({ type: 'ordererCorrupted', lie }), persist, done] };
}

/** Gives one chain an input; what is for a channel without a chain is passed over. */
function give(state: OrdererState, channel: string, input: ChainInput, now: Micros): OrdererStepped {
  const { disk } = state;
  return settle(state, chainOf(state, channel), (chain) => stepChain(chain, input, { disk, now }));
}

function onMessage(state: OrdererState, from: ActorId, message: Message, now: Micros): OrdererStepped {
  switch (message.type) {
    case 'broadcast':
      return onBroadcast(state, from, message, now);
    case 'submitRequest': {
      if (chainOf(state, message.channel)) return give(state, message.channel, { type: 'message', from, message }, now);
      const { request, channel, txid } = message;
      const reply = { status: Status.SERVICE_UNAVAILABLE, info: 'no Raft leader', channel, txid };
      return { state, effects: [answer({ node: from, request, forwarded: true }, reply)] };
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
      return 'channel' in message
        ? give(state, message.channel, { type: 'message', from, message }, now)
        : unchanged(state);
  }
}

function onBroadcast(
  before: OrdererState,
  from: ActorId,
  message: Message & { type: 'broadcast' },
  now: Micros,
): OrdererStepped {
  const asker: Asker = { node: from, request: message.request, forwarded: false };
  const refuse = (status: Status, info: string): OrdererStepped => {
    const { channel, txid } = message;
    return {
      state: before,
      effects: [
        report({ type: 'envelopeRefused', channel, txid, status: statusName(status), info }),
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
    isActive: chain.kind === 'etcdraft' ? isActiveOn(chain) : undefined,
  });
  if (!processed.ok) return refuse(processed.error.status, processed.error.info);
  const { ordering, config } = processed.value;
  const why = unavailable(chain);
  if (why !== undefined) return refuse(Status.SERVICE_UNAVAILABLE, why);
  const accepted = report({
    type: 'envelopeAccepted',
    channel: channelId,
    txid: ordering.txid,
    envelope: headerTypeName(type),
  });
  const waiting: Waiting = { ordering, config, asker };
  const next = give({ ...before, draws }, chain.channel, { type: 'order', waiting }, now);
  return { state: next.state, effects: [accepted, ...next.effects] };
}

/** Nobody listens there: a stream ends, or a chain has to do without. */
function onRefused(state: OrdererState, to: ActorId, message: Message, now: Micros): OrdererStepped {
  if (!('channel' in message)) return unchanged(state);
  if (message.type !== 'deliverBlock') return give(state, message.channel, { type: 'undeliverable', to, message }, now);
  const chain = chainOf(state, message.channel);
  return chain ? unchanged(withChain(state, closeStream(chain, to))) : unchanged(state);
}

function closeStreams(before: OrdererState, peer: ActorId, now: Micros): OrdererStepped {
  const gone = sourceGone(before, peer);
  let { state } = gone;
  for (const chain of Object.values(state.chains))
    if (chain.subscribers[peer] !== undefined) state = withChain(state, closeStream(chain, peer));
  const effects = [...gone.effects];
  for (const channel of Object.keys(state.chains)) {
    const told = give(state, channel, { type: 'disconnected', from: peer }, now);
    state = told.state;
    effects.push(...told.effects);
  }
  return { state, effects };
}
