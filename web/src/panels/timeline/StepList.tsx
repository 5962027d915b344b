/** The time line as a list of its meaningful steps, one sentence each: read by eye or by a screen reader, walked by keys. */
import { useEffect, useRef } from 'react';
import { VList, type VListHandle } from 'virtua';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, usePlayhead, useTrace } from '../../link/react/lab-context.tsx';
import type { MeaningfulStep } from '../../view/steps.ts';
import { clock } from '../figures.ts';
import type { SelectionProps } from '../selection.ts';
import { useSentences } from '../use-sentences.ts';

const classOf = (step: MeaningfulStep, current: boolean, future: boolean): string =>
  ['step', current && 'step--current', future && 'step--future', step.error && 'step--error'].filter(Boolean).join(' ');

export function StepList({ onSelect, selection }: SelectionProps) {
  const t = useText();
  const { playhead } = useLab();
  const trace = useTrace();
  const tellEntry = useSentences();
  const list = useRef<VListHandle>(null);
  const steps = trace?.steps.all ?? [];
  const current = usePlayhead((state) => trace?.steps.indexAt(state.time) ?? -1);
  useEffect(() => {
    list.current?.scrollToIndex(Math.max(0, current), { align: 'nearest' });
  }, [current]);
  if (trace === null || steps.length === 0) return <p className="panel-empty">{t('panels.timeline.empty')}</p>;
  return (
    <VList ref={list} className="timeline__list" role="list" aria-label={t('panels.timeline.steps')} data={steps}>
      {(step, index) => {
        const entry = trace.entries[step.seq];
        const chosen = selection?.type === 'entry' && selection.seq === step.seq;
        return (
          <div key={step.seq} role="listitem">
            <button
              type="button"
              className={classOf(step, index === current, index > current)}
              aria-current={index === current ? 'step' : undefined}
              aria-pressed={chosen}
              onClick={() => {
                playhead.jump(step.at);
                onSelect({ type: 'entry', seq: step.seq });
              }}
            >
              <span className="mono">{clock(step.at)}</span>
              <span>{entry === undefined ? '' : tellEntry(entry)}</span>
            </button>
          </div>
        );
      }}
    </VList>
  );
}
