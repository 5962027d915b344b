/** Bars, dots or levels of a chart. */
import { memo } from 'react';
import { clock } from '../figures.ts';
import type { ChartPicture, Mark } from './chart-pictures.ts';
import type { ChartScale } from './chart-scale.ts';

interface ChartMarksProps {
  readonly chart: ChartPicture;
  readonly scale: ChartScale;
}

const classOf = (series: number): string => `chart__mark is-series-${String(series % 6)}`;
const titleOf = ({ at, text }: Mark): string => `${clock(at)} ${text}`;

function Bar({ mark, scale }: { readonly mark: Mark; readonly scale: ChartScale }) {
  const x = scale.x(mark.at);
  const y = scale.y(mark.base + mark.value);
  return (
    <rect
      className={classOf(mark.series)}
      x={x + 0.5}
      y={y}
      width={Math.max(2, scale.x(mark.until) - x - 1)}
      height={Math.max(1, scale.y(mark.base) - y)}
    >
      <title>{titleOf(mark)}</title>
    </rect>
  );
}

/** A dot for a valid transaction, a cross for one that was not. */
function Dot({ mark, scale }: { readonly mark: Mark; readonly scale: ChartScale }) {
  const [x, y] = [scale.x(mark.at), scale.y(mark.value)];
  const d = mark.series === 0 ? `M${x - 3} ${y}a3 3 0 1 0 6 0a3 3 0 1 0-6 0` : `M${x - 3} ${y - 3}l6 6m0-6l-6 6`;
  return (
    <path className={mark.series === 0 ? 'chart__dot' : 'chart__cross'} d={d}>
      <title>{titleOf(mark)}</title>
    </path>
  );
}

/** One staircase for each series: every level holds until the next. */
function Levels({ chart, scale }: ChartMarksProps) {
  const all = [...new Set(chart.marks.map(({ series }) => series))];
  return all.map((series) => {
    const own = chart.marks.filter((mark) => mark.series === series);
    const first = own[0];
    const start = first === undefined ? '' : `M${scale.x(first.at).toFixed(1)} ${scale.y(0).toFixed(1)}`;
    const steps = own.map(({ at, value, until }) => {
      const y = scale.y(value).toFixed(1);
      return `L${scale.x(at).toFixed(1)} ${y}H${scale.x(until).toFixed(1)}`;
    });
    // Down to the axis at the end, so that what is filled is what waited.
    const d = `${start}${steps.join('')}V${scale.y(0).toFixed(1)}`;
    return <path key={series} className={`chart__level is-series-${String(series % 6)}`} d={d} />;
  });
}

export const ChartMarks = memo(({ chart, scale }: ChartMarksProps) => {
  if (chart.type === 'levels') return <Levels chart={chart} scale={scale} />;
  const Shape = chart.type === 'bars' ? Bar : Dot;
  return chart.marks.map((mark, index) => <Shape key={index} mark={mark} scale={scale} />);
});
