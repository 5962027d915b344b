/** The same block on the other nodes: equal, different, or not there yet. */
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import type { InsideOf } from '../../link/react/use-inside.ts';
import { shortHash } from '../../panels/figures.ts';
import { shortNames } from '../../view/network.ts';
import { Sheet } from '../thing/Sheet.tsx';
import { agreement, type BlockCopy } from './block-picture.ts';

interface BlockCopiesProps {
  readonly data: InsideOf<'block'>;
  readonly onGo: (node: string) => void;
}

const SIGNS = { same: '=', differs: '≠', absent: '…', pruned: '–' } as const;

export function BlockCopies({ data, onGo }: BlockCopiesProps) {
  const t = useText();
  const trace = useTrace();
  const nameOf = trace === null ? (node: string) => node : shortNames(trace.topology);
  const { same, differs } = agreement(data.copies);
  const words = (copy: BlockCopy): string => {
    if (copy.state === 'absent' || copy.state === 'pruned') return t(`things.copy.${copy.state}`);
    if (copy.differs.length === 0) return t('things.copy.same');
    return t('things.copy.differs', { what: copy.differs.map((what) => t(`things.copy.what.${what}`)).join(', ') });
  };
  return (
    <Sheet
      title={t('things.copies')}
      note={t(differs > 0 ? 'things.copies.differ' : 'things.copies.count', { same, all: data.copies.length, differs })}
      area="copies"
    >
      <ul className="copies">
        {data.copies.map((copy) => (
          <li key={copy.node} data-state={copy.state} data-broken={copy.broken}>
            <button type="button" disabled={copy.hash === ''} onClick={() => onGo(copy.node)}>
              <span aria-hidden="true">{SIGNS[copy.state]}</span>
              <strong>{nameOf(copy.node)}</strong>
              <span>{words(copy)}</span>
              {copy.broken ? <span className="bad">{t('things.copy.broken')}</span> : null}
              {copy.hash === '' ? null : <span className="mono">{shortHash(copy.hash)}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
