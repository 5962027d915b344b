/** What one side does in the picture: its commands, the blocks made and the messages sent, or that there is nothing. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Translate } from '../../i18n/translate.ts';
import { useText } from '../../i18n/text-context.tsx';
import { CopyButton } from '../../panels/CopyButton.tsx';
import { clipped } from '../../panels/figures.ts';
import { spanOf } from './comparison.ts';
import type { ComparedSide, Comparison } from './comparison.ts';
import { accountOf } from './picture-account.ts';
import type { DoneCommands, PictureAccount } from './picture-account.ts';

/** Characters: what two tools say when they fail shall not fill the screen. */
const LONGEST_FAILURE = 160;

interface SideAccountProps {
  readonly comparison: Comparison;
  readonly side: ComparedSide;
  /** Of the scene on this side. */
  readonly title: string;
  readonly lines: boolean;
}

/** null until the simulation has got to the end of the picture. */
function useAccount({ comparison, side }: Pick<SideAccountProps, 'comparison' | 'side'>): PictureAccount | null {
  const picture = useStore(comparison.store, (state) => state.picture);
  const state = useStore(side.store);
  const steps = side.pictures[picture];
  const span = steps === undefined ? null : spanOf(state, steps);
  const from = span?.from;
  const to = span?.to;
  // Entries up to `to` are there for good: nothing else changes the account.
  return useMemo(() => {
    if (from === undefined || to === undefined) return null;
    const { recording, entries } = side.lab.link.store.getState();
    return recording === null ? null : accountOf(recording, entries, { from, to });
  }, [side, from, to]);
}

export function SideAccount(props: SideAccountProps) {
  const t = useText();
  const { comparison, side, title, lines } = props;
  const first = useStore(comparison.store, ({ picture }) => picture === 0);
  const nothing = useStore(comparison.store, ({ picture }) => {
    const steps = side.pictures[picture];
    return steps === undefined || steps.from === steps.to;
  });
  const failed = useStore(side.store, ({ status }) => status === 'failed');
  const account = useAccount(props);
  // Why there is none is said above the stage.
  if (failed && account === null) return null;
  if (nothing) {
    return (
      <div className="beside-account beside-account--nothing">
        <p>
          <b>{t('lesson.beside.nothing')}</b> {first ? null : t('lesson.beside.nothingMore')}
        </p>
      </div>
    );
  }
  return (
    <section className="beside-account" aria-label={`${title}: ${t('lesson.beside.done')}`} tabIndex={0}>
      <div className="beside-account__head">
        <h3>{t('lesson.beside.done')}</h3>
        {account === null ? null : <Counts account={account} />}
      </div>
      {account === null ? (
        <p>{t('lesson.beside.preparing')}</p>
      ) : (
        <ul>
          {account.commands.length === 0 ? (
            <li>{t(`lesson.beside.${account.entries === 0 ? 'looking' : 'goesOn'}`)}</li>
          ) : null}
          {account.commands.map((done, index) => (
            <DoneRow key={index} done={done} lines={lines} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Counts({ account }: { readonly account: PictureAccount }) {
  const t = useText();
  return (
    <dl className="beside-account__counts">
      <div>
        <dt>{t('lesson.beside.blocks')}</dt>
        <dd>{account.blocks}</dd>
      </div>
      <div title={t('lesson.beside.messagesAbout')}>
        <dt>{t('lesson.beside.messages')}</dt>
        <dd>{account.messages}</dd>
      </div>
    </dl>
  );
}

function doneSentence(t: Translate, { type, subjects }: DoneCommands): string {
  const command = t(`commands.${type}`);
  return subjects.length === 0 ? command : t('lesson.beside.subjects', { command, names: subjects.join(', ') });
}

function DoneRow({ done, lines }: { readonly done: DoneCommands; readonly lines: boolean }) {
  const t = useText();
  return (
    <li>
      {doneSentence(t, done)}
      {done.failures.map((text, index) => (
        <span key={index} className="beside-account__failure">
          {t('lesson.beside.failed', { text: clipped(text, LONGEST_FAILURE) })}
        </span>
      ))}
      {lines && done.lines.length > 0 ? (
        <div className="beside-account__lines">
          <pre>{done.lines.join('\n')}</pre>
          <CopyButton text={done.lines.join('\n')} label={t('panels.copyCommand')} />
        </div>
      ) : null}
    </li>
  );
}
