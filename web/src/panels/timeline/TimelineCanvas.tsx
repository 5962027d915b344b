/** The canvas of the time line and what hands and keys do on it. */
import { useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, WheelEvent } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useLink, usePlayheadTime, useTrace } from '../../link/react/lab-context.tsx';
import { clock } from '../figures.ts';
import type { HoverProps, SelectionProps } from '../selection.ts';
import { useSentences } from '../use-sentences.ts';
import type { Hit } from './hit-test.ts';
import { timelineKey } from './timeline-keys.ts';
import type { TimelineControls } from './use-timeline.ts';
import { ZOOM_STEP } from './time-window.ts';

interface TimelineCanvasProps extends HoverProps, Pick<SelectionProps, 'onSelect'> {
  readonly controls: TimelineControls;
}

interface Pointed {
  readonly x: number;
  readonly seq: number;
}

const seqOf = (hit: Hit): number => (hit.type === 'mark' ? hit.mark.seq : hit.stroke.flight.seq);
const SPOKEN_EVERY_MILLIS = 400;

/** Selects what was clicked: a message, a block at its node, or the entry of any other mark. */
function useChoose({ onSelect }: Pick<SelectionProps, 'onSelect'>): (hit: Hit) => void {
  const trace = useTrace();
  return (hit) => {
    if (hit.type === 'stroke') return onSelect({ type: 'message', message: hit.stroke.flight.message });
    const { mark } = hit;
    const node = trace?.entries[mark.seq]?.node;
    if (node !== undefined && mark.number !== null && mark.type.startsWith('block'))
      return onSelect({ type: 'block', node, channel: mark.channel, number: mark.number });
    onSelect({ type: 'entry', seq: mark.seq });
  };
}

function useKeys(controls: TimelineControls): (event: KeyboardEvent) => void {
  const lab = useLab();
  return (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const action = timelineKey(event.code);
    if (action === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (action.type === 'step') void (action.forward ? lab.stepForward(action.kind, false) : lab.stepBack(action.kind));
    else if (action.type === 'end') lab.playhead.jump(action.last ? lab.link.store.getState().horizon : 0);
    else controls.zoomBy(action.nearer ? ZOOM_STEP : 1 / ZOOM_STEP);
  };
}

/** Dragging scrubs; a click that did not move also selects what it hit. */
function useScrub(controls: TimelineControls, props: HoverProps & Pick<SelectionProps, 'onSelect'>) {
  const { playhead } = useLab();
  const choose = useChoose(props);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const drag = useRef<{ readonly x: number; moved: boolean } | null>(null);
  const place = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const point = (hit: Hit | null, x: number) => {
    const message = hit?.type === 'stroke' ? hit.stroke.flight.message : null;
    if (message !== props.hovered) props.onHover(message);
    setPointed((before) =>
      before?.seq === (hit === null ? undefined : seqOf(hit)) ? before : hit === null ? null : { x, seq: seqOf(hit) },
    );
  };
  return {
    pointed,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const { x } = place(event);
      drag.current = { x, moved: false };
      playhead.jump(controls.picture()?.timeAtPixel(x) ?? 0);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { x, y } = place(event);
      const from = drag.current;
      if (from === null) return point(controls.picture()?.hit(x, y) ?? null, x);
      from.moved ||= Math.abs(x - from.x) > 3;
      if (from.moved) playhead.jump(controls.picture()?.timeAtPixel(x) ?? 0);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const { x, y } = place(event);
      const hit = drag.current?.moved === false ? (controls.picture()?.hit(x, y) ?? null) : null;
      drag.current = null;
      if (hit !== null) choose(hit);
    },
    onPointerLeave: () => point(null, 0),
    onWheel: (event: WheelEvent<HTMLElement>) => {
      const box = event.currentTarget.getBoundingClientRect();
      const turn = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY;
      if (event.ctrlKey || event.metaKey) controls.zoomBy(1.002 ** -turn, event.clientX - box.left);
      else if (event.shiftKey || turn === event.deltaX) controls.panBy(turn);
    },
  };
}

export function TimelineCanvas({ controls, ...props }: TimelineCanvasProps) {
  const t = useText();
  const trace = useTrace();
  const horizon = useLink((state) => state.horizon);
  const time = usePlayheadTime(SPOKEN_EVERY_MILLIS);
  const tellEntry = useSentences();
  const { pointed, ...handlers } = useScrub(controls, props);
  const onKeyDown = useKeys(controls);
  const step = trace?.steps.current(time) ?? null;
  const current = step === null ? undefined : trace?.entries[step.seq];
  const pointedEntry = pointed === null ? undefined : trace?.entries[pointed.seq];
  return (
    <div
      className="timeline__track"
      role="slider"
      tabIndex={0}
      aria-label={t('panels.timeline.playhead')}
      aria-valuemin={0}
      aria-valuemax={horizon}
      aria-valuenow={Math.min(time, horizon)}
      aria-valuetext={`${clock(time)}. ${current === undefined ? '' : tellEntry(current)}`}
      onKeyDown={onKeyDown}
      {...handlers}
    >
      <canvas ref={controls.canvas} aria-hidden="true" />
      {pointedEntry === undefined || pointed === null ? null : (
        <span className="timeline__pointed" style={{ left: `clamp(8px, ${pointed.x - 120}px, calc(100% - 420px))` }}>
          {clock(pointedEntry.at)} · {tellEntry(pointedEntry)}
        </span>
      )}
    </div>
  );
}
