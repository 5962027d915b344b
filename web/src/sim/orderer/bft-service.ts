/**
 * A BFT chain towards the orderer around it: every consenter takes envelopes, quorum or not, and keeps them until they are
 * ordered; there is no leader to forward to at once.
 *
 * @fabric orderer/consensus/smartbft/{chain,consenter,ingress}.go
 */
import type { ActorId } from '../kernel/actor.ts';
import { ok, type Result } from '../kernel/result.ts';
import { Status } from '../wire/gen/common/common_pb.ts';
import type { Message } from '../wire/messages.ts';
import { ChainApplication, requestId } from './bft-application.ts';
import { carryOut, type MovedBft, stepChain } from './bft-chain.ts';
import { bftConfig, bftConsenters, idOf, isBftConsenter } from './bft-consenters.ts';
import { endPulled, newestDecision, pulled, pullTimerOf, takePulled } from './bft-synchronizer.ts';
import type { BftTimer } from './bft/bft-state.ts';
import { decodeBftMessage } from './bft/bft-wire.ts';
import { beginBft, initialBft, NO_LOG, refusalOf, TICK } from './bft/bft.ts';
import { andThen, type ChainContext, type ChainKind, type ChainStart, type StartedChain, still } from './chain.ts';
import { answer, type BftChain, type OrdererEffect, report, type Waiting, WORK } from './orderer-state.ts';
import { bftTimer } from './orderer-timers.ts';

export const bftKind: ChainKind<BftChain> = {
  isConsenter: isBftConsenter,
  start,
  unavailable: () => undefined,
  step(chain, input, context) {
    switch (input.type) {
      case 'order':
        return onOrder(chain, input.waiting, context);
      case 'message':
        return onMessage(chain, input.from, input.message, context);
      case 'timer':
        return onTimer(chain, input.timer, context);
      case 'persisted':
        return stepChain(chain, { type: 'persisted' }, context);
      case 'undeliverable':
        return input.message.type === 'deliverSeek' ? onPullEnd(chain, input.to, context) : still(chain);
      case 'disconnected':
        return onPullEnd(chain, input.from, context);
    }
  },
  finish: still,
  stop: ({ channel }) =>
    ['start', 'tick', 'pool', 'batch', 'collect', 'synchronize'].map(
      (timer): OrdererEffect => ({ type: 'cancelTimer', timer: bftTimer(channel, timer) }),
    ),
};

function start({ disk, channel, chain, bundle }: ChainStart): Result<StartedChain, string> {
  const config = bftConfig(bundle, disk.node);
  if (!config.ok) return config;
  const bft = initialBft(config.value, chain.bft ?? NO_LOG, newestDecision({ disk: chain, bundle }));
  const base = { kind: 'BFT', channel, bundle, disk: chain, created: [], errored: false, subscribers: {} } as const;
  const started: BftChain = { ...base, bft, pulling: undefined };
  // Its first step wants to know the time, which a timer tells.
  const soon: OrdererEffect = { type: 'setTimer', timer: startTimer(channel), min: 0, max: 0 };
  return ok({
    chain: started,
    consenters: bftConsenters(bundle).length,
    go: () => ({ ...still(started), afterwards: [soon] }),
    firstTime: [],
  });
}

const startTimer = (channel: string): string => bftTimer(channel, 'start');

function begin(chain: BftChain, context: ChainContext): MovedBft {
  const begun = beginBft(chain.bft, new ChainApplication(chain, context.disk), context.now);
  const tick: OrdererEffect = { type: 'setTimer', timer: bftTimer(chain.channel, 'tick'), min: 0, max: TICK };
  return { ...carryOut(chain, begun, context), afterwards: [tick] };
}

/** Whoever takes an envelope keeps it; a quorum is not asked for. */
function onOrder(chain: BftChain, { ordering, asker }: Waiting, context: ChainContext): MovedBft {
  const { channel } = chain;
  const { bytes: request, txid } = ordering;
  const { lie } = context.disk;
  const accepted = { status: Status.SUCCESS, info: '', channel, txid };
  if (lie === 'withhold') {
    const told = report({ type: 'lieTold', channel, lie, to: asker.node });
    return { chain, effects: [told, { ...answer(asker, accepted), ...WORK }], persist: 'no' };
  }
  const refusal = refusalOf(chain.bft, requestId(request), request);
  if (refusal !== undefined) {
    const info = `failed to submit request: ${refusal}`;
    const refused = report({ type: 'envelopeRefused', channel, txid, status: 'SERVICE_UNAVAILABLE', info });
    const reply = { status: Status.SERVICE_UNAVAILABLE, info, channel, txid };
    return { chain, effects: [refused, { ...answer(asker, reply), ...WORK }], persist: 'no' };
  }
  const moved = stepChain(chain, { type: 'request', request, forwarded: false }, context);
  return { ...moved, afterwards: [...(moved.afterwards ?? []), { ...answer(asker, accepted), ...WORK }] };
}

function onMessage(chain: BftChain, from: ActorId, message: Message, context: ChainContext): MovedBft {
  switch (message.type) {
    case 'consensus': {
      const sender = idOf(chain.bundle, from);
      const decoded = decodeBftMessage(message.payload);
      if (sender === undefined || !decoded.ok) return still(chain);
      return stepChain(chain, { type: 'message', from: sender, message: decoded.value }, context);
    }
    case 'submitRequest':
      if (!isBftConsenter(chain.bundle, from) || context.disk.lie === 'withhold') return still(chain);
      return stepChain(chain, { type: 'request', request: message.envelope, forwarded: true }, context);
    case 'deliverBlock':
      return takePulled(chain, from, message.block, context.disk.lie);
    case 'deliverStatus':
      return onPullEnd(chain, from, context);
    default:
      return still(chain);
  }
}

function onPullEnd(chain: BftChain, from: ActorId, context: ChainContext): MovedBft {
  const ended = endPulled(chain, from);
  return ended.isDone ? finishPull(ended.chain, context) : still(ended.chain);
}

function finishPull(chain: BftChain, context: ChainContext): MovedBft {
  const synced = pulled(chain, context);
  const stop: OrdererEffect = { type: 'cancelTimer', timer: pullTimerOf(chain.channel) };
  const next: BftChain = { ...chain, pulling: undefined };
  if (!synced) return { chain: { ...next, leaving: 'evicted' }, effects: [stop], persist: 'no' };
  return andThen({ chain: next, effects: [stop], persist: 'no' }, (after) =>
    stepChain(after, { type: 'synchronized', synced }, context),
  );
}

function onTimer(chain: BftChain, timer: string, context: ChainContext): MovedBft {
  if (timer === startTimer(chain.channel)) return begin(chain, context);
  if (timer === pullTimerOf(chain.channel)) return chain.pulling ? finishPull(chain, context) : still(chain);
  const known: readonly BftTimer[] = ['tick', 'pool', 'batch', 'collect'];
  const which = known.find((each) => bftTimer(chain.channel, each) === timer);
  if (which === undefined) return still(chain);
  const moved = stepChain(chain, { type: 'timer', timer: which }, context);
  const again: OrdererEffect = { type: 'setTimer', timer, min: TICK, max: TICK };
  return which === 'tick' ? { ...moved, afterwards: [...(moved.afterwards ?? []), again] } : moved;
}
