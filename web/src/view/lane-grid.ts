/**
 * The lanes of a layout: horizontal and vertical lines beside every card and zone, and what each stretch between two
 * crossings runs through. Made once per layout; every search for a way uses it.
 */
import { bottom, grown, type Point, type Rect, right } from './geometry.ts';

/** The middle of each side of a card, and the point outside it where a way begins or ends. */
export interface Gate {
  readonly port: Point;
  readonly outside: Point;
  readonly vertical: boolean;
}

export function gatesOf(card: Rect, margin: number): readonly Gate[] {
  const x = card.x + card.width / 2;
  const y = card.y + card.height / 2;
  return [
    { port: { x, y: bottom(card) }, outside: { x, y: bottom(card) + margin }, vertical: true },
    { port: { x, y: card.y }, outside: { x, y: card.y - margin }, vertical: true },
    { port: { x: card.x, y }, outside: { x: card.x - margin, y }, vertical: false },
    { port: { x: right(card), y }, outside: { x: right(card) + margin, y }, vertical: false },
  ];
}

/** Half units: layouts are whole numbers, middles of odd widths are not. */
const snapped = (value: number): number => Math.round(value * 2) / 2;
const lines = (values: readonly number[]): readonly number[] => [...new Set(values.map(snapped))].sort((a, b) => a - b);

export const BLOCKED = -2;
const OPEN = -1;

export class LaneGrid {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly margin: number;
  /** For the stretch to the right of (or below) a crossing: BLOCKED, the zone it runs through, or OPEN. */
  private readonly rightward: Int16Array;
  private readonly downward: Int16Array;

  constructor(cards: readonly Rect[], zones: readonly Rect[], margin: number) {
    const gates = cards.flatMap((card) => gatesOf(card, margin));
    const wide = 1.5 * margin;
    this.margin = margin;
    this.xs = lines([
      ...gates.map(({ outside }) => outside.x),
      ...zones.flatMap((zone) => [zone.x - wide, right(zone) + wide]),
    ]);
    this.ys = lines([
      ...gates.map(({ outside }) => outside.y),
      ...zones.flatMap((zone) => [zone.y - wide, bottom(zone) + wide]),
    ]);
    this.rightward = new Int16Array(this.size).fill(OPEN);
    this.downward = new Int16Array(this.size).fill(OPEN);
    zones.forEach((zone, index) => {
      this.mark(zone, index);
    });
    for (const card of cards) this.mark(grown(card, margin - 1), BLOCKED);
  }

  get columns(): number {
    return this.xs.length;
  }

  /** Number of crossings. */
  get size(): number {
    return this.xs.length * this.ys.length;
  }

  pointOf(crossing: number): Point {
    return { x: this.xs[crossing % this.columns] ?? 0, y: this.ys[Math.floor(crossing / this.columns)] ?? 0 };
  }

  /** The crossing at a gate's outside point. */
  crossingAt(point: Point): number {
    return this.ys.indexOf(snapped(point.y)) * this.columns + this.xs.indexOf(snapped(point.x));
  }

  /** What the stretch between two neighbouring crossings runs through: BLOCKED, a zone's index, or less than 0 for open. */
  through(a: number, b: number): number {
    const first = Math.min(a, b);
    return (Math.abs(a - b) === 1 ? this.rightward[first] : this.downward[first]) ?? BLOCKED;
  }

  private mark(rect: Rect, value: number): void {
    const { xs, ys } = this;
    const [end, floor] = [right(rect), bottom(rect)];
    for (let row = 0; row < ys.length; row++) {
      const y = ys[row] ?? 0;
      if (y >= floor) break;
      const inRows = (ys[row + 1] ?? y) > rect.y;
      if (!inRows) continue;
      for (let column = 0; column < xs.length; column++) {
        const x = xs[column] ?? 0;
        if (x >= end) break;
        const crossing = row * this.columns + column;
        if (y > rect.y && (xs[column + 1] ?? x) > rect.x) this.rightward[crossing] = value;
        if (x > rect.x) this.downward[crossing] = value;
      }
    }
  }
}
