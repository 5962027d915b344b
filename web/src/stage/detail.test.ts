import { describe, expect, it } from 'vitest';
import { detailAt, unzoomAt } from './detail.ts';

/** As in stage.css and detail.css: the smallest words, in units and in pixels they are kept at. */
const SMALLEST = { full: 10.5, kept: 8.5, brief: 11 };

describe('how much a card shows', () => {
  it('grows with the zoom and never goes back', () => {
    const zooms = Array.from({ length: 240 }, (_, step) => 0.1 + step / 100);
    const order = ['shape', 'brief', 'full'];
    const levels = zooms.map((zoom) => order.indexOf(detailAt(zoom)));
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
    expect(new Set(levels).size).toBe(3);
  });

  it('keeps every word at 8 pixels and more, all but badges at 9, whatever the zoom', () => {
    for (let zoom = 0.1; zoom <= 2.5; zoom += 0.01) {
      const unzoom = unzoomAt(zoom);
      const units =
        detailAt(zoom) === 'full' ? Math.max(SMALLEST.full, SMALLEST.kept * unzoom) : SMALLEST.brief * unzoom;
      expect(units * zoom, `at a zoom of ${zoom.toFixed(2)}`).toBeGreaterThan(8.2);
    }
  });
});
