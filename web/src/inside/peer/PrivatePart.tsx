/** Private data on a peer: of each collection what is here in the clear, what only as a hash, and what is missing. */
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import { clipped, shortHash } from '../../panels/figures.ts';
import { ThingLink } from '../../panels/inspector/structures/ThingLink.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { shortNames } from '../../view/network.ts';
import { useInsideOf } from '../use-inside-of.ts';
import type { PeerPartProps } from './part-props.ts';
import { keyText } from './key-text.ts';
import { useLedger } from './use-ledger.ts';
import { versionText } from './value-change.ts';

export function PrivatePart({ info, channel, onSelect }: PeerPartProps) {
  const t = useText();
  const [inside, note] = useInsideOf('peer', info.id);
  const trace = useTrace();
  const nameOf = trace === null ? (node: string) => node : shortNames(trace.topology);
  const pull = useLedger(info.id, channel).block?.pull ?? null;
  if (inside === null) return <p role="status">{note}</p>;
  const collections = inside.channels.find((one) => one.channel === channel)?.collections ?? [];
  return (
    <div className="inside-parts">
      {collections.length === 0 ? <p className="inside__empty">{t('inside.private.none')}</p> : null}
      {collections.map(
        ({ chaincode, collection, blockToLive, member, requiredPeerCount, maximumPeerCount, keys, missing }) => (
          <section
            className="inside-sheet"
            key={`${chaincode} ${collection}`}
            aria-label={`${chaincode} ${collection}`}
          >
            <header>
              <h3 className="mono">
                <ThingLink to={{ type: 'collection', channel, chaincode, collection }} onSelect={onSelect}>
                  {collection}
                </ThingLink>
              </h3>
              <small>
                <ThingLink to={{ type: 'chaincode', channel, chaincode }} onSelect={onSelect}>
                  {chaincode}
                </ThingLink>
              </small>
            </header>
            {blockToLive === null ? (
              <p className="inside-note">{t('inside.private.implicit')}</p>
            ) : (
              <p className="inside-note">
                {blockToLive === 0 ? t('inside.private.forever') : t('inside.private.lives', { blocks: blockToLive })}{' '}
                {maximumPeerCount === null || maximumPeerCount === 0
                  ? t('inside.private.spreadNot')
                  : t('inside.private.spread', { required: requiredPeerCount ?? 0, maximum: maximumPeerCount })}
              </p>
            )}
            {member ? null : <p className="inside-note">{t('inside.private.stranger')}</p>}
            {keys.length === 0 ? <p>{t('inside.private.empty')}</p> : null}
            <ul className="inside-list">
              {keys.map(({ key, value, keyHash, valueHash, version }) => (
                <li key={keyHash} className={key === null ? 'is-off' : ''}>
                  {key === null ? (
                    <>
                      <span className="mono" title={keyHash}>
                        # {shortHash(keyHash)}
                      </span>
                      <span className="mono" title={valueHash}>
                        = # {shortHash(valueHash)}
                      </span>
                      <Badge>{t('inside.private.hashOnly')}</Badge>
                    </>
                  ) : (
                    <>
                      <b className="mono">{keyText(key)}</b>
                      <span>{clipped(value ?? '', 80)}</span>
                      <Badge tone="good">{t('inside.private.clear')}</Badge>
                    </>
                  )}
                  <span className="mono">{versionText(version)}</span>
                </li>
              ))}
            </ul>
            {missing.length === 0 ? null : (
              <p>
                <Badge tone="bad">{t('inside.private.missing')}</Badge>{' '}
                <span className="mono">{missing.map(versionText).join(', ')}</span>{' '}
                <span className="inside-note">{t('inside.private.missingNote')}</span>
              </p>
            )}
            {pull !== null && pull.collections.includes(collection) ? (
              <p className="peer-walk__pull">
                {t('inside.private.pulling', { number: pull.number, peer: nameOf(pull.peer) })}
              </p>
            ) : null}
          </section>
        ),
      )}
      <section className="inside-sheet" aria-labelledby="inside-transient">
        <header>
          <h3 id="inside-transient">{t('inside.private.transient')}</h3>
          <small>{t('inside.private.transientAbout')}</small>
        </header>
        {inside.transient.length === 0 ? <p className="inside-note">{t('inside.private.transientNone')}</p> : null}
        <ul className="inside-list">
          {inside.transient.map(({ txid, collections: names }) => (
            <li key={txid}>
              <span className="mono">{shortHash(txid)}</span> {names.join(', ')}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
