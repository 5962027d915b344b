/** A chaincode on a channel: its definition, who approved it, and on which peers its package is. */
import { useText } from '../../../i18n/text-context.tsx';
import type { Translate } from '../../../i18n/translate.ts';
import { Badge } from '../../../ui/Badge.tsx';
import type { FactOf, StructureOf } from '../../lab-types.ts';
import { type Row, Rows } from '../Rows.tsx';
import { nameIn, type StructureProps } from './structure-props.ts';
import { ThingLink } from './ThingLink.tsx';
import { thingRow } from './thing-row.tsx';

type Props = StructureProps<'chaincode'>;

function Approvals({ told, world, target }: Props) {
  const t = useText();
  const known = world.channels[target.channel]?.definitions[target.chaincode];
  // Before the commit there is no definition to ask a peer about: the facts tell who approved.
  const approvals = told?.approvals ?? (known?.approvedBy ?? []).map((mspId) => ({ mspId, approved: true }));
  return approvals.map(({ mspId, approved }) => (
    <span key={mspId} className="structure__item">
      <span className="mono">{mspId}</span>
      <Badge tone={approved ? 'good' : 'neutral'}>
        {t(approved ? 'structures.chaincode.approved' : 'structures.chaincode.notApproved')}
      </Badge>
    </span>
  ));
}

type OnPeer = StructureOf<'chaincode'>['packages'][number];

function packageText(t: Translate, { packageId, installed, running }: OnPeer): string {
  if (packageId === null) return t('structures.chaincode.noPackage');
  if (running) return t('structures.chaincode.running');
  return t(installed ? 'structures.chaincode.installed' : 'structures.chaincode.notInstalled');
}

function Packages({ told, world, onSelect }: Props) {
  const t = useText();
  return (told?.packages ?? []).map((one) => (
    <span key={one.node} className="structure__item">
      <ThingLink to={{ type: 'node', node: one.node }} onSelect={onSelect}>
        {nameIn(world)(one.node)}
      </ThingLink>
      <span title={one.packageId ?? ''}>
        <Badge tone={one.running ? 'good' : 'neutral'}>{packageText(t, one)}</Badge>
      </span>
    </span>
  ));
}

function Collections({ said, target: { channel, chaincode }, onSelect }: Props & { readonly said: Said }) {
  return said.collections.map((collection) => (
    <span key={collection} className="structure__item">
      <ThingLink to={{ type: 'collection', channel, chaincode, collection }} onSelect={onSelect}>
        {collection}
      </ThingLink>
    </span>
  ));
}

type Said = FactOf<'chaincodeApproved' | 'chaincodeCommitted'>;

function definitionRows(t: Translate, props: Props, said: Said): readonly (Row | null)[] {
  const { told } = props;
  return [
    { name: t('structures.row.version'), value: said.version, exact: true },
    { name: t('structures.row.definition'), value: said.sequence },
    { name: t('panels.row.policy'), value: said.policy, exact: true },
    { name: t('structures.row.init'), value: t(`structures.init.${said.initRequired ? 'yes' : 'no'}`) },
    told === null
      ? null
      : {
          name: t('structures.row.plugins'),
          value: `${told.endorsementPlugin}, ${told.validationPlugin}`,
          exact: true,
        },
    said.collections.length === 0
      ? null
      : { name: t('structures.row.collections'), value: <Collections {...props} said={said} /> },
  ];
}

export function ChaincodeContents(props: Props) {
  const t = useText();
  const { entry, target, told, world, onSelect } = props;
  const said = entry?.fact;
  if (said?.type !== 'chaincodeApproved' && said?.type !== 'chaincodeCommitted')
    return <p className="panel-note">{t('structures.chaincode.none')}</p>;
  const committed = world.channels[target.channel]?.definitions[target.chaincode]?.committed === true;
  return (
    <>
      {committed ? null : (
        <p>
          <Badge tone="warn">{t('structures.chaincode.uncommitted')}</Badge>
        </p>
      )}
      <Rows
        rows={[
          thingRow(t('panels.channel'), { type: 'channel', channel: target.channel }, target.channel, onSelect),
          ...definitionRows(t, props, said),
          { name: t('structures.row.approvals'), value: <Approvals {...props} /> },
          told === null ? null : { name: t('structures.row.packages'), value: <Packages {...props} /> },
        ]}
      />
    </>
  );
}
