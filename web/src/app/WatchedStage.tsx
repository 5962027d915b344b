/** A stage to look at, for two that lie side by side: one selects and drags there, acting is for the lab itself. */
import { useState } from 'react';
import { useText } from '../i18n/text-context.tsx';
import { usePlayheadTime, useTrace } from '../link/react/lab-context.tsx';
import type { InspectTarget } from '../link/react/lab-context.tsx';
import { useTimeSource } from '../link/react/use-time-source.ts';
import { tell } from '../view/sentence.ts';
import { sentenceOf } from '../view/story.ts';
import { Pane } from './Pane.tsx';
import { LazyStage } from './parts.tsx';
import { useInterface, useSession } from './session-context.tsx';

const NOTHING_OFFERED: readonly [] = [];
const CAPTION_MILLIS = 200;

interface WatchedStageProps {
  readonly name: string;
  /** Everything else is dimmed; none: nothing is. */
  readonly focus: readonly string[];
  /** A message lit in all the pictures. */
  readonly hovered?: number | null;
  readonly onHover?: (message: number | null) => void;
}

export function WatchedStage({ name, focus, hovered = null, onHover }: WatchedStageProps) {
  const session = useSession();
  const trace = useTrace();
  const drags = useInterface((state) => state.drags);
  const [selection, setSelection] = useState<InspectTarget | null>(null);
  const time = useTimeSource();
  if (trace === null) return null;
  return (
    <Pane loading="shell.loading.stage">
      <LazyStage
        trace={trace}
        time={time}
        name={name}
        selection={selection}
        hovered={hovered}
        focus={focus}
        drags={drags}
        offered={NOTHING_OFFERED}
        onSelect={setSelection}
        {...(onHover !== undefined && { onHover })}
        onOpen={(node) => setSelection({ type: 'node', node })}
        onCommand={() => undefined}
        onDrag={(node, corner) => session.ui.setState((state) => ({ drags: { ...state.drags, [node]: corner } }))}
      />
    </Pane>
  );
}

/** The sentence of what is happening, for the eye; the stage itself says it to screen readers. */
export function WatchedCaption({ className }: { readonly className: string }) {
  const t = useText();
  const trace = useTrace();
  const time = usePlayheadTime(CAPTION_MILLIS);
  const step = trace?.steps.current(time) ?? null;
  const entry = step === null ? undefined : trace?.entries[step.seq];
  return (
    <p className={className} aria-hidden="true">
      {entry === undefined || trace === null ? null : tell(t, sentenceOf(entry, trace.worlds.at(time)))}
    </p>
  );
}
