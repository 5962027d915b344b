/**
 * The branches of a world whose worker has died, so that it is opened again with all of them. Playing them again is what
 * brings them back: of the trace only what tells them apart is kept, which is where each left its parent.
 */
import type { Micros } from '../sim/kernel/time.ts';
import type { Branch, LostBranch } from '../sim/protocol/requests.ts';
import type { BranchMirror } from './mirror.ts';

export interface Kin {
  /** The branch that is opened; the others are brought back beside it. */
  readonly shown: string;
  /** In the order they were made in: none comes before its parent. */
  readonly lost: readonly LostBranch[];
  readonly names: Readonly<Record<string, string>>;
  /** Told of each branch before it is brought back. */
  readonly onBranch: (id: string) => void;
}

/** What a link to the simulation knows of its branches. */
interface Branched {
  readonly store: {
    readonly getState: () => {
      readonly branch: string;
      readonly branches: readonly Branch[];
      readonly names: Kin['names'];
    };
  };
  readonly held: (branch: string) => BranchMirror | undefined;
}

/** The branches of the world that is open; null when there is but one. */
export function kinOf(link: Branched, onBranch: Kin['onBranch']): Kin | null {
  const { branch: shown, branches, names } = link.store.getState();
  if (branches.length < 2) return null;
  const lost = branches.flatMap((branch) => {
    const held = link.held(branch.id);
    if (held === undefined) return [];
    return { branch, recording: branch.id === shown ? null : held.recording, horizon: held.horizon };
  });
  return { shown, lost, names, onBranch };
}

/** Without a branch and those that left it; null where the one shown is among them or none else is left. */
export function withoutKin(kin: Kin, id: string): Kin | null {
  const gone = new Set([id]);
  for (const { branch } of kin.lost) if (branch.parent !== null && gone.has(branch.parent)) gone.add(branch.id);
  const lost = kin.lost.filter(({ branch }) => !gone.has(branch.id));
  return gone.has(kin.shown) || lost.length < 2 ? null : { ...kin, lost };
}

/** The one shown is opened as it was at `at`, when it had `seq` entries: what it shares with others ends there. */
export function shownUntil(kin: Kin, at: Micros, seq: number): Kin {
  const lost = kin.lost.map((one) => {
    const { branch } = one;
    if (branch.id !== kin.shown && branch.parent !== kin.shown) return one;
    const left = {
      ...branch,
      forkedAt: Math.min(branch.forkedAt, at),
      forkedAtSeq: Math.min(branch.forkedAtSeq, seq),
    };
    return { ...one, branch: left, ...(branch.id === kin.shown && { horizon: at }) };
  });
  return { ...kin, lost };
}
