/** A collection of private data: its terms, and which peers have values, hashes, or gaps. */
import { useText } from '../../../i18n/text-context.tsx';
import type { Translate } from '../../../i18n/translate.ts';
import { Badge } from '../../../ui/Badge.tsx';
import type { StructureOf } from '../../lab-types.ts';
import { type Row, Rows } from '../Rows.tsx';
import { nameIn, type StructureProps } from './structure-props.ts';
import { ThingLink } from './ThingLink.tsx';
import { thingRow } from './thing-row.tsx';

type Props = StructureProps<'collection'>;

function Holders({ told, world, onSelect }: Props) {
  const t = useText();
  return (told?.holders ?? []).map(({ node, member, clear, hashes, missing }) => (
    <span key={node} className="structure__item">
      <ThingLink to={{ type: 'node', node }} onSelect={onSelect}>
        {nameIn(world)(node)}
      </ThingLink>
      {member ? <Badge tone="good">{t('structures.collection.member')}</Badge> : null}
      {member ? <span>{t('structures.collection.clear', { clear })}</span> : null}
      <span>{t('structures.collection.hashes', { hashes })}</span>
      {missing === 0 ? null : <Badge tone="bad">{t('structures.collection.missing', { missing })}</Badge>}
    </span>
  ));
}

type Terms = NonNullable<StructureOf<'collection'>['terms']>;

function termRows(t: Translate, terms: Terms): readonly Row[] {
  const { requiredPeerCount: required, maximumPeerCount: maximum, blockToLive: blocks } = terms;
  const [reads, writes] = [terms.memberOnlyRead, terms.memberOnlyWrite].map((flag) => (flag ? 'yes' : 'no'));
  return [
    { name: t('structures.row.memberPolicy'), value: terms.policy, exact: true },
    { name: t('structures.row.spread'), value: t('structures.row.spreadValue', { required, maximum }) },
    {
      name: t('structures.row.life'),
      value: blocks === 0 ? t('structures.collection.forever') : t('structures.collection.blocks', { blocks }),
    },
    {
      name: t('structures.row.access'),
      value: `${t(`structures.collection.reads.${reads ?? 'no'}`)} · ${t(`structures.collection.writes.${writes ?? 'no'}`)}`,
    },
    terms.endorsementPolicy === ''
      ? { name: t('structures.row.ownPolicy'), value: t('structures.collection.chaincodePolicy') }
      : { name: t('structures.row.ownPolicy'), value: terms.endorsementPolicy, exact: true },
  ];
}

export function CollectionContents(props: Props) {
  const t = useText();
  const { told, target, onSelect } = props;
  const { channel, chaincode } = target;
  return (
    <>
      {told !== null && told.terms === null ? <p>{t('structures.collection.implicit')}</p> : null}
      <Rows
        rows={[
          thingRow(t('panels.channel'), { type: 'channel', channel }, channel, onSelect),
          thingRow(t('panels.row.chaincode'), { type: 'chaincode', channel, chaincode }, chaincode, onSelect),
          ...(told === null || told.terms === null ? [] : termRows(t, told.terms)),
          told === null ? null : { name: t('structures.row.holders'), value: <Holders {...props} /> },
        ]}
      />
    </>
  );
}
