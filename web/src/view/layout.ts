/**
 * Where everything stands on the stage: a function of the topology (and of what the user dragged) alone, so nothing that
 * starts, joins or breaks moves a node. What holds when the network itself grows is said in `grown-layout.ts`.
 *
 * Bands from top to bottom: the Kafka cluster where there is one, the ordering service, rows of organisation zones each with a gap for channel ribbons below,
 * client servers with their CA. `wide` is for landscape stages (the lower left corner is left to the narration),
 * `portrait` for phones, `flat` for projectors with the narration below: there client servers stand left of all, and
 * what is to be read from the back row grows by what that saves in height.
 */
import type { Topology } from '../sim/protocol/topology-spec.ts';
import type { NodeId } from '../sim/trace/facts.ts';
import {
  type Band,
  centred,
  extent,
  joined,
  moved,
  sideBySide,
  stacked,
  type PlacedNode,
  type Zone,
  type ZoneRole,
} from './bands.ts';
import { around, bottom, type Point, type Rect, right } from './geometry.ts';
import { type NodeInfo, type NodeRole, nodesOf } from './network.ts';
import { ribbonBand } from './ribbon-room.ts';

export const VARIANTS = ['wide', 'portrait', 'flat'] as const;
export type LayoutVariant = (typeof VARIANTS)[number];

/**
 * For a stage of this many pixels. Taller than wide and narrow: a phone held upright. `isBand`: a narration across the
 * whole page lies below the stage.
 */
export function variantFor({ width, height }: Pick<Rect, 'width' | 'height'>, isBand = false): LayoutVariant {
  if (width > 0 && width < 620 && width < height * 1.35) return 'portrait';
  // By the width alone: a longer narration must not rearrange the network.
  return isBand && width >= 900 ? 'flat' : 'wide';
}

export type { PlacedNode, Zone, ZoneRole } from './bands.ts';

export interface StageLayout {
  readonly variant: LayoutVariant;
  readonly nodes: readonly PlacedNode[];
  readonly zones: readonly Zone[];
  /** Ground left to the narration: lines go round it if they can. */
  readonly reserved: Rect | null;
  readonly bounds: Rect;
}

const CARD: Readonly<Record<NodeRole, { readonly width: number; readonly height: number }>> = {
  orderer: { width: 128, height: 72 },
  peer: { width: 176, height: 108 },
  client: { width: 196, height: 88 },
  ca: { width: 72, height: 88 },
  broker: { width: 118, height: 64 },
  zookeeper: { width: 108, height: 52 },
};
/** An administrator's machine is no part of the network: small, as high as an orderer. */
const DESK = { width: 72, height: 72 };

const cardOf = ({ role, isDesk }: NodeInfo) => (isDesk ? DESK : CARD[role]);

const ZONE_PAD = 14;
const ZONE_HEAD = 36;
const ZONE_GAP = 36;
/** From a zone's border to its titles. */
const TITLE_PAD = 12;
/** Room for how many orderers there are and how they agree, in words. */
const ABOUT_ORDERERS = 104;
/** So that both titles of an ordering service of one orderer have room. */
const LEAST_SERVICE = 240;
const CARD_GAP = 22;
/** Between orderers: wide enough to see Raft messages pass, narrow enough for three on a phone. */
const ORDERER_GAP: Readonly<Record<LayoutVariant, number>> = { wide: 44, portrait: 16, flat: 44 };
/** Between the ordering service and the first row of organisations: deliver edges bend here. */
const BAND_GAP = 52;

interface Plan {
  readonly cardColumns: number;
  readonly zonesPerRow: number;
  readonly ordererColumns: number;
}

function planOf(topology: Topology, variant: LayoutVariant): Plan {
  const orgs = topology.peerOrgs.length;
  const mostPeers = Math.max(1, ...topology.peerOrgs.map((org) => org.peers));
  if (variant === 'portrait') return { cardColumns: 1, zonesPerRow: 2, ordererColumns: 3 };
  // Many peers would make one column taller than any screen.
  if (mostPeers > 4) return { cardColumns: Math.ceil(Math.sqrt(mostPeers)), zonesPerRow: 4, ordererColumns: 10 };
  return { cardColumns: orgs <= 2 ? Math.min(2, mostPeers) : 1, zonesPerRow: 4, ordererColumns: 6 };
}

const chunks = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/** A zone with its members in rows of `columns`. */
function zoneAt(members: readonly NodeInfo[], role: ZoneRole, columns: number, gap: number): Band {
  const origin = { x: 0, y: 0 };
  const card = CARD[role];
  const nodes = members.map((info, index) => ({
    info,
    rect: {
      x: origin.x + ZONE_PAD + (index % columns) * (card.width + gap),
      y: origin.y + ZONE_HEAD + Math.floor(index / columns) * (card.height + gap),
      ...card,
    },
  }));
  const inner = around(nodes.map((node) => node.rect));
  const first = members[0];
  if (first === undefined) return { nodes: [], zones: [] };
  const rect = {
    ...origin,
    width: inner.width + 2 * ZONE_PAD,
    height: ZONE_HEAD + inner.height + ZONE_PAD,
  };
  const { org, mspId, orgIndex } = first;
  const ids = members.map(({ id }) => id);
  return {
    nodes,
    zones: [{ org, mspId, orgIndex, role, rect, members: ids, ofRole: ids.length, titles: [] }],
  };
}

/** Machines of the orderers' administrators stand in the orderers' zone: beside them, on a phone below. */
const isOrdererDesk = ({ isDesk, orgIndex }: NodeInfo): boolean => isDesk && orgIndex === 0;

function orderingService(nodes: readonly NodeInfo[], plan: Plan, variant: LayoutVariant): Band {
  const gap = ORDERER_GAP[variant];
  const orderers = nodes.filter((node) => node.role === 'orderer');
  const service = zoneAt(orderers, 'orderer', Math.max(1, Math.min(plan.ordererColumns, orderers.length)), gap);
  const admins = nodes.filter(isOrdererDesk);
  if (admins.length === 0) return service;
  const box = around(service.nodes.map(({ rect }) => rect));
  const columns = variant === 'portrait' ? 2 : admins.length;
  const corner = variant === 'portrait' ? { x: box.x, y: bottom(box) + CARD_GAP } : { x: right(box) + gap, y: box.y };
  const { width, height } = DESK;
  const cards = admins.map((info, index) => ({
    info,
    rect: {
      x: corner.x + (index % columns) * (width + gap),
      y: corner.y + Math.floor(index / columns) * (height + CARD_GAP),
      width,
      height,
    },
  }));
  const all = [...service.nodes, ...cards];
  const inner = around(all.map(({ rect }) => rect));
  const zones = service.zones.map((zone) => ({
    ...zone,
    rect: { ...zone.rect, width: inner.width + 2 * ZONE_PAD, height: ZONE_HEAD + inner.height + ZONE_PAD },
    members: all.map(({ info }) => info.id),
  }));
  return { nodes: all, zones };
}

/** Kafka behind the orderers, ZooKeeper beside it or, on a phone, above it. Empty in a network without. */
function kafkaCluster(nodes: readonly NodeInfo[], variant: LayoutVariant): Band {
  const columns = variant === 'portrait' ? 3 : 5;
  const zoneOf = (role: 'broker' | 'zookeeper'): Band => {
    const members = nodes.filter((node) => node.role === role);
    return zoneAt(members, role, Math.max(1, Math.min(columns, members.length)), CARD_GAP);
  };
  const [brokers, servers] = [zoneOf('broker'), zoneOf('zookeeper')];
  if (brokers.nodes.length === 0) return brokers;
  if (variant !== 'portrait') return sideBySide([brokers, servers], ZONE_GAP);
  const above = centred(servers, 0);
  return joined([above, moved(centred(brokers, 0), 0, extent(above).height + ZONE_GAP)]);
}

/** Rows of organisations one below the other; `below` is the ground each leaves for ribbons. */
function organisations(nodes: readonly NodeInfo[], plan: Plan, below: (width: number) => number): Band {
  const peers = nodes.filter((node) => node.role === 'peer');
  const orgs = [...new Set(peers.map((peer) => peer.orgIndex))];
  const zones = orgs.map((org) =>
    zoneAt(
      peers.filter((peer) => peer.orgIndex === org),
      'peer',
      plan.cardColumns,
      CARD_GAP,
    ),
  );
  const lines = chunks(zones, plan.zonesPerRow).map((row) => centred(sideBySide(row, ZONE_GAP), 0));
  const ground = below(extent(joined(lines)).width);
  let y = 0;
  const rows = lines.map((line) => {
    const placed = moved(line, 0, y);
    y += extent(line).height + ground;
    return placed;
  });
  return joined(rows);
}

/** A client server with the CA and the administrators' machines of its organisation beside it, those that there are. */
function clientGroups(nodes: readonly NodeInfo[]): readonly Band[] {
  const orgs = [...new Set(nodes.map((node) => node.orgIndex))].filter((org) => org > 0);
  return orgs.flatMap((org) => {
    const own = nodes.filter((node) => node.orgIndex === org && (node.role === 'client' || node.role === 'ca'));
    const inOrder = [
      ...own.filter(({ role, isDesk }) => role === 'client' && !isDesk),
      ...own.filter(({ role }) => role === 'ca'),
      ...own.filter(({ isDesk }) => isDesk),
    ];
    const cards = inOrder.map(
      (info): Band => ({ nodes: [{ info, rect: { x: 0, y: 0, ...cardOf(info) } }], zones: [] }),
    );
    return cards.length === 0 ? [] : [sideBySide(cards, CARD_GAP)];
  });
}

/**
 * Rows of client groups. On a wide stage they stand at the right, where the narration does not cover them; the groups
 * of two organisations stand below each other there, more take the width they need.
 */
function clients(nodes: readonly NodeInfo[], variant: LayoutVariant, above: Rect): Band {
  const groups = clientGroups(nodes);
  const widest = Math.max(0, ...groups.map((group) => extent(group).width));
  const room = variant === 'portrait' || groups.length > 2 ? above.width : above.width * 0.54;
  const mostPerRow = Math.max(1, Math.floor((room + ZONE_GAP) / (widest + ZONE_GAP)));
  // Rows of the same length: nobody stands alone below the others.
  const perRow = Math.ceil(groups.length / Math.max(1, Math.ceil(groups.length / mostPerRow)));
  let y = 0;
  const rows = chunks(groups, Math.max(1, perRow)).map((row) => {
    const line = moved(sideBySide(row, ZONE_GAP), 0, y);
    y += extent(line).height + CARD_GAP + 4;
    return variant === 'portrait' ? centred(line, above.x + above.width / 2) : line;
  });
  const all = joined(rows);
  if (variant === 'portrait') return all;
  const box = extent(all);
  return moved(all, Math.max(right(above) - box.width, above.x) - box.x, 0);
}

/** Between client servers and all the rest: ribbons of several rows of organisations have their rails there. */
const COLUMN_GAP = 48;
const RAIL_STEP = 12;

/** As {@link clientGroups}, with several clients of one organisation below each other. */
function narrowGroups(nodes: readonly NodeInfo[]): readonly Band[] {
  return clientGroups(nodes).map((group) => {
    const single = (card: PlacedNode): Band => ({ nodes: [card], zones: [] });
    const isClient = ({ info }: PlacedNode): boolean => info.role === 'client' && !info.isDesk;
    const columns = [group.nodes.filter(isClient), group.nodes.filter((node) => !isClient(node))];
    const filled = columns.filter((column) => column.length > 0);
    return sideBySide(
      filled.map((column) => stacked(column.map(single), CARD_GAP)),
      CARD_GAP,
    );
  });
}

/** Client groups below each other, left of everything, in as many columns as keep them from being higher than that. */
function clientColumns(nodes: readonly NodeInfo[], network: Rect, channels: number): Band {
  const columns: Band[][] = [];
  let used = Infinity;
  for (const group of narrowGroups(nodes)) {
    const { height } = extent(group);
    if (used + height > network.height) {
      columns.push([]);
      used = 0;
    }
    columns.at(-1)?.push(group);
    used += height + ZONE_GAP;
  }
  if (columns.length === 0) return joined([]);
  const all = sideBySide(
    columns.map((column) => stacked(column, ZONE_GAP)),
    ZONE_GAP,
  );
  const box = extent(all);
  const gap = COLUMN_GAP + RAIL_STEP * channels;
  return moved(all, network.x - gap - right(box), network.y + (network.height - box.height) / 2);
}

/** The stage of a network without anything dragged. */
function automatic(topology: Topology, variant: LayoutVariant): Band {
  const nodes = nodesOf(topology);
  const plan = planOf(topology, variant);
  const channels = topology.channels.map(({ id }) => id);
  const ground = (width: number): number => ribbonBand(channels, width);
  const cluster = centred(kafkaCluster(nodes, variant), 0);
  const below = cluster.nodes.length === 0 ? 0 : bottom(extent(cluster)) + ZONE_GAP;
  const service = moved(centred(orderingService(nodes, plan, variant), 0), 0, below);
  const top = cluster.nodes.length === 0 ? service : joined([cluster, service]);
  const middle = moved(organisations(nodes, plan, ground), 0, bottom(extent(top)) + BAND_GAP);
  const box = extent(joined([top, middle]));
  if (variant === 'flat') return joined([top, middle, clientColumns(nodes, box, channels.length)]);
  const low = moved(clients(nodes, variant, box), 0, bottom(box) + ground(extent(middle).width));
  return joined([top, middle, low]);
}

/** Upper corners of a zone: its name at the left, what it is at the right where there is room for both. */
function titlesOf({ org, mspId, role }: Zone, rect: Rect): readonly Rect[] {
  const y = rect.y + 6;
  const room = rect.width - 2 * TITLE_PAD;
  // Widths as the letters have them on average.
  const name = Math.min(room, 9 * (role === 'broker' || role === 'zookeeper' ? role : org).length + 10);
  const about = role === 'peer' ? 7 * mspId.length + 12 : ABOUT_ORDERERS;
  const left = { x: rect.x + TITLE_PAD, y, width: name, height: 26 };
  if (name + about > room) return [left];
  return [left, { x: right(rect) - TITLE_PAD - about, y, width: about, height: 26 }];
}

/** What a zone is wider than its members need, at either side. */
const spareWidth = (role: ZoneRole, inner: number): number =>
  role === 'orderer' ? Math.max(0, Math.ceil((LEAST_SERVICE - inner) / 2) - ZONE_PAD) : 0;

/** The ground of a zone whose members stand there. */
export function zoneRect(role: ZoneRole, cards: readonly Rect[]): Rect {
  const inner = around(cards);
  const spare = spareWidth(role, inner.width);
  return {
    x: inner.x - ZONE_PAD - spare,
    y: inner.y - ZONE_HEAD,
    width: inner.width + 2 * (ZONE_PAD + spare),
    height: inner.height + ZONE_HEAD + ZONE_PAD,
  };
}

/** A zone always holds its members, wherever they were dragged. */
function fittedZone(zone: Zone, nodes: ReadonlyMap<NodeId, PlacedNode>): Zone {
  const cards = zone.members.flatMap((id) => nodes.get(id)?.rect ?? []);
  const rect = zoneRect(zone.role, cards);
  return { ...zone, rect, titles: titlesOf(zone, rect) };
}

/** On a wide stage, the free ground left of the client servers. */
function reservedIn(nodes: readonly PlacedNode[], bounds: Rect, variant: LayoutVariant): Rect | null {
  const low = nodes
    .filter(({ info }) => (info.role === 'client' || info.role === 'ca') && !isOrdererDesk(info))
    .map(({ rect }) => rect);
  if (variant !== 'wide' || low.length === 0) return null;
  const box = around(low);
  const width = box.x - 24 - bounds.x;
  return width < 120 ? null : { x: bounds.x, y: box.y, width, height: bottom(bounds) - box.y };
}

/** Upper left corners of dragged nodes, in stage units. */
export type Drags = Readonly<Record<NodeId, Point>>;

/** Positions of everything. The upper left of the undragged layout is at the origin. */
export function layoutOf(topology: Topology, variant: LayoutVariant, drags: Drags = {}): StageLayout {
  const loose = automatic(topology, variant);
  const box = extent(loose);
  const band = moved(loose, -box.x, -box.y);
  const nodes = band.nodes.map((node) => {
    const drag = drags[node.info.id];
    return drag === undefined ? node : { ...node, rect: { ...node.rect, x: drag.x, y: drag.y } };
  });
  const byId = new Map(nodes.map((node) => [node.info.id, node]));
  const zones = band.zones.map((zone) => fittedZone(zone, byId));
  const bounds = around([...nodes, ...zones].map(({ rect }) => rect));
  return { variant, nodes, zones, reserved: reservedIn(nodes, bounds, variant), bounds };
}
