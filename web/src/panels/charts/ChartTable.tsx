/** A chart as a table: for screen readers, and for exact figures. Each row leads to its moment. */
import { useText } from '../../i18n/text-context.tsx';
import { clock } from '../figures.ts';
import type { Micros } from '../lab-types.ts';
import type { ChartPicture } from './chart-pictures.ts';

/** More rows are read in the exported trace. */
const MOST_ROWS = 200;

interface ChartTableProps {
  readonly chart: ChartPicture;
  readonly onJump: (time: Micros) => void;
}

export function ChartTable({ chart, onJump }: ChartTableProps) {
  const t = useText();
  const { title, unit, marks, nothing } = chart;
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label={title}>
      <table>
        <caption>
          <b>{title}</b> <span>{unit}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('charts.time')}</th>
            <th scope="col">{t('charts.value')}</th>
          </tr>
        </thead>
        <tbody>
          {marks.length === 0 ? (
            <tr>
              <td colSpan={2}>{nothing}</td>
            </tr>
          ) : null}
          {marks.slice(-MOST_ROWS).map(({ at, text }, index) => (
            <tr key={index}>
              <td>
                <button
                  type="button"
                  className="panel-link mono"
                  aria-label={t('charts.jump', { time: clock(at), what: text })}
                  onClick={() => onJump(at)}
                >
                  {clock(at)}
                </button>
              </td>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
