/** Pointing at messages and cards: the canvas lies above the cards and lets everything through that hits no message. */
import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useMemo } from 'react';
import { type Sprite, spriteAt } from './canvas/flight-sprites.ts';
import { longPress } from './long-press.ts';
import type { StageProps } from './stage-props.ts';
import type { StageStore } from './stage-store.tsx';
import { cardOf, nodeAt } from './use-stage-keys.ts';

export interface Pointing {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
  readonly onClickCapture: (event: MouseEvent<HTMLElement>) => void;
  readonly onDoubleClick: (event: MouseEvent<HTMLElement>) => void;
  readonly onContextMenu: (event: MouseEvent<HTMLElement>) => void;
}

interface Stage {
  readonly element: RefObject<HTMLElement | null>;
  readonly store: StageStore;
  readonly drawn: RefObject<readonly Sprite[]>;
}

/** Tools and menus lie over the stage: pointing at them is not pointing at what is behind. */
const isOverlay = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('.stage-tools, .stage-menu, .stage-faults') !== null;

/** Where something was pointed at, in the window. */
interface At {
  readonly clientX: number;
  readonly clientY: number;
}

function place(element: HTMLElement | null, event: At): { readonly x: number; readonly y: number } {
  const box = element?.getBoundingClientRect();
  return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
}

/** Whose ground it is: zones lie behind everything and take no events. */
function zoneAt(element: HTMLElement | null, { clientX, clientY }: At): string | null {
  for (const zone of element?.querySelectorAll<HTMLElement>('[data-zone]') ?? []) {
    const { left, right, top, bottom } = zone.getBoundingClientRect();
    if (clientX >= left && clientX <= right && clientY >= top && clientY <= bottom) return zone.dataset['zone'] ?? null;
  }
  return null;
}

/** The channel whose name or ribbon was pointed at. */
const channelAt = (target: EventTarget): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>('[data-channel]')?.dataset['channel'] : undefined;

function openMenu(element: HTMLElement | null, store: StageStore, at: At & { readonly target: EventTarget }): void {
  const channel = store.getState().named.channels ? channelAt(at.target) : undefined;
  const zone = channel === undefined ? zoneAt(element, at) : null;
  const where = { ...(zone !== null && { zone }), ...(channel !== undefined && { channel }), ...place(element, at) };
  store.setState({ menu: { node: nodeAt(at.target) ?? '', ...where } });
}

export function usePointing(
  { element, store, drawn }: Stage,
  { onSelect, onHover, onOpen }: Pick<StageProps, 'onSelect' | 'onHover' | 'onOpen'>,
): Pointing {
  const press = useMemo(
    () =>
      longPress((at) => {
        if (!isOverlay(at.target)) openMenu(element.current, store, at);
      }),
    [element, store],
  );
  useEffect(() => press.end, [press]);
  return useMemo(() => {
    const messageAt = (event: MouseEvent<HTMLElement>): number | null =>
      isOverlay(event.target)
        ? null
        : (spriteAt(drawn.current, place(element.current, event))?.now.flight.message ?? null);
    return {
      onPointerDown: press.onPointerDown,
      onPointerUp: press.end,
      onPointerCancel: press.end,
      onPointerMove: (event) => {
        press.onPointerMove(event);
        if (event.pointerType === 'touch') return;
        const message = messageAt(event);
        if (message === store.getState().hoveredMessage) return;
        store.setState({ hoveredMessage: message });
        element.current?.classList.toggle('is-on-message', message !== null);
        onHover?.(message);
      },
      onClickCapture: (event) => {
        if (isOverlay(event.target)) return;
        const message = messageAt(event);
        const node = nodeAt(event.target);
        if (message !== null) {
          event.stopPropagation();
          onSelect({ type: 'message', message });
        } else if (node !== null) {
          store.setState({ tabStop: node });
          // The keys go on from what was clicked.
          cardOf(element.current, node)?.focus({ preventScroll: true });
          onSelect({ type: 'node', node });
        }
      },
      onDoubleClick: (event) => {
        const node = nodeAt(event.target);
        if (node !== null && messageAt(event) === null) onOpen(node);
      },
      onContextMenu: (event) => {
        press.end();
        if (isOverlay(event.target)) return;
        event.preventDefault();
        openMenu(element.current, store, event);
      },
    };
  }, [element, store, drawn, press, onSelect, onHover, onOpen]);
}
