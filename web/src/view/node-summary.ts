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

/** The seat of an orderer on the channel its card shows; null before it joined any. */
export const shownSeat = (node: NodeView): RaftSeat | null =>
  node.raft[shownEntry(node)?.[0] ?? ''] ?? Object.values(node.raft)[0] ?? null;

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
