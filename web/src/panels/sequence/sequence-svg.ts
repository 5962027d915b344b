/** The space-time diagram as an SVG file: the whole trace, or the stretch that is in sight. */
import type { Translate } from '../../i18n/translate.ts';
import { glyphOf } from '../../ui/MessageGlyph.tsx';
import { isChatter } from '../../view/activity.ts';
import { type Colours, orgToken } from '../../view/colours.ts';
import { type Lane, type LaneMark, lanesOf, marksBetween, strokesBetween } from '../../view/lanes.ts';
import { fitted, svgDocument, svgTag, svgText } from '../../view/svg.ts';
import type { TraceIndex } from '../../view/trace-index.ts';
import { clock } from '../figures.ts';
import type { Micros } from '../lab-types.ts';
import { messageWord } from '../message-words.ts';
import { TimeScale } from '../timeline/time-scale.ts';
import { type Arrow, arrowsOf, headPath } from './arrows.ts';

export interface SequenceRange {
  readonly trace: TraceIndex;
  readonly horizon: Micros;
  /** What is drawn, simulated microseconds. */
  readonly from: Micros;
  readonly to: Micros;
  /** Heartbeats, too. */
  readonly chatter: boolean;
  readonly colour: Colours;
  readonly t: Translate;
}

/** Pixels a real second of playing at 1× is high: as in the panel. */
const PIXELS_PER_LENGTH = 0.09;
const SPACING = 132;
const AXIS = 78;
const HEAD = 44;
const FOOT = 24;
/** Times are written at the axis at most this often, pixels. */
const TICK = 90;
/** A browser draws no taller picture reliably; a longer trace is drawn more tightly. */
const TALLEST = 24_000;

const letters = (size: number, fill: string, more: Readonly<Record<string, string | number>> = {}) => ({
  'font-size': size,
  fill,
  ...more,
});

function laneSvg(colour: Colours, lane: Lane, x: number, height: number): string {
  const name = letters(12.5, colour(orgToken(lane.orgIndex)), { 'font-weight': 700, 'text-anchor': 'middle' });
  const line = { d: `M${String(x)} ${String(HEAD)}V${String(height)}`, stroke: colour('line'), 'stroke-width': 1.2 };
  return svgText(x, 27, fitted(lane.label, 12.5, SPACING - 8), name) + svgTag('path', line);
}

function arrowSvg(colour: Colours, arrow: Arrow): string {
  const { flight } = arrow.stroke;
  const own = flight.lost === null ? colour(glyphOf(flight.kind).colour.slice(2)) : colour('bad');
  const d = `M${arrow.x1.toFixed(1)} ${arrow.y1.toFixed(1)}L${arrow.x2.toFixed(1)} ${arrow.y2.toFixed(1)}${headPath(arrow)}`;
  const { label } = arrow;
  const halo = { stroke: colour('surface'), 'stroke-width': 3, 'paint-order': 'stroke', 'text-anchor': 'middle' };
  return svgTag(
    'g',
    { 'data-message': flight.message },
    svgTag('path', { d, fill: 'none', stroke: own, 'stroke-width': 1.6 }),
    label === null ? '' : svgText(label.x, label.y, label.text, letters(11.5, own, halo)),
  );
}

const MARKS: Readonly<Record<LaneMark['type'], string>> = {
  blockCut: 'block',
  blockCommitted: 'good',
  leaderElected: 'orderer',
  crashed: 'bad',
  restarted: 'good',
  command: 'ink-3',
  error: 'bad',
};

function markSvg(colour: Colours, mark: LaneMark, x: number, y: number): string {
  const box = { x: x - 5, y: y - 5, width: 10, height: 10, rx: 2.5, fill: colour(MARKS[mark.type]) };
  const number = mark.number === null ? '' : String(mark.number);
  return svgTag('rect', box) + svgText(x + 9, y + 4, number, letters(11, colour('ink-2')));
}

/** Times at the left, as often as there is room. */
function axisSvg(colour: Colours, times: readonly Micros[], y: (time: Micros) => number): string {
  let last = Number.NEGATIVE_INFINITY;
  return times
    .map((time) => {
      const place = y(time);
      if (place - last < TICK) return '';
      last = place;
      return svgText(AXIS - 14, place + 4, clock(time), letters(11, colour('ink-2'), { 'text-anchor': 'end' }));
    })
    .join('');
}

export function sequenceSvg({ trace, horizon, from, to, chatter, colour, t }: SequenceRange): string {
  const lanes = lanesOf(trace.topology).filter(({ role }) => role !== 'ca');
  const scale = new TimeScale(trace.activity, horizon);
  const top = scale.lengthAt(from);
  const length = Math.max(1, scale.lengthAt(to) - top);
  const unit = Math.min(PIXELS_PER_LENGTH, TALLEST / length);
  const y = (time: Micros): number => HEAD + 14 + (scale.lengthAt(time) - top) * unit;
  const x = (lane: number): number => AXIS + (lane + 0.5) * SPACING;
  const strokes = strokesBetween(trace, lanes, from, to).filter(({ flight }) => {
    const entry = trace.entries[flight.seq];
    const isInside = flight.sentAt >= from && flight.arrivesAt <= to;
    return isInside && (chatter || entry === undefined || !isChatter(entry));
  });
  const arrows = arrowsOf(strokes, { x, y, word: ({ flight }) => messageWord(t, flight) });
  const marks = marksBetween(trace, lanes, from, to).filter(({ type }) => type !== 'command');
  const width = AXIS + lanes.length * SPACING + 12;
  const height = HEAD + 14 + length * unit + FOOT;
  const body = [
    ...lanes.map((lane, index) => laneSvg(colour, lane, x(index), height - 8)),
    axisSvg(
      colour,
      strokes.map(({ flight }) => flight.sentAt),
      y,
    ),
    ...arrows.map((arrow) => arrowSvg(colour, arrow)),
    ...marks.map((mark) => markSvg(colour, mark, x(mark.lane), y(mark.at))),
  ];
  const title = t('panels.sequence.name');
  return svgDocument(
    { width, height, background: colour('surface'), title, description: `${clock(from)} – ${clock(to)}` },
    body.join(''),
  );
}
