/** The arrows of the space-time diagram: time runs down, lanes side by side. Pure geometry in pixels. */
import type { LaneStroke } from '../../view/lanes.ts';

export interface Arrow {
  readonly stroke: LaneStroke;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Where its word stands; null where it would lie on another. */
  readonly label: { readonly x: number; readonly y: number; readonly text: string } | null;
}

export interface ArrowPlacement {
  readonly x: (lane: number) => number;
  readonly y: (time: number) => number;
  readonly word: (stroke: LaneStroke) => string;
}

const LINE = 14;
const LETTER = 7.2;
/** A message lost on the way stops here. */
const LOST_AT = 0.55;
/** An arrow between neighbouring lanes still needs this much room for its word. */
const NARROWEST = 40;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

const free = (taken: readonly Box[], box: Box): boolean =>
  taken.every((other) => other.right < box.left || other.left > box.right || Math.abs(other.y - box.y) >= LINE);

/** Wide letters (Hangul) count double. */
function widthOf(text: string): number {
  let letters = 0;
  for (const character of text) letters += (character.codePointAt(0) ?? 0) > 0x1100 ? 1.7 : 1;
  return letters * LETTER;
}

/** Arrows in order of departure; a word is left out rather than put over another. */
export function arrowsOf(strokes: readonly LaneStroke[], place: ArrowPlacement): readonly Arrow[] {
  const taken: Box[] = [];
  return strokes.map((stroke) => {
    const { flight } = stroke;
    const reach = flight.lost === 'linkDown' || flight.lost === 'lossy' ? LOST_AT : 1;
    const x1 = place.x(stroke.fromLane);
    const y1 = place.y(flight.sentAt);
    const x2 = x1 + (place.x(stroke.toLane) - x1) * reach;
    const y2 = y1 + (place.y(flight.arrivesAt) - y1) * reach;
    const text = place.word(stroke);
    const width = widthOf(text);
    const centre = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 5 };
    const box = { left: centre.x - width / 2, right: centre.x + width / 2, y: centre.y };
    const shown = text !== '' && Math.abs(x2 - x1) >= NARROWEST && free(taken, box);
    if (shown) taken.push(box);
    return { stroke, x1, y1, x2, y2, label: shown ? { ...centre, text } : null };
  });
}

/** Length of an arrow's head. */
const HEAD = 7;

/** The arrow's head, or a cross where the message was lost. */
export function headPath({ x1, y1, x2, y2, stroke }: Arrow): string {
  if (stroke.flight.lost !== null) return `M${x2 - 4} ${y2 - 4}l8 8M${x2 + 4} ${y2 - 4}l-8 8`;
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const [bx, by] = [x2 - ux * HEAD, y2 - uy * HEAD];
  return `M${bx - uy * 3.5} ${by + ux * 3.5}L${x2} ${y2}L${bx + uy * 3.5} ${by - ux * 3.5}`;
}
