/** The camera shows everything until the user moves it; "show everything" brings that back. */
import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { type Camera, fittingCamera, type ViewSize } from '../view/fit-view.ts';
import type { Rect } from '../view/geometry.ts';
import type { StageLayout } from '../view/layout.ts';
import { channelNames } from '../view/ribbons.ts';

export interface CameraControl {
  readonly fit: () => void;
  readonly zoomBy: (factor: number) => void;
  /** Moves just so far that the card is seen: the focus never walks out of the picture. */
  readonly reveal: (rect: Rect) => void;
  /** For React Flow: the user has taken the camera. */
  readonly onMoveStart: (event: MouseEvent | TouchEvent | null) => void;
}

/** What is on the stage, and what lies over it. */
interface Shown {
  readonly layout: StageLayout;
  readonly channels: readonly string[];
  readonly size: ViewSize;
  readonly covered: Rect | null;
}

/** Where the camera should be for a stage of this size. */
function cameraFor({ layout, channels, size, covered }: Shown): Camera {
  return fittingCamera(
    [...layout.nodes.map(({ rect }) => rect), ...channelNames(layout, channels)],
    layout.bounds,
    size,
    [...(covered === null ? [] : [covered]), ...toolsIn(layout, size)],
  );
}

/** The buttons in the corner, where the stage has room to stand clear of them. */
const TOOLS = { margin: 10, width: 36, height: 118 };

function toolsIn({ variant }: StageLayout, { width }: ViewSize): readonly Rect[] {
  if (variant === 'portrait') return [];
  return [{ x: width - TOOLS.margin - TOOLS.width, y: TOOLS.margin, width: TOOLS.width, height: TOOLS.height }];
}

/** Kept between a card that is revealed and the edge. */
const SHORE = 16;

/** How far something `length` long at `start` has to move to be within a view of this length. */
function missing(start: number, length: number, view: number): number {
  if (start < SHORE) return SHORE - start;
  return Math.min(0, Math.max(SHORE - start, view - SHORE - length - start));
}

export function useCamera(now: Shown): CameraControl {
  const { layout, size, covered } = now;
  const { setViewport, getViewport } = useReactFlow();
  const taken = useRef(false);
  // Dragging a card must not move the camera under the pointer: only another network or shape does.
  const shown = useRef(now);
  shown.current = now;

  const fit = useCallback(() => {
    taken.current = false;
    void setViewport(cameraFor(shown.current));
  }, [setViewport]);

  const shape = `${layout.variant} ${layout.nodes.map(({ info }) => info.id).join(' ')}`;
  const { width, height } = size;
  const cover = covered === null ? 'nothing' : `${covered.x} ${covered.y} ${covered.width} ${covered.height}`;
  useEffect(() => {
    const known = shape !== '' && cover !== '' && width > 0 && height > 0;
    if (known && !taken.current) fit();
  }, [shape, width, height, cover, fit]);

  const zoomBy = useCallback(
    (factor: number) => {
      taken.current = true;
      const { x, y, zoom } = getViewport();
      const next = Math.min(2.5, Math.max(0.2, zoom * factor));
      const { size: view } = shown.current;
      const keep = (at: number, middle: number): number => middle - ((middle - at) / zoom) * next;
      void setViewport({ x: keep(x, view.width / 2), y: keep(y, view.height / 2), zoom: next });
    },
    [getViewport, setViewport],
  );

  const reveal = useCallback(
    (rect: Rect) => {
      const { x, y, zoom } = getViewport();
      const { size: view } = shown.current;
      const dx = missing(rect.x * zoom + x, rect.width * zoom, view.width);
      const dy = missing(rect.y * zoom + y, rect.height * zoom, view.height);
      if (dx === 0 && dy === 0) return;
      taken.current = true;
      void setViewport({ x: x + dx, y: y + dy, zoom });
    },
    [getViewport, setViewport],
  );

  const onMoveStart = useCallback((event: MouseEvent | TouchEvent | null) => {
    if (event !== null) taken.current = true;
  }, []);

  return useMemo(() => ({ fit, zoomBy, reveal, onMoveStart }), [fit, zoomBy, reveal, onMoveStart]);
}
