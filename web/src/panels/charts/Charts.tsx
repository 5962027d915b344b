/** Charts over simulated time: throughput, latency, invalid transactions, queues. A click goes to that moment. */
import { useCallback, useMemo, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useLink, useTrace } from '../../link/react/lab-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { GrowingCharts } from '../../view/chart-series.ts';
import { shortNames } from '../../view/network.ts';
import { clock } from '../figures.ts';
import { useSlices } from '../use-slices.ts';
import { Chart } from './Chart.tsx';
import { chartsOf } from './chart-pictures.ts';
import { ChartTable } from './ChartTable.tsx';
import './charts.css';

/** What the charts draw; `done` once the whole trace is in it. */
function useSeries() {
  const trace = useTrace();
  const horizon = useLink((state) => state.horizon);
  const [growing] = useState(() => new GrowingCharts());
  const draw = useCallback(
    (isLate: () => boolean) => {
      const done = trace === null || growing.take(trace.entries, trace.facts, isLate);
      return { done, series: trace === null || !done ? null : growing.series(horizon) };
    },
    [growing, trace, horizon],
  );
  return useSlices(draw);
}

export function Charts() {
  const t = useText();
  const { playhead } = useLab();
  const trace = useTrace();
  const horizon = useLink((state) => state.horizon);
  const [asTable, setAsTable] = useState(false);
  const { series, done } = useSeries();
  const topology = trace?.topology;
  const charts = useMemo(
    () => (series === null || topology === undefined ? [] : chartsOf(t, series, shortNames(topology))),
    [t, series, topology],
  );
  if (series === null) return <p className="panel-empty">{t(done ? 'charts.empty' : 'panels.loading')}</p>;
  const { from, to } = series;
  const jump = (time: number): void => playhead.jump(Math.min(time, horizon));
  return (
    <section className="charts">
      <div className="charts__tools">
        <p>{t('charts.from', { from: clock(from), to: clock(to) })}</p>
        <Button icon="list" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t('charts.asTable')}
        </Button>
      </div>
      <div className="charts__all" role="group" aria-label={t('charts.name')} tabIndex={0}>
        {charts.map((chart) =>
          asTable ? (
            <ChartTable key={chart.name} chart={chart} onJump={jump} />
          ) : (
            <Chart key={chart.name} chart={chart} from={from} to={to} onJump={jump} />
          ),
        )}
      </div>
    </section>
  );
}
