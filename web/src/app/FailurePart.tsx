/** What is shown where something broke: a sentence, another try, and the recording as a file. */
import { useText } from '../i18n/text-context.tsx';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { saveFile } from '../ui/save-file.ts';
import { useSession } from './session-context.tsx';

interface FailurePartProps {
  readonly whole: boolean;
  readonly text: string;
  readonly onRetry: () => void;
}

export function FailurePart({ whole, text, onRetry }: FailurePartProps) {
  const t = useText();
  return (
    <div className="failure">
      {whole ? <h1>{t('shell.failed.title')}</h1> : null}
      <Notice tone="bad">{t(whole ? 'shell.failed.page' : 'shell.failed.part', { text })}</Notice>
      <div className="failure__row">
        <Button onClick={onRetry}>{t('shell.retry')}</Button>
        <SaveRecording />
      </div>
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
