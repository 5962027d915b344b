/** A key of the state: what it holds now, its version, and every value it had with the transaction that wrote it. */
import { useText } from '../../../i18n/text-context.tsx';
import { clipped, shortHash } from '../../figures.ts';
import type { StructureOf } from '../../lab-types.ts';
import { Rows } from '../Rows.tsx';
import { readableKey, versionText } from '../ReadsWrites.tsx';
import { nameIn, type StructureProps } from './structure-props.ts';
import { ThingLink } from './ThingLink.tsx';
import { thingRow } from './thing-row.tsx';

type Props = StructureProps<'key'>;

const VALUE_LENGTH = 90;

function History({ told, target, onSelect }: Props & { readonly told: StructureOf<'key'> }) {
  const t = useText();
  const { channel } = target;
  return (
    <section>
      <h3>{t('structures.key.history')}</h3>
      <ol className="structure__history">
        {told.history.map(({ txid, version, value }) => (
          <li key={version}>
            <span className="mono">{versionText(version)}</span>
            <span>{value === null ? <em>{t('structures.key.deleted')}</em> : clipped(value, VALUE_LENGTH)}</span>
            <ThingLink to={{ type: 'transaction', node: told.node, channel, txid }} onSelect={onSelect}>
              {t('structures.key.writer', { txid: shortHash(txid) })}
            </ThingLink>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What the newest block that wrote it says, until the peer has answered. */
function heldBy({ told, entry, target }: Props): { readonly value: string; readonly version: string } | null {
  if (told !== null) return told.held;
  const writes = entry?.fact.type === 'blockCommitted' ? entry.fact.writes : [];
  const write = writes.findLast(({ namespace, key }) => namespace === target.namespace && key === target.key);
  return write === undefined || write.value === null ? null : { value: write.value, version: write.version };
}

export function KeyContents(props: Props) {
  const t = useText();
  const { target, world, told, onSelect } = props;
  const { node, channel, namespace, key } = target;
  const held = heldBy(props);
  return (
    <>
      <Rows
        rows={[
          { name: t('structures.row.key'), value: readableKey(key), exact: true },
          held === null ? null : { name: t('structures.row.value'), value: held.value, exact: true },
          held === null
            ? null
            : {
                name: t('structures.row.version'),
                value: t('structures.row.versionValue', { version: versionText(held.version) }),
              },
          thingRow(
            t('panels.row.chaincode'),
            { type: 'chaincode', channel, chaincode: namespace },
            namespace,
            onSelect,
          ),
          thingRow(t('panels.channel'), { type: 'channel', channel }, channel, onSelect),
          thingRow(t('panels.row.node'), { type: 'node', node }, nameIn(world)(node), onSelect),
          told?.policy ? { name: t('structures.row.keyPolicy'), value: told.policy, exact: true } : null,
        ]}
      />
      {held === null ? <p>{t('structures.key.none')}</p> : null}
      {told === null || told.history.length === 0 ? null : <History {...props} told={told} />}
    </>
  );
}
