/** Moving through time: play, pause, step, jump, speed, and which branch of time is shown. */
import { useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useLink, usePlayhead, usePlayheadTime } from '../../link/react/lab-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { useMedia, useReducedMotion } from '../../ui/use-media.ts';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { clock } from '../figures.ts';
import { BranchSelect } from './BranchSelect.tsx';
import type { ComparingProps } from './branch-words.ts';
import { SpeedControl } from './SpeedControl.tsx';
import './transport.css';

const DIGITS_EVERY_MILLIS = 70;

/** A sign, not a word. */
const QUESTION = '?';

function Clock() {
  const t = useText();
  const time = usePlayheadTime(DIGITS_EVERY_MILLIS);
  const horizon = useLink((state) => state.horizon);
  return (
    <span className="transport__clock mono" title={t('panels.transport.clock')}>
      {clock(time)}
      <span className="transport__horizon"> / {clock(Math.max(horizon, time))}</span>
    </span>
  );
}

function PlayButton() {
  const t = useText();
  const { playhead } = useLab();
  const playing = usePlayhead((state) => state.playing);
  return (
    <Button
      tone="primary"
      round
      icon={playing ? 'pause' : 'play'}
      label={t(playing ? 'panels.transport.pause' : 'panels.transport.play')}
      onClick={() => (playing ? playhead.pause() : playhead.play())}
    />
  );
}

/** Questions of the lesson; where there is none, null. */
export interface LessonMoments {
  readonly questions: readonly number[];
  readonly onQuestion: (forward: boolean) => void;
}

export interface TransportProps extends ComparingProps {
  readonly lesson: LessonMoments | null;
}

export function Transport({ onCompare, lesson }: TransportProps) {
  const t = useText();
  const lab = useLab();
  const reduced = useReducedMotion();
  const roomy = useMedia('(min-width: 1200px)');
  const ready = useLink((state) => state.recording !== null);
  const [said, say] = useState('');
  const back = (kind: 'block' | 'error') => {
    say(lab.stepBack(kind) ? '' : t(`branches.jump.none.${kind}`));
  };
  const forward = (kind: 'any' | 'block' | 'error') => {
    say('');
    void lab.stepForward(kind, kind === 'any' && !reduced).then((found) => {
      if (!found) say(t(`panels.transport.no.${kind}`));
    });
  };
  if (!ready) return null;
  return (
    <div className="transport" role="group" aria-label={t('panels.transport.name')}>
      <PlayButton />
      <Button icon="stepBack" label={t('panels.transport.back')} onClick={() => lab.stepBack('any')}>
        {roomy ? t('panels.transport.step') : undefined}
      </Button>
      <Button icon="stepForward" label={t('panels.transport.forward')} onClick={() => forward('any')}>
        {roomy ? t('panels.transport.step') : undefined}
      </Button>
      <span className="transport__jumps">
        <span className="transport__mirrored">
          <Button
            icon="nextBlock"
            tone="quiet"
            label={t('branches.jump.previousBlock')}
            onClick={() => back('block')}
          />
        </span>
        <Button
          icon="nextBlock"
          tone="quiet"
          label={t('panels.transport.nextBlock')}
          onClick={() => forward('block')}
        />
        <span className="transport__mirrored">
          <Button
            icon="nextError"
            tone="quiet"
            label={t('branches.jump.previousError')}
            onClick={() => back('error')}
          />
        </span>
        <Button
          icon="nextError"
          tone="quiet"
          label={t('panels.transport.nextError')}
          onClick={() => forward('error')}
        />
        {lesson === null ? null : (
          <Button tone="quiet" label={t('branches.jump.nextQuestion')} onClick={() => lesson.onQuestion(true)}>
            {QUESTION}
          </Button>
        )}
      </span>
      <SpeedControl />
      <Clock />
      <BranchSelect onCompare={onCompare} />
      <VisuallyHidden>
        <span aria-live="polite">{said}</span>
      </VisuallyHidden>
      {said === '' ? null : <span className="transport__said">{said}</span>}
    </div>
  );
}
