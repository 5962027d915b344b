/** A peer drawn for a file: its roles, its chain, its state database. */
import { badgesOf, shownChannel } from '../../../view/node-summary.ts';
import { mixed } from '../../../view/colours.ts';
import { fitted, svgTag, svgText, textWidth } from '../../../view/svg.ts';
import type { BlockGlimpse, NodeChannel } from '../../../view/world-model.ts';
import { boxOf, type Card, nameText, smallText } from './card-parts.ts';

const PAD = 12;
const STEP = 17;
const SIDE = 13;
/** Size of what is said small. */
const SMALL = 11;
/** From the left border of the state database to the number of its keys. */
const COUNT_AT = 24;

function badges(card: Card): string {
  const { t, colour, own, world, node } = card;
  let x = PAD;
  return badgesOf(world, node)
    .map((badge) => {
      const text = t(`stage.badge.${badge}`);
      const width = textWidth(text, 11) + 12;
      const isQuiet = badge === 'committing' || badge === 'pulling';
      const place = x;
      x += width + 3;
      return (
        svgTag('rect', { x: place, y: 35, width, height: 19, rx: 9.5, fill: isQuiet ? 'none' : own, stroke: own }) +
        svgText(place + width / 2, 48.5, text, {
          'font-size': 11,
          'font-weight': 650,
          'text-anchor': 'middle',
          fill: isQuiet ? own : colour('on-ink'),
        })
      );
    })
    .join('');
}

function blockOf({ colour, own }: Card, block: BlockGlimpse, before: BlockGlimpse | undefined, x: number): string {
  const surface = colour('surface');
  const fill = block.tampered ? colour('bad-t') : block.config ? mixed(colour('config'), 0.26, surface) : surface;
  const broken =
    before !== undefined && before.hash !== '' && block.previousHash !== '' && before.hash !== block.previousHash;
  const link = {
    d: `M${String(SIDE - STEP)} ${String(SIDE / 2)}h${String(STEP - SIDE)}`,
    stroke: broken ? colour('bad') : own,
    'stroke-width': broken ? 2.2 : 1.4,
  };
  const square = {
    width: SIDE,
    height: SIDE,
    rx: 3,
    fill,
    stroke: block.tampered ? colour('bad') : own,
    'stroke-width': 1.4,
  };
  const cross = { d: 'M3.5 3.5l6 6M9.5 3.5l-6 6', stroke: colour('bad'), 'stroke-width': 1.8 };
  return svgTag(
    'g',
    { transform: `translate(${String(x)} 69)` },
    before === undefined ? '' : svgTag('path', link),
    svgTag('rect', square),
    block.invalid > 0 ? svgTag('path', cross) : '',
  );
}

interface StateColumn {
  /** Left border. */
  readonly x: number;
  readonly count: string;
  readonly label: string;
}

/** As wide as what is said in it. */
function stateColumn({ t, node, width }: Card, { keys, privateKeys }: NodeChannel): StateColumn {
  const count = privateKeys > 0 ? `${String(keys)}+${String(privateKeys)}` : String(keys);
  const label = t(node.info.couch ? 'stage.peer.couch' : 'stage.peer.stateDatabase');
  return { x: width - PAD - Math.max(COUNT_AT + textWidth(count, 12), textWidth(label, SMALL)), count, label };
}

function stateDatabase(card: Card, { x, count, label }: StateColumn): string {
  const { colour, own } = card;
  const drum = { transform: `translate(${String(x)} 64)`, fill: colour('surface'), stroke: own, 'stroke-width': 1.4 };
  return (
    svgTag(
      'g',
      drum,
      svgTag('path', { d: 'M1 4v11c0 2 4 3.4 9 3.4s9-1.4 9-3.4V4' }),
      svgTag('ellipse', { cx: 10, cy: 4, rx: 9, ry: 3.2 }),
    ) +
    smallText(card, x + COUNT_AT, 79, count, { size: 12, bold: true, fill: colour('ink') }) +
    smallText(card, x, 97, label)
  );
}

function workText({ t, node }: Card, { validating, height }: NodeChannel): string {
  if (validating !== null) return t('stage.peer.validating', { number: validating });
  return node.simulating.length > 0 ? t('stage.peer.simulating') : t('stage.peer.block', { number: height - 1 });
}

/** In one line or, as on the card of the page, in two. */
function lines(text: string, width: number): readonly string[] {
  if (textWidth(text, SMALL) <= width) return [text];
  const cut = text.lastIndexOf(' ', Math.ceil(text.length / 2) + 1);
  const parts = cut < 0 ? [text] : [text.slice(0, cut), text.slice(cut + 1)];
  return parts.map((part) => fitted(part, SMALL, width));
}

function work(card: Card, channel: NodeChannel, width: number): string {
  const isWorking = channel.validating !== null || card.node.simulating.length > 0;
  const how = isWorking ? { bold: true, fill: card.own } : {};
  const said = lines(workText(card, channel), width);
  const first = said.length > 1 ? 93 : 97;
  return said.map((line, index) => smallText(card, PAD, first + index * 11, line, how)).join('');
}

function ledger(card: Card, channel: NodeChannel): string {
  const { own } = card;
  const blocks = channel.blocks.map((block, index) =>
    blockOf(card, block, channel.blocks[index - 1], PAD + 1 + index * STEP),
  );
  const incoming = {
    x: PAD + 1 + channel.blocks.length * STEP,
    y: 69,
    width: SIDE,
    height: SIDE,
    rx: 3,
    fill: 'none',
    stroke: own,
    'stroke-dasharray': '3 2.5',
  };
  const state = stateColumn(card, channel);
  return (
    blocks.join('') +
    (channel.validating === null ? '' : svgTag('rect', incoming)) +
    work(card, channel, state.x - PAD - 6) +
    stateDatabase(card, state)
  );
}

function containers(card: Card): string {
  const { colour, node, width } = card;
  if (node.running.length === 0) return '';
  const box = {
    transform: `translate(${String(width - PAD - 26)} 13)`,
    d: 'M1.5 4.5h11v8h-11zM1.5 4.5l2-3h7l2 3M5 7v3M9 7v3',
    fill: 'none',
    stroke: colour('ink-2'),
    'stroke-width': 1.3,
  };
  return svgTag('path', box) + smallText(card, width - PAD - 8, 24, String(node.running.length), { bold: true });
}

export function peerCard(card: Card): string {
  const channel = shownChannel(card.node);
  // Who signs stands out.
  const signs = badgesOf(card.world, card.node).includes('endorsing');
  return (
    boxOf(card, 12, card.own, signs ? 2.5 : 1.5) +
    nameText(card, PAD, 25, card.node.info.shortName, 14.5) +
    containers(card) +
    badges(card) +
    (channel === null ? smallText(card, PAD, 90, card.t('stage.peer.noChannel'), { size: 12 }) : ledger(card, channel))
  );
}
