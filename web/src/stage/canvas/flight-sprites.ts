/**
 * The picture of the messages in flight: where each is drawn, how large, in what order of importance.
 * A function of the flights at a time, the lines of the stage and the camera: nothing is remembered between frames.
 */
import type { MessageKind, NodeId } from '../../sim/trace/facts.ts';
import { type EdgePath, pointAlong } from '../../view/edge-path.ts';
import type { Camera } from '../../view/fit-view.ts';
import type { FlightNow } from '../../view/flights.ts';
import type { Point } from '../../view/geometry.ts';

export interface Sprite {
  readonly now: FlightNow;
  /** Centre in pixels of the canvas. */
  readonly x: number;
  readonly y: number;
  /** Side of the glyph's square in pixels. */
  readonly size: number;
  readonly alpha: number;
  /** Greater is more important: drawn later, labelled first. */
  readonly priority: number;
  readonly marked: boolean;
  /** Fading copies behind it, nearest first. */
  readonly trail: readonly Point[];
  readonly path: EdgePath;
  readonly goesLeft: boolean;
}

export interface SpriteOptions {
  readonly camera: Camera;
  readonly pathOf: (from: NodeId, to: NodeId) => EdgePath | null;
  readonly focus: ReadonlySet<NodeId>;
  readonly selected: number | null;
  readonly hovered: number | null;
  /** Reduced motion: messages stand at the beginning, middle and end of their way instead of gliding. */
  readonly stepped: boolean;
}

const PRIORITY: Readonly<Record<MessageKind, number>> = {
  envelope: 9,
  block: 8,
  endorsement: 7,
  proposal: 6,
  config: 6,
  ca: 5,
  admin: 5,
  event: 4,
  acknowledgement: 3,
  deliver: 2,
  raft: 1,
  bft: 1,
  kafka: 1,
  gossip: 0,
};
const SMALL = new Set<MessageKind>(['acknowledgement', 'deliver', 'raft', 'bft', 'kafka', 'gossip']);
const CHATTER = /heartbeat|kafkaFetch(Empty)?$|zooKeeper.*Ping/i;
const TRAIL = [0.34, 0.22, 0.13, 0.06] as const;
/** Both directions of a line: each keeps to its right by this much. */
const LANE = 5;
/** Above these numbers of messages trails cost more than they tell. */
const TRAILS_UP_TO = 250;

const NO_TRAIL: readonly number[] = [];

export const trailAlpha = (index: number): number => TRAIL[index] ?? 0;

const stepped = (progress: number): number => (Math.min(2, Math.floor(progress * 3)) + 0.5) / 3;

function placed(path: EdgePath, share: number, { x, y, zoom }: Camera): Point {
  const point = pointAlong(path, share);
  return { x: (point.x - point.dy * LANE) * zoom + x, y: (point.y + point.dx * LANE) * zoom + y };
}

function spriteOf(now: FlightNow, path: EdgePath, scale: number, withTrail: boolean, options: SpriteOptions): Sprite {
  const { flight } = now;
  const { camera, focus } = options;
  const share = options.stepped && !now.ended ? stepped(now.progress) : now.progress;
  const at = pointAlong(path, share);
  const marked = flight.message === options.selected || flight.message === options.hovered;
  const size = (SMALL.has(flight.kind) ? 13 : 21) * scale;
  const dimmed = focus.size > 0 && !(focus.has(flight.from) && focus.has(flight.to));
  const gap = (size * 0.8) / Math.max(1, path.length * camera.zoom);
  const trail =
    withTrail && !now.ended
      ? TRAIL.map((_, index) => share - (index + 1) * gap).filter((place) => place > 0)
      : NO_TRAIL;
  const quiet = CHATTER.test(flight.label);
  return {
    now,
    x: (at.x - at.dy * LANE) * camera.zoom + camera.x,
    y: (at.y + at.dx * LANE) * camera.zoom + camera.y,
    size: marked ? size * 1.15 : size,
    alpha: marked ? 1 : dimmed ? 0.28 : quiet ? 0.55 : 1,
    priority: (marked ? 20 : 0) + (dimmed || quiet ? -10 : 0) + PRIORITY[flight.kind],
    marked,
    trail: trail.map((place) => placed(path, place, camera)),
    path,
    goesLeft: at.dx < -0.3,
  };
}

/** Sprites from the least to the most important. */
export function spritesOf(flights: readonly FlightNow[], options: SpriteOptions): readonly Sprite[] {
  // Seen from far they shrink too, but stay large enough to point at.
  const scale = Math.min(2, Math.max(options.camera.zoom < 0.45 ? 0.62 : 0.8, options.camera.zoom));
  const withTrail = flights.length <= TRAILS_UP_TO && !options.stepped;
  return flights
    .flatMap((now) => {
      const path = options.pathOf(now.flight.from, now.flight.to);
      return path === null ? [] : [spriteOf(now, path, scale, withTrail, options)];
    })
    .sort((a, b) => a.priority - b.priority || a.now.flight.seq - b.now.flight.seq);
}

/** The message drawn at a point of the canvas, the topmost of several; null for none. */
export function spriteAt(sprites: readonly Sprite[], point: Point): Sprite | null {
  for (let index = sprites.length - 1; index >= 0; index--) {
    const sprite = sprites[index];
    if (sprite === undefined) continue;
    const reach = Math.max(12, sprite.size / 2 + 4);
    if (Math.hypot(sprite.x - point.x, sprite.y - point.y) <= reach) return sprite;
  }
  return null;
}
