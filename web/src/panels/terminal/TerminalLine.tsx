/** Where command lines are typed: prompt, history with the arrow keys, completion with Tab. Shift+Enter makes a further line. */
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { Button } from '../../ui/Button.tsx';
import type { ShellLine } from './use-shell.ts';

/** Candidates shown; the others are a letter away. */
const MOST_SHOWN = 40;

interface TerminalLineProps {
  readonly shell: ShellLine;
  readonly onRun: () => void;
  /** What else can be done with the session. */
  readonly children: ReactNode;
}

/** The line before or after in the history; `back` counts from the newest, 0 is what is being typed. */
function recalled(history: readonly string[], back: number): string {
  return back === 0 ? '' : (history[history.length - back] ?? '');
}

export function TerminalLine({ shell, onRun, children }: TerminalLineProps) {
  const t = useText();
  const field = useRef<HTMLTextAreaElement>(null);
  const [back, setBack] = useState(0);
  const [candidates, setCandidates] = useState<readonly string[]>([]);
  // Tab leaves the line again once it had nothing to add, and after Escape.
  const [leaving, setLeaving] = useState(false);
  const { prompt, draft, history, busy } = shell;

  const write = (text: string): void => {
    shell.write(text);
    setCandidates([]);
    setLeaving(false);
  };
  const run = (): void => {
    if (busy || draft.trim() === '') return;
    setBack(0);
    setCandidates([]);
    onRun();
  };
  const recall = (next: number): void => {
    setBack(next);
    write(recalled(history, next));
  };
  const complete = (event: KeyboardEvent): void => {
    if (draft.trim() === '' || leaving || event.shiftKey) return;
    const { text, candidates: found } = shell.complete();
    if (found.length === 0) {
      setLeaving(true);
      return;
    }
    event.preventDefault();
    shell.write(text);
    setCandidates(found.length > 1 ? found : []);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const isOneLine = !draft.includes('\n');
    if (event.key === 'Enter' && !event.shiftKey && !draft.endsWith('\\')) {
      event.preventDefault();
      run();
    } else if (event.key === 'Tab') complete(event);
    else if (event.key === 'Escape') {
      setLeaving(true);
      setCandidates([]);
    } else if (event.key === 'ArrowUp' && isOneLine && back < history.length) {
      event.preventDefault();
      recall(back + 1);
    } else if (event.key === 'ArrowDown' && isOneLine && back > 0) {
      event.preventDefault();
      recall(back - 1);
    } else if (
      event.ctrlKey &&
      event.code === 'KeyC' &&
      field.current?.selectionStart === field.current?.selectionEnd
    ) {
      event.preventDefault();
      recall(0);
    }
  };

  return (
    <div className="terminal__line">
      <div className="terminal__entry">
        <p className="terminal__prompt mono" title={prompt.who}>
          <span>{prompt.who}</span> <span className="terminal__folder">{prompt.folder}</span> {SIGN}
        </p>
        <textarea
          ref={field}
          className="mono"
          rows={Math.min(6, draft.split('\n').length)}
          aria-label={t('panels.terminal.line')}
          placeholder={t('panels.terminal.placeholder')}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={draft}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button onClick={run} disabled={busy || draft.trim() === ''}>
          {t(busy ? 'panels.terminal.running' : 'panels.terminal.run')}
        </Button>
        {children}
      </div>
      <div role="status" className="terminal__candidates mono">
        {candidates.slice(0, MOST_SHOWN).map((candidate) => (
          <button
            key={candidate}
            type="button"
            onClick={() => {
              const start = Math.max(draft.lastIndexOf(' '), draft.lastIndexOf('\n'), draft.lastIndexOf('=')) + 1;
              write(`${draft.slice(0, start)}${candidate}${candidate.endsWith('/') ? '' : ' '}`);
              field.current?.focus();
            }}
          >
            {candidate}
          </button>
        ))}
      </div>
    </div>
  );
}

const SIGN = '$';
