/** What a transaction read and wrote, as the endorsers signed it. */
import { useText } from '../../i18n/text-context.tsx';
import { clipped } from '../figures.ts';
import type { ReadWriteSummary } from '../lab-types.ts';

const VALUE_LENGTH = 60;

/** Keys of composite form hold NUL and U+10FFFF: shown as a middle dot. */
const readableKey = (key: string): string => key.replace(/[\u0000\u{10ffff}]/gu, '·');

/** `block, transaction` of the version read. */
const versionText = (version: string): string => `(${version.replace('.', ', ')})`;

/** The namespace is named only where it is not the chaincode's own. */
const nameOf = (namespace: string, key: string, own: string): string =>
  namespace === own ? readableKey(key) : `${namespace} / ${readableKey(key)}`;

interface PartProps {
  readonly rwset: ReadWriteSummary;
  readonly chaincode: string;
}

export function Reads({ rwset, chaincode }: PartProps) {
  const t = useText();
  if (rwset.reads.length + rwset.ranges.length + (rwset.richQueries?.length ?? 0) === 0) return t('panels.rwset.none');
  return (
    <ul className="rwset">
      {rwset.reads.map(({ namespace, key, version }) => (
        <li key={`${namespace} ${key}`}>
          <span className="mono">{nameOf(namespace, key, chaincode)}</span>{' '}
          <span>
            {version === null ? t('panels.rwset.absent') : <span className="mono">@ {versionText(version)}</span>}
          </span>
        </li>
      ))}
      {rwset.ranges.map(({ namespace, start, end, results }) => (
        <li key={`${namespace} ${start} ${end}`}>
          <span className="mono">
            [{nameOf(namespace, start, chaincode)}, {readableKey(end)})
          </span>{' '}
          {t('panels.rwset.results', { count: results })}
        </li>
      ))}
      {(rwset.richQueries ?? []).map(({ query, results }, index) => (
        <li key={`${index} ${query}`}>
          <span className="mono">{clipped(query, VALUE_LENGTH)}</span> {t('panels.rwset.rich', { count: results })}
        </li>
      ))}
    </ul>
  );
}

export function Writes({ rwset, chaincode }: PartProps) {
  const t = useText();
  if (rwset.writes.length + rwset.privateWrites.length === 0) return t('panels.rwset.none');
  return (
    <ul className="rwset">
      {rwset.writes.map(({ namespace, key, value }) => (
        <li key={`${namespace} ${key}`}>
          <span className="mono">
            {nameOf(namespace, key, chaincode)} ← {value === null ? '' : clipped(value, VALUE_LENGTH)}
          </span>
          {value === null ? t('panels.rwset.deleted') : null}
        </li>
      ))}
      {rwset.privateWrites.map(({ namespace, collection, keys }) => (
        <li key={`${namespace} ${collection}`}>
          <span className="mono">
            {namespace} / {collection}
          </span>{' '}
          {t('panels.rwset.private', { count: keys })}
        </li>
      ))}
    </ul>
  );
}
