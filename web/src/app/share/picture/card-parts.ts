/** What the drawn cards are made of: texts in a row, the box, the sign that a node is down. */
import type { Translate } from '../../../i18n/translate.ts';
import { saysState, stateText } from '../../../stage/fault-text.ts';
import { type Colours, mixed, orgToken } from '../../../view/colours.ts';
import type { PlacedNode } from '../../../view/layout.ts';
import { fitted, svgTag, svgText, textWidth } from '../../../view/svg.ts';
import type { NodeView, WorldView } from '../../../view/world-model.ts';

/** Everything a card is drawn from. */
export interface CardScene {
  readonly t: Translate;
  readonly colour: Colours;
  readonly world: WorldView;
  /** Nodes of the present step; the others are dimmed. Empty: none is. */
  readonly focus: ReadonlySet<string>;
}

export interface Card extends CardScene {
  readonly node: NodeView;
  readonly width: number;
  readonly height: number;
  /** Colour of its organisation. */
  readonly own: string;
  readonly isCrashed: boolean;
}

export const cardOf = (scene: CardScene, { info, rect }: PlacedNode, node: NodeView): Card => ({
  ...scene,
  node,
  width: rect.width,
  height: rect.height,
  own: scene.colour(orgToken(info.orgIndex)),
  isCrashed: node.life === 'crashed',
});

/** The card's ground; `radius` of its corners. */
export function boxOf(
  { width, height, own, colour, isCrashed }: Card,
  radius: number,
  stroke = own,
  line = 1.5,
): string {
  const paper = isCrashed ? mixed(colour('surface'), 0.55, colour('sunken')) : colour('surface');
  return svgTag('rect', {
    width,
    height,
    rx: radius,
    fill: paper,
    stroke: isCrashed ? colour('bad') : stroke,
    'stroke-width': isCrashed ? 2 : line,
    'stroke-dasharray': isCrashed ? '6 5' : undefined,
  });
}

/** The node's name. */
export function nameText(
  { colour, isCrashed }: Card,
  x: number,
  y: number,
  text: string,
  size: number,
  middle = false,
): string {
  return svgText(x, y, text, {
    'font-size': size,
    'font-weight': 700,
    fill: colour(isCrashed ? 'ink-2' : 'ink'),
    'text-decoration': isCrashed ? 'line-through' : undefined,
    'text-anchor': middle ? 'middle' : undefined,
  });
}

interface SmallText {
  readonly size?: number;
  readonly fill?: string;
  readonly bold?: boolean;
  readonly middle?: boolean;
  readonly width?: number;
}

/** What is said below the name. */
export function smallText({ colour }: Card, x: number, y: number, text: string, how: SmallText = {}): string {
  const size = how.size ?? 11;
  return svgText(x, y, how.width === undefined ? text : fitted(text, size, how.width), {
    'font-size': size,
    'font-weight': how.bold === true ? 650 : undefined,
    fill: how.fill ?? colour('ink-2'),
    'text-anchor': how.middle === true ? 'middle' : undefined,
  });
}

/** Its state in words over the upper border: down, cut off, lying, slow. */
export function troubleOf({ t, colour, world, node, width, isCrashed }: Card): string {
  if (!saysState(world, node)) return '';
  const text = stateText(t, world, node);
  const wide = textWidth(text, 11.5) + 32;
  const x = width - 10 - wide;
  const sign = {
    d: isCrashed ? 'M1 1l7 7M8 1l-7 7' : 'M1 4.5h2M6 4.5h2',
    transform: `translate(${String(x + 9)} -3.5)`,
    stroke: colour('on-ink'),
    'stroke-width': 2,
  };
  return (
    svgTag('rect', { x, y: -8, width: wide, height: 18, rx: 9, fill: colour('bad') }) +
    svgTag('path', sign) +
    svgText(x + 23, 5, text, { 'font-size': 11.5, 'font-weight': 700, fill: colour('on-ink') })
  );
}
