/**
 * Where everything stands in a network that has grown while it was shown.
 *
 * The promise: whoever stands on the stage never moves sideways, and never moves at all when there is room for the
 * newcomer beside it. Only where an organisation in the middle of a row needs more ground, or a channel more ribbon,
 * everything below that row moves straight down, all of it by the same distance. The same history gives the same picture.
 */
import type { Topology } from '../sim/protocol/topology-spec.ts';
import type { NodeId } from '../sim/trace/facts.ts';
import { around, bottom, grown, overlap, type Point, type Rect, right } from './geometry.ts';
import { type Drags, type LayoutVariant, layoutOf, type StageLayout, type Zone, zoneRect } from './layout.ts';
import { ribbonBand } from './ribbon-room.ts';
import { floorsOf } from './ribbons.ts';

const CARD_GAP = 22;
const ZONE_GAP = 36;
/** Kept between any two cards. */
const APART = 7;
/** Room for the rails of ribbons beside the organisations, for a network without channels. */
const RAILS = 28;
/** Organisations in a row: as many as the automatic layout has. */
const PER_ROW: Readonly<Record<LayoutVariant, number>> = { wide: 4, portrait: 2, flat: 4 };

/** The stage while newcomers are given their places. */
class Ground {
  readonly placed = new Map<NodeId, Rect>();
  /** The network as it is now, laid out from nothing: whose zone is whose, how large each card is. */
  readonly fresh: StageLayout;
  private readonly channels: readonly string[];

  constructor(before: StageLayout, topology: Topology) {
    this.fresh = layoutOf(topology, before.variant);
    this.channels = topology.channels.map(({ id }) => id);
    const here = new Set(this.fresh.nodes.map(({ info }) => info.id));
    for (const { info, rect } of before.nodes) if (here.has(info.id)) this.placed.set(info.id, rect);
  }

  zones(): readonly Zone[] {
    return this.fresh.zones.flatMap((zone) => {
      const rects = zone.members.flatMap((id) => this.placed.get(id) ?? []);
      return rects.length === 0 ? [] : [{ ...zone, rect: zoneRect(zone.role, rects) }];
    });
  }

  /** Lower borders of the rows of organisations. */
  floors(): readonly number[] {
    return floorsOf(this.zones());
  }

  ribbonGround(): number {
    const width = around(this.peerZones().map(({ rect }) => rect)).width;
    return ribbonBand(this.channels, width);
  }

  peerZones(): readonly Zone[] {
    return this.zones().filter(({ role }) => role === 'peer');
  }

  /** Everything from `y` on goes down. */
  makeRoom(y: number, height: number): void {
    if (height <= 0) return;
    for (const [id, rect] of this.placed) if (rect.y >= y) this.placed.set(id, { ...rect, y: rect.y + height });
  }

  /** Places the card if nothing is in its way; says whether it stands there now. */
  tryAt(id: NodeId, rect: Rect): boolean {
    const before = this.placed.get(id);
    const others = [...this.placed].filter(([other]) => other !== id);
    if (others.some(([, other]) => overlap(grown(rect, APART), grown(other, APART)))) return false;
    this.placed.set(id, rect);
    if (this.isInOrder()) return true;
    if (before === undefined) this.placed.delete(id);
    else this.placed.set(id, before);
    return false;
  }

  /** No zone lies on another or on a stranger's card, and the ribbons' ground is free. */
  isInOrder(): boolean {
    const zones = this.zones();
    const all = around([...zones.map(({ rect }) => rect), ...this.placed.values()]);
    const height = this.ribbonGround() - CARD_GAP / 2;
    // Left of the organisations of a flat network there are first the rails of ribbons, then client servers.
    const across =
      this.fresh.variant === 'flat'
        ? grown(around(zones.map(({ rect }) => rect)), RAILS + 12 * this.channels.length)
        : all;
    const grounds = floorsOf(zones).map((y) => ({ x: across.x, y, width: across.width, height }));
    const areFree = grounds.every(
      (ground) =>
        ![...this.placed.values()].some((rect) => overlap(ground, rect)) &&
        !zones.some(({ rect }) => overlap(ground, rect)),
    );
    return areFree && zones.every((zone, index) => this.isClear(zone, zones.slice(index + 1)));
  }

  private isClear({ rect, members }: Zone, others: readonly Zone[]): boolean {
    const near = grown(rect, ZONE_GAP / 2 - 1);
    if (others.some((other) => overlap(near, grown(other.rect, ZONE_GAP / 2 - 1)))) return false;
    return [...this.placed].every(([id, card]) => members.includes(id) || !overlap(rect, card));
  }
}

const beside = (anchor: Rect, size: Rect, gap: number): readonly Point[] => [
  { x: right(anchor) + gap, y: anchor.y },
  { x: anchor.x - gap - size.width, y: anchor.y },
  { x: anchor.x, y: bottom(anchor) + gap },
];

/** Where it stands beside its own kind in a layout from nothing, then every place beside one of them. */
function wishes(ground: Ground, id: NodeId, kin: readonly NodeId[], gap: number): readonly Rect[] {
  const own = ground.fresh.nodes.find(({ info }) => info.id === id)?.rect;
  if (own === undefined) return [];
  const anchors = kin.flatMap((other) => {
    const rect = ground.placed.get(other);
    return rect === undefined ? [] : [{ id: other, rect }];
  });
  const alike = anchors.flatMap(({ id: other, rect }) => {
    const fresh = ground.fresh.nodes.find(({ info }) => info.id === other)?.rect;
    return fresh === undefined ? [] : [{ x: rect.x + own.x - fresh.x, y: rect.y + own.y - fresh.y }];
  });
  const near = anchors.flatMap(({ rect }) => beside(rect, own, gap));
  const box = around(anchors.map(({ rect }) => rect));
  const middle = box.x + box.width / 2;
  // An ordering service grows to both sides in turn.
  const away = ({ x, y }: Point): number => Math.abs(x + own.width / 2 - middle) + 2 * Math.abs(y - box.y);
  return [...alike.slice(-1), ...near.toSorted((a, b) => away(a) - away(b))].map((corner) => ({ ...own, ...corner }));
}

/** One more member of a zone that stands already. */
function joinZone(ground: Ground, id: NodeId, zone: Zone): void {
  const all = wishes(ground, id, zone.members, CARD_GAP);
  if (all.some((rect) => ground.tryAt(id, rect))) return;
  const own = all[0];
  const stand = ground.zones().find(({ org, role }) => org === zone.org && role === zone.role);
  if (own === undefined || stand === undefined) return;
  // Another row in the zone; what is below goes down with the zone's lower border.
  const inner = around(zone.members.flatMap((member) => ground.placed.get(member) ?? []));
  const floor = ground.floors().find((y) => y >= bottom(stand.rect)) ?? bottom(stand.rect);
  const needed = own.height + CARD_GAP - (floor - bottom(stand.rect));
  ground.makeRoom(floor, needed);
  ground.placed.set(id, { ...own, x: inner.x, y: bottom(inner) + CARD_GAP });
}

/** The first members of an organisation: a zone of its own at the end of the last row, or a row of its own. */
function newZone(ground: Ground, zone: Zone): void {
  const zones = ground.peerZones();
  const floor = ground.floors().at(-1);
  const row = zones.filter(({ rect }) => floor !== undefined && bottom(rect) > (ground.floors().at(-2) ?? -Infinity));
  const box = around(row.map(({ rect }) => rect));
  const isFull = row.length >= PER_ROW[ground.fresh.variant];
  const all = around(zones.map(({ rect }) => rect));
  const below = ground.ribbonGround();
  const corner = isFull ? { x: all.x, y: bottom(box) + below } : { x: right(box) + ZONE_GAP, y: box.y };
  const lowest = corner.y + zone.rect.height;
  ground.makeRoom(bottom(box), isFull ? zone.rect.height + below : lowest - bottom(box));
  for (const id of zone.members) {
    const fresh = ground.fresh.nodes.find(({ info }) => info.id === id)?.rect;
    if (fresh === undefined) continue;
    const rect = { ...fresh, x: corner.x + fresh.x - zone.rect.x, y: corner.y + fresh.y - zone.rect.y };
    ground.placed.set(id, rect);
  }
}

/** A client server, a CA or an administrator's machine: beside its organisation's, else beside or below the others. */
function joinClients(ground: Ground, id: NodeId): void {
  const { nodes, zones } = ground.fresh;
  const info = nodes.find((node) => node.info.id === id)?.info;
  const low = nodes.filter((node) => !zones.some(({ members }) => members.includes(node.info.id)));
  const kin = low.filter((node) => node.info.org === info?.org).map((node) => node.info.id);
  const others = low.map((node) => node.info.id);
  const all = [...wishes(ground, id, kin, CARD_GAP), ...wishes(ground, id, others, ZONE_GAP).slice(1)];
  if (all.some((rect) => ground.tryAt(id, rect))) return;
  const own = nodes.find((node) => node.info.id === id)?.rect;
  if (own === undefined) return;
  const box = around([...ground.zones().map(({ rect }) => rect), ...ground.placed.values()]);
  const floor = (ground.floors().at(-1) ?? 0) + ground.ribbonGround();
  ground.placed.set(id, { ...own, x: box.x, y: Math.max(bottom(box) + CARD_GAP, floor) });
}

/** Ribbons that have come need ground below every row. */
function widenRibbons(ground: Ground, before: Topology): void {
  const width = around(ground.peerZones().map(({ rect }) => rect)).width;
  const had = ribbonBand(
    before.channels.map(({ id }) => id),
    width,
  );
  for (const floor of ground.floors().toReversed()) ground.makeRoom(floor, ground.ribbonGround() - had);
}

function grow(before: StageLayout, was: Topology, topology: Topology): Drags {
  const ground = new Ground(before, topology);
  widenRibbons(ground, was);
  for (const { info } of ground.fresh.nodes) {
    if (ground.placed.has(info.id)) continue;
    const zone = ground.fresh.zones.find(({ members }) => members.includes(info.id));
    if (zone === undefined) joinClients(ground, info.id);
    else if (zone.members.some((id) => ground.placed.has(id))) joinZone(ground, info.id, zone);
    else newZone(ground, zone);
  }
  return Object.fromEntries([...ground.placed].map(([id, { x, y }]) => [id, { x, y }]));
}

/** Whether the one has all organisations and an ordering service like the other, so that it can have grown out of it. */
function hasGrown(before: Topology, now: Topology): boolean {
  const orgs = now.peerOrgs.map(({ name }) => name);
  const isKept = before.peerOrgs.length > 0 && before.peerOrgs.every(({ name }) => orgs.includes(name));
  return isKept && before.ordererOrg.name === now.ordererOrg.name && Boolean(before.kafka) === Boolean(now.kafka);
}

/**
 * Positions of everything in the last of `history`: the network as it was first, and as it was after each growth. What
 * was dragged stands where it was dropped. A network that is another altogether is laid out from nothing.
 */
export function layoutThrough(history: readonly Topology[], variant: LayoutVariant, drags: Drags = {}): StageLayout {
  const [first, ...later] = history;
  if (first === undefined) throw new Error('a layout of no network');
  let was = first;
  let corners: Drags = {};
  let layout = layoutOf(first, variant);
  for (const topology of later) {
    corners = hasGrown(was, topology) ? grow(layout, was, topology) : {};
    layout = layoutOf(topology, variant, corners);
    was = topology;
  }
  return layoutOf(was, variant, { ...corners, ...drags });
}
