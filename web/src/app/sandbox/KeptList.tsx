/** Networks kept in this browser: the one worked on last, and those with a name. */
import { useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useInterface, useSession } from '../session-context.tsx';
import { LAST } from './sandbox-storage.ts';
import type { KeptSandbox } from './sandbox-storage.ts';
import { useSandbox } from './use-sandbox.ts';

export function KeptList() {
  const t = useText();
  const kept = useSandbox((state) => state.kept);
  const isOpen = useSandbox((state) => state.open !== null);
  const fails = useSandbox((state) => state.storageFails);
  // What is open is not offered a second time.
  const shown = kept.filter(({ id }) => id !== LAST || !isOpen);
  return (
    <section>
      <h3>{t('sandbox.start.kept')}</h3>
      {fails ? <Notice tone="warn">{t('sandbox.start.storageFails')}</Notice> : null}
      {shown.length === 0 ? (
        <p className="sandbox-start__none">{t('sandbox.start.noneKept')}</p>
      ) : (
        <ul className="sandbox-kept">
          {shown.map((one) => (
            <KeptRow key={one.id} kept={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

const fileNameOf = (name: string): string => `${name.replaceAll(/[\\/:*?"<>|\s]+/g, '-') || 'sandbox'}.json`;

function KeptRow({ kept: { id, name: given, at, commands } }: { readonly kept: KeptSandbox }) {
  const t = useText();
  const { sandbox } = useSession();
  const language = useInterface((state) => state.language);
  const [doing, setDoing] = useState<'rename' | 'delete' | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const name = given === '' ? t('sandbox.unnamed') : given;
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  const download = async (): Promise<void> => {
    const text = await sandbox.fileOf(id);
    setUnreadable(text === null);
    if (text !== null) saveFile(fileNameOf(name), text);
  };
  const open = async (): Promise<void> => setUnreadable(!(await sandbox.openKept(id)));
  return (
    <li>
      <div className="sandbox-kept__row">
        <p>
          <b>{id === LAST ? `${t('sandbox.start.last')}: ${name}` : name}</b>
          <span>{t('sandbox.kept.about', { count: commands, date })}</span>
        </p>
        <Button tone="primary" aria-label={t('sandbox.kept.openLong', { name })} onClick={() => void open()}>
          {t('sandbox.kept.open')}
        </Button>
        {id === LAST ? null : (
          <Button aria-label={t('sandbox.kept.renameLong', { name })} onClick={() => setDoing('rename')}>
            {t('sandbox.kept.rename')}
          </Button>
        )}
        <Button
          tone="quiet"
          icon="download"
          label={t('sandbox.kept.downloadLong', { name })}
          onClick={() => void download()}
        />
        <Button
          tone="quiet"
          icon="close"
          label={t('sandbox.kept.deleteLong', { name })}
          onClick={() => setDoing('delete')}
        />
      </div>
      {unreadable ? <Notice tone="bad">{t('sandbox.kept.unreadable', { name })}</Notice> : null}
      {doing === 'rename' ? <RenameForm id={id} name={given} onDone={() => setDoing(null)} /> : null}
      {doing === 'delete' ? (
        <div className="sandbox-kept__row" role="group" aria-label={t('sandbox.kept.deleteLong', { name })}>
          <p>{t('sandbox.kept.sure', { name })}</p>
          <Button tone="danger" onClick={() => void sandbox.remove(id)}>
            {t('sandbox.kept.delete')}
          </Button>
          <Button onClick={() => setDoing(null)}>{t('sandbox.kept.keep')}</Button>
        </div>
      ) : null}
    </li>
  );
}

function RenameForm({ id, name, onDone }: { readonly id: string; readonly name: string; readonly onDone: () => void }) {
  const t = useText();
  const { sandbox } = useSession();
  const [text, setText] = useState(name);
  return (
    <form
      className="sandbox-kept__row"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        void sandbox.rename(id, text.trim());
        onDone();
      }}
    >
      <label>
        <span>{t('sandbox.kept.name')}</span>
        <input value={text} autoFocus onChange={(event) => setText(event.target.value)} />
      </label>
      <Button type="submit" tone="primary" disabled={text.trim() === ''}>
        {t('sandbox.kept.rename')}
      </Button>
    </form>
  );
}
