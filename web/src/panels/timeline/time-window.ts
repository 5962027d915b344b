/** Which part of the time line is seen: a width in pixels, a scale, and what is at the left edge. All pure. */

export interface TimeWindow {
  /** Pixels per unit of length (see `TimeScale`). */
  readonly zoom: number;
  /** Length at the left edge. */
  readonly left: number;
  readonly width: number;
}

/** A second of playing at 1× is between these many pixels wide. */
export const SMALLEST_ZOOM = 0.004;
export const LARGEST_ZOOM = 0.6;
const COMFORTABLE_ZOOM = 0.06;
export const ZOOM_STEP = 1.5;
const FITTING_STEP = 1.15;

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

export const clampedZoom = (zoom: number): number => clamp(zoom, SMALLEST_ZOOM, LARGEST_ZOOM);

/** The zoom at which everything fits, in coarse steps: a growing trace must not make the picture breathe. */
export function fittingZoom(total: number, width: number): number {
  const wanted = total <= 0 ? COMFORTABLE_ZOOM : (width * 0.94) / total;
  let zoom = COMFORTABLE_ZOOM;
  while (zoom > wanted && zoom > SMALLEST_ZOOM) zoom /= FITTING_STEP;
  return clampedZoom(zoom);
}

/** The left edge for which `playhead` (a length) is in sight: left as it is when it can be. */
export function following(window: TimeWindow, playhead: number, total: number): number {
  const span = window.width / window.zoom;
  if (total <= span) return 0;
  const last = total - span * 0.94;
  const position = playhead - window.left;
  if (position >= span * 0.1 && position <= span * 0.72) return clamp(window.left, 0, last);
  return clamp(playhead - span * (position < span * 0.1 ? 0.3 : 0.72), 0, last);
}

export const pixelAt = (window: TimeWindow, length: number): number => (length - window.left) * window.zoom;
export const lengthAtPixel = (window: TimeWindow, pixel: number): number => window.left + pixel / window.zoom;

/** The window after zooming by `factor` with the length under `pixel` staying there. */
export function zoomedAround(window: TimeWindow, factor: number, pixel: number): TimeWindow {
  const zoom = clampedZoom(window.zoom * factor);
  const anchor = lengthAtPixel(window, pixel);
  return { ...window, zoom, left: Math.max(0, anchor - pixel / zoom) };
}
