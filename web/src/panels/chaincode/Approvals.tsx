/** Which organisation has approved which chaincode definition: a table for each channel. */
import { useMemo } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLink, useTrace } from '../../link/react/lab-context.tsx';
import type { Topology } from '../lab-types.ts';
import { useCountOf } from '../use-entry-count.ts';
import {
  APPROVAL_FACTS,
  approvalMatrix,
  type MatrixCell,
  type MatrixRow,
  PARAMETERS,
  type Parameters,
} from './approval-matrix.ts';

const membersOf = ({ peerOrgs }: Topology, orgs: readonly string[]): readonly string[] =>
  peerOrgs.filter(({ name }) => orgs.includes(name)).map(({ mspId }) => mspId);

interface ChannelMatrix {
  readonly channel: string;
  readonly mspIds: readonly string[];
  readonly rows: readonly MatrixRow[];
}

function useMatrices(): readonly ChannelMatrix[] {
  const topology = useLink((state) => state.recording?.topology);
  const trace = useTrace();
  const count = useCountOf(APPROVAL_FACTS);
  return useMemo(() => {
    const entries = trace?.facts.ofTypes(APPROVAL_FACTS, count) ?? [];
    return (topology?.channels ?? []).map(({ id, orgs }) => {
      const mspIds = topology ? membersOf(topology, orgs) : [];
      return { channel: id, mspIds, rows: approvalMatrix(entries, id, mspIds) };
    });
  }, [topology, trace, count]);
}

function ParameterList({ parameters, marked }: { readonly parameters: Parameters; readonly marked?: MatrixCell }) {
  const t = useText();
  const shown = PARAMETERS.filter((name) => (marked ? marked.different.includes(name) : parameters[name] !== ''));
  return (
    <dl className="approvals__parameters">
      {shown.map((name) => (
        <div key={name}>
          <dt>{t(`approvals.${name}`)}</dt>
          <dd className="mono">{marked ? <mark>{parameters[name] || '–'}</mark> : parameters[name]}</dd>
        </div>
      ))}
    </dl>
  );
}

function Cell({ cell }: { readonly cell: MatrixCell }) {
  const t = useText();
  const { approved, different, mspId } = cell;
  const state = approved === undefined ? 'missing' : different.length > 0 ? 'different' : 'approved';
  return (
    <td className={`approvals__cell approvals__cell--${state}`} data-label={mspId}>
      <span>{t(`approvals.${state}`)}</span>
      {approved !== undefined && different.length > 0 ? <ParameterList parameters={approved} marked={cell} /> : null}
    </td>
  );
}

function Row({ row }: { readonly row: MatrixRow }) {
  const t = useText();
  const state = row.superseded ? 'superseded' : row.committed ? 'committed' : 'open';
  return (
    <tr className={row.superseded ? 'approvals__row--superseded' : ''}>
      <th scope="row">
        <span className="approvals__name">{t('approvals.row', { name: row.name, sequence: row.sequence })}</span>
        <ParameterList parameters={row.parameters} />
      </th>
      {row.cells.map((cell) => (
        <Cell key={cell.mspId} cell={cell} />
      ))}
      <td className="approvals__cell" data-label={t('approvals.definition')}>
        {t(`approvals.${state}`)}
      </td>
    </tr>
  );
}

export function Approvals() {
  const t = useText();
  const matrices = useMatrices().filter(({ rows }) => rows.length > 0);
  if (matrices.length === 0) return <p className="panel-empty">{t('approvals.empty')}</p>;
  return (
    <div className="approvals" tabIndex={0} role="region" aria-label={t('panels.chaincode.approvals')}>
      {matrices.map(({ channel, mspIds, rows }) => (
        <table key={channel}>
          <caption>{t('approvals.channel', { channel })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('approvals.chaincode')}</th>
              {mspIds.map((mspId) => (
                <th key={mspId} scope="col">
                  {mspId}
                </th>
              ))}
              <th scope="col">{t('approvals.definition')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={`${row.name}#${row.sequence}`} row={row} />
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
