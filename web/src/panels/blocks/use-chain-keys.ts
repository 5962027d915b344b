/** Walking along a chain with arrow keys: from block to block, and down into the transactions of one. */
import type { KeyboardEvent, RefObject } from 'react';
import type { VListHandle } from 'virtua';

const CARD = '.block-card';

/** Where a key leads from card `at`; null: it leads to no other card. */
export function nextCard(code: string, at: number, count: number): number | null {
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: count - 1 }[code];
  return to === undefined || to === at || to < 0 || to >= count ? null : to;
}

/** Focus stands on its head; a card that is not drawn yet comes with the scrolling. */
function focusCard(box: HTMLElement, index: number): void {
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      box.querySelector<HTMLElement>(`${CARD}[data-index="${String(index)}"] button`)?.focus();
    });
  });
}

export function useChainKeys(list: RefObject<VListHandle | null>, count: number) {
  return (event: KeyboardEvent<HTMLElement>): void => {
    const card = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>(CARD) : null;
    if (card === null) return;
    const to = nextCard(event.code, Number(card.dataset['index']), count);
    const buttons = [...card.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (to !== null) {
      list.current?.scrollToIndex(to, { align: 'nearest' });
      focusCard(event.currentTarget, to);
    } else if (down !== undefined) {
      buttons[buttons.findIndex((button) => button === document.activeElement) + down]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
