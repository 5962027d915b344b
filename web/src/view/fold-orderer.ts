/** What the ordering service's facts change in the world: seats of Raft, the pending batch, written blocks. */
import type { Entry, FactOf } from '../sim/trace/facts.ts';
import { appended, glimpsesBelow, withChannel, withNode, withNodeChannel } from './world-change.ts';
import type { RaftSeat, WorldView } from './world-model.ts';

const NO_SEAT: RaftSeat = { term: 0, state: 'follower', leader: null };

function seated(world: WorldView, node: string, channel: string, change: (seat: RaftSeat) => RaftSeat): WorldView {
  return withNode(world, node, (view) => ({
    ...view,
    raft: { ...view.raft, [channel]: change(view.raft[channel] ?? NO_SEAT) },
  }));
}

function elected(world: WorldView, node: string, { channel, term }: FactOf<'leaderElected'>): WorldView {
  const next = seated(world, node, channel, () => ({ term, state: 'leader', leader: node }));
  return withChannel(next, channel, (view) => ({ ...view, leader: node, term }));
}

/** Not of the channel's Raft group any more, whether the node itself knows it or is told by others. */
function unseated(world: WorldView, node: string, channel: string): WorldView {
  const next = withNode(world, node, (view) => {
    const { [channel]: seat, ...raft } = view.raft;
    return seat === undefined ? view : { ...view, raft };
  });
  if (next.channels[channel]?.leader !== node) return next;
  return withChannel(next, channel, (known) => ({ ...known, leader: null, batch: null }));
}

/** A leader that steps down takes its pending batch with it: envelopes not yet proposed are gone. */
function deposed(world: WorldView, node: string, { channel, term }: FactOf<'leaderLost'>): WorldView {
  const next = seated(world, node, channel, () => ({ term, state: 'follower', leader: null }));
  const view = next.channels[channel];
  if (view?.leader !== node) return next;
  return withChannel(next, channel, (known) => ({ ...known, leader: null, batch: null }));
}

function queued(world: WorldView, node: string, fact: FactOf<'envelopeQueued'>): WorldView {
  return withChannel(world, fact.channel, (channel) => ({
    ...channel,
    batch: {
      leader: node,
      pending: fact.pending,
      pendingBytes: fact.pendingBytes,
      timerSetAt: channel.batch?.timerSetAt ?? null,
      firesAt: channel.batch?.firesAt ?? null,
    },
  }));
}

function timed(world: WorldView, { node, at }: Entry, fact: FactOf<'batchTimerStarted'>): WorldView {
  return withChannel(world, fact.channel, (channel) => ({
    ...channel,
    batch: {
      ...(channel.batch ?? { leader: node, pending: 0, pendingBytes: 0 }),
      timerSetAt: at,
      firesAt: fact.firesAt,
    },
  }));
}

/** null: not a fact of this kind. */
export function foldOrderer(world: WorldView, entry: Entry): WorldView | null {
  const { node, fact } = entry;
  switch (fact.type) {
    case 'channelCreated':
      return withChannel(world, fact.channel, (channel) => ({ ...channel, genesisHash: fact.hash }));
    case 'ordererJoined':
      return withNodeChannel(
        seated(world, node, fact.channel, (seat) => seat),
        node,
        fact.channel,
        (channel) => ({
          ...channel,
          height: Math.max(1, channel.height),
          blocks:
            channel.blocks.length > 0
              ? channel.blocks
              : glimpsesBelow(1, world.channels[fact.channel]?.genesisHash ?? ''),
        }),
      );
    case 'consenterRemoved':
      return unseated(world, fact.consenter, fact.channel);
    case 'chainEvicted':
      return unseated(world, node, fact.channel);
    case 'electionStarted':
      return seated(world, node, fact.channel, (seat) => ({
        // A pre-vote asks without raising the term.
        term: fact.preVote ? seat.term : fact.term,
        state: 'candidate',
        leader: null,
      }));
    case 'leaderElected':
      return elected(world, node, fact);
    case 'leaderFollowed':
      return seated(world, node, fact.channel, () => ({ term: fact.term, state: 'follower', leader: fact.leader }));
    case 'leaderLost':
      return deposed(world, node, fact);
    case 'envelopeQueued':
      return queued(world, node, fact);
    case 'batchTimerStarted':
      return timed(world, entry, fact);
    case 'blockCut':
      return withChannel(world, fact.channel, (channel) => ({ ...channel, batch: null }));
    case 'blockWritten':
      return withNodeChannel(world, node, fact.channel, (channel) =>
        appended(channel, {
          number: fact.number,
          hash: fact.hash,
          previousHash: fact.previousHash,
          valid: 0,
          invalid: 0,
          config: fact.config,
        }),
      );
    default:
      return null;
  }
}
