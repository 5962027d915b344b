/** In place of the stage when there is nothing to show on it: the simulation died, opening was cancelled or failed. */
import { useText } from '../../i18n/text-context.tsx';
import { useLink } from '../../link/react/lab-context.tsx';
import type { CommandType } from '../../sim/protocol/commands.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SaveRecording } from '../FailurePart.tsx';
import { useSession, useSessionState } from '../session-context.tsx';
import './progress.css';

export function StoppedPart() {
  const failure = useSessionState((state) => state.failure);
  const died = useLink((state) => state.status === 'failed');
  if (died) return <Died />;
  return failure === 'cancelled' ? <Cancelled /> : <NotOpened text={failure} />;
}

/** Begins again with what the address says. */
function Reopen({ text, primary = false }: { readonly text: string; readonly primary?: boolean }) {
  const session = useSession();
  return (
    <Button
      tone={primary ? 'primary' : 'plain'}
      onClick={() => {
        session.recovery.forget();
        session.reopen();
      }}
    >
      {text}
    </Button>
  );
}

function Died() {
  const t = useText();
  const session = useSession();
  const text = useLink((state) => state.failure);
  const what = session.recovery.look();
  const recover = (without: boolean): void => void session.recovery.recover(without);
  const last = typeof what?.last === 'string' ? t(`commands.${what.last as CommandType}`) : null;
  return (
    <div className="failure" role="alert">
      <h2>{t('progress.failed.title')}</h2>
      <Notice tone="bad">
        {text === 'no answer' ? t('progress.failed.noAnswer') : t('progress.failed.why', { text })}
      </Notice>
      <p className="failure__why">
        {what === null
          ? t('progress.failed.nothing')
          : what.again && last !== null
            ? t('progress.failed.again', { command: last })
            : t('progress.failed.kept')}
      </p>
      <div className="failure__row">
        {what !== null && (
          <Button tone={what.again ? 'plain' : 'primary'} onClick={() => recover(false)}>
            {t('progress.failed.recover')}
          </Button>
        )}
        {what?.again === true && last !== null && (
          <Button tone="primary" onClick={() => recover(true)}>
            {t('progress.failed.without')}
          </Button>
        )}
        <Reopen text={t('progress.failed.reopen')} primary={what === null} />
        <SaveRecording />
      </div>
    </div>
  );
}

function Cancelled() {
  const t = useText();
  return (
    <div className="failure">
      <h2>{t('progress.cancelled.title')}</h2>
      <p className="failure__why">{t('progress.cancelled.text')}</p>
      <div className="failure__row">
        <Reopen text={t('progress.cancelled.reopen')} primary />
      </div>
    </div>
  );
}

function NotOpened({ text }: { readonly text: string }) {
  const t = useText();
  const key = `errors.${text}`;
  return (
    <div className="failure" role="alert">
      <h2>{t('shell.failed.title')}</h2>
      <Notice tone="bad">{t('errors.sceneFailed', { text: t.has(key) ? t(key) : text })}</Notice>
      <div className="failure__row">
        <Reopen text={t('shell.failed.reopen')} primary />
        <SaveRecording />
      </div>
    </div>
  );
}
