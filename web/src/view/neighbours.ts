/** Walking the stage with the arrow keys: from a card to the next one in a direction. */
import type { NodeId } from '../sim/trace/facts.ts';
import { centre, type Point } from './geometry.ts';
import type { PlacedNode } from './layout.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const AHEAD: Readonly<Record<Direction, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

/** Sideways distance counts more: the key should lead to what the eye expects. */
const SIDEWAYS = 2.2;

/** The nearest card in that direction, or null at the edge of the stage. */
export function neighbourToward(nodes: readonly PlacedNode[], from: NodeId, direction: Direction): NodeId | null {
  const start = nodes.find((node) => node.info.id === from);
  if (start === undefined) return nodes[0]?.info.id ?? null;
  const origin = centre(start.rect);
  const { x, y } = AHEAD[direction];
  let best: { readonly id: NodeId; readonly cost: number } | null = null;
  for (const node of nodes) {
    const point = centre(node.rect);
    const ahead = (point.x - origin.x) * x + (point.y - origin.y) * y;
    const aside = Math.abs((point.x - origin.x) * y + (point.y - origin.y) * x);
    if (node === start || ahead < 8) continue;
    const cost = ahead + SIDEWAYS * aside;
    if (best === null || cost < best.cost) best = { id: node.info.id, cost };
  }
  return best?.id ?? null;
}
