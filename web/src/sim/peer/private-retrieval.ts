/**
 * The private side of a block about to be committed: which write sets this peer should have, which it has, and asking
 * other members for the rest. A block waits for them a minute at most; then it is committed without.
 *
 * @fabric gossip/privdata/coordinator.go (StoreBlock), gossip/privdata/pvtdataprovider.go, gossip/privdata/pull.go
 * @simplified One peer is asked at a time, the endorsers first; Fabric spreads its questions over several.
 */
import type { ActorId } from '../kernel/actor.ts';
import { SECOND, type Micros } from '../kernel/time.ts';
import type { ChannelLedger, CommittedBlock } from '../ledger/commit.ts';
import type { BlockToLive, PrivatePart } from '../ledger/private-commit.ts';
import { entitle, type PrivateSetId, type PrivateStore, setKey } from '../ledger/private-store.ts';
import type { StateDb } from '../ledger/state-db.ts';
import { sha256 } from '../crypto/sha256.ts';
import { equalBytes } from '../wire/bytes.ts';
import { SerializedIdentitySchema } from '../wire/gen/msp/identities_pb.ts';
import { decode } from '../wire/decode.ts';
import type { PrivateDataDigest, PrivateDataElement } from '../wire/messages.ts';
import { decodeTransaction } from '../wire/transaction.ts';
import { collectionTerms } from './lifecycle/collections.ts';
import { LIFECYCLE_NAMESPACE } from './lifecycle/lifecycle-state.ts';
import { type PeerChannel, type PeerEffect, type PeerState, type PeerStepped, report } from './peer-state.ts';
import { isToldOf } from './private-facts.ts';
import { eligiblePeers } from './private-members.ts';
import type { PrivatePull } from './private-pull.ts';
import { txPvtReadWriteSet, type TransientSet } from './private-transient.ts';

/** `peer.gossip.pvtData.pullRetryThreshold`. */
export const PULL_RETRY_THRESHOLD: Micros = 60 * SECOND;
/** Between two rounds of questions. @fabric gossip/privdata/pvtdataprovider.go (pullRetrySleepInterval) */
const PULL_RETRY_SLEEP: Micros = SECOND;
export const pullTimer = (channel: string): string => `pull ${channel}`;

/** A write set a block speaks of. */
export interface WantedSet {
  readonly id: PrivateSetId;
  readonly txid: string;
  /** SHA-256 of the serialized set. */
  readonly hash: Uint8Array;
  /** `msp.SerializedIdentity` of those who endorsed the transaction. */
  readonly endorsers: readonly Uint8Array[];
}

/** The write sets a block speaks of, and which of them are for this peer. */
export interface BlockSets {
  readonly wanted: readonly WantedSet[];
  readonly ineligible: readonly PrivateSetId[];
}

/** Also of transactions that are not valid: they are kept for whoever wants to know what happened. */
export function blockSets(
  state: StateDb,
  blockNum: number,
  envelopes: readonly Uint8Array[],
  ownMspId: string,
): BlockSets {
  const all = spokenOf(blockNum, envelopes);
  const isEntitled = entitlement(state, ownMspId);
  return {
    wanted: all.filter(({ id }) => isEntitled(id)),
    ineligible: all.flatMap(({ id }) => (isEntitled(id) ? [] : [id])),
  };
}

/** Which collections an organisation may have the data of. */
export const entitlement =
  (state: StateDb, ownMspId: string) =>
  ({ namespace, collection }: PrivateSetId): boolean =>
    collectionTerms(state, namespace, collection, ownMspId)?.memberOrgs.includes(ownMspId) ?? false;

function spokenOf(blockNum: number, envelopes: readonly Uint8Array[]): readonly WantedSet[] {
  return envelopes.flatMap((bytes, txNum): WantedSet[] => {
    const decoded = decodeTransaction(bytes);
    if (!decoded.ok || !decoded.value.action?.ok) return [];
    const { txId, action } = decoded.value;
    const { outcome, endorsements } = action.value;
    if (!outcome.ok) return [];
    const endorsers = endorsements.map(({ endorser }) => endorser);
    return outcome.value.namespaces.flatMap(({ namespace, collections }) =>
      collections
        .filter(({ pvtRwsetHash }) => pvtRwsetHash.length > 0)
        .map(({ collection, pvtRwsetHash: hash }) => ({
          id: { blockNum, txNum, namespace, collection },
          txid: txId,
          hash,
          endorsers,
        })),
    );
  });
}

export interface Retrieved {
  readonly part: PrivatePart;
  /** Wanted, not here, and still to be asked for. */
  readonly remaining: readonly WantedSet[];
}

/** What is here of the wanted sets: in the transient store, from other peers, or `kept` from before the chain was cut. */
export function retrieve(
  state: PeerState,
  ledgerState: StateDb,
  { wanted, ineligible }: BlockSets,
  pull: PrivatePull | undefined,
  kept?: PrivateStore['sets'],
): Retrieved {
  const sets = new Map<number, TransientSet[]>();
  const remaining: WantedSet[] = [];
  const missing: PrivateSetId[] = [];
  for (const want of wanted) {
    const { namespace, collection, txNum } = want.id;
    const bytes = pull?.found.get(setKey(want.id)) ?? inTransientStore(state, want) ?? kept?.get(setKey(want.id));
    if (bytes) sets.set(txNum, [...(sets.get(txNum) ?? []), { namespace, collection, bytes }]);
    else if (pull?.over || pull?.later.has(setKey(want.id))) missing.push(want.id);
    else remaining.push(want);
  }
  const serialized = new Map([...sets].map(([txNum, some]) => [txNum, txPvtReadWriteSet(some)]));
  return { part: { sets: serialized, missing, ineligible, blockToLive: blockToLiveIn(state, ledgerState) }, remaining };
}

export const blockToLiveIn =
  (state: PeerState, ledgerState: StateDb): BlockToLive =>
  (namespace, collection) =>
    collectionTerms(ledgerState, namespace, collection, state.disk.signer.mspId)?.blockToLive ?? 0;

function inTransientStore({ disk }: PeerState, { id, txid, hash }: WantedSet): Uint8Array | undefined {
  const kept = disk.transientStore.get(txid) ?? [];
  return kept.find(
    (set) => set.namespace === id.namespace && set.collection === id.collection && equalBytes(sha256(set.bytes), hash),
  )?.bytes;
}

export const digestOf = ({ id, txid }: WantedSet): PrivateDataDigest => ({ ...id, txid });

const withPull = (state: PeerState, channel: string, pull: PrivatePull): PeerState => {
  const joined = state.channels[channel];
  return joined ? { ...state, channels: { ...state.channels, [channel]: { ...joined, pull } } } : state;
};

/** Begins to ask, or goes on: the next peer of this round, if there is one left. */
export function askNext(
  state: PeerState,
  channel: string,
  number: number,
  remaining: readonly WantedSet[],
  now: Micros,
): PeerStepped {
  const known = state.channels[channel]?.pull;
  const fresh: PrivatePull = { number, since: now, asked: [], found: new Map(), later: new Set(), over: false };
  const pull = known?.number === number ? known : fresh;
  const begun: readonly PeerEffect[] = known === pull ? [] : [retrySoon(channel)];
  const next = candidates(state, channel, remaining).find(({ peer }) => !pull.asked.includes(peer));
  if (!next) return { state: withPull(state, channel, pull), effects: begun };
  const { peer, wants } = next;
  const told = [...new Set(wants.filter(({ id }) => isToldOf(id.namespace)).map(({ id }) => id.collection))];
  const facts: readonly PeerEffect[] =
    told.length === 0 ? [] : [report({ type: 'privateDataRequested', channel, number, collections: told, peer })];
  return {
    state: withPull(state, channel, { ...pull, asked: [...pull.asked, peer] }),
    effects: [
      ...begun,
      ...facts,
      {
        type: 'send',
        to: peer,
        message: { type: 'privateDataRequest', channel, request: `block ${number}`, digests: wants.map(digestOf) },
      },
    ],
  };
}

const retrySoon = (channel: string): PeerEffect => ({
  type: 'setTimer',
  timer: pullTimer(channel),
  min: PULL_RETRY_SLEEP,
  max: PULL_RETRY_SLEEP,
});

/** Who may have what: endorsers of the transactions first, then the other members. */
function candidates(state: PeerState, channel: string, remaining: readonly WantedSet[]) {
  const ledgerState = state.disk.ledgers[channel]?.state;
  const byPeer = new Map<ActorId, { readonly wants: WantedSet[]; endorsed: boolean }>();
  for (const want of remaining) {
    const { namespace, collection } = want.id;
    const terms = ledgerState && collectionTerms(ledgerState, namespace, collection, state.disk.signer.mspId);
    for (const { id, identity } of terms ? eligiblePeers(state, channel, terms) : []) {
      const entry = byPeer.get(id) ?? { wants: [], endorsed: false };
      entry.wants.push(want);
      entry.endorsed ||= want.endorsers.some((endorser) => isSameIdentity(endorser, identity));
      byPeer.set(id, entry);
    }
  }
  const all = [...byPeer].map(([peer, { wants, endorsed }]) => ({ peer, wants, endorsed }));
  return [...all.filter(({ endorsed }) => endorsed), ...all.filter(({ endorsed }) => !endorsed)];
}

function isSameIdentity(a: Uint8Array, b: Uint8Array): boolean {
  if (equalBytes(a, b)) return true;
  const [one, other] = [decode(SerializedIdentitySchema, a), decode(SerializedIdentitySchema, b)];
  return one.ok && other.ok && equalBytes(one.value.idBytes, other.value.idBytes);
}

/** An answer about the block that waits: sets with the right hash are found, others come later if at all. */
export function notePulled(
  joined: PeerChannel,
  wanted: readonly WantedSet[],
  elements: readonly PrivateDataElement[],
): { readonly pull: PrivatePull | undefined; readonly fresh: readonly WantedSet[] } {
  const { pull } = joined;
  if (!pull) return { pull, fresh: [] };
  const found = new Map(pull.found);
  const later = new Set(pull.later);
  const fresh: WantedSet[] = [];
  for (const { digest, writes } of elements) {
    const key = setKey(digest);
    const want = wanted.find(({ id }) => setKey(id) === key);
    if (!want || found.has(key)) continue;
    if (!equalBytes(sha256(writes), want.hash)) later.add(key);
    else {
      found.set(key, writes);
      later.delete(key);
      fresh.push(want);
    }
  }
  return { pull: { ...pull, found, later }, fresh };
}

/** A round is over: the next one begins, until the block has waited long enough. */
export function nextRound(pull: PrivatePull, now: Micros): PrivatePull {
  return now - pull.since >= PULL_RETRY_THRESHOLD ? { ...pull, over: true } : { ...pull, asked: [] };
}

export const keepAsking = (channel: string): PeerEffect => retrySoon(channel);

/** A block with a new definition may make an organisation a member of a collection: what it was not for is missing now. */
export function entitleLate({ ledger, updates }: CommittedBlock, ownMspId: string): ChannelLedger {
  const defines = ledger.privateStore.ineligible.size > 0 && updates.has(LIFECYCLE_NAMESPACE);
  if (!defines) return ledger;
  return { ...ledger, privateStore: entitle(ledger.privateStore, entitlement(ledger.state, ownMspId)) };
}
