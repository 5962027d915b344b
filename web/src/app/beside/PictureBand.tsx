/** Which picture both sides stand at, how they compare in it, and the buttons that lead on. */
import { useId } from 'react';
import { useStore } from 'zustand';
import { useText } from '../../i18n/text-context.tsx';
import { MarkdownLine } from '../../lesson/Markdown.tsx';
import type { Speed } from '../../link/playhead.ts';
import type { PictureProse } from '../../scenes/prose.ts';
import { Button } from '../../ui/Button.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { usePhone } from '../../ui/use-media.ts';
import type { Comparison } from './comparison.ts';

const SPEEDS = [
  { value: '1', speed: 1, label: '1×' },
  { value: '4', speed: 4, label: '4×' },
  { value: '16', speed: 16, label: '16×' },
] as const satisfies readonly { readonly value: string; readonly speed: Speed; readonly label: string }[];

interface PictureBandProps {
  readonly comparison: Comparison;
  readonly prose: readonly PictureProse[];
  readonly lines: boolean;
  readonly onLines: (shown: boolean) => void;
}

export function PictureBand({ comparison, prose, lines, onLines }: PictureBandProps) {
  const t = useText();
  const headingId = useId();
  const picture = useStore(comparison.store, (state) => state.picture);
  const { pairs } = comparison.beside;
  const id = pairs[picture]?.picture ?? '';
  const words = prose.find((one) => one.id === id);
  return (
    <section className="beside-band" aria-labelledby={headingId}>
      <PictureList comparison={comparison} prose={prose} />
      <div className="beside-band__text" aria-live="polite">
        <p className="beside-band__place">{t('lesson.beside.place', { n: picture + 1, count: pairs.length })}</p>
        <h2 id={headingId}>
          <MarkdownLine text={words?.heading ?? id} />
        </h2>
        <p className="beside-band__line">
          <MarkdownLine text={words?.line.replaceAll('\n', ' ') ?? ''} />
        </p>
      </div>
      <Controls comparison={comparison} lines={lines} onLines={onLines} />
    </section>
  );
}

function PictureList({ comparison, prose }: Pick<PictureBandProps, 'comparison' | 'prose'>) {
  const t = useText();
  const current = useStore(comparison.store, (state) => state.picture);
  return (
    <nav aria-label={t('lesson.beside.pictures')}>
      <ol className="beside-band__pictures">
        {comparison.beside.pairs.map(({ picture }, index) => (
          <li key={picture}>
            <button
              type="button"
              aria-current={index === current ? 'step' : undefined}
              onClick={() => comparison.goTo(index)}
            >
              <b>{index + 1}</b> <span>{prose.find(({ id }) => id === picture)?.heading ?? picture}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Controls({ comparison, lines, onLines }: Omit<PictureBandProps, 'prose'>) {
  const t = useText();
  const picture = useStore(comparison.store, (state) => state.picture);
  const phase = useStore(comparison.store, (state) => state.phase);
  const speed = useStore(comparison.store, (state) => String(state.speed));
  const last = picture === comparison.beside.pairs.length - 1;
  const phone = usePhone();
  const moving = phase === 'playing' || phase === 'paused';
  const toggle = phase === 'playing' ? 'pause' : phase === 'paused' ? 'play' : 'replay';
  return (
    <div className="beside-band__controls">
      <Button
        icon="left"
        label={phone ? t('lesson.beside.previous') : undefined}
        disabled={picture === 0}
        onClick={() => comparison.previous()}
      >
        {phone ? undefined : t('lesson.beside.previous')}
      </Button>
      <Button
        tone="primary"
        disabled={phase === 'preparing' || (last && phase === 'shown')}
        onClick={() => comparison.next()}
      >
        {t(moving ? 'lesson.skip' : 'lesson.beside.next')}
      </Button>
      <Button
        icon={phase === 'playing' ? 'pause' : 'play'}
        label={t(`lesson.beside.${toggle}`)}
        disabled={phase === 'preparing'}
        onClick={() => comparison.toggle()}
      />
      <SegmentedControl
        label={t('panels.transport.speed')}
        segments={SPEEDS}
        value={speed}
        onChange={(value) => comparison.setSpeed(SPEEDS.find((one) => one.value === value)?.speed ?? 1)}
      />
      <Button
        icon="command"
        label={phone ? t('lesson.beside.lines') : undefined}
        aria-pressed={lines}
        onClick={() => onLines(!lines)}
      >
        {phone ? undefined : t('lesson.beside.lines')}
      </Button>
      <span className="beside-band__state" role="status">
        {phase === 'preparing' ? t('lesson.beside.preparing') : null}
      </span>
    </div>
  );
}
