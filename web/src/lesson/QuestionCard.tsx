/** Predict, then see: the question before the answer, and after it why each choice is right or wrong. */
import { useState } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { useTrace, useWorldView } from '../link/react/lab-context.tsx';
import type { StepProse } from '../scenes/prose.ts';
import type { Question } from '../scenes/scene.ts';
import { Button } from '../ui/Button.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Markdown, MarkdownLine } from './Markdown.tsx';
import { shortNames } from '../view/network.ts';
import { isRight } from './question.ts';
import { NOBODYS } from './scene-machine.ts';
import { isCounted } from './tally.ts';
import { TallyChoices, TallyReveal, useTally } from './TallyChoices.tsx';
import type { QuestionTally } from './TallyChoices.tsx';

interface QuestionCardProps {
  readonly question: Question;
  readonly prose: StepProse;
  /** null while unanswered; {@link NOBODYS} when it was answered aloud. */
  readonly answer: string | null;
  readonly onAnswer: (choice: string) => void;
  /** Before a room, the hands that were counted; choices are counted then, not chosen. */
  readonly count: QuestionTally | null;
}

export function QuestionCard({ question, prose, answer, onAnswer, count }: QuestionCardProps) {
  const t = useText();
  return (
    <section className="question" aria-label={t('lesson.predict')}>
      <h3>{t('lesson.predict')}</h3>
      <div className="question__text">
        <Markdown text={prose.question} />
      </div>
      {answer !== null ? (
        count === null ? (
          <Reveal question={question} prose={prose} answer={answer} />
        ) : (
          <RevealAloud question={question} prose={prose} answer={answer} count={count} />
        )
      ) : question.kind === 'choice' ? (
        <Choices options={question.options} prose={prose} onAnswer={onAnswer} count={count} />
      ) : (
        <NodeChoice onAnswer={onAnswer} />
      )}
    </section>
  );
}

interface ChoicesProps {
  readonly options: readonly string[];
  readonly prose: StepProse;
  readonly onAnswer: (choice: string) => void;
  readonly count: QuestionTally | null;
}

function Choices({ options, prose, onAnswer, count }: ChoicesProps) {
  const labelOf = useLabels(prose);
  if (count !== null) return <TallyChoices options={options} labelOf={labelOf} count={count} />;
  return (
    <ol className="question__options">
      {options.map((id, index) => (
        <li key={id}>
          <button type="button" className="question__option" onClick={() => onAnswer(id)}>
            <Kbd name={String(index + 1)} />
            <span>
              <MarkdownLine text={labelOf(id)} />
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Of a node without words of its own: the name its card has. */
function useLabels({ options }: StepProse): (id: string) => string {
  const trace = useTrace();
  const nameOf = trace === null ? (id: string) => id : shortNames(trace.topology);
  return (id) => options.find((option) => option.id === id)?.label ?? nameOf(id);
}

/** The stage is one way to choose a node, the list the other. */
function NodeChoice({ onAnswer }: { readonly onAnswer: (choice: string) => void }) {
  const t = useText();
  const world = useWorldView();
  const nodes = Object.values(world?.nodes ?? {}).filter((node) => node.life !== 'absent');
  const [chosen, setChosen] = useState('');
  return (
    <div className="question__nodes">
      <p>{t('lesson.chooseNode')}</p>
      <div className="question__row">
        <select aria-label={t('lesson.nodeList')} value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{t('lesson.nodeList')}</option>
          {nodes.map(({ info }) => (
            <option key={info.id} value={info.id}>
              {info.shortName}
            </option>
          ))}
        </select>
        <Button disabled={chosen === ''} onClick={() => onAnswer(chosen)}>
          {t('lesson.answer')}
        </Button>
      </div>
    </div>
  );
}

interface RevealProps {
  readonly question: Question;
  readonly prose: StepProse;
  readonly answer: string;
}

function Reveal({ question, prose, answer }: RevealProps) {
  const t = useText();
  const labelOf = useLabels(prose);
  const right = isRight(question, answer);
  const solutions = question.kind === 'choice' ? [question.answer] : question.answers;
  const explanationOf = (id: string): string => prose.options.find((option) => option.id === id)?.explanation ?? '';
  const others = prose.options.filter(({ id }) => id !== answer && !solutions.includes(id));
  return (
    <div className="question__reveal">
      {answer === NOBODYS ? null : (
        <Notice tone={right ? 'good' : 'bad'}>
          <b>
            <MarkdownLine text={`${labelOf(answer)} — ${t(right ? 'lesson.right' : 'lesson.wrong')}`} />
          </b>
          {/* Of many nodes on the stage only those one may well think of have a text of their own. */}
          <Markdown text={explanationOf(answer) || t('lesson.noReason')} />
        </Notice>
      )}
      {right
        ? null
        : solutions.map((solution) => (
            <Notice key={solution} tone="good">
              <b>
                <MarkdownLine text={t('lesson.rightAnswer', { label: labelOf(solution) })} />
              </b>
              <Markdown text={explanationOf(solution)} />
            </Notice>
          ))}
      {others.length === 0 ? null : <Others options={others} open={answer === NOBODYS} />}
    </div>
  );
}

/** With the hands that were counted, where some were. */
function RevealAloud({ count, ...reveal }: RevealProps & { readonly count: QuestionTally }) {
  const { question, prose } = reveal;
  const labelOf = useLabels(prose);
  const tally = useTally(count);
  if (question.kind !== 'choice' || !isCounted(tally)) return <Reveal {...reveal} />;
  const { options, answer } = question;
  return <TallyReveal options={options} labelOf={labelOf} tally={tally} answer={answer} prose={prose} />;
}

/** Why each of the other answers is wrong; `open` where a room has answered: nobody there can unfold it. */
function Others({ options, open }: { readonly options: StepProse['options']; readonly open: boolean }) {
  const t = useText();
  return (
    <details open={open}>
      <summary>{t('lesson.others')}</summary>
      <dl>
        {options.map((option) => (
          <div key={option.id}>
            <dt>
              <MarkdownLine text={option.label} />
            </dt>
            <dd>
              <Markdown text={option.explanation} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
