import { describe, expect, it } from 'vitest';
import { holdsEntry, type LogCell, type RaftPicture, raftLogCells } from './raft-log-picture.ts';

type Log = RaftPicture['log'];

const entriesFrom = (first: number, last: number): Log['entries'] =>
  Array.from({ length: last - first + 1 }, (_, at) => ({
    index: first + at,
    term: 2,
    bytes: 10,
    stage: 'applied',
    content: { kind: 'empty' },
  }));

const pictureOf = (log: Omit<Log, 'count'>, followers: readonly (readonly [match: number, next: number])[] = []) =>
  ({
    log: { ...log, count: log.lastIndex - log.compactedTo },
    followers: followers.map(([match, next], at) => ({ consenter: { id: at + 2, node: null }, match, next })),
  }) as unknown as RaftPicture;

const cellText = (cell: LogCell): string => {
  if (cell.type === 'entry') return String(cell.entry.index);
  return cell.type === 'end' ? `(${cell.index})` : `${cell.type} ${cell.from}-${cell.to}`;
};

describe('the cells of a Raft log', () => {
  it.each<[log: Omit<Log, 'count'>, cells: readonly string[], reason: string]>([
    [{ compactedTo: 0, lastIndex: 0, entries: [] }, ['(1)'], 'an empty log has room for its first entry'],
    [{ compactedTo: 0, lastIndex: 3, entries: entriesFrom(1, 3) }, ['1', '2', '3', '(4)'], 'all there'],
    [
      { compactedTo: 5, lastIndex: 8, entries: entriesFrom(6, 8) },
      ['compacted 1-5', '6', '7', '8', '(9)'],
      'a snapshot stands for what is gone',
    ],
    [{ compactedTo: 5, lastIndex: 5, entries: [] }, ['compacted 1-5', '(6)'], 'nothing behind the snapshot'],
    [
      { compactedTo: 5, lastIndex: 60, entries: entriesFrom(59, 60) },
      ['compacted 1-5', 'earlier 6-58', '59', '60', '(61)'],
      'many entries are one cell',
    ],
  ])('%j: %j (%s)', (log, cells) => {
    expect(raftLogCells(pictureOf(log)).cells.map(cellText)).toEqual(cells);
  });

  it.each<[match: number, next: number, marks: readonly string[], reason: string]>([
    [4, 5, ['has', 'has', 'has', 'has', 'next'], 'up to date: the next message begins behind the end'],
    [2, 3, ['has', 'has', 'next', 'not', 'not'], 'it lags'],
    [2, 5, ['has', 'has', 'not', 'not', 'next'], 'sent and not answered: neither known nor to be sent'],
    [0, 1, ['next', 'not', 'not', 'not', 'not'], 'nothing is known of it'],
  ])('match %i and next %i of a follower: %j (%s)', (match, next, marks) => {
    const { followers } = raftLogCells(
      pictureOf({ compactedTo: 0, lastIndex: 4, entries: entriesFrom(1, 4) }, [[match, next]]),
    );
    expect(followers[0]?.marks).toEqual(marks);
  });

  it.each<[index: number, cell: string, reason: string]>([
    [5, 'compacted 1-5', 'the snapshot ends where the log was cut'],
    [30, 'earlier 6-58', 'it reaches into entries that are not drawn'],
    [59, '59', 'it reaches further than the log was cut'],
  ])('an entry %i is in the cell %s (%s)', (index, cell) => {
    const { cells } = raftLogCells(pictureOf({ compactedTo: 5, lastIndex: 60, entries: entriesFrom(59, 60) }));
    expect(cells.filter((candidate) => holdsEntry(candidate, index)).map(cellText)).toEqual([cell]);
  });
});
