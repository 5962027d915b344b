/** How one looks at the inspected thing with a real tool, and the command line it all follows from. */
import { useMemo } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLink, useTrace } from '../../link/react/lab-context.tsx';
import type { TraceIndex } from '../../view/trace-index.ts';
import { CopyButton } from '../CopyButton.tsx';
import type { Recording } from '../lab-types.ts';
import { commandLines, exportLines } from '../terminal/command-line.ts';
import { type CommandLines, printedLine } from '../terminal/command-parts.ts';
import { type Looked, lookLines } from '../terminal/look-lines.ts';
import { outcomeOf } from '../terminal/session.ts';

interface SameAsCommandProps {
  /** What a tool can show of it; null: nothing. */
  readonly looked: Looked | null;
  /** Entry to follow back to a command; null: none. */
  readonly seq: number | null;
}

function linesBehind(recording: Recording, trace: TraceIndex, index: number): CommandLines | null {
  const timed = recording.commands[index];
  if (timed === undefined) return null;
  const asked = outcomeOf(trace.commands.told(index, trace.entries.length))?.endorsers;
  return commandLines(timed.command, recording.topology, asked);
}

/** The variables stand apart: in one piece they would hide the command. Copied, both go together. */
function Lines({ title, of }: { readonly title: string; readonly of: CommandLines }) {
  const t = useText();
  const text = of.lines.map(printedLine).join('\n');
  const variables = exportLines(of.environment, {});
  if (text === '') return null;
  return (
    <section className="same-command">
      <h3>{title}</h3>
      <div className="same-command__box">
        <pre>{text}</pre>
        <CopyButton text={[...variables, text].join('\n')} label={t('panels.copyCommand')} />
        {variables.length === 0 ? null : (
          <details>
            <summary>{t('panels.command.variables', { count: variables.length })}</summary>
            <pre>{variables.join('\n')}</pre>
          </details>
        )}
      </div>
    </section>
  );
}

export function SameAsCommand({ looked, seq }: SameAsCommandProps) {
  const t = useText();
  const trace = useTrace();
  const recording = useLink((state) => state.recording);
  const look = looked === null || recording === null ? null : lookLines(looked, recording.topology);
  const behind = useMemo(() => {
    if (seq === null || trace === null || recording === null) return null;
    const entry = trace.entries[seq];
    const index = entry === undefined ? null : trace.commands.behind(entry);
    return index === null ? null : linesBehind(recording, trace, index);
  }, [seq, trace, recording]);
  return (
    <>
      {look === null ? null : <Lines title={t('panels.command.same')} of={look} />}
      {behind === null ? null : <Lines title={t('panels.command.behind')} of={behind} />}
    </>
  );
}
