/**
 * Which peers a peer may exchange the data of a collection with: those that are alive, on the channel, and members.
 *
 * @fabric gossip/privdata/distributor.go (eligiblePeersOfChannel), gossip/privdata/pull.go (computeFilters)
 */
import type { ActorId } from '../kernel/actor.ts';
import { channelMembers } from './gossip/membership.ts';
import type { CollectionTerms } from './lifecycle/collections.ts';
import type { PeerState } from './peer-state.ts';

export interface EligiblePeer {
  readonly id: ActorId;
  readonly mspId: string;
  /** `msp.SerializedIdentity`. */
  readonly identity: Uint8Array;
}

/** The other peers this one knows to be alive that may have the collection's data, by name. */
export function eligiblePeers(state: PeerState, channel: string, terms: CollectionTerms): readonly EligiblePeer[] {
  const bundle = state.channels[channel]?.bundle;
  if (!bundle) return [];
  return channelMembers(state, channel).filter(({ identity }) => {
    const known = bundle.mspManager.deserializeIdentity(identity);
    return known.ok && terms.admits(bundle, known.value);
  });
}

/** Whether `peer` may be given the collection's data. Whoever is not known through gossip is given none. */
export const isEligible = (state: PeerState, channel: string, terms: CollectionTerms, peer: ActorId): boolean =>
  eligiblePeers(state, channel, terms).some(({ id }) => id === peer);
