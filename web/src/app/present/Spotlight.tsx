/** A ring of light that goes with the pointer; the rest of the page is a little darker. */
import { type RefObject, useEffect, useRef } from 'react';
import type { PointerPlace } from './use-idle-pointer.ts';

/** @param pointer where it was seen last; without one the light begins in the middle */
export function Spotlight({ pointer }: { readonly pointer: RefObject<PointerPlace | null> }) {
  const ring = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const put = (x: number, y: number): void => {
      if (ring.current !== null) ring.current.style.translate = `${String(x)}px ${String(y)}px`;
    };
    const { x, y } = pointer.current ?? { x: innerWidth / 2, y: innerHeight / 3 };
    put(x, y);
    const follow = ({ clientX, clientY }: PointerEvent): void => put(clientX, clientY);
    addEventListener('pointermove', follow);
    addEventListener('pointerdown', follow);
    return () => {
      removeEventListener('pointermove', follow);
      removeEventListener('pointerdown', follow);
    };
  }, [pointer]);
  return (
    <div className="spotlight" aria-hidden="true">
      <div ref={ring} className="spotlight__ring" />
    </div>
  );
}
