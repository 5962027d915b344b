/**
 * The one canvas over the cards. It draws what is in flight at the playhead whenever the time, the camera or what is
 * selected changes, at most once a frame; given the same time it draws the same picture.
 */
import { useStoreApi } from '@xyflow/react';
import { type RefObject, useEffect, useRef } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useReducedMotion } from '../../ui/use-media.ts';
import type { Rect } from '../../view/geometry.ts';
import type { StageLayout } from '../../view/layout.ts';
import type { Ribbon } from '../../view/ribbons.ts';
import type { StagePaths } from '../../view/stage-paths.ts';
import type { TraceIndex } from '../../view/trace-index.ts';
import type { TimeSource } from '../stage-props.ts';
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

export function StageCanvas({ trace, time, layout, paths, ribbons, covered, drawn, onPainted }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi();
  const stage = useStageStore();
  const t = useText();
  const stepped = useReducedMotion();

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null) return;
    let palette = readPalette(element);
    const paint = (): void => {
      const begun = performance.now();
      const [x, y, zoom] = flow.getState().transform;
      const view = sized(element, context);
      const scene = { trace, layout, paths, ribbons, covered, stepped, state: stage.getState() };
      const picture = pictureAt(time.now(), { x, y, zoom }, view, scene, (sprite) => wordOf(t, sprite.now));
      paintPicture(context, picture, palette);
      drawn.current = picture.sprites;
      onPainted?.(performance.now() - begun, picture.sprites.length);
    };
    const { ask, stop } = makeScheduler(paint);
    const themes = new MutationObserver(() => {
      palette = readPalette(element);
      ask();
    });
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
    const fontsCame = (): void => {
      forgetWidths();
      ask();
    };
    document.fonts.addEventListener('loadingdone', fontsCame);
    const sizes = new ResizeObserver(ask);
    sizes.observe(element);
    const stops = [time.subscribe(ask), stage.subscribe(ask), flow.subscribe(ask)];
    ask();
    return () => {
      stop();
      themes.disconnect();
      sizes.disconnect();
      document.fonts.removeEventListener('loadingdone', fontsCame);
      for (const end of stops) end();
    };
  }, [trace, time, layout, paths, ribbons, covered, drawn, onPainted, flow, stage, t, stepped]);

  return <canvas ref={canvas} className="stage-canvas" aria-hidden="true" />;
}
