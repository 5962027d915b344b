/**
 * Finds room for the word beside each message so that no two words overlap and none covers a card.
 * The most important message chooses first; one that finds no room goes without.
 */
import { bottom, overlap, type Rect, right } from '../../view/geometry.ts';

export interface LabelWish {
  readonly id: number;
  /** Centre of the thing named. */
  readonly x: number;
  readonly y: number;
  /** Distance kept from the centre. */
  readonly reach: number;
  readonly width: number;
  readonly height: number;
  readonly priority: number;
  /** Where it moves to: the word goes ahead of it, its trail behind. */
  readonly goesLeft: boolean;
  /** May cover a card rather than go without: what the user pointed at. */
  readonly insists: boolean;
}

const GAP = 4;
/** More words than this cannot be read anyway. */
const MOST = 28;

function places({ x, y, reach, width, height, goesLeft }: LabelWish): readonly Rect[] {
  const size = { width, height };
  const [right, left] = [x + reach + GAP, x - reach - GAP - width];
  const side = goesLeft ? { first: left, second: right } : { first: right, second: left };
  const middle = y - height / 2;
  const over = y - reach - GAP - height;
  const under = y + reach + GAP;
  return [
    { x: side.first, y: middle, ...size },
    { x: side.second, y: middle, ...size },
    { x: x - width / 2, y: over, ...size },
    { x: x - width / 2, y: under, ...size },
    { x: side.first, y: over, ...size },
    { x: side.second, y: over, ...size },
    { x: side.first, y: under, ...size },
    { x: side.second, y: under, ...size },
  ];
}

/** Further above and below, for a word that would cover a card beside its message. */
const FURTHER = [12, 24, 36];

const farPlaces = ({ x, y, reach, width, height }: LabelWish): readonly Rect[] =>
  FURTHER.flatMap((more) => [
    { x: x - width / 2, y: y - reach - GAP - height - more, width, height },
    { x: x - width / 2, y: y + reach + GAP + more, width, height },
  ]);

/** Area of `cards` under a word. */
const coveredBy = (rect: Rect, cards: readonly Rect[]): number =>
  cards.reduce((sum, card) => {
    const width = Math.min(right(rect), right(card)) - Math.max(rect.x, card.x);
    const height = Math.min(bottom(rect), bottom(card)) - Math.max(rect.y, card.y);
    return sum + Math.max(0, width) * Math.max(0, height);
  }, 0);

/** Where it covers least; of several such places the nearest. */
function leastCovering(rects: readonly Rect[], cards: readonly Rect[]): Rect | undefined {
  const areas = new Map(rects.map((rect) => [rect, coveredBy(rect, cards)]));
  const least = Math.min(...areas.values());
  return rects.find((rect) => areas.get(rect) === least);
}

const isInside = (rect: Rect, view: Rect): boolean =>
  rect.x >= view.x &&
  rect.y >= view.y &&
  rect.x + rect.width <= view.x + view.width &&
  rect.y + rect.height <= view.y + view.height;

/**
 * @param taken what no word may cover (cards, the narration), @param glyphs the messages themselves
 * @returns rectangles by wish id; wishes without room are missing
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  taken: readonly Rect[],
  glyphs: readonly Rect[],
  view: Rect,
): ReadonlyMap<number, Rect> {
  const found = new Map<number, Rect>();
  const inOrder = wishes.toSorted((a, b) => b.priority - a.priority || a.id - b.id);
  for (const wish of inOrder) {
    if (found.size >= MOST) break;
    const free = (rect: Rect): boolean =>
      isInside(rect, view) && [...found.values()].every((other) => !overlap(rect, other));
    const all = places(wish).filter(free);
    const clear = all.filter((rect) => !taken.some((card) => overlap(rect, card)));
    const best = clear.find((rect) => !glyphs.some((glyph) => overlap(rect, glyph))) ?? clear[0];
    const place = best ?? (wish.insists ? leastCovering([...all, ...farPlaces(wish).filter(free)], taken) : undefined);
    if (place !== undefined) found.set(wish.id, place);
  }
  return found;
}
