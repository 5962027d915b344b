/**
 * Where the camera stands so that the whole stage is seen and nothing hides behind the narration card.
 *
 * The narration covers a corner, not a side: the largest scale is sought at which the cards can be moved clear of it.
 */
import { overlap, type Point, type Rect } from './geometry.ts';

/** stage × zoom + (x, y) = screen, in pixels of the stage's element. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface ViewSize {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 12;
/** Magnified beyond this a small network looks coarse. */
const LARGEST = 2;
const SMALLEST = 0.12;

const onScreen = (rect: Rect, camera: Camera): Rect => ({
  x: rect.x * camera.zoom + camera.x,
  y: rect.y * camera.zoom + camera.y,
  width: rect.width * camera.zoom,
  height: rect.height * camera.zoom,
});

/** From centred to pushed against a side. */
const PUSHES = [0.5, 0.7, 0.85, 1, 0.3, 0.15, 0] as const;

function placed(bounds: Rect, view: ViewSize, zoom: number, push: Point): Camera | null {
  const freeX = view.width - 2 * MARGIN - bounds.width * zoom;
  const freeY = view.height - 2 * MARGIN - bounds.height * zoom;
  if (freeX < 0 || freeY < 0) return null;
  return {
    x: Math.round(MARGIN + freeX * push.x - bounds.x * zoom),
    y: Math.round(MARGIN + freeY * push.y - bounds.y * zoom),
    zoom,
  };
}

function clearOf(cards: readonly Rect[], covered: readonly Rect[], camera: Camera): boolean {
  return cards.every((card) => {
    const seen = onScreen(card, camera);
    return covered.every((rect) => !overlap(seen, rect));
  });
}

/**
 * @param cards what must be seen; @param bounds all of it with zones, in stage units
 * @param covered the parts of the view something lies over, in pixels
 */
export function fittingCamera(cards: readonly Rect[], bounds: Rect, view: ViewSize, covered: readonly Rect[]): Camera {
  const widest = (view.width - 2 * MARGIN) / Math.max(1, bounds.width);
  const tallest = (view.height - 2 * MARGIN) / Math.max(1, bounds.height);
  const largest = Math.max(SMALLEST, Math.min(LARGEST, widest, tallest));
  for (let zoom = largest; zoom > largest * 0.55; zoom *= 0.98)
    for (const y of [0.5, 0.25, 0])
      for (const x of PUSHES) {
        const camera = placed(bounds, view, zoom, { x, y });
        if (camera !== null && clearOf(cards, covered, camera)) return camera;
      }
  return placed(bounds, view, largest, { x: 0.5, y: 0 }) ?? { x: MARGIN, y: MARGIN, zoom: largest };
}

/** How much smaller the network may get for something that could also lie elsewhere. */
const WORTH = 0.95;

/** As {@link fittingCamera}, with `wished` kept clear too where that costs next to nothing; null where it does not. */
export function cameraWithRoom(
  cards: readonly Rect[],
  bounds: Rect,
  view: ViewSize,
  covered: readonly Rect[],
  wished: Rect,
): Camera | null {
  const plain = fittingCamera(cards, bounds, view, covered);
  if (clearOf(cards, [wished], plain)) return plain;
  const roomy = fittingCamera(cards, bounds, view, [...covered, wished]);
  return clearOf(cards, [wished], roomy) && roomy.zoom >= plain.zoom * WORTH ? roomy : null;
}
