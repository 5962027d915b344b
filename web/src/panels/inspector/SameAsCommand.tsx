/** The same as a command line of the real tools: the inspected thing's own, or the command it all follows from. */
import { useMemo } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLink, useTrace } from '../../link/react/lab-context.tsx';
import { CopyButton } from '../CopyButton.tsx';
import type { TraceIndex } from '../../view/trace-index.ts';
import type { Recording } from '../lab-types.ts';
import { commandLines } from '../terminal/command-line.ts';
import { printedLine } from '../terminal/command-parts.ts';
import { outcomeOf } from '../terminal/session.ts';

interface SameAsCommandProps {
  /** As the simulation prints it; null when it has none. */
  readonly own: string | null;
  /** Entry to follow back to a command when there is no line of its own; null: none. */
  readonly seq: number | null;
}

function linesOf(recording: Recording, trace: TraceIndex, index: number): string | null {
  const timed = recording.commands[index];
  if (timed === undefined) return null;
  // The variables `peer` needs are in the terminal; here they would hide the command.
  const asked = outcomeOf(trace.commands.told(index, trace.entries.length))?.endorsers;
  return commandLines(timed.command, recording.topology, asked).lines.map(printedLine).join('\n');
}

export function SameAsCommand({ own, seq }: SameAsCommandProps) {
  const t = useText();
  const trace = useTrace();
  const recording = useLink((state) => state.recording);
  const followed = useMemo(() => {
    if (own !== null || seq === null || trace === null || recording === null) return null;
    const entry = trace.entries[seq];
    const index = entry === undefined ? null : trace.commands.behind(entry);
    return index === null ? null : linesOf(recording, trace, index);
  }, [own, seq, trace, recording]);
  const text = own ?? followed;
  if (text === null || text === '') return null;
  return (
    <section className="same-command">
      <h3>{t(own === null ? 'panels.command.behind' : 'panels.command.same')}</h3>
      <div className="same-command__box">
        <pre>{text}</pre>
        <CopyButton text={text} label={t('panels.copyCommand')} />
      </div>
    </section>
  );
}
