import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fittingZoom,
  following,
  LARGEST_ZOOM,
  lengthAtPixel,
  pixelAt,
  SMALLEST_ZOOM,
  zoomedAround,
} from './time-window.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const total = fc.double({ min: 1, max: 1e6, noNaN: true });

describe('the window of the time line', () => {
  it('following keeps the playhead in sight wherever the window was', () => {
    fc.assert(
      fc.property(total, share, share, fc.double({ min: 0.004, max: 0.6, noNaN: true }), (whole, at, from, zoom) => {
        const window = { zoom, left: whole * from, width: 1_200 };
        const left = following(window, whole * at, whole);
        const pixel = pixelAt({ ...window, left }, whole * at);
        expect(pixel).toBeGreaterThanOrEqual(-1e-6);
        expect(pixel).toBeLessThanOrEqual(1_200 + 1e-6);
      }),
    );
  });

  it('a window that has the playhead well in sight does not move', () => {
    const window = { zoom: 0.1, left: 5_000, width: 1_000 };
    expect(following(window, 9_000, 100_000)).toBe(5_000);
  });

  it('zooming leaves what is under the pointer where it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), fc.double({ min: 0.5, max: 2, noNaN: true }), (pixel, factor) => {
        const window = { zoom: 0.05, left: 100_000, width: 1_000 };
        const zoomed = zoomedAround(window, factor, pixel);
        expect(lengthAtPixel(zoomed, pixel)).toBeCloseTo(lengthAtPixel(window, pixel), 3);
      }),
    );
  });

  it('everything fits unless that would be unreadable', () => {
    fc.assert(
      fc.property(total, (whole) => {
        const zoom = fittingZoom(whole, 1_000);
        expect(zoom).toBeGreaterThanOrEqual(SMALLEST_ZOOM);
        expect(zoom).toBeLessThanOrEqual(LARGEST_ZOOM);
        if (zoom > SMALLEST_ZOOM) expect(whole * zoom).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});
