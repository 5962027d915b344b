/** A link to this exact moment: its length, a QR code while one can hold it, a file when it is too long; and exports. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { renderSVG } from 'uqr';
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { encodeMomentInPieces } from '../../link/encode-in-pieces.ts';
import { momentFile } from '../../link/share-link.ts';
import type { SharedMoment } from '../../link/share-link.ts';
import { traceChecksumInPieces } from '../../link/trace-checksum.ts';
import { Busy } from '../../ui/Busy.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { saveFile } from '../../ui/save-file.ts';
import type { Session } from '../session.ts';
import { useSession } from '../session-context.tsx';
import { ExportPart } from './ExportPart.tsx';
import './export.css';

/** Longer codes are too fine to be read off a projector. */
const QR_LIMIT = 1_200;
/** Many messengers and some servers cut longer addresses. */
const SAFE_LENGTH = 8_000;

interface MadeLink {
  readonly moment: SharedMoment;
  readonly link: string;
}

/** Of the moment at which the dialog was opened; null while it is made, which for a long run takes seconds; how far it is. */
function useMadeLink(): readonly [made: MadeLink | null, share: number] {
  const session = useSession();
  const [made, setMade] = useState<MadeLink | null>(null);
  const [share, setShare] = useState(0);
  useEffect(() => {
    let wanted = true;
    const { entries } = session.lab.link.store.getState();
    const { time } = session.lab.playhead.store.getState();
    // What was hashed is remembered: the moment is then made at once.
    void traceChecksumInPieces(entries, time).then(async () => {
      const moment = wanted ? session.moment() : null;
      if (moment === null) return;
      const text = await encodeMomentInPieces(moment, () => wanted, setShare);
      if (text !== null) setMade({ moment, link: `${location.origin}${location.pathname}#s=${text}` });
    });
    return () => {
      wanted = false;
    };
  }, [session]);
  return [made, share];
}

export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const [made, share] = useMadeLink();
  return (
    <Dialog open title={t('shell.share.title')} closeLabel={t('shell.close')} onClose={onClose}>
      <div className="share">
        <p>{t('shell.share.about')}</p>
        {made === null ? (
          <Busy text={t('shell.share.making')} {...(share > 0 && { share: { done: share, count: 1 } })} />
        ) : (
          <>
            <LinkRow link={made.link} />
            {made.link.length > SAFE_LENGTH ? <Notice tone="warn">{t('shell.share.tooLong')}</Notice> : null}
            <QrCode link={made.link} />
          </>
        )}
        <div className="share__row">
          <Button
            icon="download"
            disabled={made === null}
            onClick={() => {
              if (made !== null) saveFile(`fabriscope-${made.moment.scene}.json`, momentFile(made.moment));
            }}
          >
            {t('shell.share.download')}
          </Button>
          <OpenFile onClose={onClose} />
        </div>
        <ExportPart />
      </div>
    </Dialog>
  );
}

function LinkRow({ link }: { readonly link: string }) {
  const t = useText();
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = (): void => {
    navigator.clipboard.writeText(link).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  };
  return (
    <>
      <div className="share__row">
        <input
          className="share__link mono"
          readOnly
          aria-label={t('shell.share.link')}
          value={link}
          onFocus={(event) => event.target.select()}
        />
        <Button tone="primary" icon={copied === 'yes' ? 'check' : 'copy'} onClick={copy}>
          {t(copied === 'yes' ? 'shell.share.copied' : 'shell.share.copy')}
        </Button>
      </div>
      <p className="share__note" role="status">
        {copied === 'failed' ? t('shell.share.copyFailed') : t('shell.share.length', { count: link.length })}
      </p>
    </>
  );
}

function QrCode({ link }: { readonly link: string }) {
  const t = useText();
  const image = useMemo(
    () =>
      link.length > QR_LIMIT || link === ''
        ? null
        : `data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(link, { border: 2 }))}`,
    [link],
  );
  if (image === null) return <p className="share__note">{t('shell.share.noQr', { limit: QR_LIMIT })}</p>;
  return <img className="share__qr" src={image} alt={t('shell.share.qr')} width={240} height={240} />;
}

/** A moment goes on in its scene; a recording alone has none, and is a network of one's own. */
async function openSaved(session: Session, t: Translate, file: File): Promise<void> {
  const read = await import('../sandbox/read-files.ts')
    .then(({ readFiles }) => readFiles(t, [{ path: file.name, file }]))
    .catch(() => null);
  if (read?.type === 'recording') return session.sandbox.openRecorded(read.name, read.recording);
  // What cannot be read is no moment either: opening says so.
  return session.openFile(await file.text().catch(() => ''));
}

function OpenFile({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const open = (file: File | undefined): void => {
    if (file === undefined) return;
    void openSaved(session, t, file);
    onClose();
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        onChange={(event) => open(event.target.files?.[0])}
      />
      <Button icon="open" onClick={() => input.current?.click()}>
        {t('shell.share.open')}
      </Button>
    </>
  );
}
