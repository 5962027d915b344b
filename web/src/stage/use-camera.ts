/** The camera shows everything until the user moves it; "show everything" brings that back. */
import { useReactFlow } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Camera, cameraWithRoom, fittingCamera, type ViewSize } from '../view/fit-view.ts';
import { around, grown, type Rect } from '../view/geometry.ts';
import type { NodeId } from '../sim/trace/facts.ts';
import { useReducedMotion } from '../ui/use-media.ts';
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
  /** Nodes the camera is to be close to; empty: to none. */
  readonly closeUp: readonly NodeId[];
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

/** Kept around what the camera is close to, in stage units: what leads to it is seen too. */
const SURROUNDINGS = 36;
const APPROACH_MILLIS = 450;

/** Where the camera sees these nodes and nothing else at its best; null: they are not on this stage. */
function closeTo({ layout, size, covered, closeUp }: Shown): Camera | null {
  const seen = layout.nodes.filter(({ info }) => closeUp.includes(info.id)).map(({ rect }) => rect);
  if (seen.length === 0) return null;
  const over = [...(covered === null ? [] : [covered]), ...toolsIn(layout, size, TOOLS.height)];
  return fittingCamera(seen, grown(around(seen), SURROUNDINGS), size, over);
}

/** Kept between a card that is revealed and the edge. */
const SHORE = 16;

/** How far something `length` long at `start` has to move to be within a view of this length. */
function missing(start: number, length: number, view: number): number {
  if (start < SHORE) return SHORE - start;
  return Math.min(0, Math.max(SHORE - start, view - SHORE - length - start));
}

/** Goes to what the camera is to be close to, and back, when that changes. */
function useApproach(closeUp: readonly NodeId[], stand: (duration: number) => void): void {
  const isCalm = useReducedMotion();
  const close = closeUp.join(' ');
  const before = useRef(close);
  useEffect(() => {
    if (close === before.current) return;
    before.current = close;
    stand(isCalm ? 0 : APPROACH_MILLIS);
  }, [close, stand, isCalm]);
}

/** What moves the camera by hand: from then on it stays where it is. */
function useHandMoves(
  shown: RefObject<Shown>,
  taken: RefObject<boolean>,
): Pick<CameraControl, 'zoomBy' | 'reveal' | 'onMoveStart'> {
  const { setViewport, getViewport } = useReactFlow();

  const zoomBy = useCallback(
    (factor: number) => {
      taken.current = true;
      const { x, y, zoom } = getViewport();
      const next = Math.min(2.5, Math.max(0.2, zoom * factor));
      const { size: view } = shown.current;
      const keep = (at: number, middle: number): number => middle - ((middle - at) / zoom) * next;
      void setViewport({ x: keep(x, view.width / 2), y: keep(y, view.height / 2), zoom: next });
    },
    [shown, taken, getViewport, setViewport],
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
    [shown, taken, getViewport, setViewport],
  );

  const onMoveStart = useCallback(
    (event: MouseEvent | TouchEvent | null) => {
      if (event !== null) taken.current = true;
    },
    [taken],
  );

  return { zoomBy, reveal, onMoveStart };
}

export function useCamera(now: Shown): CameraControl {
  const { layout, size, covered } = now;
  const { setViewport } = useReactFlow();
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

  /** As {@link fit}, where the camera is to be close to something. */
  const stand = useCallback(
    (duration: number) => {
      const camera = closeTo(shown.current);
      if (camera === null && duration === 0) fit();
      else {
        taken.current = false;
        void setViewport(camera ?? standpointFor(shown.current).camera, { duration });
      }
    },
    [fit, setViewport],
  );

  const shape = `${layout.variant} ${layout.nodes.map(({ info }) => info.id).join(' ')}`;
  const { width, height } = size;
  const cover = covered === null ? 'nothing' : `${covered.x} ${covered.y} ${covered.width} ${covered.height}`;
  useEffect(() => {
    const known = shape !== '' && cover !== '' && width > 0 && height > 0;
    if (known && !taken.current) stand(0);
  }, [shape, width, height, cover, stand]);

  useApproach(now.closeUp, stand);

  const { zoomBy, reveal, onMoveStart } = useHandMoves(shown, taken);
  return useMemo(
    () => ({ fit, isCornerFree, zoomBy, reveal, onMoveStart }),
    [fit, isCornerFree, zoomBy, reveal, onMoveStart],
  );
}
