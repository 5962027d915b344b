/** What was done so far, as command lines of the real tools, with what became of each. */
import { useEffect, useMemo, useRef } from 'react';
import { VList, type VListHandle } from 'virtua';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useLink, useTrace } from '../../link/react/lab-context.tsx';
import { OUTCOME_FACTS } from '../../view/command-index.ts';
import { CopyButton } from '../CopyButton.tsx';
import { clock } from '../figures.ts';
import type { TimedCommand } from '../lab-types.ts';
import type { SelectionProps } from '../selection.ts';
import { useCountOf } from '../use-entry-count.ts';
import { LongSession, type SessionCommand } from './session.ts';
import './terminal.css';

interface Session {
  readonly commands: readonly TimedCommand[];
  readonly session: LongSession;
  /** Entries that have happened, up to the last that says something of a command. */
  readonly count: number;
  /** Commands given by then. */
  readonly given: number;
}

function useSession(): Session | null {
  const recording = useLink((state) => state.recording);
  const trace = useTrace();
  const count = useCountOf(OUTCOME_FACTS);
  const index = trace?.commands;
  const session = useMemo(
    () => (recording === null || index === undefined ? null : new LongSession(recording, index)),
    [recording, index],
  );
  if (recording === null || index === undefined || session === null) return null;
  return { commands: recording.commands, session, count, given: index.given(count) };
}

function SessionRow({ command, onSelect }: Pick<SelectionProps, 'onSelect'> & { readonly command: SessionCommand }) {
  const t = useText();
  const { playhead } = useLab();
  const { timed, outcome, lines } = command;
  const status = outcome?.status ?? 'future';
  const show = () => {
    playhead.jump(timed.at);
    if (outcome !== null) onSelect({ type: 'entry', seq: outcome.givenSeq });
  };
  return (
    <div className={`session session--${status}`} role="listitem">
      <button type="button" className="session__time mono" title={t('panels.terminal.goTo')} onClick={show}>
        {clock(timed.at)}
      </button>
      <div className="session__lines">
        <p className="session__title">
          {t(`commands.${timed.command.type}`)}
          <span className="session__status">{t(`panels.terminal.${status}`)}</span>
        </p>
        <pre>
          {lines.map((line, index) => (
            <span key={index} className="session__line">
              {line}
            </span>
          ))}
        </pre>
        {outcome === null || outcome.output === '' ? null : <pre className="session__output">{outcome.output}</pre>}
        {outcome === null || outcome.text === '' ? null : <pre className="session__error">{outcome.text}</pre>}
      </div>
      <CopyButton text={lines.join('\n')} label={t('panels.copyCommand')} />
    </div>
  );
}

export function Terminal({ onSelect }: SelectionProps) {
  const t = useText();
  const told = useSession();
  const list = useRef<VListHandle>(null);
  const given = told?.given ?? 0;
  useEffect(() => {
    if (given > 0) list.current?.scrollToIndex(given - 1, { align: 'nearest' });
  }, [given]);
  if (told === null || told.commands.length === 0) return <p className="panel-empty">{t('panels.terminal.empty')}</p>;
  const { session, commands, count } = told;
  return (
    <div className="terminal">
      <div className="terminal__head">
        <p>{t('panels.terminal.about')}</p>
        <CopyButton text={() => session.script(count)} label={t('panels.terminal.copyAll')} />
      </div>
      <VList ref={list} className="terminal__list" role="list" aria-label={t('panels.tab.terminal')} data={commands}>
        {(_, index) => {
          const command = session.row(index, count);
          return command === null ? <></> : <SessionRow key={index} command={command} onSelect={onSelect} />;
        }}
      </VList>
    </div>
  );
}
