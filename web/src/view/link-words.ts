/** Lines between cards that can be pressed, with what is wrong with each and where the word for it stands. */
import { pointAlong } from './edge-path.ts';
import { type LinkWord, poorness } from './faults.ts';
import type { Point } from './geometry.ts';
import { routesOf } from './routes.ts';
import type { StagePaths } from './stage-paths.ts';
import type { LinkTrouble, WorldView } from './world-model.ts';

export interface LinkLine {
  readonly from: string;
  readonly to: string;
  /** null: as usual, or told on the card of one of its ends. */
  readonly trouble: LinkTrouble | null;
}

/** Drawn in a square of 11. */
export const LINK_SIGNS: Readonly<Record<LinkWord, string>> = {
  cut: 'M2 2l7 7M9 2l-7 7',
  lossy: 'M1 5.5h2M5 5.5h1M8.5 5.5h1.5',
  slow: 'M5.5 1.5a4 4 0 1 0 .01 0M5.5 3.5v2.2l1.6 1',
  poor: 'M5.5 1.5l4.5 8h-9zM5.5 4.5v2.2M5.5 8v.3',
};

const troubleOf = ({ links }: WorldView, from: string, to: string): LinkTrouble | null =>
  links[`${from}>${to}`] ?? links[`${to}>${from}`] ?? null;

/** A node whose links are all poor says so on its card. */
const toldOnCard = (world: WorldView, node: string): boolean => poorness(world, node) !== null;

export const linkLines = (world: WorldView): readonly LinkLine[] =>
  routesOf(world).map(({ from, to }) => {
    const trouble = troubleOf(world, from, to);
    const isTold = trouble !== null && (toldOnCard(world, from) || toldOnCard(world, to));
    return { from, to, trouble: isTold ? null : trouble };
  });

/** Where on its line a word stands: the middle, or where it covers no other word. */
const SHARES = [0.5, 0.36, 0.64, 0.24, 0.76] as const;
const WORD = { width: 112, height: 26 } as const;

/** Middles of the words of those lines that have trouble, in stage units. */
export function linkWordPlaces(lines: readonly LinkLine[], paths: StagePaths): ReadonlyMap<LinkLine, Point> {
  const places = new Map<LinkLine, Point>();
  const isFree = ({ x, y }: Point): boolean =>
    [...places.values()].every((other) => Math.abs(other.x - x) > WORD.width || Math.abs(other.y - y) > WORD.height);
  for (const line of lines) {
    const path = line.trouble === null ? null : paths.between(line.from, line.to);
    if (path === null) continue;
    const share = SHARES.find((candidate) => isFree(pointAlong(path, candidate))) ?? SHARES[0];
    places.set(line, pointAlong(path, share));
  }
  return places;
}
