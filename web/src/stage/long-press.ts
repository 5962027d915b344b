/**
 * A finger that stays where it is asks for the menu, as the right button does. Some browsers report that as a context menu
 * of their own, others (iOS) do not: then this does.
 */
import type { PointerEvent } from 'react';

/** Real milliseconds: longer than a tap, about when other browsers open theirs. */
export const LONG_PRESS_MILLIS = 550;
/** A resting finger trembles. Pixels. */
const TREMBLE = 10;

export interface LongPress {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  /** Lifted, taken over by a gesture of the browser, or answered by its own menu. */
  readonly end: () => void;
}

/** `pressed` is given where the finger rests and what it rests on. */
export function longPress(
  pressed: (at: { readonly clientX: number; readonly clientY: number; readonly target: EventTarget }) => void,
): LongPress {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start = { x: 0, y: 0 };
  const end = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    end,
    onPointerDown: ({ pointerType, isPrimary, clientX, clientY, target }) => {
      end();
      // A second finger zooms.
      if (pointerType !== 'touch' || !isPrimary) return;
      start = { x: clientX, y: clientY };
      timer = setTimeout(() => {
        end();
        pressed({ clientX, clientY, target });
      }, LONG_PRESS_MILLIS);
    },
    onPointerMove: ({ clientX, clientY }) => {
      if (Math.hypot(clientX - start.x, clientY - start.y) > TREMBLE) end();
    },
  };
}
