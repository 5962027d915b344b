/** Ways from an entry to the thing it speaks of. */
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import { CodeBadge } from '../CodeBadge.tsx';
import { shortHash } from '../figures.ts';
import type { Entry } from '../lab-types.ts';
import { messageWord } from '../message-words.ts';
import { selectionKey, type SelectionProps } from '../selection.ts';
import { type Related, relatedTo } from './related.ts';

interface RelatedLinksProps extends Pick<SelectionProps, 'onSelect'> {
  readonly entry: Entry;
}

export function RelatedLinks({ entry, onSelect }: RelatedLinksProps) {
  const t = useText();
  const trace = useTrace();
  const related = trace === null ? [] : relatedTo(trace.entries, entry);
  const name = ({ selection }: Related): string => {
    if (selection.type === 'message') {
      const flight = trace?.flights.of(selection.message) ?? null;
      return flight === null ? '' : t('inspector.related.message', { message: messageWord(t, flight) });
    }
    if (selection.type === 'block') return t('inspector.related.block', { number: selection.number });
    return selection.type === 'transaction'
      ? t('inspector.related.transaction', { txid: shortHash(selection.txid) })
      : '';
  };
  if (related.length === 0) return null;
  return (
    <ul className="related">
      {related.map((one) => (
        <li key={selectionKey(one.selection)}>
          <button type="button" className="panel-link" onClick={() => onSelect(one.selection)}>
            {name(one)}
          </button>
          {one.code === null ? null : <CodeBadge code={one.code} />}
        </li>
      ))}
    </ul>
  );
}
