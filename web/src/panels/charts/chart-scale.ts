/** Simulated time and values as pixels of a chart, and back. */
import type { Micros } from '../lab-types.ts';

/** Room left to the figures at the axes, pixels. */
export const EDGE = { left: 38, right: 10, top: 10, bottom: 17 } as const;

export interface ChartScale {
  readonly from: Micros;
  readonly x: (time: Micros) => number;
  readonly y: (value: number) => number;
  /** The whole microsecond at a pixel, inside the chart. */
  readonly timeAt: (x: number) => Micros;
}

interface ChartRange {
  readonly from: Micros;
  readonly to: Micros;
  /** The value at the upper edge. */
  readonly most: number;
  readonly width: number;
  readonly height: number;
}

export function scaleOf({ from, to, most, width, height }: ChartRange): ChartScale {
  const across = Math.max(1, width - EDGE.left - EDGE.right);
  const up = Math.max(1, height - EDGE.top - EDGE.bottom);
  const within = (share: number): number => Math.min(1, Math.max(0, share));
  return {
    from,
    x: (time) => EDGE.left + within((time - from) / (to - from)) * across,
    y: (value) => height - EDGE.bottom - within(value / most) * up,
    timeAt: (x) => Math.round(from + within((x - EDGE.left) / across) * (to - from)),
  };
}
