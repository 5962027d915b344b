/** One side: the scene's name, its stage, what is happening, and the account of the picture. */
import { useId, useMemo } from 'react';
import { useStore } from 'zustand';
import { useText } from '../../i18n/text-context.tsx';
import { LabProvider } from '../../link/react/lab-context.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Waiting } from '../Pane.tsx';
import { refusalText } from '../../i18n/refusal-text.ts';
import { WatchedCaption, WatchedStage } from '../WatchedStage.tsx';
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
      <WatchedCaption className="beside-side__caption" />
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
  return <WatchedStage name={title} focus={useFocus(comparison, side)} />;
}
