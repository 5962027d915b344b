/** What a peer says about the other peers, in the past tense. */
import type { ActorId } from '../../kernel/actor.ts';

export interface GossipFacts {
  /** This peer has learned that `peer` is alive. */
  readonly peerWentOnline: { readonly peer: ActorId; readonly mspId: string };
  /** This peer takes `peer` for dead: it refused a connection, or was silent for too long. */
  readonly peerWentOffline: { readonly peer: ActorId; readonly reason: 'unreachable' | 'silent' };
  /** This peer leads its organisation on the channel from now on. */
  readonly leadingPeerElected: { readonly channel: string };
  /** This peer has heard from the organisation's leading peer, and leaves pulling blocks to it. */
  readonly leadingPeerFollowed: { readonly channel: string; readonly leader: ActorId };
  /** The leading peer has not been heard for so long that this peer calls an election. */
  readonly leadingPeerMissed: { readonly channel: string; readonly leader: ActorId };
  /** This peer led and gives way to another one. */
  readonly leadingPeerYielded: { readonly channel: string; readonly leader: ActorId };
  /** This peer is behind and asks another one for blocks `first` to `last`. */
  readonly blocksRequested: {
    readonly channel: string;
    readonly from: ActorId;
    readonly first: number;
    readonly last: number;
  };
}
