/** What a transaction read and writes, by namespace and, of private data, by collection: there only hashes are known. */
import { useText } from '../../i18n/text-context.tsx';
import type { InsideOf } from '../../link/react/use-inside.ts';
import { clipped, shortHash } from '../../panels/figures.ts';
import { Sheet } from '../thing/Sheet.tsx';

type NamespaceSet = InsideOf<'transaction'>['namespaces'][number];
type KeyRow = { readonly key: string; readonly text: string; readonly kind: 'read' | 'range' | 'write' | 'metadata' };

const LONGEST = 90;

const readable = (key: string): string => key.replace(/[\u0000\u{10ffff}]/gu, '·');

const versionText = (version: string): string => `(${version.replace('.', ', ')})`;

function useRows({ reads, ranges, writes, metadataWrites }: NamespaceSet): readonly KeyRow[] {
  const t = useText();
  return [
    ...reads.map(
      ({ key, version }): KeyRow => ({
        kind: 'read',
        key: readable(key),
        text: version === null ? t('panels.rwset.absent') : versionText(version),
      }),
    ),
    ...ranges.map(
      ({ start, end, results }): KeyRow => ({
        kind: 'range',
        key: `[${readable(start)}, ${readable(end)})`,
        text: t('panels.rwset.results', { count: results }),
      }),
    ),
    ...writes.map(
      ({ key, value, isDelete }): KeyRow => ({
        kind: 'write',
        key: readable(key),
        text: isDelete ? t('panels.rwset.deleted') : clipped(readable(value), LONGEST),
      }),
    ),
    ...metadataWrites.map((key): KeyRow => ({ kind: 'metadata', key: readable(key), text: '' })),
  ];
}

function Rows({ rows }: { readonly rows: readonly KeyRow[] }) {
  const t = useText();
  return (
    <table className="thing-table">
      <thead>
        <tr>
          <th scope="col">{t('things.rwset.what')}</th>
          <th scope="col">{t('things.rwset.key')}</th>
          <th scope="col">{t('things.rwset.value')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ kind, key, text }, index) => (
          <tr key={index} data-kind={kind}>
            <td>{t(`things.rwset.${kind}`)}</td>
            <td className="mono">{key}</td>
            <td className="mono">{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Collection({ set }: { readonly set: NamespaceSet['collections'][number] }) {
  const t = useText();
  const rows: readonly KeyRow[] = [
    ...set.reads.map(
      ({ key, version }): KeyRow => ({
        kind: 'read',
        key: shortHash(key),
        text: version === null ? t('panels.rwset.absent') : versionText(version),
      }),
    ),
    ...set.writes.map(
      ({ key, value, isDelete }): KeyRow => ({
        kind: 'write',
        key: shortHash(key),
        text: isDelete ? t('panels.rwset.deleted') : shortHash(value),
      }),
    ),
  ];
  return (
    <div className="rwset-collection">
      <h5>
        {t('things.rwset.collection', { name: set.collection })}{' '}
        <span className="inside-note">
          {t('things.rwset.collectionHash')}{' '}
          <span className="mono" title={set.hash}>
            {shortHash(set.hash)}
          </span>
        </span>
      </h5>
      <Rows rows={rows} />
      <p className="inside-note">{t('things.rwset.hashed')}</p>
    </div>
  );
}

function Namespace({ set }: { readonly set: NamespaceSet }) {
  const rows = useRows(set);
  return (
    <div className="rwset-namespace">
      <h4 className="mono">{set.namespace}</h4>
      {rows.length === 0 ? null : <Rows rows={rows} />}
      {set.collections.map((collection) => (
        <Collection key={collection.collection} set={collection} />
      ))}
    </div>
  );
}

export function ReadWriteSets({ namespaces }: { readonly namespaces: readonly NamespaceSet[] }) {
  const t = useText();
  if (namespaces.length === 0) return null;
  return (
    <Sheet title={t('things.rwset')} note={t('things.rwset.note')} area="rwset">
      {namespaces.map((set) => (
        <Namespace key={set.namespace} set={set} />
      ))}
    </Sheet>
  );
}
