/** Groups of cards and zones that are laid out apart and then set beside and below each other. */
import type { NodeId } from '../sim/trace/facts.ts';
import { around, type Rect } from './geometry.ts';
import type { NodeInfo } from './network.ts';

export interface PlacedNode {
  readonly info: NodeInfo;
  /** The card: edges end at its border, and no other edge crosses it. */
  readonly rect: Rect;
}

/** What a zone is for. */
export type ZoneRole = 'orderer' | 'peer' | 'broker' | 'zookeeper';

export interface Zone {
  readonly org: string;
  readonly mspId: string;
  readonly orgIndex: number;
  readonly role: ZoneRole;
  readonly rect: Rect;
  readonly members: readonly NodeId[];
  /** How many of them are what the zone is for: its orderers or peers. */
  readonly ofRole: number;
  /** Where its name and its MSP stand, roughly: curves go beside them. */
  readonly titles: readonly Rect[];
}

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
