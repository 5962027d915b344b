/** A fault in one line. */
import type { Translate } from '../i18n/translate.ts';
import type { Fault } from '../view/faults.ts';
import type { WorldView } from '../view/world-model.ts';
import { wordOf } from './layers/LinkLayer.tsx';

export function faultText(t: Translate, fault: Fault, world: WorldView): string {
  const nameOf = (node: string): string => world.nodes[node]?.info.shortName ?? node;
  switch (fault.type) {
    case 'parted': {
      const groups = fault.groups.map((group) => group.map(nameOf).join(', ')).join(' | ');
      return t('faults.now.parted', { count: fault.groups.length, groups });
    }
    case 'link': {
      const key = fault.oneWay ? 'faults.now.oneWay' : 'faults.now.link';
      return t(key, { from: nameOf(fault.from), to: nameOf(fault.to), what: wordOf(t, fault) });
    }
    case 'poorNode':
      return t('faults.now.poorNode', { node: nameOf(fault.node), what: wordOf(t, { ...fault, up: true }) });
    case 'lying':
      return t('faults.now.lying', { node: nameOf(fault.node), lie: fault.lie });
    default:
      return t(`faults.now.${fault.type}`, { node: nameOf(fault.node) });
  }
}
