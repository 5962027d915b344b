/** One entry of the trace: its fields exactly, and what is known of an error it reports. */
import { useMemo } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { clock } from '../figures.ts';
import type { Entry, Fact } from '../lab-types.ts';
import { CodeExplanation } from './CodeExplanation.tsx';
import { type Explanation, explainCode, explainError } from './explanations.ts';
import { JsonTree } from './JsonTree.tsx';
import { Rows } from './Rows.tsx';

/** What an entry reports that has an explanation. */
export function explanationOf(fact: Fact): Explanation | null {
  switch (fact.type) {
    case 'commandFailed':
    case 'endorsementFailed':
    case 'blockRejected':
    case 'chaincodeStopped':
      return explainError(fact.text);
    case 'proposalRefused':
      return explainError(fact.message);
    case 'envelopeRefused':
      return explainError(`${fact.status} ${fact.info}`);
    case 'commitStatusReceived':
      return explainCode(fact.code);
    default:
      return null;
  }
}

export function EntryContents({ entry }: { readonly entry: Entry }) {
  const t = useText();
  const explanation = useMemo(() => explanationOf(entry.fact), [entry]);
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
      {Object.keys(fields).length === 0 ? null : <JsonTree value={fields} />}
    </>
  );
}
