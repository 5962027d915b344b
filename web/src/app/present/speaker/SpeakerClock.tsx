/** The time of day, and how long one has been speaking. */
import { useEffect, useState } from 'react';
import { useText } from '../../../i18n/text-context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { clockText, elapsed, elapsedText, reset, startedAt, toggled } from './stopwatch.ts';

const TICK_MILLIS = 250;

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Runs from the moment the window is opened. */
export function SpeakerClock() {
  const t = useText();
  const now = useNow();
  const [watch, setWatch] = useState(() => startedAt(Date.now()));
  return (
    <div className="speaker__times">
      <dl>
        <div>
          <dt>{t('present.window.clock')}</dt>
          <dd className="speaker__time">{clockText(new Date(now))}</dd>
        </div>
        <div>
          <dt>{t('present.window.elapsed')}</dt>
          <dd className="speaker__time" data-elapsed="">
            {elapsedText(elapsed(watch, now))}
          </dd>
        </div>
      </dl>
      <Button icon={watch.since === null ? 'play' : 'pause'} onClick={() => setWatch(toggled(watch, Date.now()))}>
        {t(watch.since === null ? 'present.window.start' : 'present.window.pause')}
      </Button>
      <Button onClick={() => setWatch(reset(watch, Date.now()))}>{t('present.window.reset')}</Button>
    </div>
  );
}
