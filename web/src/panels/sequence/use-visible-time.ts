/** Which part of the sequence is scrolled into sight, and scrolling along with the playhead while the lab plays. */
import { useEffect, useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';
import { useLab } from '../../link/react/lab-context.tsx';
import type { TimeScale } from '../timeline/time-scale.ts';

/** Pixels a real second of playing at 1× is high. */
export const PIXELS_PER_LENGTH = 0.09;
/** What is drawn reaches this far beyond what is seen, pixels; also the grain of redrawing. */
const OVERSCAN = 240;

export interface Visible {
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
}

export function useVisibleTime(box: RefObject<HTMLElement | null>): Visible {
  const [visible, setVisible] = useState<Visible>({ top: 0, bottom: 2 * OVERSCAN, width: 800 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = () => {
      const top = Math.max(0, Math.floor((element.scrollTop - OVERSCAN) / OVERSCAN) * OVERSCAN);
      const bottom = Math.ceil((element.scrollTop + element.clientHeight + OVERSCAN) / OVERSCAN) * OVERSCAN;
      const width = element.clientWidth;
      setVisible((old) =>
        old.top === top && old.bottom === bottom && old.width === width ? old : { top, bottom, width },
      );
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [box]);
  return visible;
}

/** The stretch of the paper that is in sight, pixels from its top; the names of the lanes lie over what is above it. */
export function seenIn(box: HTMLElement): { readonly from: number; readonly room: number } {
  const head = box.querySelector<HTMLElement>('.sequence__paper')?.offsetTop ?? 0;
  return { from: box.scrollTop, room: Math.max(0, box.clientHeight - head) };
}

/** Moves the playhead's line every frame, and keeps it in sight: always while playing, after a jump when it left. */
export function useFollowingLine(
  box: RefObject<HTMLElement | null>,
  line: RefObject<HTMLElement | null>,
  scale: TimeScale | null,
): void {
  const { playhead } = useLab();
  useEffect(() => {
    if (scale === null) return undefined;
    let last = -1;
    const move = () => {
      const element = box.current;
      const { time, playing } = playhead.store.getState();
      if (element === null || line.current === null || (time === last && !playing)) return;
      last = time;
      const y = scale.lengthAt(time) * PIXELS_PER_LENGTH;
      line.current.style.transform = `translateY(${y}px)`;
      const { from, room } = seenIn(element);
      const seen = y - from;
      if (seen < 8 || seen > room * 0.8) element.scrollTop = Math.max(0, y - room * 0.55);
    };
    move();
    return playhead.store.subscribe(move);
  }, [box, line, scale, playhead]);
}
