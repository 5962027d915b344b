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
import { toldBy } from './printed.ts';
import { LongSession, printedBy, type SessionCommand } from './session.ts';
import { SessionText } from './SessionText.tsx';
import type { Said } from './shell/shell-store.ts';
import { TerminalLine } from './TerminalLine.tsx';
import { useShell } from './use-shell.ts';
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

interface SessionRowProps extends Pick<SelectionProps, 'onSelect'> {
  readonly command: SessionCommand;
  /** Entries that have happened. */
  readonly count: number;
}

function SessionRow({ command, count, onSelect }: SessionRowProps) {
  const t = useText();
  const trace = useTrace();
  const { playhead } = useLab();
  const { timed, outcome, lines } = command;
  const status = outcome?.status ?? 'future';
  const topology = useLink((state) => state.recording?.topology);
  const printed = topology === undefined || trace === null ? [] : printedBy(command, topology, toldBy(trace, count));
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
        {printed.map((shown, index) => (
          <SessionText key={index} shown={shown} />
        ))}
      </div>
      <CopyButton text={lines.join('\n')} label={t('panels.copyCommand')} />
    </div>
  );
}

/** A line the shell answered itself. */
function SaidRow({ said }: { readonly said: Said }) {
  return (
    <div className={`session session--said${said.line === '' ? ' session--goes-on' : ''}`} role="listitem">
      <div className="session__lines">
        {said.line === '' ? null : (
          <pre>
            <span className="session__line">{said.line}</span>
          </pre>
        )}
        {said.shown === null ? null : <SessionText shown={said.shown} />}
      </div>
    </div>
  );
}

const NOTHING: readonly Said[] = [];

/** Places of commands in the recording, and behind each what was typed before the next. */
function rowsOf(commands: number, said: readonly Said[]): readonly (number | Said)[] {
  const rows: (number | Said)[] = [];
  // What was typed in the past stands there.
  const inOrder = [...said].sort((a, b) => a.after - b.after);
  let told = 0;
  const tellUntil = (given: number): void => {
    for (let one = inOrder[told]; one !== undefined && one.after <= given; one = inOrder[++told]) rows.push(one);
  };
  for (let index = 0; index < commands; index++) {
    tellUntil(index);
    rows.push(index);
  }
  tellUntil(Number.POSITIVE_INFINITY);
  return rows;
}

export function Terminal({ onSelect }: SelectionProps) {
  const t = useText();
  const told = useSession();
  const list = useRef<VListHandle>(null);
  const given = told?.given ?? 0;
  const recording = useLink((state) => state.recording);
  const shell = useShell(recording, given);
  const said = shell?.said ?? NOTHING;
  const length = told?.commands.length ?? 0;
  const rows = useMemo(() => rowsOf(length, said), [length, said]);
  // The newest of what has happened: behind it stands what has not been given yet.
  const newest = rows.findLastIndex((row) => typeof row !== 'number' || row < given);
  const last = rows[newest];
  const outcome = typeof last === 'number' ? told?.session.row(last, told.count)?.outcome : undefined;
  // What it printed makes its row longer.
  const printed = `${outcome?.status} ${outcome?.output.length}`;
  useEffect(() => {
    if (newest >= 0) list.current?.scrollToIndex(newest, { align: 'end' });
  }, [newest, printed]);
  if (told === null) return <p className="panel-empty">{t('panels.terminal.empty')}</p>;
  const { session, count } = told;
  return (
    <div className="terminal">
      <p className="terminal__head">{t('panels.terminal.about')}</p>
      {rows.length === 0 ? <p className="panel-empty">{t('panels.terminal.empty')}</p> : null}
      <VList ref={list} className="terminal__list" role="list" aria-label={t('panels.tab.terminal')} data={rows}>
        {(row) => {
          if (typeof row !== 'number') return <SaidRow key={`said-${row.id}`} said={row} />;
          const command = session.row(row, count);
          return command === null ? (
            <></>
          ) : (
            <SessionRow key={row} command={command} count={count} onSelect={onSelect} />
          );
        }}
      </VList>
      {shell === null ? null : (
        <TerminalLine shell={shell} onRun={() => void shell.run()}>
          <CopyButton text={() => session.script(count)} label={t('panels.terminal.copyAll')} />
        </TerminalLine>
      )}
    </div>
  );
}
