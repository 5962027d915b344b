/** Where the pointer is while presenting, and whether it rests: then it is hidden, and so is what comes with it. */
import { type RefObject, useEffect, useRef } from 'react';

/** In pixels of the window. */
export interface PointerPlace {
  x: number;
  y: number;
}

const REST_MILLIS = 3_000;

/**
 * Marks the frame around `place` with `data-pointer="rest"` or `"moves"`: by attribute and not by state, so that nothing is
 * drawn anew while the pointer moves.
 */
export function useIdlePointer(place: RefObject<HTMLElement | null>): RefObject<PointerPlace | null> {
  const pointer = useRef<PointerPlace | null>(null);
  useEffect(() => {
    const frame = place.current?.closest<HTMLElement>('.frame--present') ?? null;
    if (frame === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = (): void => {
      frame.dataset['pointer'] = 'rest';
    };
    const moved = ({ clientX, clientY }: PointerEvent): void => {
      const before = pointer.current;
      pointer.current = { x: clientX, y: clientY };
      // What is drawn anew under a resting pointer makes browsers say that it has moved.
      if (before?.x === clientX && before.y === clientY) return;
      if (frame.dataset['pointer'] !== 'moves') frame.dataset['pointer'] = 'moves';
      clearTimeout(timer);
      timer = setTimeout(rest, REST_MILLIS);
    };
    rest();
    addEventListener('pointermove', moved);
    addEventListener('pointerdown', moved);
    return () => {
      clearTimeout(timer);
      delete frame.dataset['pointer'];
      removeEventListener('pointermove', moved);
      removeEventListener('pointerdown', moved);
    };
  }, [place]);
  return pointer;
}
