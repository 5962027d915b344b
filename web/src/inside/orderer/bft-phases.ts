/** The messages of one BFT decision as columns, with who has sent which. Pure. */
import type { BftPicture } from './raft-log-picture.ts';

/** `noPart`: this message is not its to send. */
export type BftVote = 'said' | 'not' | 'noPart';

export interface BftPhase {
  readonly name: 'prePrepare' | 'prepare' | 'commit' | 'viewChange';
  /** How many have sent it, and how many must; null where one does. */
  readonly count: number;
  readonly quorum: number | null;
  readonly isReached: boolean;
  /** One for each consenter, in their order. */
  readonly votes: readonly BftVote[];
}

/** In the order they come; a change of view, while one is under way, is the last. */
export function bftPhases(bft: BftPicture): readonly BftPhase[] {
  const { consenters, leader, self, proposal, quorum, viewChange } = bft;
  const voted = (name: BftPhase['name'], has: readonly boolean[]): BftPhase => {
    const count = has.filter(Boolean).length;
    return { name, count, quorum, isReached: count >= quorum, votes: has.map((said) => (said ? 'said' : 'not')) };
  };
  const isProposed = proposal !== null;
  const proposed: BftPhase = {
    name: 'prePrepare',
    count: isProposed ? 1 : 0,
    quorum: null,
    isReached: isProposed,
    votes: consenters.map(({ id }) => (id !== leader?.id ? 'noPart' : isProposed ? 'said' : 'not')),
  };
  // Whoever asks for another view counts for itself.
  const changing = viewChange && new Set([self.id, ...viewChange.votes.map(({ id }) => id)]);
  return [
    proposed,
    voted(
      'prepare',
      consenters.map(({ prepared }) => prepared),
    ),
    voted(
      'commit',
      consenters.map(({ committed }) => committed),
    ),
    ...(changing
      ? [
          voted(
            'viewChange',
            consenters.map(({ id }) => changing.has(id)),
          ),
        ]
      : []),
  ];
}
