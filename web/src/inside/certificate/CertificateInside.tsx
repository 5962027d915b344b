/** Inside a certificate: up to which root it leads, when it holds, what it makes of its holder, and who says so. */
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import { type InsideOf, useInside } from '../../link/react/use-inside.ts';
import { CopyButton } from '../../panels/CopyButton.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { shortNames } from '../../view/network.ts';
import { certificateName, readCertificateName } from '../../view/place-names.ts';
import type { PlaceProps } from '../place-props.ts';
import { Status } from '../status-slot.tsx';
import { dateText, dayText } from '../thing/dates.ts';
import { Sheet } from '../thing/Sheet.tsx';
import { Waiting } from '../thing/Waiting.tsx';
import { daysLeft, validityBar } from './validity-bar.ts';
import './certificate.css';

type Data = InsideOf<'certificate'>;
type Props = PlaceProps<'certificate'>;

/** The root above, the certificate itself below: who vouches for whom. */
function Chain({ data, place, onEnter }: { readonly data: Data } & Pick<Props, 'place' | 'onEnter'>) {
  const t = useText();
  const links = [...data.chain].reverse();
  return (
    <Sheet
      title={t('things.cert.chain')}
      note={t(data.chainComplete ? 'things.cert.chainComplete' : 'things.cert.chainOpen')}
      area="chain"
    >
      <ol className="cert-chain">
        {links.map((link, index) => {
          const self = link.fingerprint === data.fingerprint;
          const name = /CN\s?=\s?([^,]+)/.exec(link.subject)?.[1] ?? link.subject;
          return (
            <li key={link.fingerprint}>
              {index === 0 ? null : (
                <span className="cert-chain__link" data-broken={!link.signatureFits}>
                  {t(link.signatureFits ? 'things.cert.signedAbove' : 'things.cert.notSignedAbove')}
                </span>
              )}
              <button
                type="button"
                className="cert-box"
                aria-current={self}
                disabled={self}
                onClick={() =>
                  onEnter({ kind: 'certificate', node: place.node, name: certificateName(name, link.fingerprint) })
                }
              >
                <strong>{name}</strong>
                <span className="inside-note">
                  {t(link.isRoot ? 'things.cert.root' : self ? 'things.cert.self' : 'things.cert.intermediate')}
                </span>
                <span className="inside-note">{t('things.cert.until', { day: dayText(link.notAfter) })}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </Sheet>
  );
}

function Validity({ validity }: { readonly validity: Data['validity'] }) {
  const t = useText();
  const { start, width, now } = validityBar(validity);
  return (
    <Sheet title={t('things.cert.validity')} area="validity">
      <p>
        <Badge tone={validity.state === 'valid' ? 'good' : 'bad'}>{t(`things.cert.state.${validity.state}`)}</Badge>{' '}
        {validity.state === 'valid' ? t('things.cert.daysLeft', { count: daysLeft(validity) }) : null}
      </p>
      <div className="validity" aria-hidden="true">
        <span style={{ marginInlineStart: `${String(start * 100)}%`, width: `${String(width * 100)}%` }} />
        <i style={{ insetInlineStart: `${String(now * 100)}%` }} />
      </div>
      <dl className="thing-rows">
        <div>
          <dt>{t('things.cert.notBefore')}</dt>
          <dd className="mono">{dateText(validity.notBefore)}</dd>
        </div>
        <div>
          <dt>{t('things.cert.now')}</dt>
          <dd className="mono">{dateText(validity.now)}</dd>
        </div>
        <div>
          <dt>{t('things.cert.notAfter')}</dt>
          <dd className="mono">{dateText(validity.notAfter)}</dd>
        </div>
      </dl>
      <p className="inside-note">{t('things.cert.clockNote')}</p>
    </Sheet>
  );
}

/** From the organisational unit to the role it gives. */
function Role({ data }: { readonly data: Data }) {
  const t = useText();
  const { role, units, forTls } = data;
  const word =
    role === 'authority'
      ? t('inspector.certificate.authority')
      : forTls
        ? t('things.cert.forTls')
        : role === null && !isAccepted(data)
          ? t('things.cert.noRole')
          : t(`inspector.policy.who.${role ?? 'member'}`, { msp: data.mspId });
  return (
    <Sheet title={t('things.cert.role')} note={t('things.cert.roleNote')} area="role">
      <p className="cert-role">
        {units.map((unit) => (
          <span key={unit} className="cert-role__unit mono" data-telling={unit === role}>
            {t('things.cert.unit', { unit })}
          </span>
        ))}
        {units.length === 0 ? <span className="inside-note">{t('things.cert.noUnit')}</span> : null}
        <span aria-hidden="true">→</span>
        <strong>{word}</strong>
      </p>
      {data.attributes.length === 0 ? null : (
        <ul className="cert-attributes">
          {data.attributes.map(({ name, value }) => (
            <li key={name} className="mono">
              {name} = {value}
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function Said({ data }: { readonly data: Data }) {
  const t = useText();
  const rows = [
    [t('things.cert.subject'), data.subject],
    [t('things.cert.issuer'), data.issuer],
    [t('things.cert.serial'), data.serial],
    [t('things.cert.keyUsage'), data.keyUsages.join(', ')],
    [t('things.cert.extKeyUsage'), data.extKeyUsages.join(', ')],
    [t('things.cert.names'), data.names.join(', ')],
    [t('things.cert.fingerprint'), data.fingerprint],
    [t('panels.row.size'), t('panels.bytes', { count: data.size })],
  ] as const;
  return (
    <Sheet title={t('things.cert.said')} area="said">
      <dl className="thing-rows">
        {rows.map(([name, value]) =>
          value === '' ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="mono">{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Sheet>
  );
}

/** What the CA and the channels say of it, and who has it. */
function Standing({ data }: { readonly data: Data }) {
  const t = useText();
  const trace = useTrace();
  const nameOf = trace === null ? (node: string) => node : shortNames(trace.topology);
  const { revoked, verdicts, holders } = data;
  return (
    <Sheet title={t('things.cert.standing')} area="standing">
      <ul className="thing-list">
        <li>
          {revoked === null ? (
            t('things.cert.notRevoked')
          ) : (
            <span className="bad">
              {t('things.cert.revokedBy', {
                ca: nameOf(revoked.ca),
                day: dateText(revoked.at),
                reason: t(`things.reason.${REASONS[revoked.reason] ?? 'unspecified'}`),
              })}
            </span>
          )}
        </li>
        {verdicts.map(({ channel, text, revoked: listed }) => (
          <li key={channel}>
            <span className={text === '' ? 'good' : 'bad'} aria-hidden="true">
              {text === '' ? '✓' : '✗'}
            </span>{' '}
            {t(text === '' ? 'things.cert.goodOn' : listed ? 'things.cert.revokedOn' : 'things.cert.badOn', {
              channel,
            })}
            {text === '' ? null : <p className="mono inside-note">{text}</p>}
          </li>
        ))}
        <li>
          {t('things.cert.holders', {
            names: holders
              .map(({ node, name }) => (node === null || node === name ? nameOf(name) : `${nameOf(node)}: ${name}`))
              .join(', '),
          })}
        </li>
      </ul>
      {revoked !== null && verdicts.some(({ text }) => text === '') ? (
        <p className="thing-warning">{t('things.cert.stillAccepted')}</p>
      ) : null}
    </Sheet>
  );
}

const REASONS: Readonly<
  Record<
    number,
    'keyCompromise' | 'caCompromise' | 'affiliationChange' | 'superseded' | 'cessation' | 'hold' | 'privilege'
  >
> = {
  1: 'keyCompromise',
  2: 'caCompromise',
  3: 'affiliationChange',
  4: 'superseded',
  5: 'cessation',
  6: 'hold',
  9: 'privilege',
};

/** By every channel's MSP; false where there is none to ask. */
const isAccepted = ({ verdicts }: Data): boolean => verdicts.length > 0 && verdicts.every(({ text }) => text === '');

function stateOf(data: Data): 'revoked' | 'unaccepted' | Data['validity']['state'] {
  const { revoked, validity, verdicts } = data;
  if (revoked !== null) return 'revoked';
  return validity.state === 'valid' && verdicts.length > 0 && !isAccepted(data) ? 'unaccepted' : validity.state;
}

export function CertificateInside({ place, onEnter }: Props) {
  const t = useText();
  const { fingerprint } = readCertificateName(place.name);
  const state = useInside<'certificate'>({ type: 'certificate', fingerprint });
  if (state.status !== 'ready') return <Waiting state={state} />;
  const { data } = state;
  return (
    <div className="certificate-inside">
      <Status>{t(`things.cert.state.${stateOf(data)}`)}</Status>
      <Chain data={data} place={place} onEnter={onEnter} />
      <div className="thing-column">
        <Role data={data} />
        <Standing data={data} />
        <Validity validity={data.validity} />
      </div>
      <Said data={data} />
      <details className="inside-sheet thing-raw">
        <summary>{t('things.cert.text')}</summary>
        <CopyButton text={data.pem} label={t('things.cert.copyPem')} />
        <pre tabIndex={0}>{data.text}</pre>
      </details>
    </div>
  );
}
