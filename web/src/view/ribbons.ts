/**
 * The ribbon of each channel: a trunk below every row of organisations with a stub up to each member, so one sees who
 * shares a ledger. Ribbons lie side by side in the order of the topology's channels and cross no card.
 */
import type { NodeId } from '../sim/trace/facts.ts';
import { bottom, holds, type Point, type Rect, right } from './geometry.ts';
import { RIBBON_STEP, type PlacedNode, type StageLayout } from './layout.ts';

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
function rowsOf(layout: StageLayout): readonly Row[] {
  const zones = layout.zones.filter((zone) => zone.role === 'peer').sort((a, b) => a.rect.y - b.rect.y);
  const rows: (typeof zones)[] = [];
  for (const zone of zones) {
    const row = rows.at(-1);
    if (row?.some((other) => zone.rect.y < bottom(other.rect))) row.push(zone);
    else rows.push([zone]);
  }
  return rows.map((row) => ({
    nodes: layout.nodes.filter(({ info }) => row.some((zone) => zone.members.includes(info.id))),
    floor: Math.max(...row.map((zone) => bottom(zone.rect))),
    left: Math.min(...row.map((zone) => zone.rect.x)),
  }));
}

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

const labelWidth = (channel: string): number => 7 * channel.length + 62;

/**
 * Below all trunks at the outer ends, where lines between clients and peers seldom pass: even channels at the left, odd
 * ones at the right, further ones beside them.
 */
function labelOf(all: readonly ChannelMembers[], index: number, trunk: readonly [Point, Point], bounds: Rect): Rect {
  const [start, end] = trunk;
  const size = { width: labelWidth(all[index]?.channel ?? ''), height: LABEL_HEIGHT };
  const place = Math.max(...all.map(({ channel }) => labelWidth(channel))) + 8;
  const y = start.y + (all.length - 1 - index) * RIBBON_STEP + LABEL_BELOW;
  const aside = Math.floor(index / 2) * place;
  const left = Math.max(bounds.x, start.x - size.width * 0.8) + aside;
  if (index % 2 === 0) return { x: left, y, ...size };
  const right_ = Math.min(right(bounds), end.x + size.width * 0.8) - size.width - aside;
  return { x: Math.max(right_, left + Math.ceil(all.length / 2) * place), y, ...size };
}

function ribbonOf(
  layout: StageLayout,
  rows: readonly Row[],
  all: readonly ChannelMembers[],
  index: number,
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
  const label = labelOf(all, index, [start, end], layout.bounds);
  return { channel: channel.channel, index, trunks: [...trunks, ...links], stubs, label };
}

/** One ribbon per channel that has a member on the stage. */
export function ribbonsOf(layout: StageLayout, channels: readonly ChannelMembers[]): readonly Ribbon[] {
  const rows = rowsOf(layout);
  return channels.flatMap((_, index) => ribbonOf(layout, rows, channels, index) ?? []);
}
