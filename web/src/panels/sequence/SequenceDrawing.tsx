/** The part of the sequence that is in sight, as SVG: arrows that can be pointed at, focused and chosen. */
import type { KeyboardEvent } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import { glyphOf } from '../../ui/MessageGlyph.tsx';
import type { LaneMark } from '../../view/lanes.ts';
import type { MessageId } from '../lab-types.ts';
import { messageWord } from '../message-words.ts';
import type { HoverProps, Selection, SelectionProps } from '../selection.ts';
import { useSentences } from '../use-sentences.ts';
import { type Arrow, headPath } from './arrows.ts';

interface SequenceDrawingProps extends SelectionProps, HoverProps {
  readonly arrows: readonly Arrow[];
  readonly marks: readonly { readonly mark: LaneMark; readonly x: number; readonly y: number }[];
  readonly top: number;
  readonly height: number;
  readonly width: number;
  readonly lanes: number;
}

const isSelected = (selection: Selection | null, message: MessageId): boolean =>
  selection?.type === 'message' && selection.message === message;

interface ArrowMarkProps extends SelectionProps, HoverProps {
  readonly arrow: Arrow;
  readonly name: string;
  /** The one arrow Tab leads to; arrow keys lead to the others. */
  readonly reachable: boolean;
}

/** Up and down walk through the messages in order of departure. */
function walk(event: KeyboardEvent<SVGSVGElement>): void {
  const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const all = [...event.currentTarget.querySelectorAll<SVGGElement>('.arrow')];
  const next = all[all.findIndex((arrow) => arrow === document.activeElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}

function ArrowMark({ arrow, name, reachable, ...props }: ArrowMarkProps) {
  const { flight } = arrow.stroke;
  const selected = isSelected(props.selection, flight.message);
  const lit = selected || props.hovered === flight.message;
  const choose = () => props.onSelect({ type: 'message', message: flight.message });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code !== 'Enter' && event.code !== 'Space') return;
    event.preventDefault();
    event.stopPropagation();
    choose();
  };
  return (
    <g
      role="button"
      tabIndex={reachable ? 0 : -1}
      aria-label={name}
      aria-pressed={selected}
      className={lit ? 'arrow arrow--lit' : 'arrow'}
      style={{ color: `var(${flight.lost === null ? glyphOf(flight.kind).colour : '--bad'})` }}
      onClick={choose}
      onKeyDown={onKeyDown}
      onPointerEnter={() => props.onHover(flight.message)}
      onPointerLeave={() => props.onHover(null)}
      onFocus={() => props.onHover(flight.message)}
      onBlur={() => props.onHover(null)}
    >
      <path className="arrow__reach" d={`M${arrow.x1} ${arrow.y1}L${arrow.x2} ${arrow.y2}`} />
      <path className="arrow__line" d={`M${arrow.x1} ${arrow.y1}L${arrow.x2} ${arrow.y2}${headPath(arrow)}`} />
      {arrow.label === null ? null : (
        <text x={arrow.label.x} y={arrow.label.y} textAnchor="middle">
          {arrow.label.text}
        </text>
      )}
    </g>
  );
}

export function SequenceDrawing({ arrows, marks, top, height, width, lanes, ...props }: SequenceDrawingProps) {
  const t = useText();
  const trace = useTrace();
  const tellEntry = useSentences();
  if (height <= 0 || width <= 0) return null;
  const step = width / Math.max(1, lanes);
  const chosen = arrows.findIndex(({ stroke }) => isSelected(props.selection, stroke.flight.message));
  return (
    <svg
      role="group"
      aria-label={t('panels.sequence.name')}
      onKeyDown={walk}
      style={{ top }}
      width={width}
      height={height}
      viewBox={`0 ${top} ${width} ${height}`}
    >
      {Array.from({ length: lanes }, (_, lane) => (
        <path key={lane} className="sequence__lane" d={`M${(lane + 0.5) * step} ${top}v${height}`} />
      ))}
      {arrows.map((arrow, index) => {
        const entry = trace?.entries[arrow.stroke.flight.seq];
        const word = messageWord(t, arrow.stroke.flight);
        const name = entry === undefined ? word : `${word}: ${tellEntry(entry)}`;
        const reachable = index === Math.max(0, chosen);
        return (
          <ArrowMark key={arrow.stroke.flight.message} arrow={arrow} name={name} reachable={reachable} {...props} />
        );
      })}
      {marks.map(({ mark, x, y }) => (
        <g key={mark.seq} className={`sequence__mark sequence__mark--${mark.type}`} transform={`translate(${x} ${y})`}>
          <rect x="-5" y="-5" width="10" height="10" rx="2.5" />
          {mark.number === null ? null : (
            <text x="9" y="4">
              {mark.number}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
