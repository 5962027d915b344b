/** A node: who it is, how it stands in each channel, what it runs. */
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { Badge } from '../../ui/Badge.tsx';
import type { NodeChannel, NodeView, RaftSeat, WorldView } from '../../view/world-model.ts';
import { CodeBadge } from '../CodeBadge.tsx';
import { shortHash } from '../figures.ts';
import type { SelectionProps } from '../selection.ts';
import { type Row, Rows } from './Rows.tsx';
import { ThingLink } from './structures/ThingLink.tsx';

interface PartProps extends Pick<SelectionProps, 'onSelect'> {
  readonly node: NodeView;
  readonly world: WorldView;
}

function channelRows(
  t: Translate,
  { node, world }: PartProps,
  id: string,
  channel: NodeChannel,
): readonly (Row | null)[] {
  const last = channel.blocks.at(-1);
  const name = (other: string): string => world.nodes[other]?.info.shortName ?? other;
  const peer = node.info.role === 'peer';
  const keysValue = node.info.couch ? 'panels.row.couchKeysValue' : 'panels.row.keysValue';
  const anchors = world.channels[id]?.anchors[node.info.mspId] ?? [];
  return [
    { name: t('panels.row.height'), value: channel.height },
    last === undefined || last.hash === ''
      ? null
      : { name: t('panels.row.lastHash'), value: <abbr title={last.hash}>{shortHash(last.hash)}</abbr>, exact: true },
    peer ? { name: t('panels.row.keys'), value: t(keysValue, { count: channel.keys }) } : null,
    channel.privateKeys === 0
      ? null
      : { name: t('panels.row.privateKeys'), value: t('panels.row.privateKeysValue', { count: channel.privateKeys }) },
    channel.pullsFrom === null ? null : { name: t('panels.row.pullsFrom'), value: name(channel.pullsFrom) },
    channel.validating === null
      ? null
      : { name: t('panels.row.validating'), value: t('panels.blockNumber', { number: channel.validating }) },
    peer
      ? { name: t('panels.row.anchor'), value: t(anchors.includes(node.info.id) ? 'panels.yes' : 'panels.no') }
      : null,
  ];
}

function raftRows(t: Translate, { world }: PartProps, id: string, seat: RaftSeat): readonly (Row | null)[] {
  const batch = world.channels[id]?.batch ?? null;
  const name = (other: string): string => world.nodes[other]?.info.shortName ?? other;
  return [
    seat.kind === 'BFT'
      ? { name: t('panels.row.bft'), value: t(`stage.bft.${seat.state}`, { term: seat.term }) }
      : { name: t('panels.row.raft'), value: t(`panels.raft.${seat.state}`, { term: seat.term }) },
    seat.leader === null ? null : { name: t('panels.leader'), value: name(seat.leader) },
    batch === null || seat.state !== 'leader' ? null : { name: t('panels.row.pending'), value: batch.pending },
  ];
}

const isOfCluster = ({ info }: NodeView): boolean => info.role === 'broker' || info.role === 'zookeeper';

/** The partition of a channel that Kafka orders. */
function partitionRows(t: Translate, { world }: PartProps, id: string): readonly Row[] {
  const partition = world.channels[id]?.partition;
  if (!partition) return [];
  const leader = partition.leader === null ? '–' : (world.nodes[partition.leader]?.info.shortName ?? partition.leader);
  return [
    { name: t('panels.row.partitionLeader'), value: leader },
    { name: t('panels.row.isr'), value: partition.isr.join(', ') },
    { name: t('panels.row.committed'), value: partition.committed },
  ];
}

/** A broker or a ZooKeeper server: its place in the cluster, and the partitions it leads. */
function Cluster(props: PartProps) {
  const t = useText();
  const { info, cluster } = props.node;
  if (!isOfCluster(props.node)) return null;
  const seat =
    info.role === 'broker'
      ? { name: t('panels.row.controller'), value: t(cluster.controller ? 'panels.yes' : 'panels.no') }
      : { name: t('panels.row.ensemble'), value: t(`panels.ensemble.${cluster.ensemble}`) };
  return (
    <>
      <Rows rows={[seat]} />
      {cluster.leads.map((id) => (
        <section key={id}>
          <h3>{t('panels.node.channel', { channel: id })}</h3>
          <Rows rows={partitionRows(t, props, id)} />
        </section>
      ))}
    </>
  );
}

function Channels(props: PartProps) {
  const t = useText();
  const { node, onSelect } = props;
  const ids = [...new Set([...Object.keys(node.channels), ...Object.keys(node.raft)])];
  if (isOfCluster(node)) return null;
  if (ids.length === 0 && node.info.role !== 'client' && node.info.role !== 'ca')
    return <p>{t('panels.node.noChannel')}</p>;
  return ids.map((id) => {
    const channel = node.channels[id];
    const seat = node.raft[id];
    const height = channel?.height ?? 0;
    return (
      <section key={id}>
        <h3>
          <ThingLink to={{ type: 'channel', channel: id }} onSelect={onSelect}>
            {t('panels.node.channel', { channel: id })}
          </ThingLink>
        </h3>
        <Rows
          rows={[
            ...(channel === undefined ? [] : channelRows(t, props, id, channel)),
            ...(seat === undefined ? [] : raftRows(t, props, id, seat)),
            ...(node.cluster.reads.includes(id) ? partitionRows(t, props, id) : []),
          ]}
        />
        {height === 0 ? null : (
          <button
            type="button"
            className="panel-link"
            onClick={() => onSelect({ type: 'block', node: node.info.id, channel: id, number: height - 1 })}
          >
            {t('panels.node.lastBlock', { number: height - 1 })}
          </button>
        )}
      </section>
    );
  });
}

function Packages({ node }: PartProps) {
  const t = useText();
  const packages = Object.entries(node.packages);
  if (node.info.role !== 'peer') return null;
  return (
    <section>
      <h3>{t('panels.node.packages')}</h3>
      {packages.length === 0 ? <p>{t('panels.node.noPackage')}</p> : null}
      <ul className="rwset">
        {packages.map(([id, label]) => (
          <li key={id}>
            <span className="mono" title={id}>
              {label}
            </span>{' '}
            <Badge tone={node.running.includes(id) ? 'good' : 'neutral'}>
              {t(node.running.includes(id) ? 'panels.node.running' : 'panels.node.stopped')}
            </Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Transactions({ node, onSelect }: PartProps) {
  const t = useText();
  if (node.info.role !== 'client') return null;
  return (
    <section>
      <h3>{t('panels.node.transactions')}</h3>
      {node.transactions.length === 0 ? <p>{t('panels.node.noTransaction')}</p> : null}
      <ul className="verdicts">
        {[...node.transactions].reverse().map((transaction) => (
          <li key={transaction.txid}>
            <button
              type="button"
              onClick={() =>
                onSelect({
                  type: 'transaction',
                  node: node.info.id,
                  channel: transaction.channel,
                  txid: transaction.txid,
                })
              }
            >
              <span className="mono">{transaction.function}</span>
              {transaction.code === '' ? (
                <span className="panel-note">{t(`panels.stage.${transaction.stage}`)}</span>
              ) : (
                <CodeBadge code={transaction.code} />
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function NodeContents(props: PartProps) {
  const t = useText();
  const { info } = props.node;
  return (
    <>
      <Rows
        rows={[
          { name: t('panels.row.role'), value: t(`panels.role.${info.role}`) },
          { name: t('panels.row.org'), value: info.org },
          { name: t('panels.row.msp'), value: info.mspId, exact: true },
          { name: t('panels.row.host'), value: info.id, exact: true },
        ]}
      />
      <Cluster {...props} />
      <Channels {...props} />
      <Packages {...props} />
      <Transactions {...props} />
    </>
  );
}
