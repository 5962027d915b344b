/**
 * The BFT chain of one channel: SmartBFT bound to the orderer's blocks, disk, clocks and messages.
 *
 * @fabric orderer/consensus/smartbft/{chain,egress,ingress}.go
 */
import type { ActorId } from '../kernel/actor.ts';
import { invariant } from '../kernel/result.ts';
import { blockEnvelopes, blockNumber } from '../wire/block.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import type { Message } from '../wire/messages.ts';
import { ChainApplication } from './bft-application.ts';
import { hostOf } from './bft-consenters.ts';
import { forUs } from './bft-lies.ts';
import { blockOf } from './bft-proposal.ts';
import { startPull } from './bft-synchronizer.ts';
import type { BftMessage } from './bft/bft-message.ts';
import type { BftEvent, BftInput, BftOutput, BftTransition } from './bft/bft-state.ts';
import { encodeBftMessage } from './bft/bft-wire.ts';
import { stepBft } from './bft/bft.ts';
import { andThen, type ChainContext, type Moved, still } from './chain.ts';
import { type BftChain, type OrdererEffect, report, send, WORK } from './orderer-state.ts';
import { bftTimer } from './orderer-timers.ts';

export type MovedBft = Moved<BftChain>;

/** Gives SmartBFT an input and carries out what comes of it. */
export function stepChain(chain: BftChain, input: BftInput, context: ChainContext): MovedBft {
  const application = new ChainApplication(chain, context.disk);
  return carryOut(chain, stepBft(chain.bft, application, input, context.now), context);
}

export function carryOut(before: BftChain, transition: BftTransition, context: ChainContext): MovedBft {
  const { application } = transition;
  invariant(application instanceof ChainApplication, 'SmartBFT gives back the application it was given');
  let moved: MovedBft = still({ ...application.chain, bft: transition.state });
  let deliveries = 0;
  for (const output of transition.outputs) {
    if (output.type === 'delivered') {
      const told = application.told[deliveries++] ?? [];
      moved = andThen(moved, (chain) => ({ chain, effects: told, persist: 'write' }));
    } else moved = andThen(moved, (chain) => carryOutOne(chain, before, output, context));
  }
  return application.isPanicking ? { ...moved, afterwards: [{ type: 'exit' }] } : moved;
}

const silent = (chain: BftChain, ...effects: readonly OrdererEffect[]): MovedBft => ({ chain, effects, persist: 'no' });

function carryOutOne(
  chain: BftChain,
  before: BftChain,
  output: Exclude<BftOutput, { readonly type: 'delivered' }>,
  context: ChainContext,
): MovedBft {
  const { channel } = chain;
  switch (output.type) {
    case 'send': {
      // Whoever was removed by the newest block still gets the last word.
      const to = hostOf(chain.bundle, output.to) ?? hostOf(before.bundle, output.to);
      return to === undefined ? still(chain) : silent(chain, ...say(chain, output.to, to, output.message, context));
    }
    case 'forward': {
      const to = hostOf(chain.bundle, output.to);
      if (to === undefined || context.disk.lie === 'silent' || context.disk.lie === 'withhold') return still(chain);
      return silent(chain, ...forwardRequest(chain, to, output.request));
    }
    case 'persist':
      return { chain: { ...chain, disk: { ...chain.disk, bft: output.durable } }, effects: [], persist: 'sync' };
    case 'setTimer': {
      const timer = bftTimer(channel, output.timer);
      return silent(chain, { type: 'setTimer', timer, min: output.after, max: output.after });
    }
    case 'cancelTimer':
      return silent(chain, { type: 'cancelTimer', timer: bftTimer(channel, output.timer) });
    case 'synchronize':
      return startPull(chain, context);
    case 'tell':
      return silent(chain, ...tellOf(chain, before, output.event));
  }
}

const forwardRequest = ({ channel }: BftChain, to: ActorId, request: Uint8Array): readonly OrdererEffect[] => {
  const [txid = ''] = txidsOfEnvelopes([request]);
  const message: Message = { type: 'submitRequest', request: txid, envelope: request, channel, txid, config: false };
  return [report({ type: 'envelopeForwarded', channel, txid, leader: to }), { ...send(to, message), ...WORK }];
};

const LABELS: Readonly<Record<BftMessage['type'], string>> = {
  PrePrepare: 'bftPrePrepare',
  Prepare: 'bftPrepare',
  Commit: 'bftCommit',
  ViewChange: 'bftViewChange',
  ViewData: 'bftViewData',
  NewView: 'bftNewView',
  HeartBeat: 'bftHeartBeat',
  HeartBeatResponse: 'bftHeartBeatResponse',
  StateTransferRequest: 'bftStateTransferRequest',
  StateTransferResponse: 'bftStateTransferResponse',
};

function say(
  chain: BftChain,
  id: number,
  to: ActorId,
  message: BftMessage,
  context: ChainContext,
): readonly OrdererEffect[] {
  const { channel } = chain;
  const { said, lie } = forUs(chain, id, message, context);
  const told: OrdererEffect[] = lie ? [report({ type: 'lieTold', channel, lie, to })] : [];
  if (!said) return told;
  const block = said.type === 'PrePrepare' ? blockOf(said.proposal) : undefined;
  const wire: Message = {
    type: 'consensus',
    channel,
    label: LABELS[said.type],
    payload: encodeBftMessage(said),
    block: block?.ok ? blockNumber(block.value) : null,
  };
  return [...told, send(to, wire)];
}

const txidsOfEnvelopes = (envelopes: readonly Uint8Array[]): readonly string[] =>
  envelopes.map((envelope) => {
    const parsed = parseEnvelope(envelope);
    return parsed.ok ? parsed.value.channelHeader.txId : '';
  });

/** The block that is agreed on at a place in SmartBFT's order. */
const numberAt = ({ bft, disk }: BftChain, seq: number): number =>
  disk.blocks.height - 1 + seq - bft.latest.latestSequence;

function tellOf(chain: BftChain, before: BftChain, event: BftEvent): readonly OrdererEffect[] {
  const { channel, bundle } = before;
  const named = (ids: readonly number[]): readonly ActorId[] => ids.flatMap((id) => hostOf(bundle, id) ?? []);
  const leaderNamed = (id: number): ActorId => hostOf(chain.bundle, id) ?? hostOf(bundle, id) ?? '';
  switch (event.type) {
    case 'proposed': {
      const number = numberAt(before, event.seq);
      const { proposal } = chain.bft.view;
      const block = proposal && blockOf(proposal);
      const envelopes = block?.ok ? blockEnvelopes(block.value) : [];
      const { requestBatchMaxCount } = chain.bft.config.options;
      const reason = envelopes.length >= requestBatchMaxCount ? 'count' : 'timeout';
      return [
        report({ type: 'blockCut', channel, number, txids: txidsOfEnvelopes(envelopes), reason }),
        report({ type: 'blockProposed', channel, number, view: event.view }),
      ];
    }
    case 'prepared':
    case 'decided': {
      const type = event.type === 'prepared' ? 'blockPrepared' : 'blockDecided';
      const number = numberAt(before, event.seq);
      return [report({ type, channel, number, view: event.view, by: named(event.by) })];
    }
    case 'proposalRefused': {
      const { view, why } = event;
      return [report({ type: 'blockProposalRefused', channel, view, why, leader: leaderNamed(event.leader) })];
    }
    case 'leaderSuspected':
      return [report({ ...event, channel, leader: leaderNamed(event.leader) })];
    case 'viewChangeStarted':
      return [report({ ...event, channel })];
    case 'viewStarted':
      return [report({ ...event, channel, leader: leaderNamed(event.leader) })];
    case 'synchronizing':
      return [report({ type: 'ordererSynchronizing', channel, height: chain.disk.blocks.height })];
  }
}
