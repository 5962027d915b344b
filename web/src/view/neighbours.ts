/**
 * Walking the stage with the arrow keys. Left and right go through all cards as one reads, row by row, so that they reach
 * every card; up and down go along a line to the card at its other end, else to the next card that way.
 */
import type { NodeId } from '../sim/trace/facts.ts';
import { bottom, centre, type Rect, right } from './geometry.ts';
import type { PlacedNode } from './layout.ts';
import type { Route } from './routes.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Sideways distance counts more: the key should lead to what the eye expects. */
const SIDEWAYS = 2.2;
/** A card at the other end of a line counts as this much nearer. */
const LINKED = 0.4;
/** A card is ahead when its middle is at least this much further up or down. */
const AHEAD = 8;

/** Ends of the lines that are drawn from a node. */
export const linkedWith = (routes: readonly Route[], node: NodeId): ReadonlySet<NodeId> =>
  new Set(routes.flatMap(({ from, to }) => (from === node ? [to] : to === node ? [from] : [])));

/** Row by row from the top; a card begins a row when it is more than half a card lower than the row's first. */
function asRead(nodes: readonly PlacedNode[]): readonly PlacedNode[] {
  const rows: PlacedNode[][] = [];
  for (const node of nodes.toSorted((a, b) => a.rect.y - b.rect.y)) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row !== undefined && first !== undefined && node.rect.y < first.rect.y + first.rect.height / 2) row.push(node);
    else rows.push([node]);
  }
  return rows.flatMap((row) => row.toSorted((a, b) => a.rect.x - b.rect.x));
}

/** Room between the spans of two cards seen from above, and a little for how far their middles are apart. */
function aside(a: Rect, b: Rect): number {
  const gap = Math.max(0, a.x - right(b), b.x - right(a));
  return gap + Math.abs(centre(a).x - centre(b).x) / 8;
}

/** The card a key leads to, those in `linked` before others; null at the edge of the stage. */
export function neighbourToward(
  nodes: readonly PlacedNode[],
  from: NodeId,
  direction: Direction,
  linked: ReadonlySet<NodeId> = new Set(),
): NodeId | null {
  const start = nodes.find((node) => node.info.id === from);
  if (start === undefined) return nodes[0]?.info.id ?? null;
  if (direction === 'left' || direction === 'right') {
    const order = asRead(nodes);
    const next = order.indexOf(start) + (direction === 'right' ? 1 : -1);
    return order[next]?.info.id ?? null;
  }
  const sign = direction === 'down' ? 1 : -1;
  let best: { readonly id: NodeId; readonly cost: number } | null = null;
  for (const { info, rect } of nodes) {
    const isAhead = sign * (centre(rect).y - centre(start.rect).y) >= AHEAD;
    if (!isAhead || info.id === from) continue;
    const ahead = Math.max(0, direction === 'down' ? rect.y - bottom(start.rect) : start.rect.y - bottom(rect));
    const cost = (ahead + SIDEWAYS * aside(start.rect, rect)) * (linked.has(info.id) ? LINKED : 1);
    if (best === null || cost < best.cost) best = { id: info.id, cost };
  }
  return best?.id ?? null;
}
