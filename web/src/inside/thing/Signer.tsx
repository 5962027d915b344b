/** Who signed, whether the signature counts, and the way into the certificate. */
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import type { SignaturePicture } from '../../panels/lab-types.ts';
import { signerText } from '../../panels/inspector/policy-words.ts';
import { shortNames } from '../../view/network.ts';
import type { Place } from '../../view/place.ts';
import { certificateName } from '../../view/place-names.ts';

interface SignerProps {
  readonly signature: SignaturePicture;
  /** Empty: there is no certificate to go into. */
  readonly fingerprint: string;
  /** As which node one looks. */
  readonly node: string;
  readonly onEnter: (place: Place) => void;
}

export function Signer({ signature, fingerprint, node, onEnter }: SignerProps) {
  const t = useText();
  const trace = useTrace();
  const nameOf = trace === null ? (name: string) => name : shortNames(trace.topology);
  const { valid, why, subject } = signature;
  return (
    <div className="thing-signer">
      <span className={valid ? 'good' : 'bad'} aria-hidden="true">
        {valid ? '✓' : '✗'}
      </span>
      <span className="thing-signer__who">
        {signerText(t, signature, nameOf)}{' '}
        <span className={valid ? 'inside-note' : 'bad'}>{t(`inspector.policy.signature.${why?.code ?? 'valid'}`)}</span>
      </span>
      {fingerprint === '' ? null : (
        <button
          type="button"
          className="panel-link"
          aria-label={t('things.certificateOf', { name: nameOf(subject) })}
          onClick={() => onEnter({ kind: 'certificate', node, name: certificateName(subject, fingerprint) })}
        >
          {t('things.certificate')}
        </button>
      )}
    </div>
  );
}
