/** What the learner is to do now: the task, graded hints, and a button that does it. */
import { useText } from '../i18n/text-context.tsx';
import { useLink, usePlayheadTime } from '../link/react/lab-context.tsx';
import type { StepProse } from '../scenes/prose.ts';
import type { LearnerAction } from '../scenes/scene.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { type FailureFact, lastFailure } from './last-failure.ts';
import { Markdown } from './Markdown.tsx';

interface ActionCardProps {
  readonly action: LearnerAction;
  readonly prose: StepProse;
  readonly hints: number;
  /** seq from which on what happens is the learner's doing. */
  readonly since: number;
  readonly onHint: () => void;
  readonly onSuggest: () => void;
  /** Opens the entry that explains why a command failed. */
  readonly onExplain: (failure: FailureFact) => void;
}

export function ActionCard({ action, prose, hints, since, onHint, onSuggest, onExplain }: ActionCardProps) {
  const t = useText();
  return (
    <section className="task" aria-label={t('lesson.yourTurn')}>
      <h3>{t('lesson.yourTurn')}</h3>
      <Markdown text={prose.task} />
      {prose.hints.slice(0, hints).map((hint, index) => (
        <div key={index} className="task__hint">
          <b>{t('lesson.hintLabel', { n: index + 1 })}</b>
          <Markdown text={hint} />
        </div>
      ))}
      <Failure since={since} onExplain={onExplain} />
      <div className="task__row">
        <Button icon="command" onClick={onSuggest}>
          {action.solution.length > 1
            ? t('lesson.solve', { count: action.solution.length })
            : t('lesson.doIt', { command: t(`commands.${action.solution[0].type}`) })}
        </Button>
        {hints < action.hints ? (
          <Button tone="quiet" icon="hint" onClick={onHint}>
            {t('lesson.hint', { n: hints + 1, count: action.hints })}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

/** Looked for a few times a second: a failure is read, not watched. */
const LOOK_MILLIS = 250;

/** A command of the learner's own that did not work, in the words of the tool; of an invalid transaction, its code. */
function Failure({ since, onExplain }: Pick<ActionCardProps, 'since' | 'onExplain'>) {
  const t = useText();
  const entries = useLink((state) => state.entries);
  const time = usePlayheadTime(LOOK_MILLIS);
  const failure = lastFailure(entries, since, time);
  if (failure === null) return null;
  const key = `commands.${failure.command}`;
  return (
    <Notice tone="bad">
      {t('lesson.failed', { command: t.has(key) ? t(key) : failure.command })}
      <code className="task__failure">
        {failure.fact.type === 'commandFailed' ? failure.fact.text : failure.fact.code}
      </code>
      <Button tone="quiet" icon="info" onClick={() => onExplain(failure.fact)}>
        {t('explain.ui.explain')}
      </Button>
    </Notice>
  );
}
