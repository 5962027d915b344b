/** The Raft log as a row of cells on one axis, with how far each follower is known to have it. */
import type { InsideByType } from '../../link/react/use-inside.ts';

export type OrdererChain = InsideByType['orderer']['chains'][number];
type Agreement = OrdererChain['agreement'];
export type RaftPicture = Extract<Agreement, { readonly kind: 'etcdraft' }>;
export type BftPicture = Extract<Agreement, { readonly kind: 'BFT' }>;
export type KafkaPicture = Extract<Agreement, { readonly kind: 'kafka' }>;
type LogEntry = RaftPicture['log']['entries'][number];

export type LogCell =
  /** Entries `from` to `to` are gone from the log; the snapshot that stands for them may reach further. */
  | { readonly type: 'compacted'; readonly from: number; readonly to: number }
  /** Entries that are there and not drawn, because there are many. */
  | { readonly type: 'earlier'; readonly from: number; readonly to: number }
  | { readonly type: 'entry'; readonly entry: LogEntry }
  /** Where the next entry will stand. */
  | { readonly type: 'end'; readonly index: number };

/** `has`: known to be the same there. `next`: where the next message to it begins. */
export type FollowerMark = 'has' | 'next' | 'not';

export interface FollowerRow {
  readonly follower: RaftPicture['followers'][number];
  /** One for each cell. */
  readonly marks: readonly FollowerMark[];
}

export interface RaftLogCells {
  readonly cells: readonly LogCell[];
  readonly followers: readonly FollowerRow[];
}

/** The last index a cell stands for. */
const lastOf = (cell: LogCell): number => {
  switch (cell.type) {
    case 'compacted':
    case 'earlier':
      return cell.to;
    case 'entry':
      return cell.entry.index;
    case 'end':
      return cell.index;
  }
};

const firstOf = (cell: LogCell): number =>
  cell.type === 'compacted' || cell.type === 'earlier' ? cell.from : lastOf(cell);

/** Whether the cell stands for the entry `index`. */
export const holdsEntry = (cell: LogCell, index: number): boolean => firstOf(cell) <= index && index <= lastOf(cell);

export function raftLogCells({ log, followers }: RaftPicture): RaftLogCells {
  const { compactedTo, lastIndex, entries } = log;
  const first = entries[0]?.index ?? lastIndex + 1;
  const cells: readonly LogCell[] = [
    ...(compactedTo > 0 ? [{ type: 'compacted', from: 1, to: compactedTo } as const] : []),
    ...(first > compactedTo + 1 ? [{ type: 'earlier', from: compactedTo + 1, to: first - 1 } as const] : []),
    ...entries.map((entry) => ({ type: 'entry', entry }) as const),
    { type: 'end', index: lastIndex + 1 },
  ];
  const markOf = (cell: LogCell, match: number, next: number): FollowerMark => {
    if (holdsEntry(cell, next)) return 'next';
    return lastOf(cell) <= match ? 'has' : 'not';
  };
  return {
    cells,
    followers: followers.map((follower) => ({
      follower,
      marks: cells.map((cell) => markOf(cell, follower.match, follower.next)),
    })),
  };
}
