/**
 * The one canvas over the cards. It draws what is in flight at the playhead whenever the time, the camera or what is
 * selected changes, at most once a frame; given the same time it draws the same picture.
 */
import { useStoreApi } from '@xyflow/react';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useReducedMotion } from '../../ui/use-media.ts';
import type { Rect } from '../../view/geometry.ts';
import type { StageLayout } from '../../view/layout.ts';
import type { Ribbon } from '../../view/ribbons.ts';
import type { StagePaths } from '../../view/stage-paths.ts';
import type { TraceIndex } from '../../view/trace-index.ts';
import type { TimeSource } from '../../link/react/use-time-source.ts';
import { useStageStore } from '../stage-store.tsx';
import type { Sprite } from './flight-sprites.ts';
import { wordOf } from './flight-words.ts';
import { forgetWidths, paintPicture } from './paint-flights.ts';
import { readPalette } from './palette.ts';
import { pictureAt } from './picture-at.ts';

interface Props {
  readonly trace: TraceIndex;
  readonly time: TimeSource;
  readonly layout: StageLayout;
  readonly paths: StagePaths;
  readonly ribbons: readonly Ribbon[];
  /** What the narration covers, in pixels. */
  readonly covered: Rect | null;
  /** Filled with what was drawn last, for pointing at it. */
  readonly drawn: RefObject<readonly Sprite[]>;
  readonly onPainted?: ((millis: number, flights: number) => void) | undefined;
}

/** Runs `paint` in the next animation frame, once however often it is asked. */
function makeScheduler(paint: () => void): { readonly ask: () => void; readonly stop: () => void } {
  let handle = 0;
  const ask = (): void => {
    handle ||= requestAnimationFrame(() => {
      handle = 0;
      paint();
    });
  };
  return { ask, stop: () => cancelAnimationFrame(handle) };
}

/** Calls back when the theme, a font or the size of the element changed; returns how to stop. */
function watchLooks(element: Element, changed: (look: 'theme' | 'font' | 'size') => void): () => void {
  const themes = new MutationObserver(() => changed('theme'));
  themes.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-contrast', 'class'],
  });
  const sizes = new ResizeObserver(() => changed('size'));
  sizes.observe(element);
  const fontsCame = (): void => changed('font');
  document.fonts.addEventListener('loadingdone', fontsCame);
  return () => {
    themes.disconnect();
    sizes.disconnect();
    document.fonts.removeEventListener('loadingdone', fontsCame);
  };
}

/** Sizes the canvas to its element in device pixels; returns its size in CSS pixels. */
function sized(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): Rect {
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const ratio = Math.min(2, devicePixelRatio);
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { x: 0, y: 0, width, height };
}

/** What the next picture is made of; changes ask for a picture without setting everything up again. */
function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}

export function StageCanvas(props: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi();
  const stage = useStageStore();
  const t = useText();
  const stepped = useReducedMotion();
  const latest = useLatest({ ...props, t, stepped });
  const askForPicture = useRef<() => void>(() => undefined);
  const { time } = props;

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null) return;
    let palette = readPalette(element);
    const paint = (): void => {
      const begun = performance.now();
      const now = latest.current;
      const [x, y, zoom] = flow.getState().transform;
      const view = sized(element, context);
      const scene = { ...now, state: stage.getState() };
      const picture = pictureAt(time.now(), { x, y, zoom }, view, scene, (sprite) => wordOf(now.t, sprite.now));
      paintPicture(context, picture, palette);
      now.drawn.current = picture.sprites;
      now.onPainted?.(performance.now() - begun, picture.sprites.length);
    };
    const { ask, stop } = makeScheduler(paint);
    askForPicture.current = ask;
    const watching = watchLooks(element, (look) => {
      if (look === 'theme') palette = readPalette(element);
      if (look === 'font') forgetWidths();
      ask();
    });
    const stops = [watching, stop, time.subscribe(ask), stage.subscribe(ask), flow.subscribe(ask)];
    return () => {
      for (const end of stops) end();
    };
  }, [time, flow, stage, latest]);

  useEffect(() => askForPicture.current());

  return <canvas ref={canvas} className="stage-canvas" aria-hidden="true" />;
}
