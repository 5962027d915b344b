/**
 * Finds a way of horizontal and vertical stretches between two cards that crosses no card.
 *
 * It prefers short, then straight, then the lanes between zones to going through a foreign one. A* over the lanes of
 * the layout; a state is a crossing and the direction it was reached in, so that bends can cost.
 */
import { bottom, centre, type Point, type Rect, right } from './geometry.ts';
import { Frontier } from './frontier.ts';
import { BLOCKED, gatesOf, type LaneGrid } from './lane-grid.ts';

const BEND_COST = 40;
const LEANING_COST = 120;
/** Leaving through a side towards another band: bands lie above each other, so up or down is the natural way. */
const SIDE_COST = 60;
/** A stretch through a foreign zone counts this many times its length. */
const FOREIGN_COST = 2.2;

/** Drops points in the middle of straight stretches. */
function corners(points: readonly Point[]): readonly Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined || after === undefined) return true;
    const straight = (before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y);
    return !straight;
  });
}

/** A way should leave through the side that looks towards its end; 0 for looking straight at it. */
function leaningCost(port: Point, from: Rect, to: Rect): number {
  const [start, end] = [centre(from), centre(to)];
  const out = { x: Math.sign(port.x - start.x), y: Math.sign(port.y - start.y) };
  const away = Math.max(1, Math.hypot(end.x - start.x, end.y - start.y));
  const facing = (out.x * (end.x - start.x) + out.y * (end.y - start.y)) / away;
  return LEANING_COST * (1 - facing) + (out.x !== 0 && Math.abs(end.y - start.y) > from.height ? SIDE_COST : 0);
}

/** The least a way from `point` to the card can cost. */
function leastCost(point: Point, card: Rect): number {
  const dx = Math.max(card.x - point.x, point.x - right(card), 0);
  const dy = Math.max(card.y - point.y, point.y - bottom(card), 0);
  return dx + dy;
}

class Search {
  private readonly grid: LaneGrid;
  private readonly to: Rect;
  private readonly isForeign: (zone: number) => boolean;
  private readonly costs: Float64Array;
  private readonly parents: Int32Array;
  private readonly frontier = new Frontier();

  constructor(grid: LaneGrid, to: Rect, isForeign: (zone: number) => boolean) {
    this.grid = grid;
    this.to = to;
    this.isForeign = isForeign;
    this.costs = new Float64Array(2 * grid.size).fill(Number.POSITIVE_INFINITY);
    this.parents = new Int32Array(2 * grid.size).fill(-1);
  }

  reach(state: number, cost: number, parent: number): void {
    if (cost >= (this.costs[state] ?? 0)) return;
    this.costs[state] = cost;
    this.parents[state] = parent;
    this.frontier.push(state, cost + leastCost(this.grid.pointOf(state >>> 1), this.to));
  }

  /** Steps from cheapest to dearest until a goal; -1 when there is no way. */
  run(goals: ReadonlyMap<number, Point>): number {
    const done = new Uint8Array(this.costs.length);
    for (let state = this.frontier.pop(); state !== undefined; state = this.frontier.pop()) {
      if (goals.has(state)) return state;
      if (done[state] === 1) continue;
      done[state] = 1;
      this.expand(state);
    }
    return -1;
  }

  /** Crossings from the start to `state`, and the state it started in. */
  trace(state: number): { readonly start: number; readonly points: readonly Point[] } {
    const points: Point[] = [];
    let start = state;
    for (let at = state; at >= 0; at = this.parents[at] ?? -1) {
      points.push(this.grid.pointOf(at >>> 1));
      start = at;
    }
    return { start, points: points.reverse() };
  }

  private expand(state: number): void {
    const crossing = state >>> 1;
    const { columns, size } = this.grid;
    const column = crossing % columns;
    if (column > 0) this.step(state, crossing - 1, 0);
    if (column < columns - 1) this.step(state, crossing + 1, 0);
    if (crossing >= columns) this.step(state, crossing - columns, 1);
    if (crossing + columns < size) this.step(state, crossing + columns, 1);
  }

  private step(state: number, next: number, vertical: 0 | 1): void {
    const through = this.grid.through(state >>> 1, next);
    if (through === BLOCKED) return;
    const here = this.grid.pointOf(state >>> 1);
    const there = this.grid.pointOf(next);
    const length = Math.abs(here.x - there.x) + Math.abs(here.y - there.y);
    const stretch = through >= 0 && this.isForeign(through) ? length * FOREIGN_COST : length;
    const bend = (state & 1) === vertical ? 0 : BEND_COST;
    this.reach(2 * next + vertical, (this.costs[state] ?? 0) + stretch + bend, state);
  }
}

/**
 * The cheapest way as corner points from border to border, or null when the cards leave none. `isForeign` says which
 * zones (by their index in the grid) belong to neither end.
 */
export function routeAround(
  grid: LaneGrid,
  from: Rect,
  to: Rect,
  isForeign: (zone: number) => boolean,
): readonly Point[] | null {
  const stateAt = (outside: Point, vertical: boolean): number => 2 * grid.crossingAt(outside) + (vertical ? 1 : 0);
  const ends = (card: Rect): ReadonlyMap<number, Point> =>
    new Map(gatesOf(card, grid.margin).map(({ port, outside, vertical }) => [stateAt(outside, vertical), port]));
  const starts = ends(from);
  const goals = ends(to);
  const search = new Search(grid, to, isForeign);
  for (const [state, port] of starts) search.reach(state, leaningCost(port, from, to), -1);
  const end = search.run(goals);
  const goal = goals.get(end);
  if (goal === undefined) return null;
  const { start, points } = search.trace(end);
  const port = starts.get(start);
  return port === undefined ? null : corners([port, ...points, goal]);
}
