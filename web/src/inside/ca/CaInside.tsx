/** Inside a Fabric CA: who is registered, which certificates were issued, what was revoked. */
import { useText } from '../../i18n/text-context.tsx';
import { type InsideOf, useInside } from '../../link/react/use-inside.ts';
import { shortHash } from '../../panels/figures.ts';
import { Badge } from '../../ui/Badge.tsx';
import type { Place } from '../../view/place.ts';
import { certificateName } from '../../view/place-names.ts';
import type { NodeInsideProps } from '../place-props.ts';
import { Status } from '../status-slot.tsx';
import { dateText, dayText } from '../thing/dates.ts';
import { Sheet } from '../thing/Sheet.tsx';
import { Waiting } from '../thing/Waiting.tsx';
import './ca.css';

type Data = InsideOf<'ca'>;

interface PartProps {
  readonly data: Data;
  readonly onCertificate: (holder: string, fingerprint: string) => void;
}

function Root({ data, onCertificate }: PartProps) {
  const t = useText();
  const { root, caName, affiliations } = data;
  return (
    <Sheet title={caName === '' ? t('things.ca.key') : caName} note={t('things.ca.rootNote')} area="root">
      <button type="button" className="thing-card" onClick={() => onCertificate(data.node, root.fingerprint)}>
        <span className="thing-card__head">
          <strong>{t('things.cert.root')}</strong>
          <span className="inside-note">{t('things.cert.until', { day: dayText(root.notAfter) })}</span>
        </span>
        <span className="thing-card__line mono">{root.subject}</span>
      </button>
      {affiliations.length === 0 ? null : (
        <p className="inside-note">{t('things.ca.affiliations', { names: affiliations.join(', ') })}</p>
      )}
    </Sheet>
  );
}

function Registry({ identities }: Pick<Data, 'identities'>) {
  const t = useText();
  return (
    <Sheet
      title={t('things.ca.registry')}
      note={t('things.ca.registryNote', { count: identities.length })}
      area="registry"
    >
      {identities.length === 0 ? <p className="inside-note">{t('things.ca.nobody')}</p> : null}
      <ul className="ca-identities">
        {identities.map(({ name, kind, affiliation, enrolled, maxEnrollments, wrongPasswords, attributes }) => (
          <li key={name}>
            <p>
              <strong>{name}</strong> <Badge>{kind}</Badge>{' '}
              {affiliation === '' ? null : <span className="inside-note mono">{affiliation}</span>}{' '}
              {enrolled === null ? <Badge tone="bad">{t('things.ca.revoked')}</Badge> : null}
            </p>
            <p className="inside-note">
              {enrolled === null
                ? null
                : maxEnrollments === null
                  ? t('things.ca.enrolled', { count: enrolled })
                  : t('things.ca.enrolledOf', { count: enrolled, most: maxEnrollments })}
              {wrongPasswords > 0 ? ` · ${t('things.ca.wrongPasswords', { count: wrongPasswords })}` : ''}
            </p>
            {attributes.length === 0 ? null : (
              <ul className="ca-attributes mono">
                {attributes.map((attribute) => (
                  <li key={attribute.name} data-in={attribute.inCertificate}>
                    {attribute.name}={attribute.value}
                    {attribute.inCertificate ? (
                      <span className="inside-note"> {t('things.ca.inCertificate')}</span>
                    ) : null}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

const TONES = { good: 'good', revoked: 'bad', expired: 'warn' } as const;

function Issued({ data, onCertificate }: PartProps) {
  const t = useText();
  const { certificates } = data;
  return (
    <Sheet title={t('things.ca.issued')} note={t('things.ca.issuedNote', { count: certificates.length })} area="issued">
      {certificates.length === 0 ? <p className="inside-note">{t('things.ca.nothingIssued')}</p> : null}
      <ul className="thing-cards">
        {certificates.map(({ fingerprint, serial, owner, subject, notAfter, state, revoked }) => (
          <li key={`${serial} ${fingerprint}`}>
            <button
              type="button"
              className="thing-card"
              data-tone={TONES[state]}
              onClick={() => onCertificate(owner, fingerprint)}
            >
              <span className="thing-card__head">
                <strong>{owner}</strong>
                <Badge tone={TONES[state]}>{t(`things.ca.state.${state}`)}</Badge>
              </span>
              <span className="thing-card__line mono">{subject}</span>
              <span className="thing-card__line">
                {t('things.cert.serial')} <span className="mono">{shortHash(serial)}</span> ·{' '}
                {revoked === null
                  ? t('things.cert.until', { day: dayText(notAfter) })
                  : t('things.ca.revokedAt', { day: dateText(revoked.at) })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function RevocationList({ revocationList }: Pick<Data, 'revocationList'>) {
  const t = useText();
  return (
    <Sheet title={t('things.ca.crl')} note={t('things.ca.crlNote')} area="crl">
      {revocationList.length === 0 ? (
        <p className="inside-note">{t('things.ca.crlEmpty')}</p>
      ) : (
        <table className="thing-table">
          <thead>
            <tr>
              <th scope="col">{t('things.cert.serial')}</th>
              <th scope="col">{t('things.ca.owner')}</th>
              <th scope="col">{t('things.ca.when')}</th>
            </tr>
          </thead>
          <tbody>
            {revocationList.map(({ serial, owner, at }) => (
              <tr key={serial}>
                <td className="mono">{shortHash(serial)}</td>
                <td>{owner}</td>
                <td className="mono">{dateText(at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="inside-note">{t('things.ca.crlOnly')}</p>
    </Sheet>
  );
}

export function CaInside({ info, onEnter }: NodeInsideProps) {
  const t = useText();
  const state = useInside<'ca'>({ type: 'ca', node: info.id });
  if (state.status !== 'ready') return <Waiting state={state} />;
  const { data } = state;
  const onCertificate = (holder: string, fingerprint: string): void => {
    const place: Place = { kind: 'certificate', node: info.id, name: certificateName(holder, fingerprint) };
    onEnter(place);
  };
  return (
    <div className="ca-inside">
      <Status>{t(data.caName === '' ? 'things.ca.notRunning' : data.up ? 'things.ca.up' : 'things.ca.down')}</Status>
      <div className="thing-column">
        <Root data={data} onCertificate={onCertificate} />
        <Issued data={data} onCertificate={onCertificate} />
      </div>
      <div className="thing-column">
        <Registry identities={data.identities} />
        <RevocationList revocationList={data.revocationList} />
      </div>
    </div>
  );
}
