/**
 * Inside a policy: its tree with who satisfied what. About a transaction it is the decision that fell; about none the
 * reader lets members sign and sees what is still missing.
 */
import { useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import { type InsideOf, useInside } from '../../link/react/use-inside.ts';
import type { PolicyPicture } from '../../panels/lab-types.ts';
import { elementText, missingText } from '../../panels/inspector/policy-words.ts';
import { PolicyTree } from '../../panels/inspector/PolicyTree.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { shortNames } from '../../view/network.ts';
import type { Place } from '../../view/place.ts';
import { certificateName, readPolicyName } from '../../view/place-names.ts';
import type { PlaceOf, PlaceProps } from '../place-props.ts';
import { Status } from '../status-slot.tsx';
import { Sheet } from '../thing/Sheet.tsx';
import { Signer } from '../thing/Signer.tsx';
import { Waiting } from '../thing/Waiting.tsx';
import { fingerprintsIn, organizationsIn, type SignerOf, signersByOrganization } from './signers.ts';
import './policy.css';

type Data = InsideOf<'policy'>;
type NameOf = (name: string) => string;

interface PictureProps {
  readonly picture: PolicyPicture;
  readonly nameOf: NameOf;
  readonly supposed: boolean;
  /** Fingerprint of the certificate behind a signature; empty: there is none to go into. */
  readonly fingerprintOf: SignerOf;
  readonly node: string;
  readonly onEnter: (place: Place) => void;
}

function Picture({ picture, nameOf, supposed, fingerprintOf, node, onEnter }: PictureProps) {
  const t = useText();
  const { satisfied, tree, element, asked } = picture;
  return (
    <Sheet
      title={t(`inspector.policy.purpose.${picture.purpose}`)}
      note={element === null || supposed ? undefined : elementText(element)}
    >
      <p>
        <Badge tone={satisfied ? 'good' : 'bad'}>{t(satisfied ? 'inspector.policy.yes' : 'inspector.policy.no')}</Badge>{' '}
        {asked === 'here' || supposed ? null : (
          <span className="inside-note">{t(`inspector.policy.asked.${asked}`)}</span>
        )}
      </p>
      {satisfied ? null : (
        <p className="policy__missing" role="status">
          {t('inspector.policy.missing', { what: missingText(t, tree) })}
        </p>
      )}
      <PolicyTree picture={picture} nameOf={nameOf} />
      {supposed || picture.signatures.length === 0 ? null : (
        <ul className="thing-list">
          {picture.signatures.map((signature, index) => (
            <li key={index}>
              <Signer {...{ signature, node, onEnter }} fingerprint={fingerprintOf(signature)} />
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

const NO_CERTIFICATES: SignerOf = () => '';

type DecidedProps = Omit<PictureProps, 'picture' | 'supposed' | 'fingerprintOf'> & {
  readonly pictures: Data['pictures'];
  readonly place: PlaceOf<'policy'>;
  readonly txid: string;
};

/** What was decided about a transaction; who signed it leads on to the certificates. */
function Decided({ pictures, place, txid, ...shared }: DecidedProps) {
  const { node, channel } = place;
  const state = useInside<'transaction'>({ type: 'transaction', node, channel, txid });
  const fingerprintOf = state.status === 'ready' ? fingerprintsIn(state.data) : NO_CERTIFICATES;
  return pictures.map((picture, index) => (
    <Picture key={index} {...{ picture, fingerprintOf }} {...shared} supposed={false} />
  ));
}

interface SignersProps {
  readonly signers: Data['signers'];
  /** MSP ids the policy names: their members come first. */
  readonly askedFor: ReadonlySet<string>;
  readonly nameOf: NameOf;
  readonly onToggle: (fingerprint: string) => void;
  readonly onCertificate: (name: string, fingerprint: string) => void;
}

function Signers({ signers, askedFor, nameOf, onToggle, onCertificate }: SignersProps) {
  const t = useText();
  return (
    <Sheet title={t('things.policy.try')} note={t('things.policy.tryNote')} area="signers">
      <div className="signers">
        {signersByOrganization(signers, askedFor).map(([mspId, members]) => (
          <fieldset key={mspId}>
            <legend>{mspId}</legend>
            {members.map(({ fingerprint, name, role, signed }) => (
              <div key={fingerprint} className="signers__one">
                <label>
                  <input type="checkbox" checked={signed} onChange={() => onToggle(fingerprint)} />
                  <span>{nameOf(name)}</span>
                  <span className="inside-note">{t(`inspector.policy.role.${role ?? 'member'}`)}</span>
                </label>
                <button
                  type="button"
                  className="panel-link"
                  aria-label={t('things.certificateOf', { name: nameOf(name) })}
                  onClick={() => onCertificate(name, fingerprint)}
                >
                  {t('things.certificate')}
                </button>
              </div>
            ))}
          </fieldset>
        ))}
      </div>
    </Sheet>
  );
}

export function PolicyInside({ place, onEnter }: PlaceProps<'policy'>) {
  const t = useText();
  const trace = useTrace();
  const nameOf: NameOf = trace === null ? (name) => name : shortNames(trace.topology);
  const [signers, setSigners] = useState<readonly string[]>([]);
  const { node, channel } = place;
  const { path, txid } = readPolicyName(place.path);
  const state = useInside<'policy'>({ type: 'policy', node, channel, path, txid, signers });
  // While the answer to another choice of signers is on its way the last one stays.
  const [last, setLast] = useState<Data | null>(null);
  if (state.status === 'ready' && state.data !== last) setLast(state.data);
  const data = state.status === 'ready' ? state.data : state.status === 'loading' ? last : null;
  if (data === null) return <Waiting state={state} />;
  const toggle = (fingerprint: string): void =>
    setSigners((before) =>
      before.includes(fingerprint) ? before.filter((one) => one !== fingerprint) : [...before, fingerprint],
    );
  const first = data.pictures[0];
  const shared = { nameOf, node, onEnter };
  return (
    <div className="policy-inside" data-supposed={txid === null}>
      {first === undefined ? null : (
        <Status>{t(first.satisfied ? 'inspector.policy.yes' : 'inspector.policy.no')}</Status>
      )}
      <div className="policy-inside__pictures">
        {txid === null ? (
          data.pictures.map((picture, index) => (
            <Picture key={index} {...{ picture, ...shared }} supposed fingerprintOf={NO_CERTIFICATES} />
          ))
        ) : (
          <Decided {...{ place, txid, ...shared }} pictures={data.pictures} />
        )}
      </div>
      {txid === null ? (
        <Signers
          signers={data.signers.map((member) => ({ ...member, signed: signers.includes(member.fingerprint) }))}
          askedFor={new Set(data.pictures.flatMap(({ tree }) => [...organizationsIn(tree)]))}
          nameOf={nameOf}
          onToggle={toggle}
          onCertificate={(name, fingerprint) =>
            onEnter({ kind: 'certificate', node, name: certificateName(name, fingerprint) })
          }
        />
      ) : null}
      {data.guards.length === 0 ? null : (
        <Sheet title={t('things.policy.guards')} note={t('things.policy.guardsNote')} area="guards">
          <ul className="thing-list mono">
            {data.guards.map((guard) => (
              <li key={guard}>{elementText(guard)}</li>
            ))}
          </ul>
        </Sheet>
      )}
    </div>
  );
}
