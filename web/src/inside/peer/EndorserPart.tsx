/** What a peer does with proposals: those it works on, and the chaincode containers it runs them in. */
import { useMemo } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useTrace, useWorldView } from '../../link/react/lab-context.tsx';
import { shortHash } from '../../panels/figures.ts';
import type { Entry, FactOf } from '../../panels/lab-types.ts';
import { ThingLink } from '../../panels/inspector/structures/ThingLink.tsx';
import { useEntryCount } from '../../panels/use-entry-count.ts';
import { Badge } from '../../ui/Badge.tsx';
import { useInsideOf } from '../use-inside-of.ts';
import type { PeerPartProps } from './part-props.ts';

/** The way of a proposal through the endorser. */
const STAGES = ['checking', 'simulating', 'distributing'] as const;
/** Endorsements shown when they are done. */
const SIGNED = 3;
/** How far back they are looked for. */
const FAR = 2_000;

type Signed = Entry & { readonly fact: FactOf<'endorsementSigned'> };

/** The last endorsements of the peer among the first `count` entries, newest first. */
function lastSigned(entries: readonly Entry[], node: string, count: number): readonly Signed[] {
  const found: Signed[] = [];
  for (let index = count - 1; index >= Math.max(0, count - FAR) && found.length < SIGNED; index--) {
    const entry = entries[index];
    if (entry?.node === node && entry.fact.type === 'endorsementSigned') found.push({ ...entry, fact: entry.fact });
  }
  return found;
}

export function EndorserPart({ info, onSelect }: PeerPartProps) {
  const t = useText();
  const [inside, note] = useInsideOf('peer', info.id);
  const names = useWorldView()?.nodes ?? {};
  const trace = useTrace();
  const count = useEntryCount();
  const signed = useMemo(() => lastSigned(trace?.entries ?? [], info.id, count), [trace, info.id, count]);
  if (inside === null) return <p role="status">{note}</p>;
  return (
    <div className="inside-parts">
      <section className="inside-sheet" aria-labelledby="inside-endorser">
        <header>
          <h3 id="inside-endorser">{t('inside.endorser.title')}</h3>
          <small>{t('inside.endorser.steps')}</small>
        </header>
        <ol className="peer-stages">
          {STAGES.map((stage) => (
            <li key={stage}>
              <h4>{t(`inside.endorser.stage.${stage}`)}</h4>
              {inside.proposals
                .filter((one) => one.stage === stage)
                .map(({ txid, chaincode, function: name, client, creator }) => (
                  <p key={`${client} ${txid}`} className="peer-proposal">
                    <b className="mono">
                      {chaincode}.{name}
                    </b>
                    <span>
                      {t('inside.endorser.from', { client: names[client]?.info.shortName ?? client, creator })}
                    </span>
                    <span className="mono">{shortHash(txid)}</span>
                  </p>
                ))}
            </li>
          ))}
          <li>
            <h4>{t('inside.endorser.signed')}</h4>
            {signed.map(({ seq, fact }) => (
              <p key={seq} className="peer-proposal is-signed">
                <span className="mono">{shortHash(fact.txid)}</span>
                <span>{fact.endorser}</span>
              </p>
            ))}
          </li>
        </ol>
        {inside.proposals.length === 0 ? <p className="inside-note">{t('inside.endorser.none')}</p> : null}
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
                  : usedAs.map((use) => {
                      const [channel = '', chaincode = ''] = use.split('/');
                      return (
                        <ThingLink key={use} to={{ type: 'chaincode', channel, chaincode }} onSelect={onSelect}>
                          {t('inside.containers.usedAs', { names: use })}
                        </ThingLink>
                      );
                    })}
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
