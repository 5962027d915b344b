/**
 * The lines of a stage, found when first needed and kept: a network has many pairs of nodes, a scene uses few.
 */
import type { NodeId } from '../sim/trace/facts.ts';
import { type EdgePath, edgePath, reversed } from './edge-path.ts';
import { LaneGrid } from './lane-grid.ts';
import type { StageLayout } from './layout.ts';

/** Kept from every card, the widest that leaves a way. */
const MARGINS = [11, 6, 3] as const;

export class StagePaths {
  private readonly layout: StageLayout;
  private readonly grids: readonly LaneGrid[];
  private readonly known = new Map<string, EdgePath>();

  constructor(layout: StageLayout) {
    this.layout = layout;
    const cards = layout.nodes.map(({ rect }) => rect);
    const zones = [...layout.zones.map(({ rect }) => rect), ...(layout.reserved === null ? [] : [layout.reserved])];
    this.grids = MARGINS.map((margin) => new LaneGrid(cards, zones, margin));
  }

  /** null when one of the two is not on the stage. Both directions are the same line. */
  between(from: NodeId, to: NodeId): EdgePath | null {
    const key = `${from}>${to}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const forward = from < to;
    const path = forward ? this.find(from, to) : this.turned(to, from);
    if (path !== null) this.known.set(key, path);
    return path;
  }

  private turned(from: NodeId, to: NodeId): EdgePath | null {
    const path = this.between(from, to);
    return path === null ? null : reversed(path);
  }

  private find(from: NodeId, to: NodeId): EdgePath | null {
    const { nodes, zones } = this.layout;
    const start = nodes.find((node) => node.info.id === from);
    const end = nodes.find((node) => node.info.id === to);
    if (start === undefined || end === undefined || from === to) return null;
    const foreign = zones.map((zone) => !zone.members.includes(from) && !zone.members.includes(to));
    return edgePath(start.rect, end.rect, {
      cards: nodes.filter((node) => node !== start && node !== end).map((node) => node.rect),
      zones: [
        ...zones.filter((_, index) => foreign[index]).map((zone) => zone.rect),
        ...(this.layout.reserved === null ? [] : [this.layout.reserved]),
      ],
      titles: zones.flatMap((zone) => zone.titles),
      grids: this.grids,
      // Behind the zones comes the reserved ground, which belongs to no one.
      isForeign: (zone) => foreign[zone] ?? true,
    });
  }
}
