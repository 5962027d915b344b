/** A question's choices before a room: pressing one counts a hand for it. And the same with the answer. */
import { useStore } from 'zustand';
import { useText } from '../i18n/text-context.tsx';
import type { StepProse } from '../scenes/prose.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { Markdown, MarkdownLine } from './Markdown.tsx';
import { TallyBars, TallyFigures } from './TallyFigures.tsx';
import { canCountAgain, countAgain, handDown, handsFor, handUp, isCounted, NO_HANDS } from './tally.ts';
import type { Tally, TallyBook } from './tally.ts';
import './tally.css';

/** The count of one question. */
export interface QuestionTally {
  readonly book: TallyBook;
  readonly key: string;
}

export const useTally = ({ book, key }: QuestionTally): Tally => useStore(book.store, (all) => all[key] ?? NO_HANDS);

interface TallyChoicesProps {
  readonly options: readonly string[];
  readonly labelOf: (id: string) => string;
  readonly count: QuestionTally;
}

export function TallyChoices({ options, labelOf, count }: TallyChoicesProps) {
  const t = useText();
  const tally = useTally(count);
  const { book, key } = count;
  return (
    <>
      <ol className="question__options">
        {options.map((id, index) => {
          const hands = handsFor(tally, id).at(-1) ?? 0;
          return (
            <li key={id} className="tally__choice">
              <button
                type="button"
                className="question__option"
                title={t('present.tally.up')}
                onClick={() => book.change(key, (before) => handUp(before, id))}
              >
                <Kbd name={String(index + 1)} />
                <span className="tally__label">
                  <MarkdownLine text={labelOf(id)} />
                </span>
                {isCounted(tally) ? <TallyFigures tally={tally} choice={id} /> : null}
                {isCounted(tally) ? <TallyBars tally={tally} choice={id} choices={options} /> : null}
              </button>
              {isCounted(tally) ? (
                <Button
                  icon="minus"
                  className="tally__down"
                  disabled={hands === 0}
                  label={t('present.tally.down', { n: index + 1 })}
                  onClick={() => book.change(key, (before) => handDown(before, id))}
                />
              ) : null}
            </li>
          );
        })}
      </ol>
      <div className="tally__foot">
        <p>{t(tally.second === null ? 'present.tally.hint' : 'present.tally.second')}</p>
        {canCountAgain(tally) ? (
          <Button onClick={() => book.change(key, countAgain)}>{t('present.tally.again')}</Button>
        ) : null}
      </div>
      <TallySaid tally={tally} options={options} />
    </>
  );
}

/** The figure that has changed, for those who do not see it. */
function TallySaid({ tally, options }: { readonly tally: Tally; readonly options: readonly string[] }) {
  const t = useText();
  const { touched, second } = tally;
  const round = second === null ? 1 : 2;
  return (
    <p className="ui-hidden" role="status">
      {touched === null
        ? second?.length === 0
          ? t('present.tally.second')
          : null
        : t('present.tally.said', {
            round,
            n: options.indexOf(touched) + 1,
            count: handsFor(tally, touched).at(-1) ?? 0,
          })}
    </p>
  );
}

interface TallyRevealProps extends Omit<TallyChoicesProps, 'count'> {
  readonly tally: Tally;
  readonly answer: string;
  readonly prose: StepProse;
}

/** What was right and why the others were not, beside what the room had thought. */
export function TallyReveal({ options, labelOf, tally, answer, prose }: TallyRevealProps) {
  const t = useText();
  return (
    <ol className="tally-reveal">
      {options.map((id) => {
        const isRight = id === answer;
        return (
          <li key={id} className={isRight ? 'is-right' : ''}>
            <p className="tally-reveal__head">
              <Icon name={isRight ? 'check' : 'cross'} size={26} />
              <b className="tally__label">
                <MarkdownLine text={isRight ? t('lesson.rightAnswer', { label: labelOf(id) }) : labelOf(id)} />
              </b>
              <TallyFigures tally={tally} choice={id} />
            </p>
            <TallyBars tally={tally} choice={id} choices={options} />
            <Markdown text={prose.options.find((option) => option.id === id)?.explanation ?? ''} />
          </li>
        );
      })}
    </ol>
  );
}
