/** The clock of two compared branches: playing, steps, going from difference to difference. */
import { useText } from '../../i18n/text-context.tsx';
import { useLab, usePlayhead, usePlayheadTime } from '../../link/react/lab-context.tsx';
import { clock, millisText } from '../../panels/figures.ts';
import { Button } from '../../ui/Button.tsx';
import type { Difference } from './branch-differences.ts';
import type { BranchPair } from './branch-sides.ts';

interface CompareBandProps {
  readonly pair: BranchPair;
  readonly differences: readonly Difference[];
  /** Nodes that are the same are dimmed. */
  readonly dim: boolean;
  readonly onDim: (dim: boolean) => void;
  readonly onGo: (difference: Difference) => void;
}

const DIGITS_EVERY_MILLIS = 80;

/** The difference to go to; several of one moment are one. */
function neighbour(differences: readonly Difference[], time: number, forward: boolean): Difference | undefined {
  const inOrder = [...differences].sort((one, other) => one.at - other.at);
  return forward ? inOrder.find(({ at }) => at > time) : inOrder.findLast(({ at }) => at < time);
}

export function CompareBand({ pair, differences, dim, onDim, onGo }: CompareBandProps) {
  const t = useText();
  const { playhead } = useLab();
  const playing = usePlayhead((state) => state.playing);
  const time = usePlayheadTime(DIGITS_EVERY_MILLIS);
  const [before, after] = [neighbour(differences, time, false), neighbour(differences, time, true)];
  return (
    <footer className="compare-band">
      <Button
        tone="primary"
        round
        icon={playing ? 'pause' : 'play'}
        label={t(playing ? 'panels.transport.pause' : 'panels.transport.play')}
        onClick={() => (playing ? playhead.pause() : playhead.play())}
      />
      <Button icon="stepBack" label={t('panels.transport.back')} onClick={() => pair.step(false)} />
      <Button icon="stepForward" label={t('panels.transport.forward')} onClick={() => pair.step(true)} />
      <Button icon="left" disabled={before === undefined} onClick={() => before !== undefined && onGo(before)}>
        {t('branches.previous')}
      </Button>
      <Button icon="right" disabled={after === undefined} onClick={() => after !== undefined && onGo(after)}>
        {t('branches.next')}
      </Button>
      <span className="mono compare-band__clock">{clock(time)}</span>
      <span className="compare-band__track">
        <input
          type="range"
          aria-label={t('branches.time')}
          aria-valuetext={clock(time)}
          min={0}
          max={pair.until}
          value={time}
          onChange={(event) => playhead.jump(Number(event.target.value))}
        />
        <Marks pair={pair} differences={differences} />
      </span>
      <label className="compare-band__dim">
        <input type="checkbox" checked={dim} onChange={(event) => onDim(event.target.checked)} /> {t('branches.dim')}
      </label>
      <p role="status">
        {time < pair.forkedAt ? t('branches.same') : t('branches.forked', { time: millisText(pair.forkedAt / 1_000) })}
      </p>
    </footer>
  );
}

/** Where they part and where they differ, below the slider. */
function Marks({ pair, differences }: Pick<CompareBandProps, 'pair' | 'differences'>) {
  const share = (at: number): string => `${String((at / Math.max(1, pair.until)) * 100)}%`;
  const moments = [...new Set(differences.map(({ at }) => Math.round((at / Math.max(1, pair.until)) * 400)))];
  return (
    <span className="compare-band__marks" aria-hidden="true">
      {moments.map((moment) => (
        <i key={moment} style={{ left: `${String(moment / 4)}%` }} />
      ))}
      <b style={{ left: share(pair.forkedAt) }} />
    </span>
  );
}
