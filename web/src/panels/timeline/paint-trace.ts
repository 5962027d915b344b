/**
 * Paints messages and marks of a stretch of the trace: the part of the time line that does not depend on the playhead.
 */
import { glyphOf } from '../../ui/MessageGlyph.tsx';
import type { LaneMark, LaneStroke } from '../../view/lanes.ts';
import type { CanvasPalette } from '../canvas-palette.ts';
import type { MessageKind } from '../lab-types.ts';

/** How the trace is laid on the canvas, CSS pixels. */
export interface TracePlacement {
  readonly x: (time: number) => number;
  readonly y: (lane: number) => number;
  /** Pixels per unit of length: decides what is too small to draw. */
  readonly zoom: number;
}

const GLYPH_SIZE = 8;
/** Below this zoom a glyph is wider than the flight it ends. */
const GLYPHS_FROM = 0.012;
const LEADING_LINES: readonly MessageKind[] = ['proposal', 'endorsement', 'envelope', 'block', 'config', 'event', 'ca'];

const paths = new Map<MessageKind, Path2D>();
function glyphPath(kind: MessageKind): Path2D {
  const known = paths.get(kind);
  if (known !== undefined) return known;
  const path = new Path2D(glyphOf(kind).path);
  paths.set(kind, path);
  return path;
}

/** A message's shape around (x, y). */
export function paintGlyph(
  context: CanvasRenderingContext2D,
  palette: CanvasPalette,
  kind: MessageKind,
  at: { readonly x: number; readonly y: number; readonly size: number },
): void {
  const ring = glyphOf(kind).style === 'ring';
  context.save();
  context.translate(at.x - at.size / 2, at.y - at.size / 2);
  context.scale(at.size / 20, at.size / 20);
  context.fillStyle = palette.kind(kind);
  context.strokeStyle = palette.kind(kind);
  context.lineWidth = 4;
  if (ring) context.stroke(glyphPath(kind));
  else context.fill(glyphPath(kind));
  context.restore();
}

function paintCross(context: CanvasRenderingContext2D, colour: string, x: number, y: number, reach: number): void {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - reach, y - reach);
  context.lineTo(x + reach, y + reach);
  context.moveTo(x + reach, y - reach);
  context.lineTo(x - reach, y + reach);
  context.stroke();
}

/** All strokes of one kind in one path: thousands of messages cost a dozen strokes. */
function paintLines(
  context: CanvasRenderingContext2D,
  strokes: readonly LaneStroke[],
  colour: string,
  width: number,
  place: TracePlacement,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  for (const { flight, fromLane, toLane } of strokes) {
    context.moveTo(place.x(flight.sentAt), place.y(fromLane));
    context.lineTo(place.x(flight.arrivesAt), place.y(toLane));
  }
  context.stroke();
}

function byKind(strokes: readonly LaneStroke[]): ReadonlyMap<MessageKind, readonly LaneStroke[]> {
  const groups = new Map<MessageKind, LaneStroke[]>();
  for (const stroke of strokes) {
    const group = groups.get(stroke.flight.kind);
    if (group === undefined) groups.set(stroke.flight.kind, [stroke]);
    else group.push(stroke);
  }
  return groups;
}

export function paintStrokes(
  context: CanvasRenderingContext2D,
  palette: CanvasPalette,
  strokes: readonly LaneStroke[],
  place: TracePlacement,
): void {
  for (const [kind, some] of byKind(strokes)) {
    const leading = LEADING_LINES.includes(kind);
    context.globalAlpha = leading ? 1 : 0.4;
    paintLines(context, some, palette.kind(kind), leading ? 1.7 : 1, place);
    // Where a block arrives the cube of its commit follows at once.
    if (!leading || kind === 'block' || place.zoom < GLYPHS_FROM) continue;
    for (const { flight, toLane } of some) {
      if (flight.lost !== null) continue;
      paintGlyph(context, palette, kind, { x: place.x(flight.arrivesAt), y: place.y(toLane), size: GLYPH_SIZE });
    }
  }
  context.globalAlpha = 1;
  for (const { flight, fromLane, toLane } of strokes)
    if (flight.lost !== null) {
      const middle = (place.y(fromLane) + place.y(toLane)) / 2;
      const onWay = flight.lost !== 'nodeDown';
      const x = onWay ? (place.x(flight.sentAt) + place.x(flight.arrivesAt)) / 2 : place.x(flight.arrivesAt);
      paintCross(context, palette.colour('bad'), x, onWay ? middle : place.y(toLane), 3.5);
    }
}

function paintSquare(context: CanvasRenderingContext2D, colour: string, x: number, y: number, size: number): void {
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(x - size / 2, y - size / 2, size, size, size / 4);
  context.fill();
}

function paintStar(context: CanvasRenderingContext2D, colour: string, x: number, y: number): void {
  context.fillStyle = colour;
  context.beginPath();
  // Ten points of a five-pointed star of radius 6, upright.
  for (const [dx, dy] of STAR) context.lineTo(x + dx, y + dy);
  context.closePath();
  context.fill();
}

const STAR: readonly (readonly [number, number])[] = Array.from({ length: 10 }, (_, index) => {
  const radius = index % 2 === 0 ? 6 : 2.5;
  const angle = (index * Math.PI) / 5 - Math.PI / 2;
  return [Math.cos(angle) * radius, Math.sin(angle) * radius];
});

function paintMark(
  context: CanvasRenderingContext2D,
  palette: CanvasPalette,
  mark: LaneMark,
  x: number,
  y: number,
): void {
  switch (mark.type) {
    case 'blockCut':
      return paintSquare(context, palette.colour('block'), x, y, 12);
    case 'blockCommitted':
      return paintSquare(context, palette.colour('block'), x, y, 7);
    case 'leaderElected':
      return paintStar(context, palette.colour('orderer'), x, y);
    case 'restarted':
      context.fillStyle = palette.colour('good');
      context.beginPath();
      context.moveTo(x - 5, y + 4);
      context.lineTo(x + 5, y + 4);
      context.lineTo(x, y - 5);
      context.fill();
      return;
    case 'command':
      context.fillStyle = palette.colour('config');
      context.beginPath();
      context.moveTo(x - 4, y - 8);
      context.lineTo(x + 4, y - 8);
      context.lineTo(x, y - 2);
      context.fill();
      return;
    case 'crashed':
    case 'error':
      context.fillStyle = palette.colour('surface');
      context.beginPath();
      context.arc(x, y, 7, 0, 2 * Math.PI);
      context.fill();
      return paintCross(context, palette.colour('bad'), x, y, 4);
  }
}

export function paintMarks(
  context: CanvasRenderingContext2D,
  palette: CanvasPalette,
  marks: readonly LaneMark[],
  place: TracePlacement,
): void {
  for (const mark of marks) paintMark(context, palette, mark, place.x(mark.at), place.y(mark.lane));
}
