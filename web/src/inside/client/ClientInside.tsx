/** Inside a client server: whose keys it holds, what it has under way, what it listens to. */
import { useText } from '../../i18n/text-context.tsx';
import { useTrace, useWorldView } from '../../link/react/lab-context.tsx';
import { type InsideOf, useInside } from '../../link/react/use-inside.ts';
import { CodeBadge } from '../../panels/CodeBadge.tsx';
import { isGoodCode, shortHash } from '../../panels/figures.ts';
import { Badge } from '../../ui/Badge.tsx';
import { shortNames } from '../../view/network.ts';
import { certificateName } from '../../view/place-names.ts';
import type { ClientTransaction } from '../../view/world-model.ts';
import { openable } from '../openable.ts';
import type { NodeInsideProps } from '../place-props.ts';
import { Status } from '../status-slot.tsx';
import { dayText } from '../thing/dates.ts';
import { Sheet } from '../thing/Sheet.tsx';
import { Waiting } from '../thing/Waiting.tsx';
import { callName, pendingText, stationsOf } from './pending-words.ts';
import './client.css';

type Data = InsideOf<'client'>;
type NameOf = (node: string) => string;

function Wallet({ data, onEnter }: { readonly data: Data } & Pick<NodeInsideProps, 'onEnter'>) {
  const t = useText();
  return (
    <Sheet title={t('things.client.wallet')} note={t('things.client.walletNote', { msp: data.mspId })} area="wallet">
      {data.wallet.length === 0 ? <p className="inside-note">{t('things.client.walletEmpty')}</p> : null}
      <ul className="thing-cards">
        {data.wallet.map(({ name, fingerprint, subject, units, notAfter, expired, forTls }) => (
          <li key={`${name} ${String(forTls)}`}>
            <button
              type="button"
              className="thing-card"
              data-tone={expired ? 'bad' : 'open'}
              onClick={() =>
                onEnter({ kind: 'certificate', node: data.node, name: certificateName(name, fingerprint) })
              }
            >
              <span className="thing-card__head">
                <strong>{name}</strong>
                <span className="wallet-badges">
                  {units.map((unit) => (
                    <Badge key={unit}>{unit}</Badge>
                  ))}
                  {forTls ? <Badge>{t('things.client.tls')}</Badge> : null}
                  {expired ? <Badge tone="bad">{t('things.cert.state.expired')}</Badge> : null}
                </span>
              </span>
              <span className="thing-card__line mono">{subject}</span>
              <span className="thing-card__line">{t('things.cert.until', { day: dayText(notAfter) })}</span>
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

interface PendingProps extends Omit<NodeInsideProps, 'info'> {
  readonly data: Data;
  readonly nameOf: NameOf;
}

function Pending({ data, nameOf, ...steps }: PendingProps) {
  const t = useText();
  return (
    <Sheet
      title={t('things.client.pending')}
      note={t('things.client.pendingNote', { count: data.pending.length })}
      area="pending"
    >
      {data.pending.length === 0 ? <p className="inside-note">{t('things.client.nothingPending')}</p> : null}
      <ul className="thing-cards">
        {data.pending.map((call, index) => {
          const { txid, channel, identity } = call;
          const about = { type: 'transaction', node: data.node, channel, txid } as const;
          const place = txid === '' ? null : ({ kind: 'transaction', node: data.node, channel, txid } as const);
          const stations = stationsOf(call);
          return (
            <li key={index}>
              <button
                type="button"
                className="thing-card"
                data-tone="now"
                disabled={place === null}
                {...openable(steps, about, place)}
              >
                <span className="thing-card__head">
                  <strong className="mono">{callName(t, call)}</strong>
                  {identity === '' ? null : <span className="inside-note">{identity}</span>}
                </span>
                <span className="thing-card__line">{pendingText(t, call, nameOf)}</span>
                {stations === null ? null : (
                  <span className="stations">
                    {stations.map(({ name, state }) => (
                      <span key={name} data-state={state}>
                        {t(`things.client.station.${name}`)}
                      </span>
                    ))}
                  </span>
                )}
                {txid === '' ? null : <span className="thing-card__line mono">{shortHash(txid)}</span>}
              </button>
            </li>
          );
        })}
      </ul>
      {data.commitSources.length === 0 ? null : (
        <p className="inside-note">
          {data.commitSources
            .map(({ channel, peer }) => t('things.client.commitSource', { channel, peer: nameOf(peer) }))
            .join(' ')}
        </p>
      )}
    </Sheet>
  );
}

const MOST_SHOWN = 12;

/** Ends that come without a code: endorsers or the gateway said no, or nobody said anything. */
const isOver = (stage: ClientTransaction['stage']): boolean =>
  stage === 'endorsementFailed' || stage === 'refused' || stage === 'gaveUp';

/** What became of the calls before. */
function Past({ data, ...steps }: Omit<PendingProps, 'nameOf'>) {
  const t = useText();
  const node = useWorldView()?.nodes[data.node];
  const done = [...(node?.transactions ?? [])]
    .filter(({ code, stage }) => code !== '' || isOver(stage))
    .reverse()
    .slice(0, MOST_SHOWN);
  if (done.length === 0) return null;
  return (
    <Sheet title={t('things.client.past')} area="past">
      <ul className="thing-cards">
        {done.map(({ txid, channel, function: name, code, stage }) => (
          <li key={txid}>
            <button
              type="button"
              className="thing-card"
              data-tone={code !== '' && isGoodCode(code) ? 'good' : 'bad'}
              {...openable(
                steps,
                { type: 'transaction', node: data.node, channel, txid },
                { kind: 'transaction', node: data.node, channel, txid },
              )}
            >
              <span className="thing-card__head">
                <span className="mono">{name}</span>
                {code === '' ? <Badge tone="bad">{t(`panels.stage.${stage}`)}</Badge> : <CodeBadge code={code} />}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function Listeners({ data, nameOf }: { readonly data: Data; readonly nameOf: NameOf }) {
  const t = useText();
  return (
    <Sheet title={t('things.client.listeners')} note={t('things.client.listenersNote')} area="listeners">
      {data.listeners.length === 0 ? <p className="inside-note">{t('things.client.noListener')}</p> : null}
      <ul className="thing-list">
        {data.listeners.map(({ name, channel, kind, chaincode, open, start, after, peer, identity }) => (
          <li key={name}>
            <p>
              <strong>{t(`things.client.kind.${kind}`, { chaincode })}</strong> · {channel} · {identity}{' '}
              <Badge tone={open ? 'good' : 'neutral'}>
                {t(open ? 'things.client.listening' : 'things.client.stopped')}
              </Badge>
            </p>
            <p className="inside-note">
              {start === 'newest' ? t('things.client.fromNewest') : t('things.client.checkpoint', { number: start })}
              {after === '' ? '' : ` · ${t('things.client.after', { txid: shortHash(after) })}`}
              {peer === null ? '' : ` · ${nameOf(peer)}`}
            </p>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function Workloads({ workloads }: Pick<Data, 'workloads'>) {
  const t = useText();
  if (workloads.length === 0) return null;
  return (
    <Sheet title={t('things.client.workloads')} area="workloads">
      <ul className="thing-list">
        {workloads.map((workload, index) => (
          <li key={index}>
            <p>
              <strong className="mono">{workload.call}</strong>{' '}
              <Badge>{t(`things.client.strategy.${workload.strategy}`)}</Badge>
            </p>
            <p className="inside-note">{t('things.client.workload', { ...workload })}</p>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

/** Lists it fetched from its CA, and first blocks of channels. */
function Files({ data }: { readonly data: Data }) {
  const t = useText();
  const { revocationList, blockFiles } = data;
  if (revocationList === null && blockFiles.length === 0) return null;
  return (
    <Sheet title={t('things.client.files')} area="files">
      <ul className="thing-list mono">
        {blockFiles.map((channel) => (
          <li key={channel}>{t('things.client.blockFile', { channel })}</li>
        ))}
      </ul>
      {revocationList === null ? null : (
        <details className="thing-raw">
          <summary>{t('things.client.crl', { count: revocationList.entries })}</summary>
          <pre tabIndex={0}>{revocationList.text}</pre>
        </details>
      )}
    </Sheet>
  );
}

export function ClientInside({ info, ...steps }: NodeInsideProps) {
  const t = useText();
  const trace = useTrace();
  const nameOf: NameOf = trace === null ? (node) => node : shortNames(trace.topology);
  const state = useInside<'client'>({ type: 'client', node: info.id });
  if (state.status !== 'ready') return <Waiting state={state} />;
  const { data } = state;
  const [first] = data.pending;
  return (
    <div className="client-inside">
      <Status>{first === undefined ? t('things.client.idle') : pendingText(t, first, nameOf)}</Status>
      <Pending data={data} nameOf={nameOf} {...steps} />
      <div className="thing-column">
        <Past data={data} {...steps} />
        <Listeners data={data} nameOf={nameOf} />
        <Workloads workloads={data.workloads} />
        <Files data={data} />
      </div>
      <Wallet data={data} onEnter={steps.onEnter} />
    </div>
  );
}
