/** What lies under the cards, drawn for a file: zones, channel ribbons, lines that inform. */
import type { Translate } from '../../../i18n/translate.ts';
import { linkText } from '../../../stage/fault-text.ts';
import { type Colours, mixed, orgToken } from '../../../view/colours.ts';
import { pointAlong, svgOf } from '../../../view/edge-path.ts';
import { linkWord } from '../../../view/faults.ts';
import type { Zone } from '../../../view/layout.ts';
import { LINK_SIGNS, linkLines, linkWordPlaces } from '../../../view/link-words.ts';
import { seatKind } from '../../../view/node-summary.ts';
import { ribbonLines } from '../../../view/ribbon-lines.ts';
import type { Ribbon } from '../../../view/ribbons.ts';
import { type Route, type RouteType, routesOf } from '../../../view/routes.ts';
import type { StagePaths } from '../../../view/stage-paths.ts';
import { svgTag, svgText, textWidth } from '../../../view/svg.ts';
import type { WorldView } from '../../../view/world-model.ts';

export interface Ground {
  readonly t: Translate;
  readonly colour: Colours;
  readonly world: WorldView;
  /** Nodes of the present step; everything else is dimmed. Empty: nothing is. */
  readonly focus: ReadonlySet<string>;
}

/** How much is left of what is not part of the step, as on the stage. */
const DIM = { zone: 0.55, route: 0.4 };

function zoneTexts({ t, world }: Ground, { org, mspId, role, ofRole, members }: Zone): readonly [string, string] {
  const hasKafka = Object.values(world.nodes).some(({ info }) => info.role === 'broker');
  const key = role === 'orderer' ? (hasKafka ? 'orderers' : seatKind(world, members)) : role;
  const title = role === 'broker' ? 'Kafka' : role === 'zookeeper' ? 'ZooKeeper' : org;
  return [title, key === 'peer' ? mspId : t(`stage.zone.${key}`, { count: ofRole })];
}

export function zoneSvg(ground: Ground, zone: Zone): string {
  const { colour, world, focus } = ground;
  const { rect, org, orgIndex, members } = zone;
  const token = orgToken(orgIndex);
  const own = colour(token);
  const isThere = world.crypto.includes(org) || members.some((id) => world.nodes[id]?.life !== 'absent');
  const [title, text] = zoneTexts(ground, zone);
  const box = {
    ...rect,
    rx: 18,
    fill: isThere ? colour(`${token}-t`) : 'none',
    stroke: own,
    'stroke-opacity': 0.3,
    'stroke-dasharray': isThere ? undefined : '6 5',
  };
  const end = { 'font-size': 12, fill: own, 'text-anchor': 'end' };
  const isDimmed = focus.size > 0 && !members.some((id) => focus.has(id));
  // One line, as on the stage: what has no room beside the name is left out.
  const hasRoom = textWidth(title, 14) + textWidth(text, 12) + 10 <= rect.width - 32;
  return svgTag(
    'g',
    { opacity: isDimmed ? DIM.zone : undefined },
    svgTag('rect', box),
    svgText(rect.x + 16, rect.y + 25, title, { 'font-size': 14, 'font-weight': 700, fill: own }),
    hasRoom ? svgText(rect.x + rect.width - 16, rect.y + 25, text, end) : '',
  );
}

/** Each channel has its own pattern, as on the stage. */
function patternOf(colour: Colours, index: number) {
  const ribbon = colour('ribbon');
  switch (index % 4) {
    case 1:
      return { stroke: mixed(colour('config'), 0.45, ribbon), 'stroke-dasharray': '14 9' };
    case 2:
      return { stroke: mixed(colour('proposal'), 0.45, ribbon), 'stroke-dasharray': '2 7', 'stroke-linecap': 'round' };
    case 3:
      return { stroke: mixed(colour('endorsement'), 0.45, ribbon), 'stroke-dasharray': '22 6 3 6' };
    default:
      return { stroke: ribbon, 'stroke-linecap': 'round' };
  }
}

const RIBBON_WIDTHS = { stub: 5, outer: 10, trunk: 10 } as const;
/** By how much the edge of a ribbon is wider than the ribbon. */
const RIBBON_EDGE = 2;

export function ribbonSvg({ colour }: Ground, ribbon: Ribbon): string {
  const lines = ribbonLines(ribbon);
  const pattern = patternOf(colour, ribbon.index);
  // A stub ends at the border of its card, which may be seen through; dots are round.
  const stubEnd = 'stroke-dasharray' in pattern ? {} : { 'stroke-linecap': 'butt' };
  const drawn = (wider: number): readonly string[] =>
    lines.map(({ part, d }) =>
      svgTag('path', { d, 'stroke-width': RIBBON_WIDTHS[part] + wider, ...(part !== 'trunk' && stubEnd) }),
    );
  return svgTag(
    'g',
    { fill: 'none', 'stroke-linejoin': 'round', 'data-channel': ribbon.channel },
    svgTag('g', { ...pattern, stroke: colour('ribbon-edge') }, ...drawn(RIBBON_EDGE)),
    svgTag('g', pattern, ...drawn(0)),
  );
}

export function ribbonLabelSvg({ t, colour }: Ground, { label, channel }: Ribbon): string {
  const text = t('stage.ribbon.label', { channel });
  const width = textWidth(text, 12) + 22;
  const [x, y] = [label.x + label.width / 2, label.y + label.height / 2];
  const pill = {
    x: x - width / 2,
    y: y - 10,
    width,
    height: 20,
    rx: 10,
    fill: colour('surface'),
    stroke: colour('ribbon'),
  };
  const letters = { 'font-size': 12, 'font-weight': 650, fill: colour('ink-2'), 'text-anchor': 'middle' };
  return svgTag('rect', pill) + svgText(x, y + 4.2, text, letters);
}

const LOOKS: Readonly<
  Record<RouteType, { readonly token: string; readonly dash?: string; readonly opacity?: number }>
> = {
  raft: { token: 'raft', dash: '2 6' },
  deliver: { token: 'orderer', dash: '1 7', opacity: 0.36 },
  endorsing: { token: 'endorsement', dash: '5 6', opacity: 0.55 },
  submitting: { token: 'envelope', opacity: 0.55 },
  troubled: { token: 'event', dash: '8 6' },
  cut: { token: 'bad', dash: '8 6' },
};

function routeSvg({ colour, focus }: Ground, { from, to, type }: Route, paths: StagePaths): string {
  const path = paths.between(from, to);
  if (path === null) return '';
  const { token, dash, opacity } = LOOKS[type];
  const stroke = { stroke: colour(token), 'stroke-opacity': opacity, fill: 'none', 'stroke-linecap': 'round' };
  const { x, y } = pointAlong(path, 0.5);
  const cross = `M${String(x - 7)} ${String(y - 7)}l14 14m0-14l-14 14`;
  const isDimmed = focus.size > 0 && !(focus.has(from) && focus.has(to));
  return svgTag(
    'g',
    { opacity: isDimmed ? DIM.route : undefined },
    svgTag('path', { d: svgOf(path), 'stroke-width': 2, 'stroke-dasharray': dash, ...stroke }),
    type === 'cut' ? svgTag('path', { d: cross, 'stroke-width': 4, ...stroke }) : '',
  );
}

export const routesSvg = (ground: Ground, paths: StagePaths): string =>
  routesOf(ground.world)
    .map((route) => routeSvg(ground, route, paths))
    .join('');

/** What is wrong with links, in words on their lines. */
export function linkWordsSvg({ t, colour, world }: Ground, paths: StagePaths): string {
  const lines = linkLines(world);
  return [...linkWordPlaces(lines, paths)]
    .map(([{ trouble, to }, { x, y }]) => {
      if (trouble === null) return '';
      const text = linkText(t, trouble) + (trouble.oneWay ? ` → ${world.nodes[to]?.info.shortName ?? to}` : '');
      const own = colour(trouble.up ? 'warn' : 'bad');
      const width = textWidth(text, 12) + 36;
      const left = x - width / 2;
      const box = { x: left, y: y - 11, width, height: 22, rx: 11, fill: colour('surface'), stroke: own };
      const sign = { d: LINK_SIGNS[linkWord(trouble)], transform: `translate(${String(left + 9)} ${String(y - 5.5)})` };
      return (
        svgTag('rect', { ...box, 'stroke-width': 1.5 }) +
        svgTag('path', { ...sign, fill: 'none', stroke: own, 'stroke-width': 1.8 }) +
        svgText(left + 26, y + 4.2, text, { 'font-size': 12, 'font-weight': 700, fill: own })
      );
    })
    .join('');
}
