/** The messages as a space-time diagram: lanes are nodes, time runs down. Pointing here lights up the stage. */
import { useMemo, useRef, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLink, useTrace } from '../../link/react/lab-context.tsx';
import { isChatter } from '../../view/activity.ts';
import { type Lane, lanesOf, marksBetween, strokesBetween } from '../../view/lanes.ts';
import { messageWord } from '../message-words.ts';
import type { HoverProps, SelectionProps } from '../selection.ts';
import { TimeScale } from '../timeline/time-scale.ts';
import { arrowsOf } from './arrows.ts';
import { SequenceDrawing } from './SequenceDrawing.tsx';
import { SaveSeen } from './SaveSeen.tsx';
import { PIXELS_PER_LENGTH, useFollowingLine, useVisibleTime } from './use-visible-time.ts';
import './sequence.css';

const NARROWEST_LANE = 92;
const FOOT = 40;

/** The lanes of the nodes in focus, then the others; those of CAs only where one speaks. */
function focusedFirst(all: readonly Lane[], focus: readonly string[], speaksCa: boolean): readonly Lane[] {
  const lanes = all.filter((lane) => lane.role !== 'ca' || speaksCa);
  const isFirst = ({ node }: Lane): boolean => focus.includes(node);
  return [...lanes.filter(isFirst), ...lanes.filter((lane) => !isFirst(lane))];
}

interface SequenceProps extends SelectionProps, HoverProps {
  /** Their lanes stand first; none: all in the usual order. */
  readonly focus: readonly string[];
}

export function Sequence({ focus, ...props }: SequenceProps) {
  const t = useText();
  const trace = useTrace();
  const horizon = useLink((state) => state.horizon);
  const box = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const [chatter, setChatter] = useState(false);
  const visible = useVisibleTime(box);
  const scale = useMemo(() => (trace === null ? null : new TimeScale(trace.activity, horizon)), [trace, horizon]);
  useFollowingLine(box, line, scale);
  const topology = trace?.topology;
  const speaksCa = trace?.flights.has('ca') ?? false;
  const lanes = useMemo(
    () => (topology === undefined ? [] : focusedFirst(lanesOf(topology), focus, speaksCa)),
    [topology, focus, speaksCa],
  );
  const spacing = Math.max(NARROWEST_LANE, (visible.width - 8) / Math.max(1, lanes.length));
  const drawn = useMemo(() => {
    if (trace === null || scale === null) return { arrows: [], marks: [] };
    const from = scale.timeAt(visible.top / PIXELS_PER_LENGTH);
    const to = scale.timeAt(visible.bottom / PIXELS_PER_LENGTH);
    const strokes = strokesBetween(trace, lanes, from, to).filter(({ flight }) => {
      const entry = trace.entries[flight.seq];
      return chatter || entry === undefined || !isChatter(entry);
    });
    const y = (time: number) => scale.lengthAt(time) * PIXELS_PER_LENGTH;
    const x = (lane: number) => (lane + 0.5) * spacing;
    const arrows = arrowsOf(strokes, { x, y, word: ({ flight }) => messageWord(t, flight) });
    const marks = marksBetween(trace, lanes, from, to).filter((mark) => mark.type !== 'command');
    return { arrows, marks: marks.map((mark) => ({ mark, x: x(mark.lane), y: y(mark.at) })) };
  }, [trace, scale, lanes, spacing, visible, chatter, t]);
  const height = (scale?.total ?? 0) * PIXELS_PER_LENGTH + FOOT;
  const width = spacing * lanes.length;
  return (
    <div className="sequence" ref={box} tabIndex={-1}>
      <div className="sequence__head" style={{ width }}>
        {lanes.map((lane) => (
          <button
            key={lane.node}
            type="button"
            title={lane.node}
            data-focus={focus.includes(lane.node)}
            style={{ width: spacing }}
            onClick={() => props.onSelect({ type: 'node', node: lane.node })}
          >
            {lane.label}
          </button>
        ))}
      </div>
      <div className="sequence__tools">
        <label className="sequence__chatter">
          <input type="checkbox" checked={chatter} onChange={(event) => setChatter(event.target.checked)} />
          {t('panels.sequence.chatter')}
        </label>
        <SaveSeen box={box} scale={scale} chatter={chatter} />
      </div>
      {(scale?.total ?? 0) === 0 ? <p className="panel-empty">{t('panels.sequence.empty')}</p> : null}
      <div className="sequence__paper" style={{ height, width }}>
        <SequenceDrawing
          {...props}
          {...drawn}
          top={visible.top}
          height={Math.min(visible.bottom, height) - visible.top}
          width={width}
          lanes={lanes.length}
        />
        <div ref={line} className="sequence__now" />
      </div>
    </div>
  );
}
