/** The policies that decided: each in plain words first, then its tree, then the signatures it looked at. */
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import { Badge } from '../../ui/Badge.tsx';
import type { Place } from '../../view/place.ts';
import { policyName } from '../../view/place-names.ts';
import { shortNames } from '../../view/network.ts';
import { GoInsideButton } from '../inside-context.tsx';
import type { PolicyPicture } from '../lab-types.ts';
import { elementText, failedFirst, missingText, signerText } from './policy-words.ts';
import { PolicyTree } from './PolicyTree.tsx';

/** More than this, and those that are satisfied start closed. */
const OPEN_UP_TO = 1;

interface PictureProps {
  readonly picture: PolicyPicture;
  readonly nameOf: (name: string) => string;
}

type PoliciesWithin = Pick<PoliciesProps, 'within'>;

function SignaturesLookedAt({ picture, nameOf }: PictureProps) {
  const t = useText();
  if (picture.signatures.length === 0) return <p className="bad">{t('inspector.policy.noSignature')}</p>;
  return (
    <>
      <p className="panel-note">{t('inspector.policy.signatures', { count: picture.signatures.length })}</p>
      <ul className="policy__signatures">
        {picture.signatures.map((signature, index) => (
          <li key={index}>
            <span className={signature.valid ? 'good' : 'bad'} aria-hidden="true">
              {signature.valid ? '✓' : '✗'}
            </span>{' '}
            {signerText(t, signature, nameOf)}{' '}
            <span className={signature.valid ? 'panel-note' : 'bad'}>
              {t(`inspector.policy.signature.${signature.why?.code ?? 'valid'}`)}
            </span>
            {signature.why === null || signature.why.text === '' ? null : (
              <p className="mono panel-note">{signature.why.text}</p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Picture({ picture, nameOf, open, within }: PictureProps & PoliciesWithin & { readonly open: boolean }) {
  const t = useText();
  const { name, purpose, element, asked, satisfied, tree } = picture;
  return (
    <details className="policy" open={open}>
      <summary>
        <span>{t(`inspector.policy.purpose.${purpose}`)}</span>{' '}
        <Badge tone={satisfied ? 'good' : 'bad'}>{t(satisfied ? 'inspector.policy.yes' : 'inspector.policy.no')}</Badge>
        {element === null ? null : <span className="policy__element mono">{elementText(element)}</span>}
      </summary>
      {satisfied ? null : (
        <p className="policy__missing">{t('inspector.policy.missing', { what: missingText(t, tree) })}</p>
      )}
      <p className="panel-note">
        {t('panels.row.policy')} <span className="mono">{name}</span>
        {asked === 'here' ? null : <> · {t(`inspector.policy.asked.${asked}`)}</>}
      </p>
      {within === null ? null : (
        <GoInsideButton
          about={name}
          path={[
            { kind: 'node', node: within.node },
            within,
            { kind: 'policy', node: within.node, channel: within.channel, path: policyName(name, within.txid) },
          ]}
        />
      )}
      <PolicyTree picture={picture} nameOf={nameOf} />
      <SignaturesLookedAt picture={picture} nameOf={nameOf} />
    </details>
  );
}

interface PoliciesProps {
  readonly policies: readonly PolicyPicture[];
  /** The transaction they decided about, to go into them by; null: nobody goes in. */
  readonly within: Extract<Place, { readonly kind: 'transaction' }> | null;
}

export function Policies({ policies, within }: PoliciesProps) {
  const t = useText();
  const trace = useTrace();
  const nameOf = trace === null ? (name: string) => name : shortNames(trace.topology);
  if (policies.length === 0) return null;
  return (
    <section className="policies">
      <h3>{t('inspector.policy.title')}</h3>
      {failedFirst(policies).map((picture) => (
        <Picture
          key={`${picture.purpose} ${picture.name} ${picture.element ?? ''}`}
          picture={picture}
          nameOf={nameOf}
          within={within}
          open={!picture.satisfied || policies.length <= OPEN_UP_TO}
        />
      ))}
    </section>
  );
}
