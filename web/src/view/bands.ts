/** Groups of cards and zones that are laid out apart and then set beside and below each other. */
import { around, type Rect } from './geometry.ts';
import type { PlacedNode, Zone } from './layout.ts';

export interface Band {
  readonly nodes: readonly PlacedNode[];
  readonly zones: readonly Zone[];
}

export const joined = (bands: readonly Band[]): Band => ({
  nodes: bands.flatMap((band) => band.nodes),
  zones: bands.flatMap((band) => band.zones),
});

export function moved(band: Band, dx: number, dy: number): Band {
  const shift = (rect: Rect): Rect => ({ ...rect, x: rect.x + dx, y: rect.y + dy });
  return {
    nodes: band.nodes.map((node) => ({ ...node, rect: shift(node.rect) })),
    zones: band.zones.map((zone) => ({ ...zone, rect: shift(zone.rect) })),
  };
}

/** Everything of a band: cards and zones. */
export const extent = (band: Band): Rect => around([...band.nodes, ...band.zones].map(({ rect }) => rect));

/** Bands set side by side, tops aligned. */
export function sideBySide(bands: readonly Band[], gap: number): Band {
  let x = 0;
  const placed = bands.map((band) => {
    const box = extent(band);
    const next = moved(band, x - box.x, -box.y);
    x += box.width + gap;
    return next;
  });
  return joined(placed);
}

/** Bands below each other, lefts aligned. */
export function stacked(bands: readonly Band[], gap: number): Band {
  let y = 0;
  const placed = bands.map((band) => {
    const box = extent(band);
    const next = moved(band, -box.x, y - box.y);
    y += box.height + gap;
    return next;
  });
  return joined(placed);
}

export const centred = (band: Band, middle: number): Band => {
  const box = extent(band);
  return moved(band, middle - (box.x + box.width / 2), 0);
};
