/** What BFT orderers' facts change in the world: a seat's `term` is the number of its view. */
import type { Entry } from '../sim/trace/facts.ts';
import { withChannel, withNode } from './world-change.ts';
import type { RaftSeat, WorldView } from './world-model.ts';

const seated = (world: WorldView, node: string, channel: string, seat: RaftSeat): WorldView =>
  withNode(world, node, (view) => ({ ...view, raft: { ...view.raft, [channel]: seat } }));

/** null: not a fact of this kind. */
export function foldBft(world: WorldView, { node, fact }: Entry): WorldView | null {
  switch (fact.type) {
    case 'viewChangeStarted':
      return seated(world, node, fact.channel, { kind: 'BFT', term: fact.view, state: 'candidate', leader: null });
    case 'viewStarted': {
      const { channel, view: term, leader } = fact;
      const state = leader === node ? 'leader' : 'follower';
      const next = seated(world, node, channel, { kind: 'BFT', term, state, leader });
      const known = next.channels[channel];
      // Whoever is behind by views says nothing about who leads now.
      if (known?.leader && known.term > term) return next;
      return withChannel(next, channel, (view) => ({ ...view, leader, term }));
    }
    default:
      return null;
  }
}
