/**
 * The stage by keyboard: arrows walk, with Shift they move the card, Enter goes inside, Space selects, M opens the menu,
 * plus and minus zoom, 0 shows everything, Escape lets go.
 */
import { type KeyboardEvent, type RefObject, useCallback } from 'react';
import type { InspectTarget } from '../link/react/lab-context.tsx';
import type { NodeId } from '../sim/trace/facts.ts';
import type { StageLayout } from '../view/layout.ts';
import type { Point } from '../view/geometry.ts';
import { type Direction, linkedWith, neighbourToward } from '../view/neighbours.ts';
import { routesOf } from '../view/routes.ts';
import type { StageStore } from './stage-store.tsx';
import type { CameraControl } from './use-camera.ts';

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
  readonly camera: CameraControl;
  /** A card has been moved to this upper left corner. */
  readonly onDrag: (node: NodeId, corner: Point) => void;
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

function walk({ element, store, layout, camera }: StageKeys, from: NodeId, direction: Direction): void {
  const next = neighbourToward(layout.nodes, from, direction, linkedWith(routesOf(store.getState().world), from));
  const rect = layout.nodes.find(({ info }) => info.id === next)?.rect;
  if (next === null || rect === undefined) return;
  store.setState({ tabStop: next });
  camera.reveal(rect);
  cardOf(element.current, next)?.focus({ preventScroll: true });
}

/** Stage units a card moves with a key. */
const STRIDE = 24;
const WAYS: Readonly<Record<Direction, Point>> = {
  left: { x: -STRIDE, y: 0 },
  right: { x: STRIDE, y: 0 },
  up: { x: 0, y: -STRIDE },
  down: { x: 0, y: STRIDE },
};

function move({ store, layout, camera, onDrag }: StageKeys, node: NodeId, direction: Direction): void {
  const placed = layout.nodes.find(({ info }) => info.id === node);
  if (placed === undefined) return;
  const way = WAYS[direction];
  const corner = { x: placed.rect.x + way.x, y: placed.rect.y + way.y };
  onDrag(node, corner);
  camera.reveal({ ...placed.rect, ...corner });
  store.setState({ moved: { node, direction } });
}

/** Zooming by keys that are where plus and minus are on any keyboard. */
function zoom({ camera }: StageKeys, code: string): boolean {
  if (code === 'Equal' || code === 'NumpadAdd') camera.zoomBy(1.25);
  else if (code === 'Minus' || code === 'NumpadSubtract') camera.zoomBy(0.8);
  else if (code === 'Digit0' || code === 'Numpad0') camera.fit();
  else return false;
  return true;
}

/** Returns whether the key was ours. */
function handle(keys: StageKeys, { code, shiftKey }: KeyboardEvent, node: NodeId | null): boolean {
  if (code === 'Escape') {
    // Nothing to let go of: the key is someone else's (leaving present mode).
    if (!keys.store.getState().hasSelection) return false;
    keys.onSelect(null);
    return true;
  }
  if (node === null) return false;
  const direction = ARROWS[code];
  if (direction !== undefined) (shiftKey ? move : walk)(keys, node, direction);
  else if (code === 'Enter' || code === 'NumpadEnter') keys.onOpen(node);
  else if (code === 'Space') keys.onSelect({ type: 'node', node });
  else if (code === 'KeyM' || code === 'ContextMenu') openMenu(keys, node);
  else return zoom(keys, code);
  return true;
}

export function useStageKeys(keys: StageKeys): (event: KeyboardEvent) => void {
  const { element, store, layout, camera, onDrag, onSelect, onOpen } = keys;
  return useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const all = { element, store, layout, camera, onDrag, onSelect, onOpen };
      if (!handle(all, event, nodeAt(event.target))) return;
      event.preventDefault();
      event.stopPropagation();
    },
    [element, store, layout, camera, onDrag, onSelect, onOpen],
  );
}
