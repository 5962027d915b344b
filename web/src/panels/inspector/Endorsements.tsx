/** Who endorsed a transaction: signed, failed, or not answered yet, in signs and words. */
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import { shortNames } from '../../view/network.ts';
import type { EndorsementRecord, TransactionRecord } from './transaction-record.ts';

function stateOf({ signed, collected, status }: EndorsementRecord): 'signed' | 'collected' | 'refused' | 'waiting' {
  if (status >= 400) return 'refused';
  if (collected) return 'collected';
  return signed ? 'signed' : 'waiting';
}

const SIGNS = { signed: '✓', collected: '✓', refused: '✗', waiting: '…' } as const;

export function Endorsements({ record }: { readonly record: TransactionRecord }) {
  const t = useText();
  const trace = useTrace();
  const nameOf = trace === null ? (node: string) => node : shortNames(trace.topology);
  const silent = (record.call?.endorsers ?? []).filter(
    (peer) => !record.endorsements.some((known) => known.peer === peer),
  );
  return (
    <ul className="endorsements">
      {record.endorsements.map((endorsement) => {
        const state = stateOf(endorsement);
        return (
          <li key={endorsement.peer}>
            <span className={state === 'refused' ? 'bad' : 'good'} aria-hidden="true">
              {SIGNS[state]}
            </span>{' '}
            {endorsement.mspId === '' ? null : `${endorsement.mspId} · `}
            {nameOf(endorsement.peer)} <span className="panel-note">{t(`panels.endorsement.${state}`)}</span>
            {state === 'refused' ? <p className="mono bad">{endorsement.message}</p> : null}
          </li>
        );
      })}
      {silent.map((peer) => (
        <li key={peer}>
          <span aria-hidden="true">{SIGNS.waiting}</span> {nameOf(peer)}{' '}
          <span className="panel-note">{t('panels.endorsement.waiting')}</span>
        </li>
      ))}
    </ul>
  );
}
