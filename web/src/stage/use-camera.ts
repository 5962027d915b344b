/** The camera shows everything until the user moves it; "show everything" brings that back. */
import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Camera, cameraWithRoom, fittingCamera, type ViewSize } from '../view/fit-view.ts';
import { around, type Rect } from '../view/geometry.ts';
import type { StageLayout } from '../view/layout.ts';
import { channelNames } from '../view/ribbons.ts';

export interface CameraControl {
  readonly fit: () => void;
  /** Whether the upper left corner is free for words when everything is shown. */
  readonly isCornerFree: boolean;
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

/** The buttons in the corner, where the stage has room to stand clear of them. */
const TOOLS = { margin: 10, width: 36, height: 118 };
/** What is broken now: in words in the upper left corner, or as a figure below the buttons. */
const FAULTS = { x: 6, y: 6, width: 128, height: 40 };
const FAULTS_BELOW_TOOLS = 42;

function toolsIn({ variant }: StageLayout, { width }: ViewSize, height: number): readonly Rect[] {
  if (variant === 'portrait') return [];
  return [{ x: width - TOOLS.margin - TOOLS.width, y: TOOLS.margin, width: TOOLS.width, height }];
}

interface Standpoint {
  readonly camera: Camera;
  /** The upper left corner is free for words. */
  readonly isCornerFree: boolean;
}

/** Where the camera should be for a stage of this size. What may be broken later makes no difference. */
function standpointFor({ layout, channels, size, covered }: Shown): Standpoint {
  const names = channelNames(layout, channels);
  const titles = layout.zones.flatMap((zone) => zone.titles);
  const seen = [...layout.nodes.map(({ rect }) => rect), ...names, ...titles];
  const bounds = around([layout.bounds, ...names]);
  const over = (height: number) => [...(covered === null ? [] : [covered]), ...toolsIn(layout, size, height)];
  const camera = cameraWithRoom(seen, bounds, size, over(TOOLS.height), FAULTS);
  if (camera !== null) return { camera, isCornerFree: true };
  const below = over(TOOLS.height + FAULTS_BELOW_TOOLS);
  return { camera: fittingCamera(seen, bounds, size, below), isCornerFree: false };
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
  const [isCornerFree, setCornerFree] = useState(true);
  // Dragging a card must not move the camera under the pointer: only another network or shape does.
  const shown = useRef(now);
  shown.current = now;

  const fit = useCallback(() => {
    taken.current = false;
    const { camera, isCornerFree: isFree } = standpointFor(shown.current);
    setCornerFree(isFree);
    void setViewport(camera);
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

  return useMemo(
    () => ({ fit, isCornerFree, zoomBy, reveal, onMoveStart }),
    [fit, isCornerFree, zoomBy, reveal, onMoveStart],
  );
}
