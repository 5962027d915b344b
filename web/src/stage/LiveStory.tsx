/**
 * What has just happened, for screen readers: the sentence of the step the playhead is in. At most one a second, the
 * newest: a reader cannot keep up with every micro-event.
 */
import { useEffect, useState } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { tell } from '../view/sentence.ts';
import { sentenceOf } from '../view/story.ts';
import type { TraceIndex } from '../view/trace-index.ts';
import type { TimeSource } from '../link/react/use-time-source.ts';

const EVERY_MILLIS = 1_000;

/** The seq of the step the playhead is in, refreshed once a second while time moves; null before the first. */
function useCurrentStep(trace: TraceIndex, time: TimeSource): number | null {
  const [seq, setSeq] = useState<number | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      timer = undefined;
      setSeq(trace.steps.current(time.now())?.seq ?? null);
    };
    look();
    const stop = time.subscribe(() => {
      timer ??= setTimeout(look, EVERY_MILLIS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [trace, time]);
  return seq;
}

interface LiveStoryProps {
  readonly trace: TraceIndex;
  readonly time: TimeSource;
  /** Of the stage, when there is more than one. */
  readonly name: string | undefined;
}

export function LiveStory({ trace, time, name }: LiveStoryProps) {
  const t = useText();
  const seq = useCurrentStep(trace, time);
  const entry = seq === null ? undefined : trace.entries[seq];
  const told = entry === undefined ? '' : tell(t, sentenceOf(entry, trace.worlds.at(time.now())));
  const text = name === undefined || told === '' ? told : `${name}: ${told}`;
  return (
    <p className="stage-hidden" role="status" aria-live="polite" aria-label={t('stage.story.label')}>
      {text}
    </p>
  );
}
