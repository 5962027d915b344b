/** A snapshot of a ledger: where it is, what it is of, its files with their hashes. */
import { useText } from '../../../i18n/text-context.tsx';
import { shortHash } from '../../figures.ts';
import { Rows } from '../Rows.tsx';
import { nameIn, type StructureProps } from './structure-props.ts';
import { ThingLink } from './ThingLink.tsx';
import { thingRow } from './thing-row.tsx';

type Props = StructureProps<'snapshot'>;

interface File {
  readonly name: string;
  readonly bytes: number;
  readonly hash: string | null;
}

function Files({ files }: { readonly files: readonly File[] }) {
  const t = useText();
  return files.map(({ name, bytes, hash }) => (
    <span key={name} className="structure__item">
      <span className="mono">{name}</span>
      <span className="panel-note">{t('structures.snapshot.file', { bytes })}</span>
      {hash === null ? null : (
        <abbr className="mono panel-note" title={hash}>
          {shortHash(hash)}
        </abbr>
      )}
    </span>
  ));
}

const exactly = (name: string, value: string | undefined) =>
  value === undefined || value === '' ? null : { name, value, exact: true };

export function SnapshotContents({ target, world, entry, told, onSelect }: Props) {
  const t = useText();
  const { node, channel, number } = target;
  const made = entry?.fact.type === 'snapshotGenerated' ? entry.fact : null;
  if (made === null) return <p className="panel-note">{t('structures.snapshot.none')}</p>;
  const files = told?.files ?? made.files.map(({ name, size }) => ({ name, bytes: size, hash: null }));
  return (
    <Rows
      rows={[
        thingRow(t('panels.row.node'), { type: 'node', node }, nameIn(world)(node), onSelect),
        thingRow(t('panels.channel'), { type: 'channel', channel }, channel, onSelect),
        {
          name: t('structures.row.lastBlock'),
          value: (
            <ThingLink to={{ type: 'block', node, channel, number }} onSelect={onSelect}>
              {t('panels.blockNumber', { number })}
            </ThingLink>
          ),
        },
        exactly(t('structures.row.blockHash'), told?.lastBlockHash),
        exactly(t('panels.row.commitHash'), made.commitHash),
        exactly(t('structures.row.snapshotHash'), made.hash),
        exactly(t('structures.row.folder'), told?.folder),
        { name: t('structures.row.files'), value: <Files files={files} /> },
      ]}
    />
  );
}
