/** A channel: who is in it, who orders it, how far each node is, and its chaincodes. */
import { useText } from '../../../i18n/text-context.tsx';
import type { Translate } from '../../../i18n/translate.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { type Row, Rows } from '../Rows.tsx';
import { nameIn, type StructureProps } from './structure-props.ts';
import { ThingLink } from './ThingLink.tsx';

type Props = StructureProps<'channel'>;

function Consenters({ told, world, target, onSelect }: Props) {
  const t = useText();
  const leader = world.channels[target.channel]?.leader ?? null;
  return (told?.consenters ?? []).map(({ address, id }) => {
    const host = address.slice(0, address.lastIndexOf(':'));
    return (
      <span key={address} className="structure__item">
        {world.nodes[host] === undefined ? (
          <span className="mono">{host}</span>
        ) : (
          <ThingLink to={{ type: 'node', node: host }} onSelect={onSelect}>
            {nameIn(world)(host)}
          </ThingLink>
        )}
        {id === null ? null : <span className="mono">#{id}</span>}
        {host === leader ? <Badge tone="good">{t('structures.channel.leader')}</Badge> : null}
      </span>
    );
  });
}

function Heights({ world, target: { channel }, onSelect }: Props) {
  const t = useText();
  return Object.values(world.nodes).map(({ info, channels }) => {
    const height = channels[channel]?.height ?? 0;
    return height === 0 ? null : (
      <span key={info.id} className="structure__item">
        <ThingLink to={{ type: 'node', node: info.id }} onSelect={onSelect}>
          {info.shortName}
        </ThingLink>
        <ThingLink to={{ type: 'block', node: info.id, channel, number: height - 1 }} onSelect={onSelect}>
          {t('structures.channel.height', { count: height })}
        </ThingLink>
      </span>
    );
  });
}

function Chaincodes({ world, target: { channel }, onSelect }: Props) {
  const t = useText();
  const definitions = Object.values(world.channels[channel]?.definitions ?? {});
  if (definitions.length === 0) return t('structures.channel.noChaincode');
  return definitions.map(({ name, version, sequence, committed }) => (
    <span key={name} className="structure__item">
      <ThingLink to={{ type: 'chaincode', channel, chaincode: name }} onSelect={onSelect}>
        {t('structures.chaincode.definition', { name, version, sequence })}
      </ThingLink>
      {committed ? null : <Badge>{t('structures.chaincode.uncommitted')}</Badge>}
    </span>
  ));
}

/** What stands in its configuration. */
function configRows(t: Translate, { inspection, told, target: { channel }, onSelect }: Props): readonly (Row | null)[] {
  const [config] = inspection?.channelConfigs ?? [];
  const members = config?.organizations.filter(({ part }) => part === 'application') ?? [];
  return [
    members.length === 0
      ? null
      : { name: t('structures.row.members'), value: members.map(({ mspId }) => mspId).join(', '), exact: true },
    config === undefined ? null : { name: t('structures.row.sequence'), value: config.sequence },
    told === null
      ? null
      : {
          name: t('structures.row.configBlock'),
          value: (
            <ThingLink to={{ type: 'block', node: told.node, channel, number: told.configBlock }} onSelect={onSelect}>
              {t('panels.blockNumber', { number: told.configBlock })}
            </ThingLink>
          ),
        },
  ];
}

export function ChannelContents(props: Props) {
  const t = useText();
  const { world, target, told } = props;
  const channel = world.channels[target.channel];
  if (channel === undefined) return <p className="panel-note">{t('structures.channel.nobody')}</p>;
  const isKafka = channel.partition !== null;
  return (
    <Rows
      rows={[
        ...configRows(t, props),
        isKafka
          ? { name: t('structures.row.consenters'), value: t('structures.channel.kafka') }
          : told === null || told.consenters.length === 0
            ? null
            : { name: t('structures.row.consenters'), value: <Consenters {...props} /> },
        { name: t('structures.row.heights'), value: <Heights {...props} /> },
        { name: t('structures.row.chaincodes'), value: <Chaincodes {...props} /> },
      ]}
    />
  );
}
