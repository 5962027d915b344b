/** Faults in words: one in a line, what is wrong with a link, the state of a node. */
import type { Translate } from '../i18n/translate.ts';
import { type Fault, linkWord, nodeWord } from '../view/faults.ts';
import { isIsolated, type LinkTrouble, type NodeView, type WorldView } from '../view/world-model.ts';

/** What is wrong with a link, in a word or two. */
export function linkText(t: Translate, trouble: Pick<LinkTrouble, 'up' | 'loss' | 'latencyFactor'>): string {
  const params = { percent: Math.round(trouble.loss * 100), factor: trouble.latencyFactor };
  return t(`faults.word.${linkWord(trouble)}`, params);
}

/** State of a node in one word, in the order of what matters most. */
export function stateText(t: Translate, world: WorldView, { info, life }: NodeView): string {
  const word = nodeWord(world, info.id);
  if (word === 'stopped') return t('faults.card.stopped');
  if (life !== 'up') return t(`stage.life.${life}`);
  if (isIsolated(world, info.id)) return t('stage.isolated');
  if (word === null) return t('stage.life.up');
  return word.startsWith('part') ? t('faults.card.part', { part: word.slice(4) }) : t(`faults.card.${word as 'poor'}`);
}

/** Whether its state is said over the border of its card. */
export const saysState = (world: WorldView, { info, life }: NodeView): boolean =>
  life === 'crashed' || isIsolated(world, info.id) || (life === 'up' && nodeWord(world, info.id) !== null);

export function faultText(t: Translate, fault: Fault, world: WorldView): string {
  const nameOf = (node: string): string => world.nodes[node]?.info.shortName ?? node;
  switch (fault.type) {
    case 'parted': {
      const groups = fault.groups.map((group) => group.map(nameOf).join(', ')).join(' | ');
      return t('faults.now.parted', { count: fault.groups.length, groups });
    }
    case 'link': {
      const key = fault.oneWay ? 'faults.now.oneWay' : 'faults.now.link';
      return t(key, { from: nameOf(fault.from), to: nameOf(fault.to), what: linkText(t, fault) });
    }
    case 'poorNode':
      return t('faults.now.poorNode', { node: nameOf(fault.node), what: linkText(t, { ...fault, up: true }) });
    case 'lying':
      return t('faults.now.lying', { node: nameOf(fault.node), lie: fault.lie });
    default:
      return t(`faults.now.${fault.type}`, { node: nameOf(fault.node) });
  }
}
