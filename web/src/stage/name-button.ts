/** Names on the stage that open a menu: of an organisation on its ground, of a channel on its ribbon. */
import type { KeyboardEvent, MouseEvent } from 'react';
import type { OpenMenu, StageStore } from './stage-store.tsx';
import { cardOf } from './use-stage-keys.ts';

type Named = Pick<OpenMenu, 'zone' | 'channel'>;

function open(store: StageStore, name: HTMLElement, named: Named): void {
  const stage = name.closest('.stage')?.getBoundingClientRect();
  if (stage === undefined) return;
  const { left, bottom } = name.getBoundingClientRect();
  store.setState({ menu: { node: '', ...named, x: left - stage.left, y: bottom - stage.top + 4 } });
}

/** A press, the menu key, and M as on a node: the menu opens below the name. */
export const openingMenu = (store: StageStore, named: Named) => ({
  onClick: (event: MouseEvent<HTMLElement>) => open(store, event.currentTarget, named),
  onContextMenu: (event: MouseEvent<HTMLElement>) => {
    event.preventDefault();
    event.stopPropagation();
    open(store, event.currentTarget, named);
  },
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
    if (event.code !== 'KeyM' || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    open(store, event.currentTarget, named);
  },
});

/** What had the focus when a menu was opened. */
export function openerOf(element: HTMLElement | null, { node, zone, channel }: OpenMenu): HTMLElement | null {
  if (node !== '') return cardOf(element, node);
  const name =
    channel === undefined ? `[data-zone="${CSS.escape(zone ?? '')}"]` : `[data-channel="${CSS.escape(channel)}"]`;
  return element?.querySelector<HTMLElement>(channel === undefined ? `${name} button` : `button${name}`) ?? null;
}
