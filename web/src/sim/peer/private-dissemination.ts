/**
 * Before it signs, an endorser hands the clear private writes of a transaction to members of the collections: first to
 * one peer of each organisation, then to more, up to the collection's maxPeerCount. As many as requiredPeerCount must
 * acknowledge, or there is no endorsement.
 *
 * @fabric gossip/privdata/distributor.go, gossip/service/gossip_service.go (DistributePrivateData)
 * @simplified Which peers are taken follows from the transaction id; in Fabric it is drawn by lot.
 */
import { sha256 } from '../crypto/sha256.ts';
import type { ActorId } from '../kernel/actor.ts';
import { SECOND } from '../kernel/time.ts';
import { decodePrivateWrites } from '../ledger/read-write-set.ts';
import type { TxSimulator } from '../ledger/tx-simulator.ts';
import { hex, utf8 } from '../wire/bytes.ts';
import { ledgerOf } from './committer.ts';
import type { Distribution } from './invocation.ts';
import { collectionTerms, type CollectionTerms } from './lifecycle/collections.ts';
import { type PeerEffect, type PeerState, type PeerStepped, report } from './peer-state.ts';
import { isToldOf } from './private-facts.ts';
import { eligiblePeers } from './private-members.ts';
import { type TransientSet, withSets } from './private-transient.ts';

/** `peer.gossip.pvtData.pushAckTimeout`. */
export const PUSH_ACK_TIMEOUT = 3 * SECOND;
/** Writing into the transient store takes this long, in microseconds. */
const STORE_WORK = { min: 300, max: 900 };
export const pushTimer = (invocation: string): string => `push ${invocation}`;

/** One set on its way to one peer. */
interface Plan {
  readonly to: ActorId;
  readonly set: TransientSet;
  readonly mustAcknowledge: boolean;
}

/** What became of the private writes of a simulation. */
export interface Distributed extends PeerStepped {
  /** Undefined when nobody needs to acknowledge: the endorser may go on. */
  readonly distribution: Distribution | undefined;
  /** Fabric's text for what cannot be distributed. */
  readonly error: string | undefined;
}

const failure = (channel: string, txid: string, reason: string): string =>
  `error in simulation: failed to distribute private collection, txID ${txid}, channel ${channel}: ${reason}`;

/** Sends the private writes of a finished simulation. Without any nothing happens. */
export function distribute(
  state: PeerState,
  channel: string,
  txid: string,
  invocation: string,
  simulator: TxSimulator,
): Distributed {
  const { privateBytes } = simulator.results();
  const decoded = privateBytes && decodePrivateWrites(privateBytes);
  const nothing = { state, effects: [], distribution: undefined, error: undefined };
  if (!decoded?.ok) return nothing;
  const sets = decoded.value.map(({ namespace, collection, bytes }) => ({ namespace, collection, bytes }));
  const planned: Plan[] = [];
  for (const set of sets) {
    const { namespace, collection } = set;
    const terms = collectionTerms(ledgerOf(state, channel).state, namespace, collection, state.disk.signer.mspId);
    const plan = terms
      ? planFor(state, channel, txid, set, terms)
      : `no configuration for collection${collection}found`;
    if (typeof plan !== 'string') planned.push(...plan);
    else {
      const because = `could not build private data dissemination plan for chaincode ${namespace} and collection ${collection}`;
      return { ...nothing, error: failure(channel, txid, `${because}: ${plan}`) };
    }
  }
  const sent = { state, effects: sendAll(channel, txid, invocation, sets, planned) };
  const awaiting = planned.filter((plan) => plan.mustAcknowledge).map(awaitedOf);
  if (awaiting.length === 0) return { ...keepSets(sent, txid, sets), distribution: undefined, error: undefined };
  const distribution: Distribution = { txid, channel, sets, awaiting, failures: 0, plans: planned.length };
  const timer: PeerEffect = {
    type: 'setTimer',
    timer: pushTimer(invocation),
    min: PUSH_ACK_TIMEOUT,
    max: PUSH_ACK_TIMEOUT,
  };
  return { state, effects: [...sent.effects, timer], distribution, error: undefined };
}

/** Names one expected acknowledgement: peer, chaincode, collection. */
const awaitedOf = ({ to, set }: Plan): string => awaitedName(to, set.namespace, set.collection);

export const awaitedName = (peer: ActorId, namespace: string, collection: string): string =>
  `${peer} ${namespace} ${collection}`;

/** Whom to send a set to; the text says that there are not enough. */
function planFor(
  state: PeerState,
  channel: string,
  txid: string,
  set: TransientSet,
  { requiredPeerCount, maxPeerCount, ...terms }: CollectionTerms,
): readonly Plan[] | string {
  const eligible = eligiblePeers(state, channel, { requiredPeerCount, maxPeerCount, ...terms });
  if (eligible.length < requiredPeerCount)
    return `required to disseminate to at least ${requiredPeerCount} peers, but know of only ${eligible.length} eligible peers`;
  const lot = (name: string): string => hex(sha256(utf8(`${txid} ${name}`)));
  const drawn = eligible.map((peer) => ({ ...peer, lot: lot(peer.id) })).sort((a, b) => (a.lot < b.lot ? -1 : 1));
  const firstOf = (mspId: string) => drawn.find((peer) => peer.mspId === mspId);
  const oneOfEach = drawn.filter((peer) => firstOf(peer.mspId) === peer);
  const others = drawn.filter((peer) => firstOf(peer.mspId) !== peer);
  return [...oneOfEach, ...others]
    .slice(0, maxPeerCount)
    .map(({ id }, index) => ({ to: id, set, mustAcknowledge: index < requiredPeerCount }));
}

function sendAll(
  channel: string,
  txid: string,
  invocation: string,
  sets: readonly TransientSet[],
  plans: readonly Plan[],
): readonly PeerEffect[] {
  const collections = [...new Set(sets.filter((set) => isToldOf(set.namespace)).map(({ collection }) => collection))];
  const peers = [...new Set(plans.filter(({ set }) => isToldOf(set.namespace)).map(({ to }) => to))];
  const facts: readonly PeerEffect[] =
    collections.length === 0 ? [] : [report({ type: 'privateDataDisseminated', channel, txid, collections, peers })];
  const sends = plans.map(
    ({ to, set: { namespace, collection, bytes }, mustAcknowledge }): PeerEffect => ({
      type: 'send',
      to,
      message: {
        type: 'privateData',
        channel,
        txid,
        namespace,
        collection,
        writes: bytes,
        request: mustAcknowledge ? invocation : null,
      },
    }),
  );
  return [...facts, ...sends];
}

/** The endorser's own copy, which it keeps once the others have theirs. */
export function keepSets({ state, effects }: PeerStepped, txid: string, sets: readonly TransientSet[]): PeerStepped {
  const disk = { ...state.disk, transientStore: withSets(state.disk.transientStore, txid, sets) };
  return { state: { ...state, disk }, effects: [...effects, { type: 'persist', tag: '', durable: disk }] };
}

/** An answer, or none, from somebody who had to acknowledge. */
export function settleAwaited(distribution: Distribution, name: string, acknowledged: boolean): Distribution {
  if (!distribution.awaiting.includes(name)) return distribution;
  return {
    ...distribution,
    awaiting: distribution.awaiting.filter((other) => other !== name),
    failures: distribution.failures + (acknowledged ? 0 : 1),
  };
}

/** Nobody else will answer. */
export const giveUp = (distribution: Distribution): Distribution => ({
  ...distribution,
  awaiting: [],
  failures: distribution.failures + distribution.awaiting.length,
});

/** Fabric's text when too few have acknowledged; undefined when all had. */
export const distributionError = ({ channel, txid, failures, plans }: Distribution): string | undefined =>
  failures === 0
    ? undefined
    : failure(channel, txid, `Failed disseminating ${failures} out of ${plans} private dissemination plans`);

/** Somebody's clear writes arrive: they are written down and acknowledged. */
export function onPrivateData(
  state: PeerState,
  from: ActorId,
  message: { readonly channel: string; readonly txid: string; readonly request: string | null } & {
    readonly namespace: string;
    readonly collection: string;
    readonly writes: Uint8Array;
  },
): PeerStepped {
  const { channel, txid, namespace, collection, writes, request } = message;
  if (!state.channels[channel]) return { state, effects: [] };
  const facts = isToldOf(namespace)
    ? [report({ type: 'privateDataReceived', channel, txid, collection, from, via: 'push' })]
    : [];
  const kept = keepSets({ state, effects: facts }, txid, [{ namespace, collection, bytes: writes }]);
  if (request === null) return kept;
  const acknowledgement: PeerEffect = {
    type: 'send',
    to: from,
    message: { type: 'privateDataAck', channel, txid, namespace, collection, request },
    ...STORE_WORK,
  };
  return { state: kept.state, effects: [...kept.effects, acknowledgement] };
}
