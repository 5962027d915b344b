/** One chart: marks over simulated time, two axes, the playhead. Drawn to the size of its box. */
import { type MouseEvent, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLab } from '../../link/react/lab-context.tsx';
import { clock } from '../figures.ts';
import type { Micros } from '../lab-types.ts';
import type { ChartPicture } from './chart-pictures.ts';
import { ChartMarks } from './ChartMarks.tsx';
import { type ChartScale, EDGE, scaleOf } from './chart-scale.ts';

interface ChartProps {
  readonly chart: ChartPicture;
  readonly from: Micros;
  readonly to: Micros;
  readonly onJump: (time: Micros) => void;
}

function useSize(box: RefObject<HTMLElement | null>) {
  const [size, setSize] = useState({ width: 320, height: 110 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return size;
}

/** Moves the playhead's line every frame without drawing the chart again. */
function usePlayheadLine(line: RefObject<SVGGElement | null>, scale: ChartScale): void {
  const { playhead } = useLab();
  useEffect(() => {
    const move = (): void => {
      const { time } = playhead.store.getState();
      line.current?.setAttribute('transform', `translate(${scale.x(time).toFixed(1)} 0)`);
      line.current?.setAttribute('visibility', time < scale.from ? 'hidden' : 'visible');
    };
    move();
    return playhead.store.subscribe(move);
  }, [line, scale, playhead]);
}

export function Chart({ chart, from, to, onJump }: ChartProps) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const line = useRef<SVGGElement>(null);
  const { width, height } = useSize(box);
  const { title, unit, most, legend, nothing } = chart;
  const scale = useMemo(() => scaleOf({ from, to, most, width, height }), [from, to, most, width, height]);
  usePlayheadLine(line, scale);
  const jump = (event: MouseEvent<SVGSVGElement>): void => {
    const left = event.currentTarget.getBoundingClientRect().left;
    onJump(scale.timeAt(event.clientX - left));
  };
  const floor = height - EDGE.bottom;
  return (
    <figure className="chart" data-chart={chart.name}>
      <figcaption>
        <b>{title}</b> <span>{unit}</span>
        {legend.length > 1 || chart.name === 'invalid' ? (
          <span className="chart__legend">
            {legend.map((name, index) => (
              <span key={name} className={`is-series-${String(index % 6)}`}>
                {name}
              </span>
            ))}
          </span>
        ) : null}
      </figcaption>
      <div className="chart__box" ref={box}>
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={chart.marks.length === 0 ? `${title}: ${nothing}` : t('charts.summary', { title, most, unit })}
          onClick={jump}
        >
          <path className="chart__axis" d={`M${EDGE.left} ${EDGE.top}V${floor}H${width - EDGE.right}`} />
          <path className="chart__grid" d={`M${EDGE.left} ${scale.y(most)}H${width - EDGE.right}`} />
          <text className="chart__figure" x={EDGE.left - 5} y={scale.y(most) + 4} textAnchor="end">
            {most}
          </text>
          <text className="chart__figure" x={EDGE.left - 5} y={floor} textAnchor="end">
            0
          </text>
          <text className="chart__figure" x={EDGE.left} y={height - 3}>
            {clock(from).slice(0, 7)}
          </text>
          <text className="chart__figure" x={width - EDGE.right} y={height - 3} textAnchor="end">
            {clock(to).slice(0, 7)}
          </text>
          <ChartMarks chart={chart} scale={scale} />
          {chart.marks.length === 0 ? (
            <text className="chart__nothing" x={width / 2} y={height / 2} textAnchor="middle">
              {nothing}
            </text>
          ) : null}
          <g ref={line} className="chart__now">
            <path d={`M0 ${EDGE.top - 4}V${floor}`} />
          </g>
        </svg>
      </div>
    </figure>
  );
}
