/** What a card says of a node in a word or a number. */
import type { ClientTransaction, NodeChannel, NodeView, PendingBatch, RaftSeat, WorldView } from './world-model.ts';

/** A card has room for one channel: the one with the longest chain, the first of equals. */
const shownEntry = (node: NodeView): readonly [id: string, channel: NodeChannel] | null =>
  Object.entries(node.channels).reduce<readonly [string, NodeChannel] | null>(
    (best, entry) => (best === null || entry[1].height > best[1].height ? entry : best),
    null,
  );

export const shownChannel = (node: NodeView): NodeChannel | null => shownEntry(node)?.[1] ?? null;

export type PeerBadge = 'endorsing' | 'committing' | 'anchor' | 'leading' | 'pulling';

/**
 * Roles of a peer now. Endorsing: it has a package installed. Committing is every peer of a channel, said only where
 * there is nothing more to say. Leading: elected by its organisation to pull blocks for all; else every peer pulls for itself.
 */
export function badgesOf(world: WorldView, node: NodeView): readonly PeerBadge[] {
  const { id, mspId } = node.info;
  const channels = Object.values(node.channels);
  const badges: PeerBadge[] = [];
  if (Object.keys(node.packages).length > 0 && channels.length > 0) badges.push('endorsing');
  else if (channels.length > 0) badges.push('committing');
  if (Object.values(world.channels).some((channel) => channel.anchors[mspId]?.includes(id))) badges.push('anchor');
  if (channels.some(({ leads }) => leads)) badges.push('leading');
  else if (channels.some(({ pullsFrom }) => pullsFrom !== null)) badges.push('pulling');
  return badges;
}

function shownSeatEntry(node: NodeView): readonly [channel: string, seat: RaftSeat] | null {
  const shown = shownEntry(node)?.[0] ?? '';
  const seat = node.raft[shown];
  return seat === undefined ? (Object.entries(node.raft)[0] ?? null) : [shown, seat];
}

/** The seat of an orderer on the channel its card shows; null before it joined any. */
export const shownSeat = (node: NodeView): RaftSeat | null => shownSeatEntry(node)?.[1] ?? null;

/**
 * The term (or view) the channel has come to, where that is later than `term`; null where it is not. Who is behind cannot
 * know it: a leader cut off goes on for a while, and a leader of BFT that comes back leads the view it remembers until
 * enough others have answered its heartbeats from a later one.
 */
export function laterTerm({ channels }: WorldView, channel: string, term: number): number | null {
  const latest = channels[channel]?.term ?? 0;
  return latest > term ? latest : null;
}

/** What an orderer is on the channel its card shows: there is one leader, and who only believes to be it is a former one. */
export function standingOf(world: WorldView, node: NodeView): RaftSeat['state'] | 'formerLeader' | null {
  const entry = shownSeatEntry(node);
  if (entry === null) return null;
  const [channel, { state, term }] = entry;
  return state === 'leader' && laterTerm(world, channel, term) !== null ? 'formerLeader' : state;
}

/** What waits at this orderer for its block; null for nothing. */
export function batchAt(world: WorldView, node: string): PendingBatch | null {
  return Object.values(world.channels).find(({ batch }) => batch?.leader === node)?.batch ?? null;
}

export const latestTransaction = (node: NodeView): ClientTransaction | null => node.transactions.at(-1) ?? null;

/** How orderers agree; before any of them has a channel there is nothing to say. */
export function seatKind({ nodes }: WorldView, members: readonly string[]): 'raft' | 'bft' | 'orderers' {
  const seats = members.flatMap((node) => Object.values(nodes[node]?.raft ?? {}));
  if (seats.length === 0) return 'orderers';
  return seats.some(({ kind }) => kind === 'BFT') ? 'bft' : 'raft';
}
