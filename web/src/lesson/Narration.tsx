/** The card that tells the scene: where we are, two to four lines, the question or the task, previous and next. */
import { useId, useState } from 'react';
import { createPortal } from 'react-dom';
import type { TextKey } from '../i18n/dictionary.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useText } from '../i18n/text-context.tsx';
import type { Prose, StepProse } from '../scenes/prose.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ActionCard } from './ActionCard.tsx';
import type { FailureFact } from './last-failure.ts';
import { Markdown, MarkdownLine } from './Markdown.tsx';
import { QuestionCard } from './QuestionCard.tsx';
import { begunOf, stepOf } from './scene-machine.ts';
import type { PlayerState, ScenePlayer } from './scene-player.ts';
import { questionKey } from './tally.ts';
import type { TallyBook } from './tally.ts';
import { usePlayer } from './use-player.ts';
import './lesson.css';

interface NarrationProps {
  readonly player: ScenePlayer;
  readonly prose: Prose;
  /** `card` over the stage, `band` while presenting, `sheet` on a phone. */
  readonly variant: 'card' | 'band' | 'sheet';
  /** Where there is room for a question or a task; null: in the card itself, which then covers more of the stage. */
  readonly aside: HTMLElement | null;
  /** Before a room, the hands that were counted; null: one learner answers. */
  readonly tallies?: TallyBook | null;
  /** The scene that follows, when it is built. */
  readonly next: { readonly title: string; readonly open: () => void } | null;
  /** The scene this one can be laid beside. */
  readonly beside: { readonly title: string; readonly open: () => void } | null;
  readonly onSandbox: () => void;
  /** Opens what explains a command that failed. */
  readonly onExplain: (failure: FailureFact) => void;
  /** Goes through the lesson up to this step again, as if the learner had done nothing of their own. */
  readonly onAfresh: (step: string) => void;
}

export function Narration(props: NarrationProps) {
  const { player, prose, variant, aside, tallies = null, next, beside, onSandbox, onExplain, onAfresh } = props;
  const t = useText();
  const headingId = useId();
  const [folded, setFolded] = useState(false);
  const at = usePlayer(player, (state) => state.at);
  const context = usePlayer(player, (state) => state.context);
  const step = stepOf(context);
  const words = prose.steps.find(({ id }) => id === step?.id);
  if (at === 'finished') return <Finished {...{ player, variant, next, beside, onSandbox }} />;
  if (step === undefined || words === undefined) return null;
  return (
    <section className={`narration narration--${variant}`} aria-labelledby={headingId}>
      <div className="narration__text">
        <div className="narration__place">
          <span>{`${t('lesson.place', { n: context.index + 1, count: player.scene.steps.length })} · ${step.id}`}</span>
          <BesideButton beside={beside} />
          {variant === 'card' ? (
            <Button
              className="narration__fold"
              tone="quiet"
              icon={folded ? 'up' : 'down'}
              label={t(folded ? 'lesson.expand' : 'lesson.collapse')}
              aria-expanded={!folded}
              onClick={() => setFolded(!folded)}
            />
          ) : null}
        </div>
        <h2 id={headingId}>
          <MarkdownLine text={words.heading} />
        </h2>
        {folded ? null : (
          <div className="narration__body" aria-live="polite">
            <Markdown text={words.body} />
          </div>
        )}
      </div>
      <div className="narration__side">
        <Troubles player={player} onAfresh={() => onAfresh(step.id)} />
        {aside === null ? (
          folded ? null : (
            <Asked player={player} prose={words} tallies={tallies} onExplain={onExplain} />
          )
        ) : (
          createPortal(<Asked player={player} prose={words} tallies={tallies} onExplain={onExplain} />, aside)
        )}
        <Controls player={player} aloud={variant === 'band'} />
      </div>
    </section>
  );
}

/** Why the lesson does not go on, with a way out. */
function Troubles({ player, onAfresh }: Pick<NarrationProps, 'player'> & { readonly onAfresh: () => void }) {
  const t = useText();
  const away = usePlayer(player, (state) => state.away);
  const stalled = usePlayer(player, (state) => state.stalled);
  const refusal = usePlayer(player, (state) => state.context.refusal);
  const afresh = <Button onClick={onAfresh}>{t('lesson.afresh')}</Button>;
  if (away)
    return (
      <Notice tone="warn">
        {t('lesson.away')} <Button onClick={player.comeBack}>{t('lesson.comeBack')}</Button>
      </Notice>
    );
  if (refusal !== null)
    return (
      <Notice tone="bad">
        {t('lesson.refused', { text: refusalText(t, refusal) })} {afresh}
      </Notice>
    );
  if (!stalled) return null;
  return (
    <Notice tone="warn">
      {t('lesson.stalled')} {afresh}
    </Notice>
  );
}

/** The question or the task of the step, while there is one. */
function Asked({
  player,
  prose,
  tallies,
  onExplain,
}: Pick<NarrationProps, 'player' | 'onExplain'> & { readonly prose: StepProse; readonly tallies: TallyBook | null }) {
  const at = usePlayer(player, (state) => state.at);
  const context = usePlayer(player, (state) => state.context);
  const step = stepOf(context);
  if ((at === 'asking' || at === 'answered') && step?.question !== undefined) {
    return (
      <QuestionCard
        key={step.id}
        question={step.question}
        prose={prose}
        answer={context.answers[context.index] ?? null}
        onAnswer={(choice) => player.send({ type: 'answer', choice })}
        count={tallies === null ? null : { book: tallies, key: questionKey(player.scene.id, step.id) }}
      />
    );
  }
  if (at !== 'acting' || step?.action === undefined) return null;
  return (
    <ActionCard
      action={step.action}
      prose={prose}
      hints={context.hints}
      since={begunOf(context)?.seq ?? 0}
      onHint={() => player.send({ type: 'hint' })}
      onSuggest={() => player.send({ type: 'suggest' })}
      onExplain={onExplain}
    />
  );
}

/** What is going on, by the state of the scene. */
const STATES: Readonly<Partial<Record<PlayerState['at'], TextKey>>> = {
  giving: 'lesson.waiting',
  passing: 'lesson.waiting',
  playing: 'lesson.playing',
  held: 'lesson.held',
  asking: 'lesson.asking',
  acting: 'lesson.acting',
};

interface ControlsProps {
  readonly player: ScenePlayer;
  /** Questions are answered by a room: the answer can be shown without choosing one. */
  readonly aloud: boolean;
}

function Controls({ player, aloud }: ControlsProps) {
  const t = useText();
  const at = usePlayer(player, (state) => state.at);
  const index = usePlayer(player, (state) => state.context.index);
  const away = usePlayer(player, (state) => state.away);
  const found = usePlayer(player, (state) => (state.context.begun[state.context.index]?.end ?? null) !== null);
  const ready = at === 'shown' || at === 'answered' || at === 'held' || (at === 'playing' && found);
  const state = STATES[at];
  const label = at === 'answered' ? t('lesson.see') : at === 'playing' ? t('lesson.skip') : t('lesson.next');
  return (
    <div className="narration__controls">
      <Button
        icon="left"
        disabled={away || index === 0 || at === 'giving'}
        onClick={() => player.send({ type: 'previous' })}
      >
        {t('lesson.previous')}
      </Button>
      {at === 'asking' && aloud ? (
        <Button tone="primary" disabled={away} onClick={() => player.send({ type: 'reveal' })}>
          {t('lesson.reveal')}
        </Button>
      ) : null}
      {at === 'asking' || at === 'acting' || at === 'refused' ? null : (
        <Button tone="primary" disabled={away || !ready} onClick={() => player.send({ type: 'next' })}>
          {label}
        </Button>
      )}
      <span className="narration__state" role="status">
        {state === undefined ? null : t(state)}
      </span>
    </div>
  );
}

function BesideButton({ beside }: Pick<NarrationProps, 'beside'>) {
  const t = useText();
  if (beside === null) return null;
  return (
    <Button
      tone="quiet"
      icon="columns"
      label={t('lesson.beside.openWith', { title: beside.title })}
      onClick={beside.open}
    >
      {t('lesson.beside.open')}
    </Button>
  );
}

function Finished({
  player,
  next,
  beside,
  onSandbox,
  variant,
}: Omit<NarrationProps, 'prose' | 'aside' | 'onExplain' | 'onAfresh'>) {
  const t = useText();
  return (
    <section className={`narration narration--${variant}`} aria-label={t('lesson.finished')}>
      <div className="narration__text">
        <h2>{t('lesson.finished')}</h2>
        <p>{t('lesson.finishedText')}</p>
      </div>
      <div className="narration__controls">
        <Button icon="left" onClick={() => player.send({ type: 'goto', index: player.scene.steps.length - 1 })}>
          {t('lesson.previous')}
        </Button>
        <BesideButton beside={beside} />
        <Button onClick={onSandbox}>{t('lesson.toSandbox')}</Button>
        {next === null ? null : (
          <Button tone="primary" onClick={next.open}>
            {t('lesson.nextScene', { title: next.title })}
          </Button>
        )}
      </div>
    </section>
  );
}
