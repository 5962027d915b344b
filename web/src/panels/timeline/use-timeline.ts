/**
 * Keeps the time line's canvas up to date: with the playhead every frame, with everything else when it changes.
 * React redraws nothing while the lab plays.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useLab } from '../../link/react/lab-context.tsx';
import type { Micros } from '../lab-types.ts';
import { type Picture, TimelinePicture } from './timeline-picture.ts';
import { fittingZoom, following, type TimeWindow, zoomedAround } from './time-window.ts';

export interface TimelineControls {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** What is drawn now; null before the first drawing. */
  readonly picture: () => TimelinePicture | null;
  /** Zooms around the playhead, or around a pixel. */
  readonly zoomBy: (factor: number, pixel?: number) => void;
  /** Moves what is seen by pixels, until the lab plays on. */
  readonly panBy: (pixels: number) => void;
  /** Back to the whole trace, or as much of it as stays readable. */
  readonly fit: () => void;
}

interface Looking {
  /** null: as much as fits. */
  readonly zoom: number | null;
  readonly left: number;
  /** The learner has moved the window away from the playhead. */
  readonly panned: boolean;
}

/** Room at the left for the playhead's knob at time 0, pixels. */
const PADDING = 10;

const padded = (window: TimeWindow, pixels: number): TimeWindow => ({
  ...window,
  left: window.left - pixels / window.zoom,
});

const AT_START: Looking = { zoom: null, left: 0, panned: false };

function windowFor(looking: Looking, input: Picture, width: number, time: Micros): TimeWindow {
  const zoom = looking.zoom ?? fittingZoom(input.scale.total, width);
  const window = { zoom, left: looking.left, width };
  if (looking.panned) return window;
  return { ...window, left: following(window, input.scale.lengthAt(time), input.scale.total) };
}

export function useTimeline(input: Picture | null): TimelineControls {
  const { playhead } = useLab();
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useRef<TimelinePicture | null>(null);
  const looking = useRef<Looking>(AT_START);
  const frame = useRef(0);
  const latest = useRef<Picture | null>(input);
  const [width, setWidth] = useState(0);

  const draw = useCallback(() => {
    frame.current = 0;
    const element = canvas.current;
    const picture = latest.current;
    if (element === null || picture === null || width === 0) return;
    shown.current ??= new TimelinePicture(element);
    const { time, playing } = playhead.store.getState();
    if (playing && looking.current.panned) looking.current = { ...looking.current, panned: false };
    const window = windowFor(looking.current, picture, width, time);
    looking.current = { ...looking.current, left: window.left };
    shown.current.show(picture, padded(window, PADDING));
    shown.current.draw(time);
  }, [playhead, width]);

  const request = useCallback(() => {
    if (frame.current === 0) frame.current = requestAnimationFrame(draw);
  }, [draw]);

  useLayoutEffect(() => {
    latest.current = input;
    request();
  }, [input, request]);

  useEffect(() => {
    const stop = playhead.store.subscribe(request);
    // The clean-up below took away the frame asked for by what ran before it.
    request();
    return () => {
      stop();
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, [playhead, request]);

  useLayoutEffect(() => {
    const box = canvas.current?.parentElement;
    if (box === null || box === undefined) return undefined;
    const observer = new ResizeObserver(() => setWidth(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  const change = (next: (window: TimeWindow) => Looking): void => {
    const window = shown.current?.view;
    if (window === undefined) return;
    looking.current = next(padded(window, -PADDING));
    request();
  };

  return {
    canvas,
    picture: () => shown.current,
    zoomBy: (factor, pixel) =>
      change((window) => ({ ...zoomedAround(window, factor, pixel ?? window.width / 2), panned: pixel !== undefined })),
    panBy: (pixels) =>
      change((window) => ({ zoom: window.zoom, left: Math.max(0, window.left + pixels / window.zoom), panned: true })),
    fit: () => change(() => AT_START),
  };
}
