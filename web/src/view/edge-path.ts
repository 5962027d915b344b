/**
 * The line a message flies along between two cards: a gentle curve where nothing is in the way, else a routed way with
 * round corners. It never enters another card. Both directions use the same line.
 */
import { between, bottom, centre, distance, grown, holds, overlap, type Point, type Rect, right } from './geometry.ts';
import type { LaneGrid } from './lane-grid.ts';
import { routeAround } from './router.ts';

/** A line as close points with the length up to each. */
export interface EdgePath {
  readonly points: readonly Point[];
  readonly lengths: readonly number[];
  readonly length: number;
}

const SAMPLE = 5;
const CORNER = 30;

export function pathOf(points: readonly Point[]): EdgePath {
  let length = 0;
  const lengths = points.map((point, index) => {
    const before = points[index - 1];
    if (before !== undefined) length += distance(before, point);
    return length;
  });
  return { points, lengths, length };
}

export const reversed = (path: EdgePath): EdgePath => pathOf([...path.points].reverse());

/** The point `share` of the way along, and the direction there as a unit vector. */
export function pointAlong(path: EdgePath, share: number): Point & { readonly dx: number; readonly dy: number } {
  const wanted = Math.min(1, Math.max(0, share)) * path.length;
  let low = 1;
  let high = Math.max(1, path.points.length - 1);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((path.lengths[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  const a = path.points[low - 1] ?? { x: 0, y: 0 };
  const b = path.points[low] ?? a;
  const stretch = distance(a, b);
  const within = stretch === 0 ? 0 : (wanted - (path.lengths[low - 1] ?? 0)) / stretch;
  const point = between(a, b, within);
  return { ...point, dx: stretch === 0 ? 0 : (b.x - a.x) / stretch, dy: stretch === 0 ? 0 : (b.y - a.y) / stretch };
}

/** As an SVG path. */
export const svgOf = (path: EdgePath): string =>
  path.points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

function cubic(a: Point, b: Point, c: Point, d: Point): readonly Point[] {
  const steps = Math.max(8, Math.ceil((distance(a, b) + distance(b, c) + distance(c, d)) / SAMPLE));
  return Array.from({ length: steps + 1 }, (_, index) => {
    const t = index / steps;
    const u = 1 - t;
    const weight = (p: number, q: number, r: number, s: number): number =>
      u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s;
    return { x: weight(a.x, b.x, c.x, d.x), y: weight(a.y, b.y, c.y, d.y) };
  });
}

/** Gentle curves between facing sides, the shortest first. Ports move along a side to give others room. */
function* curves(from: Rect, to: Rect): Generator<readonly Point[]> {
  const shares = [0.5, 0.3, 0.7, 0.12, 0.88];
  const above = bottom(from) < to.y;
  if (above || bottom(to) < from.y) {
    const startY = above ? bottom(from) : from.y;
    const endY = above ? to.y : bottom(to);
    const ports = shares.flatMap((s) =>
      shares.map(
        (e) =>
          [
            { x: from.x + from.width * s, y: startY },
            { x: to.x + to.width * e, y: endY },
          ] as const,
      ),
    );
    // Sorting is stable: among equally short ones those from the middles stay first.
    const roughly = ([start, end]: readonly [Point, Point]): number => Math.round(distance(start, end) / 12);
    const short = ports.toSorted((a, b) => roughly(a) - roughly(b));
    for (const [start, end] of short) {
      const bow = (endY - startY) / 2;
      yield cubic(start, { x: start.x, y: startY + bow }, { x: end.x, y: endY - bow }, end);
    }
  }
  const before = right(from) < to.x;
  if (before || right(to) < from.x) {
    const start = { x: before ? right(from) : from.x, y: from.y + from.height / 2 };
    const end = { x: before ? to.x : right(to), y: to.y + to.height / 2 };
    const bow = (end.x - start.x) / 2;
    yield cubic(start, { x: start.x + bow, y: start.y }, { x: end.x - bow, y: end.y }, end);
  }
}

/** Corners cut round, as tightly as the stretches beside them allow. */
function rounded(corners: readonly Point[], radius: number): readonly Point[] {
  const points: Point[] = [];
  corners.forEach((corner, index) => {
    const before = corners[index - 1];
    const after = corners[index + 1];
    if (before === undefined || after === undefined) {
      points.push(corner);
      return;
    }
    const cut = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const start = between(corner, before, cut / Math.max(1, distance(before, corner)));
    const end = between(corner, after, cut / Math.max(1, distance(corner, after)));
    points.push(...cubic(start, between(start, corner, 0.55), between(end, corner, 0.55), end));
  });
  return points;
}

/** The box around a line. A loop: it is asked for every curve that is tried. */
function boxAround(points: readonly Point[]): Rect {
  let [left, top, most, lowest] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    if (x < left) left = x;
    if (x > most) most = x;
    if (y < top) top = y;
    if (y > lowest) lowest = y;
  }
  return { x: left, y: top, width: most - left, height: lowest - top };
}

function isFree(points: readonly Point[], walls: readonly Rect[]): boolean {
  const box = grown(boxAround(points), 1);
  const near = walls.filter((wall) => overlap(box, wall));
  return points.every((point) => near.every((wall) => !holds(wall, point)));
}

export interface Surroundings {
  /** All other cards. */
  readonly cards: readonly Rect[];
  /** Ground to go round: zones that neither end belongs to, what is left to the narration. */
  readonly zones: readonly Rect[];
  /** Words a gentle curve goes beside. */
  readonly titles: readonly Rect[];
  /** Grids of the layout's lanes, the widest margin first; the narrower ones are for cards dragged close together. */
  readonly grids: readonly LaneGrid[];
  readonly isForeign: (zone: number) => boolean;
}

function directPath(from: Rect, to: Rect, { cards, zones, titles }: Surroundings): readonly Point[] | null {
  // The ends' own cards are walls too, a little smaller: a curve may touch them only at its ends.
  const walls = [...cards.map((card) => grown(card, 7)), grown(from, -1), grown(to, -1), ...zones, ...titles];
  for (const points of curves(from, to)) if (isFree(points, walls)) return points;
  return null;
}

function routedPath(from: Rect, to: Rect, { cards, grids, isForeign }: Surroundings): readonly Point[] | null {
  for (const grid of grids) {
    const corners = routeAround(grid, from, to, isForeign);
    if (corners === null) continue;
    for (const radius of [CORNER, grid.margin]) {
      const points = rounded(corners, radius);
      if (isFree(points, cards)) return points;
    }
    return corners;
  }
  return null;
}

/**
 * The line from one card to another. Where cards were dragged onto each other so that no way is left, the straight
 * line between the middles.
 */
export function edgePath(from: Rect, to: Rect, surroundings: Surroundings): EdgePath {
  const points = directPath(from, to, surroundings) ?? routedPath(from, to, surroundings);
  return pathOf(points ?? [centre(from), centre(to)]);
}
