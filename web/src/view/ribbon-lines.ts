/** The lines a ribbon is drawn with, on the stage and in files: stubs that bend into the trunk at its ends. */
import type { Point } from './geometry.ts';
import type { Ribbon } from './ribbons.ts';

export interface RibbonLine {
  /** `outer`: a stub at an end of the trunk, as wide as that, for it bends into it. */
  readonly part: 'stub' | 'outer' | 'trunk';
  /** Path of an SVG, in stage units. */
  readonly d: string;
}

const BEND = 12;

const line = (points: readonly Point[]): string =>
  points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${String(x)} ${String(y)}`).join('');

/** A stub that meets its trunk at an end bends into it; one in the middle just stands on it. */
function stubLine(points: readonly Point[], { trunks: [trunk] }: Ribbon): string {
  const foot = points.at(-1);
  const above = points.at(-2);
  const [start, end] = trunk?.points ?? [];
  if (!foot || !above || !start || !end || start.y !== foot.y || end.x - start.x < 4 * BEND) return line(points);
  const inward = foot.x === start.x ? 1 : foot.x === end.x ? -1 : 0;
  if (inward === 0 || foot.y - above.y < BEND) return line(points);
  const upTo = [...points.slice(0, -1), { x: foot.x, y: foot.y - BEND }];
  return `${line(upTo)}Q${String(foot.x)} ${String(foot.y)} ${String(foot.x + inward * BEND)} ${String(foot.y)}`;
}

/** The trunk without the ends that bend upwards. */
function trunkLine(points: readonly Point[], ribbon: Ribbon): string {
  const [start, end] = points;
  const isFirst = points === ribbon.trunks[0]?.points;
  if (!isFirst || !start || !end || end.x - start.x < 4 * BEND) return line(points);
  return line([
    { ...start, x: start.x + BEND },
    { ...end, x: end.x - BEND },
  ]);
}

const isOuter = (points: readonly Point[], { trunks: [trunk] }: Ribbon): boolean => {
  const foot = points.at(-1);
  const ends = trunk?.points ?? [];
  return foot !== undefined && ends.some(({ x, y }) => x === foot.x && y === foot.y);
};

/** From the back to the front. */
export const ribbonLines = (ribbon: Ribbon): readonly RibbonLine[] => [
  ...ribbon.stubs.map(
    ({ points }): RibbonLine => ({ part: isOuter(points, ribbon) ? 'outer' : 'stub', d: stubLine(points, ribbon) }),
  ),
  ...ribbon.trunks.map(({ points }): RibbonLine => ({ part: 'trunk', d: trunkLine(points, ribbon) })),
];
