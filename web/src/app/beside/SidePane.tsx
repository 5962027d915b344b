/** One side: the scene's name, its stage, what is happening, and the account of the picture. */
import { useId, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useText } from '../../i18n/text-context.tsx';
import { LabProvider, useLab, usePlayheadTime, useTrace } from '../../link/react/lab-context.tsx';
import type { InspectTarget } from '../../link/react/lab-context.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { tell } from '../../view/sentence.ts';
import { sentenceOf } from '../../view/story.ts';
import { Pane, Waiting } from '../Pane.tsx';
import { LazyStage } from '../parts.tsx';
import { refusalText } from '../refusal-text.ts';
import { useInterface, useSession } from '../session-context.tsx';
import type { ComparedSide, Comparison } from './comparison.ts';
import { SideAccount } from './SideAccount.tsx';

interface SidePaneProps {
  readonly comparison: Comparison;
  readonly side: ComparedSide;
  readonly title: string;
  /** Command lines of the real tools in place of the names of commands. */
  readonly lines: boolean;
  readonly onReopen: () => void;
}

export function SidePane(props: SidePaneProps) {
  const t = useText();
  const headingId = useId();
  const { side, title } = props;
  return (
    <LabProvider lab={side.lab}>
      <section className="beside-side" aria-labelledby={headingId}>
        <header className="beside-side__head">
          <h2 id={headingId}>{title}</h2>
          <Badge>{t('lesson.beside.generation', { generation: side.scene.generation })}</Badge>
        </header>
        <SideBody {...props} />
      </section>
    </LabProvider>
  );
}

function SideBody({ comparison, side, title, lines, onReopen }: SidePaneProps) {
  const t = useText();
  const status = useStore(side.store, (state) => state.status);
  const failure = useStore(side.store, (state) => state.failure);
  if (status === 'opening') return <Waiting text="shell.loading.network" />;
  return (
    <>
      {failure === null ? null : (
        <div className="beside-side__failure">
          <Notice tone="bad">
            {refusalText(t, failure)} <Button onClick={onReopen}>{t('shell.retry')}</Button>
          </Notice>
        </div>
      )}
      <div className="beside-side__stage">
        <SideStage comparison={comparison} side={side} title={title} />
      </div>
      <Caption />
      <SideAccount comparison={comparison} side={side} title={title} lines={lines} />
    </>
  );
}

/** Everything that has a step in the picture, unless one of its steps is about the whole network. */
function useFocus(comparison: Comparison, side: ComparedSide): readonly string[] {
  const picture = useStore(comparison.store, (state) => state.picture);
  return useMemo(() => {
    const { from, to } = side.pictures[picture] ?? { from: 0, to: 0 };
    const steps = side.scene.steps.slice(from, to);
    return steps.some(({ focus }) => focus.length === 0) ? [] : [...new Set(steps.flatMap(({ focus }) => focus))];
  }, [side, picture]);
}

function SideStage({ comparison, side, title }: Pick<SidePaneProps, 'comparison' | 'side' | 'title'>) {
  const session = useSession();
  const { playhead } = useLab();
  const trace = useTrace();
  const focus = useFocus(comparison, side);
  const drags = useInterface((state) => state.drags);
  const [selection, setSelection] = useState<InspectTarget | null>(null);
  const time = useMemo(
    () => ({
      now: () => playhead.store.getState().time,
      subscribe: (changed: () => void) => playhead.store.subscribe(changed),
    }),
    [playhead],
  );
  if (trace === null) return null;
  return (
    <Pane loading="shell.loading.stage">
      <LazyStage
        trace={trace}
        time={time}
        name={title}
        selection={selection}
        focus={focus}
        drags={drags}
        offered={NOTHING_OFFERED}
        onSelect={setSelection}
        onOpen={(node) => setSelection({ type: 'node', node })}
        onCommand={() => undefined}
        onDrag={(node, corner) => session.ui.setState((state) => ({ drags: { ...state.drags, [node]: corner } }))}
      />
    </Pane>
  );
}

/** Here one looks; acting is for the scene itself. */
const NOTHING_OFFERED: readonly [] = [];

const CAPTION_MILLIS = 200;

/** The sentence of what is happening, for the eye; the stage itself says it to screen readers. */
function Caption() {
  const t = useText();
  const trace = useTrace();
  const time = usePlayheadTime(CAPTION_MILLIS);
  const step = trace?.steps.current(time) ?? null;
  const entry = step === null ? undefined : trace?.entries[step.seq];
  return (
    <p className="beside-side__caption" aria-hidden="true">
      {entry === undefined || trace === null ? null : tell(t, sentenceOf(entry, trace.worlds.at(time)))}
    </p>
  );
}
