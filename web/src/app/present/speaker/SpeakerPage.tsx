/** What only the speaker sees: what to say, what comes next, the time, the answer; and the way on. */
import { useStore } from 'zustand';
import type { TextKey } from '../../../i18n/dictionary.ts';
import { useText } from '../../../i18n/text-context.tsx';
import { Markdown, MarkdownLine } from '../../../lesson/Markdown.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import type { PresentAction } from '../present-actions.ts';
import { SpeakerClock } from './SpeakerClock.tsx';
import { SpeakerQuestion } from './SpeakerQuestion.tsx';
import type { SpeakerClient } from './speaker-client.ts';
import type { Onwards, ShotStep, SpeakerShot } from './speaker-talk.ts';
import './speaker.css';

export function SpeakerPage({ client }: { readonly client: SpeakerClient }) {
  const t = useText();
  const { shot, status } = useStore(client.store);
  const step = shot?.step ?? null;
  return (
    <div className="speaker" data-contrast="high">
      <header className="speaker__head">
        <h1>{t('present.window.heading')}</h1>
        <p className="speaker__place">
          {step === null ? null : <span>{`${t('lesson.place', { n: step.n, count: step.count })} · `}</span>}
          <b>{shot?.title}</b>
        </p>
        <SpeakerClock />
      </header>
      {/* Longer than the window, at times: the keyboard scrolls what has the focus. */}
      <main className="speaker__body" tabIndex={0}>
        <States shot={shot} status={status} />
        {shot === null ? null : <Lesson shot={shot} onAsk={client.ask} />}
      </main>
      {shot === null ? null : <Controls shot={shot} isAlone={status !== 'linked'} onAsk={client.ask} />}
    </div>
  );
}

/** What keeps this window from being in step with the screen, or the screen from being seen. */
function States({ shot, status }: { readonly shot: SpeakerShot | null; readonly status: string }) {
  const t = useText();
  if (status === 'seeking') return <Notice>{t('present.window.seeking')}</Notice>;
  if (status === 'alone') return <Notice tone="warn">{t('present.window.alone')}</Notice>;
  if (shot?.blanked === true) return <Notice tone="warn">{t('present.window.blanked')}</Notice>;
  return shot?.presenting === false ? <Notice>{t('present.window.ended')}</Notice> : null;
}

interface AskingProps {
  readonly shot: SpeakerShot;
  readonly onAsk: (action: PresentAction) => void;
}

const NOTHING_ASKED = { question: null, task: null } as const;

function Lesson({ shot, onAsk }: AskingProps) {
  const t = useText();
  const { step, next, nextScene } = shot;
  const { question, task } = step ?? NOTHING_ASKED;
  return (
    <div className="speaker__columns">
      <div className="speaker__column">
        {step === null ? <p>{t('present.window.noScene')}</p> : <Saying step={step} />}
      </div>
      <div className="speaker__column">
        {question === null ? null : <SpeakerQuestion question={question} onAsk={onAsk} />}
        {task === null ? null : <Task {...task} />}
        <section className="speaker__card speaker__next" aria-labelledby="speaker-next">
          <h2 id="speaker-next">{t('present.window.next')}</h2>
          {next === null ? (
            <p>{nextScene === null ? t('present.window.last') : t('present.window.nextScene', { title: nextScene })}</p>
          ) : (
            <>
              <p>
                <b>
                  <MarkdownLine text={next.heading} />
                </b>
              </p>
              <Markdown text={next.body} />
            </>
          )}
        </section>
      </div>
    </div>
  );
}

function Saying({ step }: { readonly step: ShotStep }) {
  const t = useText();
  return (
    <>
      <section className="speaker__say" aria-labelledby="speaker-say">
        <h2 id="speaker-say">{t('present.window.say')}</h2>
        {step.notes === '' ? <p>{t('present.window.noNotes')}</p> : <Markdown text={step.notes} />}
      </section>
      <section className="speaker__card" aria-labelledby="speaker-shown">
        <h2 id="speaker-shown">{t('present.window.shown')}</h2>
        <h3>
          <MarkdownLine text={step.heading} />
        </h3>
        <Markdown text={step.body} />
      </section>
    </>
  );
}

function Task({ text, hints }: NonNullable<ShotStep['task']>) {
  const t = useText();
  return (
    <section className="speaker__card" aria-labelledby="speaker-task">
      <h2 id="speaker-task">{t('present.window.task')}</h2>
      <Markdown text={text} />
      {hints.map((hint, index) => (
        <div key={index}>
          <h3>{t('present.window.hint', { n: index + 1 })}</h3>
          <Markdown text={hint} />
        </div>
      ))}
    </section>
  );
}

const FORWARD: Readonly<Record<Onwards, TextKey>> = {
  next: 'present.window.onwards',
  countAgain: 'present.tally.again',
  reveal: 'present.window.reveal',
  suggest: 'present.window.suggest',
  see: 'present.window.see',
  skip: 'lesson.skip',
  comeBack: 'lesson.comeBack',
  nextScene: 'present.window.nextScene',
  wait: 'present.window.onwards',
};

function Controls({ shot, isAlone, onAsk }: AskingProps & { readonly isAlone: boolean }) {
  const t = useText();
  const { onwards, presenting } = shot;
  const asks = (type: 'forward' | 'back' | 'blank' | 'spotlight' | 'closeUp') => () => onAsk({ type });
  return (
    <footer className="speaker__foot">
      <div role="group" aria-label={t('present.window.controls')}>
        <Button icon="left" disabled={isAlone} onClick={asks('back')}>
          {t('present.window.back')}
        </Button>
        <Button tone="primary" disabled={isAlone || onwards === 'wait'} onClick={asks('forward')}>
          {t(FORWARD[onwards], { title: shot.nextScene ?? '' })}
        </Button>
        <span className="speaker__space" />
        <Button icon="blank" aria-pressed={shot.blanked} disabled={isAlone || !presenting} onClick={asks('blank')}>
          {t('present.window.blank')}
        </Button>
        <Button icon="closeUp" aria-pressed={shot.closeUp} disabled={isAlone || !presenting} onClick={asks('closeUp')}>
          {t('present.bar.closeUp')}
        </Button>
      </div>
    </footer>
  );
}
