/** The question before the room, with what the room does not see yet: which answer is right, and what the others mix up. */
import { useText } from '../../../i18n/text-context.tsx';
import { Markdown, MarkdownLine } from '../../../lesson/Markdown.tsx';
import { TallyBars, TallyFigures } from '../../../lesson/TallyFigures.tsx';
import { handsFor, isCounted } from '../../../lesson/tally.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Kbd } from '../../../ui/Kbd.tsx';
import type { PresentAction } from '../present-actions.ts';
import type { ShotQuestion } from './speaker-talk.ts';

interface SpeakerQuestionProps {
  readonly question: ShotQuestion;
  readonly onAsk: (action: PresentAction) => void;
}

export function SpeakerQuestion({ question, onAsk }: SpeakerQuestionProps) {
  const t = useText();
  return (
    <section className="speaker__card" aria-labelledby="speaker-question">
      <h2 id="speaker-question">{t('present.window.question')}</h2>
      <div className="speaker__asked">
        <Markdown text={question.text} />
      </div>
      <ol className="speaker__options">
        {question.options.map((option, index) => (
          <li key={option.id} className={option.isRight ? 'is-right' : ''}>
            <Choice question={question} index={index} onAsk={onAsk} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Choice({ question, index, onAsk }: SpeakerQuestionProps & { readonly index: number }) {
  const t = useText();
  const { options, tally, isAnswered } = question;
  const option = options[index];
  if (option === undefined) return null;
  const canCount = tally !== null && !isAnswered;
  const hands = tally === null ? 0 : (handsFor(tally, option.id).at(-1) ?? 0);
  return (
    <>
      <div className="speaker__option">
        <Kbd name={String(index + 1)} />
        <b className="speaker__label">
          <MarkdownLine text={option.label} />
        </b>
        {option.isRight ? <Badge tone="good">{t('present.window.right')}</Badge> : null}
        {tally !== null && isCounted(tally) ? <TallyFigures tally={tally} choice={option.id} /> : null}
        {canCount ? (
          <span className="speaker__count">
            <Button
              icon="minus"
              disabled={hands === 0}
              label={t('present.tally.down', { n: index + 1 })}
              onClick={() => onAsk({ type: 'handDown', choice: index })}
            />
            <Button
              icon="plus"
              label={t('present.tally.upFor', { n: index + 1 })}
              onClick={() => onAsk({ type: 'handUp', choice: index })}
            />
          </span>
        ) : null}
      </div>
      {option.explanation === '' ? null : <Markdown text={option.explanation} />}
      {tally !== null && isCounted(tally) ? (
        <TallyBars tally={tally} choice={option.id} choices={options.map(({ id }) => id)} />
      ) : null}
    </>
  );
}
