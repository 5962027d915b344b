/** Saves the stretch of the sequence that is scrolled into sight as a picture. */
import { useState } from 'react';
import type { RefObject } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useTrace } from '../../link/react/lab-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { themeColours } from '../../ui/theme-colours.ts';
import type { TimeScale } from '../timeline/time-scale.ts';
import { PIXELS_PER_LENGTH, seenIn } from './use-visible-time.ts';

interface SaveSeenProps {
  readonly box: RefObject<HTMLElement | null>;
  readonly scale: TimeScale | null;
  readonly chatter: boolean;
}

export function SaveSeen({ box, scale, chatter }: SaveSeenProps) {
  const t = useText();
  const lab = useLab();
  const trace = useTrace();
  const [failed, setFailed] = useState(false);
  const save = async (): Promise<void> => {
    const element = box.current;
    if (element === null || scale === null || trace === null) return;
    const { sequenceSvg } = await import('./sequence-svg.ts').catch(() => ({ sequenceSvg: null }));
    setFailed(sequenceSvg === null);
    if (sequenceSvg === null) return;
    const seen = seenIn(element);
    const from = scale.timeAt(seen.from / PIXELS_PER_LENGTH);
    const to = scale.timeAt((seen.from + seen.room) / PIXELS_PER_LENGTH);
    const { horizon } = lab.link.store.getState();
    const svg = sequenceSvg({ trace, horizon, from, to, chatter, colour: themeColours(), t });
    saveFile('fabriscope-sequence.svg', svg, 'image/svg+xml');
  };
  return (
    <>
      {failed ? <span role="alert">{t('shell.failed.notFetched')}</span> : null}
      <Button
        icon="download"
        label={t('exports.sequenceSeen')}
        disabled={(scale?.total ?? 0) === 0}
        onClick={() => void save()}
      />
    </>
  );
}
