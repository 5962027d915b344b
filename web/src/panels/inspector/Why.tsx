/** The chain of causes behind an entry, nearest first; each is a step one can go to. */
import { useMemo, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useTrace } from '../../link/react/lab-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { clock } from '../figures.ts';
import type { SelectionProps } from '../selection.ts';
import { useSentences } from '../use-sentences.ts';
import { causesOf } from './causes.ts';

const AT_FIRST = 6;
const AT_MOST = 60;

export function Why({ seq, onSelect }: Pick<SelectionProps, 'onSelect'> & { readonly seq: number }) {
  const t = useText();
  const trace = useTrace();
  const { playhead } = useLab();
  const tellEntry = useSentences();
  const [all, setAll] = useState(false);
  const chain = useMemo(() => causesOf(trace?.entries ?? [], seq, AT_MOST), [trace, seq]);
  const shown = all ? chain : chain.slice(0, AT_FIRST);
  return (
    <section className="why">
      <h3>{t('panels.why.title')}</h3>
      {chain.length === 0 ? <p>{t('panels.why.none')}</p> : null}
      <ol>
        {shown.map((entry) => (
          <li key={entry.seq}>
            <button
              type="button"
              onClick={() => {
                playhead.jump(entry.at);
                onSelect(
                  entry.fact.type === 'messageSent'
                    ? { type: 'message', message: entry.fact.message }
                    : { type: 'entry', seq: entry.seq },
                );
              }}
            >
              <span className="mono">{clock(entry.at)}</span>
              <span>{tellEntry(entry)}</span>
            </button>
          </li>
        ))}
      </ol>
      {chain.length > shown.length ? (
        <Button tone="quiet" icon="down" onClick={() => setAll(true)}>
          {t('panels.why.more', { count: chain.length - shown.length })}
        </Button>
      ) : null}
    </section>
  );
}
