/** The rows of a plan, each field with a name of its own. On a narrow page a row is a card. */
import { useText } from '../../i18n/text-context.tsx';
import { Button } from '../../ui/Button.tsx';
import type { WorldView } from '../../view/world-model.ts';
import { Choose } from './Choose.tsx';
import { OwnParts, PartsField, usualParts } from './PartsField.tsx';
import {
  amountOf,
  canEnd,
  hasTarget,
  isOfLink,
  leaderTarget,
  type PlanRow,
  ROW_FAULTS,
  type RowFault,
  type RowProblem,
  usualAmount,
} from './plan-rows.ts';

interface TableProps {
  readonly rows: readonly PlanRow[];
  readonly problems: readonly (RowProblem | null)[];
  readonly world: WorldView;
  readonly channels: readonly string[];
  readonly onChange: (rows: readonly PlanRow[]) => void;
}

export function PlanTable({ rows, problems, world, channels, onChange }: TableProps) {
  const t = useText();
  if (rows.length === 0) return <p className="faults__hint">{t('faults.plan.empty')}</p>;
  return (
    <table className="faults__plan" aria-label={t('faults.plan.table')}>
      <thead>
        <tr>
          <th scope="col">{t('faults.plan.when')}</th>
          <th scope="col">{t('faults.plan.what')}</th>
          <th scope="col">{t('faults.plan.which')}</th>
          <th scope="col">{t('faults.plan.until')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <Row
            key={index}
            row={row}
            number={index + 1}
            problem={problems[index] ?? null}
            world={world}
            channels={channels}
            onChange={(changed) => onChange(rows.map((one, place) => (place === index ? changed : one)))}
            onRemove={() => onChange(rows.filter((_, place) => place !== index))}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly row: PlanRow;
  readonly number: number;
  readonly problem: RowProblem | null;
  readonly world: WorldView;
  readonly channels: readonly string[];
  readonly onChange: (row: PlanRow) => void;
  readonly onRemove: () => void;
}

function Row({ row, number, problem, world, channels, onChange, onRemove }: RowProps) {
  const t = useText();
  const change = (part: Partial<PlanRow>): void => onChange({ ...row, ...part });
  /** A link has two ends, and neither is whoever leads. */
  const choose = (what: string): void => {
    const ids = Object.keys(world.nodes);
    const target = world.nodes[row.target] === undefined ? (ids[0] ?? '') : row.target;
    const to = row.to === '' || row.to === target ? (ids.find((id) => id !== target) ?? '') : row.to;
    const chosen = what as RowFault;
    const amount = amountOf(chosen) === amountOf(row.what) ? row.amount : usualAmount(chosen);
    const groups = chosen === 'partition' ? usualParts(world) : [];
    change({ what: chosen, amount, groups, choice: null, ...(isOfLink(chosen) && { target, to }) });
  };
  const amount = amountOf(row.what);
  const nodes = Object.values(world.nodes).map(({ info }) => (
    <option key={info.id} value={info.id}>
      {info.shortName}
    </option>
  ));
  return (
    <>
      <tr>
        <td data-label={t('faults.plan.when')}>
          <input
            inputMode="decimal"
            aria-label={t('faults.plan.rowWhen', { row: number })}
            aria-invalid={problem === 'late'}
            value={row.when}
            onChange={(event) => change({ when: event.target.value })}
          />
        </td>
        <td data-label={t('faults.plan.what')}>
          <Choose label={t('faults.plan.rowWhat', { row: number })} value={row.what} onChange={choose}>
            {ROW_FAULTS.map((what) => (
              <option key={what} value={what}>
                {t(`faults.what.${what}`)}
              </option>
            ))}
          </Choose>
        </td>
        <td data-label={t('faults.plan.which')}>
          {hasTarget(row.what) && (
            <Choose
              label={t('faults.plan.rowWhich', { row: number })}
              value={row.target}
              onChange={(target) => change({ target })}
            >
              {!isOfLink(row.what) &&
                channels.map((channel) => (
                  <option key={channel} value={leaderTarget(channel)}>
                    {t('faults.plan.leader', { channel })}
                  </option>
                ))}
              {nodes}
            </Choose>
          )}
          {isOfLink(row.what) && <span aria-hidden="true">{row.what === 'cutOneWay' ? '→' : '↔'}</span>}
          {isOfLink(row.what) && (
            <Choose label={t('faults.plan.rowTo', { row: number })} value={row.to} onChange={(to) => change({ to })}>
              {nodes}
            </Choose>
          )}
          {row.what === 'partition' && <PartsField {...{ row, number, world, onChange }} />}
          {amount !== null && (
            <label className="faults__amount">
              <input
                inputMode="decimal"
                aria-label={t(`faults.plan.row.${amount}`, { row: number })}
                aria-invalid={problem === 'amount'}
                value={row.amount}
                onChange={(event) => change({ amount: event.target.value })}
              />
              {t(`faults.plan.${amount}`)}
            </label>
          )}
        </td>
        <td data-label={t('faults.plan.until')}>
          {canEnd(row.what) && (
            <input
              inputMode="decimal"
              aria-label={t('faults.plan.rowUntil', { row: number })}
              aria-invalid={problem === 'ends'}
              value={row.until}
              onChange={(event) => change({ until: event.target.value })}
            />
          )}
        </td>
        <td>
          <Button tone="quiet" icon="close" label={t('faults.plan.remove', { row: number })} onClick={onRemove} />
        </td>
      </tr>
      {row.what === 'partition' && <OwnParts {...{ row, number, world, onChange }} />}
    </>
  );
}
