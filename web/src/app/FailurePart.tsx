/** What is shown where something broke: a sentence, another try, and the recording as a file. */
import { useText } from '../i18n/text-context.tsx';
import type { FailureViewProps } from '../ui/Boundary.tsx';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { saveFile } from '../ui/save-file.ts';
import { useSession } from './session-context.tsx';

/** In place of a part of the page. */
export function PartFailurePart({ failure: { text, notFetched }, onRetry }: FailureViewProps) {
  const t = useText();
  return (
    <div className="failure">
      <Notice tone="bad">{notFetched ? t('shell.failed.notFetched') : t('shell.failed.part', { text })}</Notice>
      <Ways notFetched={notFetched} onRetry={onRetry} />
    </div>
  );
}

/** In place of the page. */
export function PageFailurePart({ failure: { text, notFetched }, onRetry }: FailureViewProps) {
  const t = useText();
  return (
    <main className="failure">
      <h1>{t('shell.failed.title')}</h1>
      <Notice tone="bad">{notFetched ? t('shell.failed.notFetched') : t('shell.failed.page', { text })}</Notice>
      <Ways notFetched={notFetched} onRetry={onRetry} />
    </main>
  );
}

/** A lab that was replaced by a newer one has other parts: only the page as a whole can be had then. */
function Ways({ notFetched, onRetry }: { readonly notFetched: boolean; readonly onRetry: () => void }) {
  const t = useText();
  return (
    <div className="failure__row">
      <Button onClick={onRetry}>{t('shell.retry')}</Button>
      {notFetched ? <Button onClick={() => location.reload()}>{t('shell.failed.reload')}</Button> : null}
      <SaveRecording />
    </div>
  );
}

export function SaveRecording() {
  const t = useText();
  const session = useSession();
  const save = (): void => {
    const { recording } = session.lab.link.store.getState();
    if (recording !== null) saveFile('fabriscope-recording.json', JSON.stringify(recording, null, 1));
  };
  return (
    <Button icon="download" onClick={save}>
      {t('shell.failed.save')}
    </Button>
  );
}
