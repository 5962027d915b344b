/**
 * What a block was committed without is asked for again, once a minute, the most recent blocks first.
 *
 * @fabric gossip/privdata/reconcile.go
 * @simplified One peer is asked a minute, each time another one.
 */
import type { ActorId } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import { commitLateSet } from '../ledger/private-reconcile.ts';
import type { PrivateSetId } from '../ledger/private-store.ts';
import type { Message } from '../wire/messages.ts';
import { ledgerOf, withChannel } from './committer.ts';
import { collectionTerms } from './lifecycle/collections.ts';
import { type PeerEffect, type PeerState, type PeerStepped, report } from './peer-state.ts';
import { isToldOf } from './private-facts.ts';
import { eligiblePeers } from './private-members.ts';
import { blockToLiveIn } from './private-retrieval.ts';

/** `peer.gossip.pvtData.reconcileSleepInterval`. */
export const RECONCILE_SLEEP: Micros = 60 * SECOND;
/** `peer.gossip.pvtData.reconcileBatchSize`, in blocks. */
const RECONCILE_BATCH = 10;

export const reconcileTimer = (channel: string): string => `reconcile ${channel}`;
const RECONCILE_REQUEST = 'reconcile';
export const isReconciliation = (request: string): boolean => request === RECONCILE_REQUEST;

/** Starts the clock, if something is missing and it does not run. */
export function reconcileLater(state: PeerState, channel: string): PeerStepped {
  const joined = state.channels[channel];
  if (!joined || joined.reconciliations !== undefined || ledgerOf(state, channel).privateStore.missing.size === 0)
    return { state, effects: [] };
  return { state: withChannel(state, channel, { reconciliations: 0 }), effects: [sleep(channel)] };
}

const sleep = (channel: string): PeerEffect => ({
  type: 'setTimer',
  timer: reconcileTimer(channel),
  min: RECONCILE_SLEEP,
  max: RECONCILE_SLEEP,
});

/** A minute has passed. */
export function reconcile(state: PeerState, channel: string): PeerStepped {
  const joined = state.channels[channel];
  if (!joined) return { state, effects: [] };
  const { missing } = ledgerOf(state, channel).privateStore;
  if (missing.size === 0) return { state: withChannel(state, channel, { reconciliations: undefined }), effects: [] };
  const attempts = joined.reconciliations ?? 0;
  const next = withChannel(state, channel, { reconciliations: attempts + 1 });
  return { state: next, effects: [...ask(state, channel, [...missing.values()], attempts), sleep(channel)] };
}

function ask(
  state: PeerState,
  channel: string,
  missing: readonly PrivateSetId[],
  attempt: number,
): readonly PeerEffect[] {
  const { state: ledgerState } = ledgerOf(state, channel);
  const latest = [...new Set(missing.map(({ blockNum }) => blockNum))].slice(-RECONCILE_BATCH);
  const wantedBy = new Map<ActorId, PrivateSetId[]>();
  for (const id of missing.filter(({ blockNum }) => latest.includes(blockNum)).toReversed()) {
    const terms = collectionTerms(ledgerState, id.namespace, id.collection, state.disk.signer.mspId);
    for (const peer of terms ? eligiblePeers(state, channel, terms) : [])
      wantedBy.set(peer.id, [...(wantedBy.get(peer.id) ?? []), id]);
  }
  const peers = [...wantedBy];
  const chosen = peers[attempt % Math.max(peers.length, 1)];
  if (!chosen) return [];
  const [to, ids] = chosen;
  const digests = ids.map((id) => ({ ...id, txid: '' }));
  return [{ type: 'send', to, message: { type: 'privateDataRequest', channel, request: RECONCILE_REQUEST, digests } }];
}

/** Data for blocks of long ago: what matches their hashes is kept, and shows where nothing newer has been written. */
export function onReconciled(
  state: PeerState,
  from: ActorId,
  { channel, elements }: Message & { type: 'privateDataResponse' },
): PeerStepped {
  let ledger = ledgerOf(state, channel);
  const accepted: PrivateSetId[] = [];
  for (const { digest, writes } of elements) {
    const { blockNum, txNum, namespace, collection } = digest;
    const id = { blockNum, txNum, namespace, collection };
    const next = commitLateSet(ledger, { id, bytes: writes }, blockToLiveIn(state, ledger.state));
    if (!next) continue;
    ledger = next;
    accepted.push(id);
  }
  if (accepted.length === 0) return { state, effects: [] };
  const disk = { ...state.disk, ledgers: { ...state.disk.ledgers, [channel]: ledger } };
  const told = accepted.filter(({ namespace }) => isToldOf(namespace));
  const numbers = [...new Set(told.map(({ blockNum }) => blockNum))];
  const facts = numbers.map((number) => {
    const collections = told.filter(({ blockNum }) => blockNum === number).map(({ collection }) => collection);
    return report({ type: 'privateDataReconciled', channel, number, collections: [...new Set(collections)], from });
  });
  return { state: { ...state, disk }, effects: [...facts, { type: 'persist', tag: '', durable: disk }] };
}
