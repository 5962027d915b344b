/** How what peers say about each other is told. */
import { sentence } from './sentence.ts';
import type { Stories } from './story-teller.ts';

export const GOSSIP_STORIES: Stories<
  | 'peerWentOnline'
  | 'peerWentOffline'
  | 'leadingPeerElected'
  | 'leadingPeerFollowed'
  | 'leadingPeerMissed'
  | 'leadingPeerYielded'
  | 'blocksRequested'
> = {
  peerWentOnline: ({ peer }, { node, nameOf }) => sentence('peerWentOnline', { node, peer: nameOf(peer) }),
  peerWentOffline: ({ peer, reason }, { node, nameOf }) =>
    sentence(`peerWentOffline.${reason}`, { node, peer: nameOf(peer) }),
  leadingPeerElected: ({ channel }, { node }) => sentence('leadingPeerElected', { node, channel }),
  leadingPeerFollowed: ({ leader }, { node, nameOf }) =>
    sentence('leadingPeerFollowed', { node, leader: nameOf(leader) }),
  leadingPeerMissed: ({ leader }, { node, nameOf }) => sentence('leadingPeerMissed', { node, leader: nameOf(leader) }),
  leadingPeerYielded: ({ leader }, { node, nameOf }) =>
    sentence('leadingPeerYielded', { node, leader: nameOf(leader) }),
  blocksRequested: ({ from, first, last }, { node, nameOf }) =>
    sentence('blocksRequested', { node, from: nameOf(from), first, last }),
};
