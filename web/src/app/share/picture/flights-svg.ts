/** Messages in flight drawn for a file: glyphs with their trails, lines and words, as the canvas of the stage draws them. */
import type { Picture } from '../../../stage/canvas/paint-flights.ts';
import { type Sprite, trailAlpha } from '../../../stage/canvas/flight-sprites.ts';
import { type LabelWish, placeLabels } from '../../../stage/canvas/place-labels.ts';
import { glyphOf } from '../../../ui/MessageGlyph.tsx';
import type { Colours } from '../../../view/colours.ts';
import { svgOf } from '../../../view/edge-path.ts';
import type { Rect } from '../../../view/geometry.ts';
import { svgTag, svgText, textWidth } from '../../../view/svg.ts';

type Kind = Sprite['now']['flight']['kind'];

/** These have colours too light to write on. */
const OUTLINED: ReadonlySet<Kind> = new Set<Kind>([
  'raft',
  'bft',
  'kafka',
  'gossip',
  'deliver',
  'acknowledgement',
  'event',
  'ca',
]);
const WORD = { height: 20, padding: 7, size: 12 };
/** Above this number of messages lines and words would be a carpet. */
const LINES_UP_TO = 120;

const kindColour = (colour: Colours, kind: Kind): string => colour(glyphOf(kind).colour.slice(2));

interface Place {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly alpha: number;
}

function glyphSvg(colour: Colours, kind: Kind, { x, y, size, alpha }: Place): string {
  const { path, style } = glyphOf(kind);
  const own = kindColour(colour, kind);
  const isRing = style === 'ring';
  return svgTag('path', {
    d: path,
    transform: `translate(${(x - size / 2).toFixed(2)} ${(y - size / 2).toFixed(2)}) scale(${(size / 20).toFixed(3)})`,
    fill: isRing ? 'none' : own,
    stroke: isRing ? own : colour('surface'),
    'stroke-width': isRing ? 2.8 : 1.2,
    opacity: alpha,
  });
}

function spriteSvg(colour: Colours, sprite: Sprite): string {
  const { kind, message } = sprite.now.flight;
  const { x, y, size, alpha } = sprite;
  const trail = sprite.trail.map((point, index) =>
    glyphSvg(colour, kind, { ...point, size: size * (0.82 - index * 0.1), alpha: trailAlpha(index) * alpha }),
  );
  const arm = Math.max(7, size * 0.42);
  const cross = {
    d: `M${String(x - arm)} ${String(y - arm)}l${String(2 * arm)} ${String(2 * arm)}m0 ${String(-2 * arm)}l${String(-2 * arm)} ${String(2 * arm)}`,
    stroke: colour('bad'),
    'stroke-width': 3.2,
    'stroke-linecap': 'round',
  };
  const isLost = sprite.now.ended;
  return svgTag(
    'g',
    { 'data-message': message },
    ...trail,
    glyphSvg(colour, kind, { x, y, size, alpha: isLost ? 0.3 : alpha }),
    isLost ? svgTag('path', cross) : '',
  );
}

function wordSvg(colour: Colours, sprite: Sprite, rect: Rect, text: string): string {
  const { kind } = sprite.now.flight;
  const own = sprite.now.ended ? colour('bad') : kindColour(colour, kind);
  const isOutlined = !sprite.now.ended && OUTLINED.has(kind);
  const box = {
    ...rect,
    rx: 7,
    fill: isOutlined ? colour('surface') : own,
    stroke: isOutlined ? own : colour('surface'),
    'stroke-width': 1.3,
  };
  const letters = { 'font-size': WORD.size, 'font-weight': 650, fill: colour(isOutlined ? 'ink' : 'on-ink') };
  return svgTag('rect', box) + svgText(rect.x + WORD.padding, rect.y + rect.height / 2 + 4.3, text, letters);
}

function wordsSvg(colour: Colours, { sprites, taken, view, wordOf }: Picture): string {
  const words = new Map(
    sprites
      .filter(({ priority }) => priority >= 0)
      .map((sprite) => [sprite.now.flight.message, { sprite, text: wordOf(sprite) }]),
  );
  const wishes = [...words].map(
    ([id, { sprite, text }]): LabelWish => ({
      id,
      x: sprite.x,
      y: sprite.y,
      reach: sprite.size / 2,
      width: textWidth(text, WORD.size) + 2 * WORD.padding,
      height: WORD.height,
      priority: sprite.priority,
      goesLeft: sprite.goesLeft,
      insists: sprite.marked,
    }),
  );
  const boxes = sprites.map(({ x, y, size }) => ({ x: x - size / 2, y: y - size / 2, width: size, height: size }));
  return [...placeLabels(wishes, taken, boxes, view)]
    .map(([id, rect]) => {
      const word = words.get(id);
      return word === undefined ? '' : wordSvg(colour, word.sprite, rect, word.text);
    })
    .join('');
}

/** `picture` with a camera that leaves stage units as they are. */
export function flightsSvg(colour: Colours, picture: Picture): string {
  const { sprites, timers } = picture;
  const bars = timers.map(
    ({ rect, share }) =>
      svgTag('rect', { ...rect, rx: rect.height / 2, fill: colour('line-strong') }) +
      svgTag('rect', {
        ...rect,
        width: Math.max(rect.height, rect.width * share),
        rx: rect.height / 2,
        fill: colour('envelope'),
      }),
  );
  const isCrowded = sprites.length > LINES_UP_TO;
  const lines = sprites
    .filter(({ priority }) => !isCrowded && priority > 3)
    .map(({ path, now, alpha }) =>
      svgTag('path', {
        d: svgOf(path),
        fill: 'none',
        stroke: kindColour(colour, now.flight.kind),
        'stroke-width': 1.8,
        'stroke-opacity': 0.42 * alpha,
        'stroke-dasharray': now.flight.kind === 'endorsement' ? '5 6' : undefined,
      }),
    );
  const glyphs = sprites.map((sprite) => spriteSvg(colour, sprite));
  return [...bars, ...lines, ...glyphs, isCrowded ? '' : wordsSvg(colour, picture)].join('');
}
