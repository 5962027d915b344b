/** The stage by keyboard: arrows walk, Enter goes inside, Space selects, M opens the menu, Escape lets go. */
import { type KeyboardEvent, type RefObject, useCallback } from 'react';
import type { InspectTarget } from '../link/react/lab-context.tsx';
import type { NodeId } from '../sim/trace/facts.ts';
import type { StageLayout } from '../view/layout.ts';
import { type Direction, neighbourToward } from '../view/neighbours.ts';
import type { StageStore } from './stage-store.tsx';

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

export interface StageKeys {
  readonly element: RefObject<HTMLElement | null>;
  readonly store: StageStore;
  readonly layout: StageLayout;
  readonly onSelect: (target: InspectTarget | null) => void;
  readonly onOpen: (node: NodeId) => void;
}

/** What has the focus of a node's card. */
export const cardOf = (element: HTMLElement | null, node: NodeId): HTMLElement | null =>
  element?.querySelector<HTMLElement>(`[data-node="${CSS.escape(node)}"] > [role="button"]`) ?? null;

/** The node a key or a click was on; null beside all. */
export const nodeAt = (target: EventTarget | null): NodeId | null =>
  target instanceof Element ? (target.closest<HTMLElement>('[data-node]')?.dataset['node'] ?? null) : null;

/** Opens the menu at the middle of the node's card. */
function openMenu({ element, store }: StageKeys, node: NodeId): void {
  const card = cardOf(element.current, node)?.getBoundingClientRect();
  const stage = element.current?.getBoundingClientRect();
  if (card === undefined || stage === undefined) return;
  store.setState({
    menu: { node, x: card.left - stage.left + card.width / 2, y: card.top - stage.top + card.height / 2 },
  });
}

function walk({ element, store, layout }: StageKeys, from: NodeId, direction: Direction): void {
  const next = neighbourToward(layout.nodes, from, direction);
  if (next === null) return;
  store.setState({ tabStop: next });
  cardOf(element.current, next)?.focus({ preventScroll: true });
}

/** Returns whether the key was ours. */
function handle(keys: StageKeys, code: string, node: NodeId | null): boolean {
  if (code === 'Escape') {
    const { selectedNode, selectedMessage } = keys.store.getState();
    // Nothing to let go of: the key is someone else's (leaving present mode).
    if (selectedNode === null && selectedMessage === null) return false;
    keys.onSelect(null);
    return true;
  }
  if (node === null) return false;
  const direction = ARROWS[code];
  if (direction !== undefined) walk(keys, node, direction);
  else if (code === 'Enter' || code === 'NumpadEnter') keys.onOpen(node);
  else if (code === 'Space') keys.onSelect({ type: 'node', node });
  else if (code === 'KeyM' || code === 'ContextMenu') openMenu(keys, node);
  else return false;
  return true;
}

export function useStageKeys(keys: StageKeys): (event: KeyboardEvent) => void {
  const { element, store, layout, onSelect, onOpen } = keys;
  return useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!handle({ element, store, layout, onSelect, onOpen }, event.code, nodeAt(event.target))) return;
      event.preventDefault();
      event.stopPropagation();
    },
    [element, store, layout, onSelect, onOpen],
  );
}
