/** What lies under the cards, drawn for a file: zones, channel ribbons, lines that inform. */
import type { Translate } from '../../../i18n/translate.ts';
import { type Colours, mixed, orgToken } from '../../../view/colours.ts';
import { pointAlong, svgOf } from '../../../view/edge-path.ts';
import type { Point } from '../../../view/geometry.ts';
import type { Zone } from '../../../view/layout.ts';
import type { Ribbon } from '../../../view/ribbons.ts';
import { type Route, type RouteType, routesOf } from '../../../view/routes.ts';
import type { StagePaths } from '../../../view/stage-paths.ts';
import { svgTag, svgText, textWidth } from '../../../view/svg.ts';
import type { WorldView } from '../../../view/world-model.ts';

export interface Ground {
  readonly t: Translate;
  readonly colour: Colours;
  readonly world: WorldView;
}

function zoneTexts({ t, world }: Ground, { org, mspId, role, ofRole }: Zone): readonly [string, string] {
  const hasKafka = Object.values(world.nodes).some(({ info }) => info.role === 'broker');
  const key = role === 'orderer' ? (hasKafka ? 'orderers' : 'raft') : role;
  const title = role === 'broker' ? 'Kafka' : role === 'zookeeper' ? 'ZooKeeper' : org;
  return [title, key === 'peer' ? mspId : t(`stage.zone.${key}`, { count: ofRole })];
}

export function zoneSvg(ground: Ground, zone: Zone): string {
  const { colour, world } = ground;
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
  return (
    svgTag('rect', box) +
    svgText(rect.x + 16, rect.y + 25, title, { 'font-size': 14, 'font-weight': 700, fill: own }) +
    svgText(rect.x + rect.width - 16, rect.y + 25, text, end)
  );
}

const lineOf = (points: readonly Point[]): string =>
  points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${String(x)} ${String(y)}`).join('');

/** Each channel has its own pattern, as on the stage. */
function patternOf(colour: Colours, index: number) {
  const ribbon = colour('ribbon');
  if (index % 3 === 1) return { stroke: mixed(colour('config'), 0.45, ribbon), 'stroke-dasharray': '14 9' };
  if (index % 3 === 2)
    return { stroke: mixed(colour('proposal'), 0.45, ribbon), 'stroke-dasharray': '2 7', 'stroke-linecap': 'round' };
  return { stroke: ribbon, 'stroke-linecap': 'round' };
}

export function ribbonSvg({ colour }: Ground, { index, stubs, trunks, channel }: Ribbon): string {
  const path = (points: readonly Point[], width: number) =>
    svgTag('path', { d: lineOf(points), 'stroke-width': width });
  return svgTag(
    'g',
    { fill: 'none', 'stroke-linejoin': 'round', 'data-channel': channel, ...patternOf(colour, index) },
    ...stubs.map(({ points }) => path(points, 5)),
    ...trunks.map(({ points }) => path(points, 10)),
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

function routeSvg(colour: Colours, { from, to, type }: Route, paths: StagePaths): string {
  const path = paths.between(from, to);
  if (path === null) return '';
  const { token, dash, opacity } = LOOKS[type];
  const stroke = { stroke: colour(token), 'stroke-opacity': opacity, fill: 'none', 'stroke-linecap': 'round' };
  const { x, y } = pointAlong(path, 0.5);
  const cross = `M${String(x - 7)} ${String(y - 7)}l14 14m0-14l-14 14`;
  return (
    svgTag('path', { d: svgOf(path), 'stroke-width': 2, 'stroke-dasharray': dash, ...stroke }) +
    (type === 'cut' ? svgTag('path', { d: cross, 'stroke-width': 4, ...stroke }) : '')
  );
}

export const routesSvg = ({ colour, world }: Ground, paths: StagePaths): string =>
  routesOf(world)
    .map((route) => routeSvg(colour, route, paths))
    .join('');
