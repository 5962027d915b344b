/** What the simulation is busy with: shown when it takes longer than a moment, to be stopped when it takes longer still. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { TextKey } from '../../i18n/dictionary.ts';
import { useText } from '../../i18n/text-context.tsx';
import type { RunningWork } from '../../link/work-board.ts';
import { Button } from '../../ui/Button.tsx';
import { useSession } from '../session-context.tsx';
import './progress.css';

/** Nobody notices less. Real milliseconds. */
const SHOWN_AFTER = 300;
const STOPPABLE_AFTER = 2_000;
/** Between two pieces of work that belong together the bar stays. */
const GONE_AFTER = 160;

const WHAT: Partial<Readonly<Record<RunningWork['method'], TextKey>>> = {
  open: 'progress.what.open',
  revive: 'progress.what.open',
  advance: 'progress.what.advance',
  perform: 'progress.what.perform',
  tryOut: 'progress.what.tryOut',
};

type Stage = 'hidden' | 'shown' | 'stoppable';

/** How long the present stretch of work has taken, as far as it matters. */
function useStage(running: RunningWork | null): Stage {
  const [stage, setStage] = useState<Stage>('hidden');
  const since = running?.since ?? null;
  useEffect(() => {
    const after = (millis: number, next: Stage) => setTimeout(() => setStage(next), Math.max(0, millis));
    const elapsed = since === null ? 0 : performance.now() - since;
    const timers =
      since === null
        ? [after(GONE_AFTER, 'hidden')]
        : [after(SHOWN_AFTER - elapsed, 'shown'), after(STOPPABLE_AFTER - elapsed, 'stoppable')];
    return () => timers.forEach(clearTimeout);
  }, [since]);
  return stage;
}

export function WorkBar() {
  const session = useSession();
  const running = useStore(session.work.store, (state) => state.running);
  const stage = useStage(running);
  const [last, setLast] = useState<RunningWork | null>(null);
  if (running !== null && running !== last) setLast(running);
  const shown = running ?? last;
  if (stage === 'hidden' || shown === null) return <p className="work-bar__live" role="status" />;
  return <Bar work={shown} stoppable={stage === 'stoppable' && running !== null} onCancel={session.work.cancel} />;
}

interface BarProps {
  readonly work: RunningWork;
  readonly stoppable: boolean;
  readonly onCancel: () => void;
}

function Bar({ work: { method, share, cancelling }, stoppable, onCancel }: BarProps) {
  const t = useText();
  const what = t(WHAT[method] ?? 'progress.what.other');
  const percent = share === null ? null : Math.round(share * 100);
  const text = percent === null ? what : t('progress.share', { what, percent });
  return (
    <div className="work-bar">
      {/* Told once; the figures would drown everything else. */}
      <p className="work-bar__live" role="status">
        {what}
      </p>
      <p className="work-bar__text" aria-hidden="true">
        {cancelling ? t('progress.cancelling') : text}
      </p>
      <div
        className={`work-bar__track${percent === null ? ' is-unknown' : ''}`}
        role="progressbar"
        aria-label={t('progress.label')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? undefined}
        aria-valuetext={text}
      >
        <span style={{ width: `${percent ?? 35}%` }} />
      </div>
      {stoppable ? (
        <Button disabled={cancelling} onClick={onCancel}>
          {t('progress.cancel')}
        </Button>
      ) : null}
    </div>
  );
}
