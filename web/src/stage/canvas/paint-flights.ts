/** Draws sprites, their words and the batch timer onto a canvas. All sizes in CSS pixels. */
import type { MessageKind } from '../../sim/trace/facts.ts';
import { glyphOf } from '../../ui/MessageGlyph.tsx';
import type { Camera } from '../../view/fit-view.ts';
import type { Rect } from '../../view/geometry.ts';
import { type Sprite, trailAlpha } from './flight-sprites.ts';
import { GlyphStamps } from './glyph-stamps.ts';
import type { Palette } from './palette.ts';
import { type LabelWish, placeLabels } from './place-labels.ts';

export interface Picture {
  readonly sprites: readonly Sprite[];
  readonly camera: Camera;
  /** Of the canvas. */
  readonly view: Rect;
  /** What words may not cover, in pixels. */
  readonly taken: readonly Rect[];
  /** Batch timers: where, and the share of the timeout that has passed. */
  readonly timers: readonly { readonly rect: Rect; readonly share: number }[];
  readonly wordOf: (sprite: Sprite) => string;
}

/** These have colours too light to write on: their words stand on the surface with a coloured border. */
const OUTLINED = new Set<MessageKind>(['raft', 'bft', 'kafka', 'gossip', 'deliver', 'acknowledgement', 'event', 'ca']);
/** Of words at a zoom of 1: their height, the space beside them and the size of the letters. */
const WORD = { height: 20, padding: 7, font: 12 };
/** Above this number of messages lines and words would be a carpet. */
const LINES_UP_TO = 120;
/** From this number on glyphs are stamped. Messages have no trails by then, see flight-sprites.ts. */
const STAMPS_FROM = 250;

const outlines = new Map<MessageKind, Path2D>();
function outlineOf(kind: MessageKind): Path2D {
  const known = outlines.get(kind) ?? new Path2D(glyphOf(kind).path);
  outlines.set(kind, known);
  return known;
}

function paintLine(
  context: CanvasRenderingContext2D,
  { path, now, alpha }: Sprite,
  { x, y, zoom }: Camera,
  colour: string,
): void {
  context.globalAlpha = 0.42 * alpha;
  context.strokeStyle = colour;
  context.lineWidth = 1.8;
  context.setLineDash(now.flight.kind === 'endorsement' ? [5, 6] : []);
  context.beginPath();
  path.points.forEach((point, index) => {
    if (index === 0) context.moveTo(point.x * zoom + x, point.y * zoom + y);
    else context.lineTo(point.x * zoom + x, point.y * zoom + y);
  });
  context.stroke();
  context.setLineDash([]);
}

function paintGlyph(
  context: CanvasRenderingContext2D,
  kind: MessageKind,
  at: { readonly x: number; readonly y: number; readonly size: number },
  palette: Palette,
): void {
  const scale = at.size / 20;
  context.save();
  context.translate(at.x - at.size / 2, at.y - at.size / 2);
  context.scale(scale, scale);
  const outline = outlineOf(kind);
  if (glyphOf(kind).style === 'ring') {
    context.strokeStyle = palette.kinds[kind];
    context.lineWidth = 2.8;
    context.stroke(outline);
  } else {
    context.fillStyle = palette.kinds[kind];
    context.fill(outline);
    context.strokeStyle = palette.surface;
    context.lineWidth = 1.2;
    context.stroke(outline);
  }
  context.restore();
}

const stamps = new GlyphStamps();

/** One of very many: without its trail, from a stamp. What is marked or lost is drawn like one of few. */
function paintStamp(context: CanvasRenderingContext2D, sprite: Sprite, palette: Palette): void {
  if (sprite.marked || sprite.now.ended) return paintSprite(context, sprite, palette);
  const { kind } = sprite.now.flight;
  if (context.globalAlpha !== sprite.alpha) context.globalAlpha = sprite.alpha;
  stamps.stamp(context, kind, sprite, palette, (on, x, y, size) => paintGlyph(on, kind, { x, y, size }, palette));
}

function paintSprite(context: CanvasRenderingContext2D, sprite: Sprite, palette: Palette): void {
  const { kind } = sprite.now.flight;
  sprite.trail.forEach((point, index) => {
    context.globalAlpha = trailAlpha(index) * sprite.alpha;
    paintGlyph(context, kind, { ...point, size: sprite.size * (0.82 - index * 0.1) }, palette);
  });
  context.globalAlpha = sprite.alpha;
  if (sprite.marked) {
    context.strokeStyle = palette.focus;
    context.lineWidth = 2.5;
    context.beginPath();
    context.arc(sprite.x, sprite.y, sprite.size * 0.78, 0, 2 * Math.PI);
    context.stroke();
  }
  if (sprite.now.ended) paintCross(context, sprite, palette);
  else paintGlyph(context, kind, sprite, palette);
}

function paintCross(context: CanvasRenderingContext2D, { x, y, size, now }: Sprite, palette: Palette): void {
  const alpha = context.globalAlpha;
  context.globalAlpha = 0.3 * alpha;
  paintGlyph(context, now.flight.kind, { x, y, size }, palette);
  context.globalAlpha = alpha;
  const arm = Math.max(7, size * 0.42);
  for (const [colour, width] of [
    [palette.surface, 6],
    [palette.bad, 3.2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(x - arm, y - arm);
    context.lineTo(x + arm, y + arm);
    context.moveTo(x + arm, y - arm);
    context.lineTo(x - arm, y + arm);
    context.stroke();
  }
  context.lineCap = 'butt';
}

const widths = new Map<string, number>();

/** To be called when a font has arrived: words were measured in its stand-in. */
export const forgetWidths = (): void => widths.clear();

function widthOf(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font} ${text}`;
  const known = widths.get(key) ?? context.measureText(text).width;
  widths.set(key, known);
  return known;
}

const boxOf = ({ x, y, size }: Sprite): Rect => ({ x: x - size / 2, y: y - size / 2, width: size, height: size });

/** Words grow with the picture (a projector) but do not shrink with it (a phone). */
const wordScale = ({ zoom }: Camera): number => Math.min(1.9, Math.max(1, zoom));

function paintLabels(context: CanvasRenderingContext2D, picture: Picture, palette: Palette): void {
  const scale = wordScale(picture.camera);
  context.font = `650 ${WORD.font * scale}px ${palette.font}`;
  context.textBaseline = 'middle';
  const named = picture.sprites.filter((sprite) => sprite.priority >= 0);
  const words = new Map(named.map((sprite) => [sprite.now.flight.message, { sprite, text: picture.wordOf(sprite) }]));
  const wishes = [...words].map(
    ([id, { sprite, text }]): LabelWish => ({
      id,
      x: sprite.x,
      y: sprite.y,
      reach: sprite.size / 2,
      width: widthOf(context, text) + 2 * WORD.padding * scale,
      height: WORD.height * scale,
      priority: sprite.priority,
      goesLeft: sprite.goesLeft,
      insists: sprite.marked,
    }),
  );
  const placed = placeLabels(wishes, picture.taken, picture.sprites.map(boxOf), picture.view);
  for (const [id, rect] of placed) {
    const word = words.get(id);
    if (word !== undefined) paintLabel(context, rect, word.text, word.sprite, palette);
  }
}

function paintLabel(
  context: CanvasRenderingContext2D,
  rect: Rect,
  text: string,
  sprite: Sprite,
  palette: Palette,
): void {
  const { kind } = sprite.now.flight;
  const colour = sprite.now.ended ? palette.bad : palette.kinds[kind];
  const outlined = !sprite.now.ended && OUTLINED.has(kind);
  context.globalAlpha = 1;
  context.beginPath();
  context.roundRect(rect.x, rect.y, rect.width, rect.height, 7);
  context.fillStyle = outlined ? palette.surface : colour;
  context.fill();
  context.strokeStyle = outlined ? colour : palette.surface;
  context.lineWidth = 1.3;
  context.stroke();
  context.fillStyle = outlined ? palette.ink : palette.onInk;
  context.fillText(text, rect.x + (rect.height / WORD.height) * WORD.padding, rect.y + rect.height / 2 + 0.5);
}

function paintTimer(
  context: CanvasRenderingContext2D,
  { rect, share }: Picture['timers'][number],
  palette: Palette,
): void {
  context.globalAlpha = 1;
  context.fillStyle = palette.line;
  context.beginPath();
  context.roundRect(rect.x, rect.y, rect.width, rect.height, rect.height / 2);
  context.fill();
  context.fillStyle = palette.kinds.envelope;
  context.beginPath();
  context.roundRect(rect.x, rect.y, Math.max(rect.height, rect.width * share), rect.height, rect.height / 2);
  context.fill();
}

/** Clears the canvas and draws the picture. `context` is scaled to CSS pixels already. */
export function paintPicture(context: CanvasRenderingContext2D, picture: Picture, palette: Palette): void {
  const { sprites, view, camera } = picture;
  context.clearRect(view.x, view.y, view.width, view.height);
  for (const timer of picture.timers) paintTimer(context, timer, palette);
  const crowded = sprites.length > LINES_UP_TO;
  if (!crowded)
    for (const sprite of sprites)
      if (sprite.priority > 3 || sprite.marked)
        paintLine(context, sprite, camera, palette.kinds[sprite.now.flight.kind]);
  const paint = sprites.length > STAMPS_FROM ? paintStamp : paintSprite;
  for (const sprite of sprites) paint(context, sprite, palette);
  if (!crowded) paintLabels(context, picture, palette);
  context.globalAlpha = 1;
}
