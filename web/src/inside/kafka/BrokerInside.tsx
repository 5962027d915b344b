/** Inside a Kafka broker: its partitions as logs, who leads them, and who is in sync. */
import { useLayoutEffect, useRef } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import type { InsideByType } from '../../link/react/use-inside.ts';
import { shortHash } from '../../panels/figures.ts';
import { Badge } from '../../ui/Badge.tsx';
import { shortNames } from '../../view/network.ts';
import type { NodeInsideProps } from '../place-props.ts';
import { Status } from '../status-slot.tsx';
import { useInsideOf } from '../use-inside-of.ts';
import '../orderer/orderer.css';

type Partition = InsideByType['broker']['partitions'][number];

export function BrokerInside({ info }: NodeInsideProps) {
  const t = useText();
  const [inside, note] = useInsideOf('broker', info.id);
  const trace = useTrace();
  if (inside === null) return <p role="status">{note}</p>;
  const nameOf = trace === null ? (node: string) => node : shortNames(trace.topology);
  return (
    <div className="orderer-inside">
      <Status>
        {inside.up ? t(inside.controller ? 'inside.broker.controller' : 'inside.broker.plain') : t('inside.down')}
      </Status>
      <p className="inside-sheet">
        {t('inside.broker.id', { id: inside.brokerId })}{' '}
        {inside.zooKeeper === null || !inside.up
          ? t('inside.broker.noSession')
          : t('inside.broker.session', { server: nameOf(inside.zooKeeper) })}
      </p>
      {inside.partitions.length === 0 ? <p className="inside__empty">{t('inside.broker.none')}</p> : null}
      {inside.partitions.map((partition) => (
        <PartitionPart key={partition.topic} partition={partition} />
      ))}
    </div>
  );
}

function PartitionPart({ partition }: { readonly partition: Partition }) {
  const t = useText();
  const { topic, role, leader, leaderEpoch, replicas, isr, highWatermark, end, followers, records } = partition;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // What is new is at the end.
    if (box.current !== null) box.current.scrollLeft = box.current.scrollWidth;
  }, [end]);
  return (
    <section className="inside-sheet" aria-label={t('inside.broker.partition', { topic })}>
      <header>
        <h3>{t('inside.broker.partition', { topic })}</h3>
        <Badge tone={role === 'leader' ? 'good' : 'neutral'}>{t(`inside.broker.role.${role}`)}</Badge>
      </header>
      <dl className="inside-facts">
        <dt>{t('inside.broker.leader')}</dt>
        <dd>{t('inside.broker.leaderIs', { leader, epoch: leaderEpoch })}</dd>
        <dt>{t('inside.broker.isr')}</dt>
        <dd>
          {replicas.map((id) => (
            <Badge key={id} tone={isr.includes(id) ? 'good' : 'bad'}>
              {id} {isr.includes(id) ? '✓' : '✗'}
            </Badge>
          ))}
        </dd>
        <dt>{t('inside.broker.watermark')}</dt>
        <dd>{t('inside.broker.counts', { watermark: highWatermark, end })}</dd>
      </dl>
      <div className="raft-log" ref={box} role="region" aria-label={t('inside.broker.records', { topic })} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('inside.broker.offset')}</th>
              {records.map(({ offset }) => (
                <th scope="col" key={offset}>
                  {offset}
                </th>
              ))}
              <th scope="col">{end}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t('inside.broker.log')}</th>
              {records.map(({ offset, kind, txid, block }) => (
                <td key={offset}>
                  <span className={`raft-cell ${offset < highWatermark ? 'is-applied' : 'is-appended'}`}>
                    <b>{t(`inside.broker.kind.${kind}`)}</b>
                    <small className="mono">
                      {block === null ? shortHash(txid) : t('inside.peer.block', { number: block })}
                    </small>
                  </span>
                </td>
              ))}
              <td>
                <span className="raft-cell is-end">{t('inside.log.end')}</span>
              </td>
            </tr>
            {followers.map((follower) => (
              <tr key={follower.id}>
                <th scope="row">{t('inside.broker.broker', { id: follower.id })}</th>
                {[...records.map(({ offset }) => offset), end].map((offset) => {
                  const has = follower.end !== null && offset < follower.end;
                  const mark = has ? 'has' : follower.end === offset ? 'next' : 'not';
                  return (
                    <td key={offset} className={`raft-mark is-${mark}`}>
                      <span aria-hidden="true">{mark === 'has' ? '●' : mark === 'next' ? '▲' : '·'}</span>
                      <span className="ui-hidden">{t(`inside.log.mark.${mark}`)}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
