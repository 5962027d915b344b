/**
 * Answering other peers' questions for private data: from the store beside the blocks, or, for blocks that have not come
 * here yet, from the transient store. Only members are answered.
 *
 * @fabric gossip/privdata/pull.go (handleRequest), gossip/privdata/dataretriever.go
 */
import type { ActorId } from '../kernel/actor.ts';
import { setKey } from '../ledger/private-store.ts';
import type { Message, PrivateDataDigest, PrivateDataElement } from '../wire/messages.ts';
import { collectionTerms } from './lifecycle/collections.ts';
import type { PeerState, PeerStepped } from './peer-state.ts';
import { isEligible } from './private-members.ts';

/** Looking private data up takes this long, in microseconds. */
const LOOK_UP_WORK = { min: 400, max: 1_200 };

export function onPrivateDataRequest(
  state: PeerState,
  from: ActorId,
  { channel, request, digests }: Message & { type: 'privateDataRequest' },
): PeerStepped {
  if (!state.channels[channel]) return { state, effects: [] };
  const elements = digests
    .filter((digest) => mayHave(state, channel, from, digest))
    .flatMap((digest) => elementsOf(state, channel, digest));
  const message: Message = { type: 'privateDataResponse', channel, request, elements };
  return { state, effects: [{ type: 'send', to: from, message, ...LOOK_UP_WORK }] };
}

function mayHave(state: PeerState, channel: string, peer: ActorId, digest: PrivateDataDigest): boolean {
  const ledger = state.disk.ledgers[channel];
  const terms = ledger && collectionTerms(ledger.state, digest.namespace, digest.collection, state.disk.signer.mspId);
  return terms !== undefined && isEligible(state, channel, terms, peer);
}

function elementsOf(state: PeerState, channel: string, digest: PrivateDataDigest): readonly PrivateDataElement[] {
  const ledger = state.disk.ledgers[channel];
  if (ledger && digest.blockNum < ledger.blocks.height) {
    const writes = ledger.privateStore.sets.get(setKey(digest));
    return writes ? [{ digest, writes }] : [];
  }
  return (state.disk.transientStore.get(digest.txid) ?? [])
    .filter(({ namespace, collection }) => namespace === digest.namespace && collection === digest.collection)
    .map(({ bytes }) => ({ digest, writes: bytes }));
}
