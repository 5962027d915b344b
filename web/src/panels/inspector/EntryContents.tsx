/** One entry of the trace: its fields exactly, what is known of an error it reports, and what it speaks of. */
import { useMemo } from 'react';
import { explainFact } from '../../explain/explain-fact.ts';
import { useText } from '../../i18n/text-context.tsx';
import { clock } from '../figures.ts';
import type { Entry } from '../lab-types.ts';
import type { SelectionProps } from '../selection.ts';
import { CodeExplanation } from './CodeExplanation.tsx';
import { JsonTree } from './JsonTree.tsx';
import { RelatedLinks } from './RelatedLinks.tsx';
import { Rows } from './Rows.tsx';

interface EntryContentsProps extends Pick<SelectionProps, 'onSelect'> {
  readonly entry: Entry;
}

export function EntryContents({ entry, onSelect }: EntryContentsProps) {
  const t = useText();
  const explanation = useMemo(() => explainFact(entry.fact), [entry]);
  const { type, ...fields } = entry.fact;
  return (
    <>
      <Rows
        rows={[
          { name: t('panels.row.time'), value: clock(entry.at), exact: true },
          { name: t('panels.row.node'), value: entry.node, exact: true },
          { name: t('panels.row.fact'), value: `${type} · #${entry.seq}`, exact: true },
        ]}
      />
      {explanation === null ? null : <CodeExplanation explanation={explanation} />}
      <RelatedLinks entry={entry} onSelect={onSelect} />
      {Object.keys(fields).length === 0 ? null : <JsonTree value={fields} />}
    </>
  );
}
