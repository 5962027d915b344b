/** The chain of causes behind an entry, nearest first, down to the command it began with; each is a step one can go to. */
import { useMemo, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useTrace } from '../../link/react/lab-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { clock } from '../figures.ts';
import type { Entry } from '../lab-types.ts';
import type { SelectionProps } from '../selection.ts';
import { useSentences } from '../use-sentences.ts';
import { type Reasons, reasonsFor } from './causes.ts';

const AT_FIRST = 6;
const AT_MOST = 60;
const NOTHING: Reasons = { chain: [], more: false, began: null };

type WhyProps = Pick<SelectionProps, 'onSelect'>;

function Cause({ entry, onSelect }: WhyProps & { readonly entry: Entry }) {
  const { playhead } = useLab();
  const tellEntry = useSentences();
  return (
    <li>
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
  );
}

/** `itself`: what is looked at is not the entry but a node, whose last turn the entry is. */
export function Why({ seq, itself, onSelect }: WhyProps & { readonly seq: number; readonly itself: boolean }) {
  const t = useText();
  const trace = useTrace();
  const [all, setAll] = useState(false);
  const reasons = useMemo(() => {
    const entry = trace?.entries[seq];
    if (trace === null || entry === undefined) return NOTHING;
    const index = trace.commands.behind(entry);
    const [given = null] = index === null ? [] : trace.commands.told(index, seq);
    return reasonsFor(trace.entries, seq, AT_MOST, given);
  }, [trace, seq]);
  const own = itself ? trace?.entries[seq] : undefined;
  const chain = own === undefined ? reasons.chain : [own, ...reasons.chain];
  const shown = all ? chain : chain.slice(0, AT_FIRST);
  const { began } = reasons;
  return (
    <section className="why">
      <h3>{t(itself ? 'panels.why.node' : 'panels.why.title')}</h3>
      {chain.length === 0 && began === null ? <p>{t('panels.why.none')}</p> : null}
      <ol>
        {shown.map((entry) => (
          <Cause key={entry.seq} entry={entry} onSelect={onSelect} />
        ))}
      </ol>
      {chain.length > shown.length ? (
        <Button tone="quiet" icon="down" onClick={() => setAll(true)}>
          {t('panels.why.more', { count: chain.length - shown.length })}
        </Button>
      ) : null}
      {all && reasons.more ? <p>{t('panels.why.skipped')}</p> : null}
      {began === null || shown.includes(began) ? null : (
        <>
          <h4>{t('panels.why.began')}</h4>
          <ol>
            <Cause entry={began} onSelect={onSelect} />
          </ol>
        </>
      )}
    </section>
  );
}
