/** The cards of the stage drawn for a file, one shape for each role. */
import { orgToken } from '../../../view/colours.ts';
import type { PlacedNode } from '../../../view/layout.ts';
import { callName } from '../../../view/call-name.ts';
import { batchAt, latestTransaction, shownChannel, shownSeat, standingOf } from '../../../view/node-summary.ts';
import { svgTag, svgText, textWidth, xmlText } from '../../../view/svg.ts';
import type { TransactionStage } from '../../../view/world-model.ts';
import { boxOf, type Card, cardOf, type CardScene, nameText, smallText, troubleOf } from './card-parts.ts';
import { peerCard } from './peer-card.ts';

function ordererRole({ t, world, node }: Card): string {
  const { channels, cluster } = node;
  const seat = shownSeat(node);
  if (cluster.reads.length > 0) return t('stage.orderer.reads');
  if (seat === null) return t(Object.keys(channels).length > 0 ? 'stage.raft.outside' : 'stage.raft.none');
  if (seat.state === 'follower' && seat.leader === null) return t('stage.raft.noLeader');
  return t(`stage.${seat.kind === 'BFT' ? 'bft' : 'raft'}.${standingOf(world, node) ?? seat.state}`, {
    term: seat.term,
  });
}

/** What waits for the next block, or else the number of the last one. */
function queue(card: Card): string {
  const { t, colour, world, node, width } = card;
  const pending = batchAt(world, node.info.id)?.pending ?? 0;
  if (pending === 0) {
    const channel = shownChannel(node);
    const text = channel === null ? '' : t('stage.orderer.block', { number: channel.height - 1 });
    return smallText(card, width / 2, 57, text, { middle: true });
  }
  const text = t('stage.orderer.pending', { pending });
  const wide = textWidth(text, 10.5) + 14;
  return (
    svgTag('rect', { x: (width - wide) / 2, y: 46, width: wide, height: 15, rx: 7.5, fill: colour('envelope') }) +
    svgText(width / 2, 57, text, {
      'font-size': 10.5,
      'font-weight': 700,
      'text-anchor': 'middle',
      fill: colour('on-ink'),
    })
  );
}

const SLANT = 21;

function ordererCard(card: Card): string {
  const { colour, own, world, node, width, height, isCrashed } = card;
  const leads = standingOf(world, node) === 'leader' && !isCrashed;
  const [right, low] = [width - 1.5, height - 1.5];
  const hexagon = {
    d: `M${String(SLANT)} 1.5H${String(width - SLANT)}L${String(right)} ${String(height / 2)}L${String(width - SLANT)} ${String(low)}H${String(SLANT)}L1.5 ${String(height / 2)}z`,
    fill: colour('surface'),
    stroke: isCrashed ? colour('bad') : own,
    'stroke-width': leads ? 3 : 1.6,
    'stroke-dasharray': isCrashed ? '6 5' : undefined,
    'stroke-linejoin': 'round',
  };
  const role = smallText(card, width / 2, 41, ordererRole(card), {
    size: 11.5,
    middle: true,
    bold: leads,
    fill: leads ? own : colour('ink-2'),
  });
  return svgTag('path', hexagon) + nameText(card, width / 2, 26, node.info.shortName, 14, true) + role + queue(card);
}

const TONES: Readonly<Record<TransactionStage, 'warn' | 'good' | 'bad'>> = {
  endorsing: 'warn',
  endorsed: 'good',
  endorsementFailed: 'bad',
  submitted: 'warn',
  ordering: 'warn',
  refused: 'bad',
  gaveUp: 'bad',
  committed: 'good',
  invalid: 'bad',
  answered: 'good',
};

const TERMINAL =
  'M6 4.5a3 3 0 0 1 3-3h24a3 3 0 0 1 3 3v15a3 3 0 0 1-3 3H9a3 3 0 0 1-3-3zM1.5 27.5h39M12 9l4 3.5-4 3.5M20 16h6';

const terminal = ({ colour }: Card, transform: string, line: number): string =>
  svgTag('path', { d: TERMINAL, transform, fill: 'none', stroke: colour('ink'), 'stroke-width': line });

function clientCard(card: Card): string {
  const { t, colour, node, width } = card;
  const last = latestTransaction(node);
  const state =
    last === null
      ? t('stage.client.idle')
      : t(`stage.client.${last.stage}`, {
          collected: last.collected,
          asked: last.asked,
          code: last.code,
          block: last.block ?? '',
        });
  const isDone = last?.stage === 'endorsing' && last.asked > 0 && last.collected === last.asked;
  const tone = last === null ? null : isDone ? 'good' : TONES[last.stage];
  const pill = {
    x: 12,
    y: 57,
    width: width - 24,
    height: 21,
    rx: 6,
    fill: colour(tone === null ? 'sunken' : `${tone}-t`),
  };
  const call = last?.function ? callName(last.function) : t('stage.role.client');
  return (
    boxOf(card, 12, colour('ink')) +
    terminal(card, 'translate(12 13)', 1.6) +
    nameText(card, 65, 26, node.info.shortName, 14.5) +
    smallText(card, 65, 41, call, { width: width - 77 }) +
    svgTag('rect', pill) +
    smallText(card, width / 2, 72, state, {
      size: 12,
      bold: true,
      middle: true,
      width: width - 32,
      fill: colour(tone ?? 'ink-2'),
    })
  );
}

const deskCard = (card: Card): string =>
  boxOf(card, 12) +
  terminal(card, 'translate(21 10) scale(.71)', 2) +
  nameText(card, card.width / 2, 48, card.node.info.shortName, 11.5, true) +
  smallText(card, card.width / 2, 63, card.t('stage.role.admin'), { size: 10.5, middle: true });

function caCard(card: Card): string {
  const { t, colour, own, node, width, isCrashed } = card;
  const { identities, certificates, revoked } = node.registry;
  const seal = {
    d: 'M27 2l25 9v21c0 16-10 26-25 32C12 58 2 48 2 32V11z',
    fill: colour('surface'),
    stroke: isCrashed ? colour('bad') : own,
    'stroke-dasharray': isCrashed ? '6 5' : undefined,
  };
  const mark = { d: 'M18 32l7 7 12-15', fill: 'none', stroke: own, 'stroke-width': 2.8 };
  const texts = [
    t('stage.ca.identities', { count: identities }),
    t('stage.ca.certificates', { count: certificates - revoked }),
  ];
  const drawn = { transform: `translate(${String((width - 38) / 2)} -2) scale(.7)`, 'stroke-width': 2 };
  return (
    svgTag('g', drawn, svgTag('path', seal), svgTag('path', mark)) +
    nameText(card, width / 2, 57, node.info.shortName, 12, true) +
    texts.map((text, line) => smallText(card, width / 2, 71 + line * 14, text, { size: 10.5, middle: true })).join('')
  );
}

function brokerCard(card: Card): string {
  const { t, node, width, height, own } = card;
  const { leads, controller, ensemble } = node.cluster;
  const isServer = node.info.role === 'zookeeper';
  const texts = isServer
    ? [t(`stage.ensemble.${ensemble}`)]
    : [
        ...(controller ? [t('stage.broker.controller')] : []),
        leads.length > 0 ? t('stage.broker.leads', { channels: leads.join(', ') }) : t('stage.broker.leadsNone'),
      ];
  const isLeading = node.life === 'up' && (isServer ? ensemble === 'leading' : leads.length > 0);
  const top = height / 2 - (texts.length * 14) / 2 + 3;
  return (
    boxOf(card, isServer ? 26 : 4, own, isLeading ? 3 : 1.6) +
    nameText(card, width / 2, top, node.info.shortName, 12.5, true) +
    texts
      .map((text, line) => smallText(card, width / 2, top + 15 + line * 14, text, { middle: true, width: width - 10 }))
      .join('')
  );
}

function plannedCard(card: Card): string {
  const { t, own, node, width, height } = card;
  const outline = {
    width,
    height,
    rx: 12,
    fill: 'none',
    stroke: own,
    'stroke-opacity': 0.55,
    'stroke-dasharray': '6 5',
  };
  return (
    svgTag('rect', outline) +
    smallText(card, width / 2, height / 2, node.info.shortName, { size: 12.5, bold: true, middle: true }) +
    smallText(card, width / 2, height / 2 + 16, t('stage.life.absent'), { middle: true })
  );
}

function shapeOf(card: Card): string {
  const { life, info } = card.node;
  if (life === 'absent') return plannedCard(card);
  if (info.isDesk) return deskCard(card);
  switch (info.role) {
    case 'orderer':
      return ordererCard(card);
    case 'peer':
      return peerCard(card);
    case 'client':
      return clientCard(card);
    case 'ca':
      return caCard(card);
    case 'broker':
    case 'zookeeper':
      return brokerCard(card);
  }
}

/** How much is left of a card that is not part of the step, as on the stage. */
const DIM = 0.38;

/** One card where it stands, named for those who look into the file. */
export function cardSvg(scene: CardScene, placed: PlacedNode): string {
  const node = scene.world.nodes[placed.info.id];
  if (node === undefined) return '';
  const card = cardOf(scene, placed, node);
  const { id, orgIndex } = placed.info;
  const isDimmed = scene.focus.size > 0 && !scene.focus.has(id);
  return svgTag(
    'g',
    {
      transform: `translate(${String(placed.rect.x)} ${String(placed.rect.y)})`,
      'data-node': id,
      'data-org': orgToken(orgIndex),
      opacity: isDimmed ? DIM : undefined,
    },
    svgTag('title', {}, xmlText(id)),
    shapeOf(card),
    troubleOf(card),
  );
}
