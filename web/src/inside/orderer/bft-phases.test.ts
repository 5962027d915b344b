import { describe, expect, it } from 'vitest';
import { bftPhases } from './bft-phases.ts';
import type { BftPicture } from './raft-log-picture.ts';

const IDS = [1, 2, 3, 4] as const;

/** Orderer 2 of four, led by orderer 1. */
function picture(
  prepared: readonly number[],
  committed: readonly number[],
  change: Pick<BftPicture, 'proposal' | 'viewChange'>,
): BftPicture {
  const consenters = IDS.map((id) => ({
    id,
    node: `orderer${String(id)}`,
    prepared: prepared.includes(id),
    committed: committed.includes(id),
    blacklisted: false,
  }));
  const [leader, self] = consenters;
  return { consenters, leader, self, quorum: 3, ...change } as unknown as BftPicture;
}

const proposal = { block: 7, transactions: 1 };

describe('the phases of a BFT decision', () => {
  it.each<[reason: string, bft: BftPicture, columns: readonly string[]]>([
    [
      'nothing proposed: only the leader could speak',
      picture([], [], { proposal: null, viewChange: null }),
      [
        'prePrepare 0/- open: not noPart noPart noPart',
        'prepare 0/3 open: not not not not',
        'commit 0/3 open: not not not not',
      ],
    ],
    [
      'two prepares are one short of the quorum',
      picture([1, 2], [], { proposal, viewChange: null }),
      [
        'prePrepare 1/- reached: said noPart noPart noPart',
        'prepare 2/3 open: said said not not',
        'commit 0/3 open: not not not not',
      ],
    ],
    [
      'prepared by a quorum, commits on their way',
      picture([1, 2, 4], [2], { proposal, viewChange: null }),
      [
        'prePrepare 1/- reached: said noPart noPart noPart',
        'prepare 3/3 reached: said said not said',
        'commit 1/3 open: not said not not',
      ],
    ],
    [
      'who asks for another view counts for itself, and is not counted twice',
      picture([], [], {
        proposal: null,
        viewChange: {
          nextView: 1,
          votes: [
            { id: 2, node: null },
            { id: 4, node: null },
          ],
        },
      }),
      [
        'prePrepare 0/- open: not noPart noPart noPart',
        'prepare 0/3 open: not not not not',
        'commit 0/3 open: not not not not',
        'viewChange 2/3 open: not said not said',
      ],
    ],
  ])('%s', (_, bft, columns) => {
    const said = bftPhases(bft).map(
      ({ name, count, quorum, isReached, votes }) =>
        `${name} ${String(count)}/${String(quorum ?? '-')} ${isReached ? 'reached' : 'open'}: ${votes.join(' ')}`,
    );
    expect(said).toEqual(columns);
  });
});
