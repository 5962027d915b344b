/**
 * The ribbon of each channel: a trunk below every row of organisations with a stub up to each member, so one sees who
 * shares a ledger. Ribbons lie side by side in the order of the topology's channels and cross no card.
 */
import type { NodeId } from '../sim/trace/facts.ts';
import { around, bottom, grown, holds, overlap, type Point, type Rect, right } from './geometry.ts';
import type { PlacedNode, StageLayout, Zone } from './layout.ts';
import { LABEL_GAP, LABEL_STEP, labelWidth, RIBBON_STEP } from './ribbon-room.ts';

export interface ChannelMembers {
  readonly channel: string;
  /** Peers that joined. */
  readonly members: readonly NodeId[];
}

export interface RibbonStub {
  readonly node: NodeId;
  readonly points: readonly Point[];
}

export interface Ribbon {
  readonly channel: string;
  /** Place among the channels: chooses the pattern. */
  readonly index: number;
  readonly trunks: readonly { readonly points: readonly Point[] }[];
  readonly stubs: readonly RibbonStub[];
  /** Where its name stands, as wide as letters are on average. */
  readonly label: Rect;
}

/** From the lower border of a row of zones to its first trunk. */
const TRUNK_BELOW = 24;
/** From a card's side to the stub that goes down beside it. */
const GUTTER = 7;

const LABEL_HEIGHT = 22;
/** From the lowest trunk's middle to the upper border of the names. */
const LABEL_BELOW = 9;

interface Row {
  readonly nodes: readonly PlacedNode[];
  /** Lower border of the row's zones. */
  readonly floor: number;
  readonly left: number;
}

/** Rows of peer zones from top to bottom: zones whose heights overlap are one row. */
function zoneRows(zones: readonly Zone[]): readonly (readonly Zone[])[] {
  const rows: Zone[][] = [];
  for (const zone of zones.filter(({ role }) => role === 'peer').sort((a, b) => a.rect.y - b.rect.y)) {
    const row = rows.at(-1);
    if (row?.some((other) => zone.rect.y < bottom(other.rect))) row.push(zone);
    else rows.push([zone]);
  }
  return rows;
}

const floorOf = (row: readonly Zone[]): number => Math.max(...row.map(({ rect }) => bottom(rect)));

/** Lower borders of the rows of organisations, from top to bottom: below each there are ribbons. */
export const floorsOf = (zones: readonly Zone[]): readonly number[] => zoneRows(zones).map(floorOf);

const rowsOf = (layout: StageLayout): readonly Row[] =>
  zoneRows(layout.zones).map((row) => ({
    nodes: layout.nodes.filter(({ info }) => row.some((zone) => zone.members.includes(info.id))),
    floor: floorOf(row),
    left: Math.min(...row.map((zone) => zone.rect.x)),
  }));

const isClear = (points: readonly Point[], cards: readonly Rect[]): boolean =>
  points.every((point, index) => {
    const next = points[index + 1];
    if (next === undefined) return true;
    return Array.from({ length: 24 }, (_, step) => ({
      x: point.x + ((next.x - point.x) * step) / 24,
      y: point.y + ((next.y - point.y) * step) / 24,
    })).every((sample) => cards.every((card) => !holds(card, sample)));
  });

/** Straight down from the card, or beside the cards below it. */
function stubOf(node: PlacedNode, floor: number, index: number, cards: readonly Rect[]): RibbonStub {
  const { rect } = node;
  const trunk = floor + TRUNK_BELOW + index * RIBBON_STEP;
  const x = rect.x + rect.width / 2 + index * 14;
  const y = rect.y + rect.height / 2 + index * 14;
  const left = rect.x - GUTTER - index * 5;
  const right_ = right(rect) + GUTTER + index * 5;
  const ways: readonly (readonly Point[])[] = [
    [
      { x, y: bottom(rect) },
      { x, y: trunk },
    ],
    [
      { x: rect.x, y },
      { x: left, y },
      { x: left, y: trunk },
    ],
    [
      { x: right(rect), y },
      { x: right_, y },
      { x: right_, y: trunk },
    ],
  ];
  const points = ways.find((way) => isClear(way, cards)) ?? ways[0] ?? [];
  return { node: node.info.id, points };
}

/**
 * Below all trunks at the outer ends, where lines between clients and peers seldom pass: even channels at the left, odd
 * ones at the right. Where another name stands already it goes beside that, or below.
 */
function labelOf(
  channel: string,
  place: { readonly index: number; readonly of: number },
  trunk: readonly [Point, Point],
  ground: Rect,
  others: readonly Rect[],
): Rect {
  const [start, end] = trunk;
  const size = { width: labelWidth(channel), height: LABEL_HEIGHT };
  const top = start.y + (place.of - 1 - place.index) * RIBBON_STEP + LABEL_BELOW;
  const least = Math.min(ground.x, right(ground) - size.width);
  const most = Math.max(ground.x, right(ground) - size.width);
  const isLeft = place.index % 2 === 0;
  const wish = isLeft ? start.x - size.width * 0.8 : end.x - size.width * 0.2;
  const first = { x: Math.min(most, Math.max(least, wish)), y: top, ...size };
  const steps = Array.from({ length: 4 }, (_, line) => ({ ...first, y: top + line * LABEL_STEP }));
  for (const rect of steps) {
    const free = slide(rect, isLeft, others, least, most);
    if (free !== null) return free;
  }
  return first;
}

/** Moves a name along its line past those that stand there: inwards, else outwards; null when there is no room on it. */
function slide(rect: Rect, isLeft: boolean, others: readonly Rect[], least: number, most: number): Rect | null {
  for (const rightward of [isLeft, !isLeft]) {
    let here = rect;
    while (here.x >= least && here.x <= most) {
      const now = here;
      const other = others.find((candidate) => overlap(grown(candidate, 2), now));
      if (other === undefined) return here;
      here = { ...here, x: rightward ? right(other) + LABEL_GAP : other.x - LABEL_GAP - here.width };
    }
  }
  return null;
}

function ribbonOf(
  layout: StageLayout,
  rows: readonly Row[],
  all: readonly ChannelMembers[],
  index: number,
  names: readonly Rect[],
): Ribbon | null {
  const channel = all[index] ?? { channel: '', members: [] };
  const members = new Set(channel.members);
  const trunks: { readonly points: readonly Point[] }[] = [];
  const stubs: RibbonStub[] = [];
  const ends: { readonly x: number; readonly y: number }[] = [];
  for (const row of rows) {
    const own = row.nodes.filter(({ info }) => members.has(info.id));
    if (own.length === 0) continue;
    const cards = layout.nodes.map(({ rect }) => rect);
    const rowStubs = own.map((node) => stubOf(node, row.floor, index, cards));
    const xs = rowStubs.flatMap((stub) => stub.points.at(-1)?.x ?? []);
    const y = row.floor + TRUNK_BELOW + index * RIBBON_STEP;
    const from = { x: Math.min(...xs), y };
    trunks.push({ points: [from, { x: Math.max(...xs), y }] });
    stubs.push(...rowStubs);
    ends.push({ x: Math.min(from.x, row.left) - 20 - index * 12, y });
  }
  const first = trunks[0]?.points;
  const [start, end] = [first?.[0], first?.[1]];
  if (start === undefined || end === undefined) return null;
  // Several rows of organisations: a rail at the left joins their trunks.
  const rail = Math.min(...ends.map(({ x }) => x));
  const links = trunks.slice(1).map((trunk, place) => {
    const above = trunks[place]?.points[0] ?? start;
    const below = trunk.points[0] ?? start;
    return { points: [above, { x: rail, y: above.y }, { x: rail, y: below.y }, below] };
  });
  const ground = around(layout.zones.filter(({ role }) => role === 'peer').map(({ rect }) => rect));
  const label = labelOf(channel.channel, { index, of: all.length }, [start, end], ground, names);
  return { channel: channel.channel, index, trunks: [...trunks, ...links], stubs, label };
}

/** One ribbon per channel that has a member on the stage. */
export function ribbonsOf(layout: StageLayout, channels: readonly ChannelMembers[]): readonly Ribbon[] {
  const rows = rowsOf(layout);
  const ribbons: Ribbon[] = [];
  channels.forEach((_, index) => {
    const names = ribbons.map(({ label }) => label);
    const ribbon = ribbonOf(layout, rows, channels, index, names);
    if (ribbon !== null) ribbons.push(ribbon);
  });
  return ribbons;
}

/** Where the names of channels stand at the latest when all peers have joined them all. */
export const channelNames = (layout: StageLayout, channels: readonly string[]): readonly Rect[] => {
  const members = layout.nodes.flatMap(({ info }) => (info.role === 'peer' ? [info.id] : []));
  return ribbonsOf(
    layout,
    channels.map((channel) => ({ channel, members })),
  ).map(({ label }) => label);
};
