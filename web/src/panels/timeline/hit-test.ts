/** What of the time line is under a point. Pure: distances in pixels. */
import type { LaneMark, LaneStroke } from '../../view/lanes.ts';
import type { TracePlacement } from './paint-trace.ts';

export type Hit =
  | { readonly type: 'stroke'; readonly stroke: LaneStroke }
  | { readonly type: 'mark'; readonly mark: LaneMark };

/** How near counts, pixels. */
export const REACH = 6;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Distance of `point` from the segment a–b. */
export function distanceToSegment(point: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squared = dx * dx + dy * dy;
  const share = squared === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / squared;
  const along = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - (a.x + dx * along), point.y - (a.y + dy * along));
}

/** The nearest mark or stroke within {@link REACH}; marks lie above strokes and win. */
export function hitAt(
  point: Point,
  marks: readonly LaneMark[],
  strokes: readonly LaneStroke[],
  place: TracePlacement,
): Hit | null {
  let best: { readonly hit: Hit; readonly distance: number } | null = null;
  for (const mark of marks) {
    const distance = Math.hypot(point.x - place.x(mark.at), point.y - place.y(mark.lane)) - 4;
    if (distance <= REACH && (best === null || distance < best.distance))
      best = { hit: { type: 'mark', mark }, distance };
  }
  if (best !== null) return best.hit;
  for (const stroke of strokes) {
    const from = { x: place.x(stroke.flight.sentAt), y: place.y(stroke.fromLane) };
    const to = { x: place.x(stroke.flight.arrivesAt), y: place.y(stroke.toLane) };
    const distance = distanceToSegment(point, from, to);
    if (distance <= REACH && (best === null || distance < best.distance))
      best = { hit: { type: 'stroke', stroke }, distance };
  }
  return best?.hit ?? null;
}
