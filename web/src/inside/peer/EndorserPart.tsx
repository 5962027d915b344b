/** What a peer does with proposals: those it works on, and the chaincode containers it runs them in. */
import { useText } from '../../i18n/text-context.tsx';
import { useWorldView } from '../../link/react/lab-context.tsx';
import { shortHash } from '../../panels/figures.ts';
import { Badge } from '../../ui/Badge.tsx';
import { useInsideOf } from '../use-inside-of.ts';
import type { PeerPartProps } from './PeerInside.tsx';

export function EndorserPart({ info }: PeerPartProps) {
  const t = useText();
  const inside = useInsideOf('peer', info.id);
  const names = useWorldView()?.nodes ?? {};
  if (inside === null) return <p role="status">{t('inside.loading')}</p>;
  return (
    <div className="inside-parts">
      <section className="inside-sheet" aria-labelledby="inside-endorser">
        <header>
          <h3 id="inside-endorser">{t('inside.endorser.title')}</h3>
          <small>{t('inside.endorser.steps')}</small>
        </header>
        {inside.proposals.length === 0 ? <p className="inside-note">{t('inside.endorser.none')}</p> : null}
        <ol className="inside-list">
          {inside.proposals.map(({ txid, chaincode, function: name, client, creator, stage }) => (
            <li key={`${client} ${txid}`}>
              <b className="mono">
                {chaincode}.{name}
              </b>
              <Badge tone={stage === 'signing' ? 'good' : 'neutral'}>{t(`inside.endorser.stage.${stage}`)}</Badge>
              <span>{t('inside.endorser.from', { client: names[client]?.info.shortName ?? client, creator })}</span>
              <span className="mono">{shortHash(txid)}</span>
            </li>
          ))}
        </ol>
      </section>
      <section className="inside-sheet" aria-labelledby="inside-containers">
        <header>
          <h3 id="inside-containers">{t('inside.containers.title')}</h3>
          <small>{t('inside.containers.about')}</small>
        </header>
        {inside.containers.length === 0 ? <p className="inside-note">{t('inside.containers.none')}</p> : null}
        <ul className="inside-list">
          {inside.containers.map(({ packageId, label, state, usedAs, calls }) => (
            <li key={packageId} className={state === 'stopped' ? 'is-off' : ''}>
              <b className="mono">{label}</b>
              <Badge tone={state === 'ready' ? 'good' : state === 'broken' ? 'bad' : 'neutral'}>
                {t(`inside.containers.state.${state}`)}
              </Badge>
              <span className="mono" title={packageId}>
                {shortHash(packageId.split(':').at(-1) ?? packageId)}
              </span>
              <span>
                {usedAs.length === 0
                  ? t('inside.containers.unused')
                  : t('inside.containers.usedAs', { names: usedAs.join(', ') })}
              </span>
              {calls.map(({ txid, chaincode }) => (
                <span key={txid}>
                  {t('inside.containers.call', { chaincode })} <span className="mono">{shortHash(txid)}</span>
                </span>
              ))}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
