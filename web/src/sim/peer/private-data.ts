/**
 * Where private data meets the rest of the peer: its messages, its timers, refused connections.
 *
 * @fabric gossip/privdata
 */
import type { ActorId } from '../kernel/actor.ts';
import type { Micros } from '../kernel/time.ts';
import { blockEnvelopes, decodeBlock } from '../wire/block.ts';
import type { Message } from '../wire/messages.ts';
import { ledgerOf, validateNext, withChannel } from './committer.ts';
import { presumeDead } from './gossip/membership.ts';
import { type Distribution, type Invocation, signTimer } from './invocation.ts';
import { type PeerEffect, type PeerState, type PeerStepped, report } from './peer-state.ts';
import {
  awaitedName,
  distributionError,
  giveUp,
  keepSets,
  onPrivateData,
  pushTimer,
  settleAwaited,
} from './private-dissemination.ts';
import { isToldOf } from './private-facts.ts';
import { isReconciliation, onReconciled, reconcile, reconcileLater } from './private-reconciler.ts';
import { onPrivateDataRequest } from './private-requests.ts';
import { blockSets, keepAsking, nextRound, notePulled } from './private-retrieval.ts';

type PrivateMessage = Extract<
  Message,
  { readonly type: 'privateData' | 'privateDataAck' | 'privateDataRequest' | 'privateDataResponse' }
>;

const unchanged = (state: PeerState): PeerStepped => ({ state, effects: [] });

export function onPrivateMessage(state: PeerState, from: ActorId, message: PrivateMessage, now: Micros): PeerStepped {
  switch (message.type) {
    case 'privateData':
      return onPrivateData(state, from, message);
    case 'privateDataAck': {
      const { request, namespace, collection } = message;
      const name = awaitedName(from, namespace, collection);
      return settlePush(state, request, (distribution) => settleAwaited(distribution, name, true));
    }
    case 'privateDataRequest':
      return onPrivateDataRequest(state, from, message);
    case 'privateDataResponse':
      if (!state.channels[message.channel]) return unchanged(state);
      return isReconciliation(message.request)
        ? onReconciled(state, from, message)
        : onPulled(state, from, message, now);
  }
}

/** Nobody listens where `message` was sent. */
export function onPrivateRefused(before: PeerState, to: ActorId, message: PrivateMessage, now: Micros): PeerStepped {
  const gone = presumeDead(before, to);
  const after = refused(gone.state, to, message, now);
  return { state: after.state, effects: [...gone.effects, ...after.effects] };
}

function refused(state: PeerState, to: ActorId, message: PrivateMessage, now: Micros): PeerStepped {
  if (message.type === 'privateDataRequest' && !isReconciliation(message.request))
    return state.channels[message.channel]?.pull ? validateNext(state, message.channel, now) : unchanged(state);
  if (message.type !== 'privateData' || message.request === null) return unchanged(state);
  const name = awaitedName(to, message.namespace, message.collection);
  return settlePush(state, message.request, (distribution) => settleAwaited(distribution, name, false));
}

/** Acknowledgements have been waited for long enough. */
export const pushTimedOut = (state: PeerState, invocation: string): PeerStepped =>
  settlePush(state, invocation, giveUp);

function settlePush(state: PeerState, id: string, change: (distribution: Distribution) => Distribution): PeerStepped {
  const invocation = state.invocations.get(id);
  if (!invocation?.distribution) return unchanged(state);
  const distribution = change(invocation.distribution);
  const { txid, sets } = distribution;
  if (distribution.awaiting.length > 0) return unchanged(keep(state, { ...invocation, distribution }));
  const error = distributionError(distribution);
  const effects: readonly PeerEffect[] = [
    { type: 'cancelTimer', timer: pushTimer(id) },
    { type: 'setTimer', timer: signTimer(id), min: 200, max: 600 },
  ];
  const done = { ...invocation, distribution: undefined };
  if (error === undefined) return keepSets({ state: keep(state, done), effects }, txid, sets);
  return { state: keep(state, { ...done, executed: { type: 'failed', message: error } }), effects };
}

const keep = (state: PeerState, invocation: Invocation): PeerState => ({
  ...state,
  invocations: state.invocations.set(invocation.id, invocation),
});

/** A peer has answered about the block that waits. */
function onPulled(
  state: PeerState,
  from: ActorId,
  { channel, elements }: Message & { type: 'privateDataResponse' },
  now: Micros,
): PeerStepped {
  const joined = state.channels[channel];
  const [first] = joined?.inbox ?? [];
  const decoded = first && decodeBlock(first.block);
  if (!joined?.pull || !decoded?.ok || first?.number !== joined.pull.number) return unchanged(state);
  const { wanted } = blockSets(
    ledgerOf(state, channel).state,
    first.number,
    blockEnvelopes(decoded.value),
    state.disk.signer.mspId,
  );
  const { pull, fresh } = notePulled(joined, wanted, elements);
  const facts = fresh
    .filter(({ id }) => isToldOf(id.namespace))
    .map(({ id, txid }) =>
      report({ type: 'privateDataReceived', channel, txid, collection: id.collection, from, via: 'pull' }),
    );
  const next = validateNext(withChannel(state, channel, { pull }), channel, now);
  return { state: next.state, effects: [...facts, ...next.effects] };
}

/** A second has passed while a block waits for private data. */
export function pullAgain(state: PeerState, channel: string, now: Micros): PeerStepped {
  const pull = state.channels[channel]?.pull;
  if (!pull) return unchanged(state);
  const round = nextRound(pull, now);
  const next = validateNext(withChannel(state, channel, { pull: round }), channel, now);
  const again = next.state.channels[channel]?.pull?.number === pull.number ? [keepAsking(channel)] : [];
  return { state: next.state, effects: [...next.effects, ...again] };
}

/** Timers named by a word and a subject; undefined for those of others. */
export function onPrivateTimer(state: PeerState, kind: string, subject: string, now: Micros): PeerStepped | undefined {
  switch (kind) {
    case 'push':
      return pushTimedOut(state, subject);
    case 'pull':
      return pullAgain(state, subject, now);
    case 'reconcile':
      return reconcile(state, subject);
    default:
      return undefined;
  }
}

/** After a restart: what was missing before still is. */
export function resumeReconciling(before: PeerState): PeerStepped {
  let state = before;
  const effects: PeerEffect[] = [];
  for (const channel of Object.keys(before.channels)) {
    const next = reconcileLater(state, channel);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}
