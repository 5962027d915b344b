/** What a transaction read and wrote, as the endorsers signed it. */
import { useText } from '../../i18n/text-context.tsx';
import { clipped } from '../figures.ts';
import type { ReadWriteSummary } from '../lab-types.ts';

const VALUE_LENGTH = 60;

/** Keys of composite form hold NUL and U+10FFFF: shown as a middle dot. */
export const readableKey = (key: string): string => key.replace(/[\u0000\u{10ffff}]/gu, '·');

/** `block, transaction` of the version read. */
export const versionText = (version: string): string => `(${version.replace('.', ', ')})`;

/** The namespace is named only where it is not the chaincode's own. */
const nameOf = (namespace: string, key: string, own: string): string =>
  namespace === own ? readableKey(key) : `${namespace} / ${readableKey(key)}`;

/** Shows a key of the state; null where there is no state to look at. */
export type OnKey = (namespace: string, key: string) => void;

interface PartProps {
  readonly rwset: ReadWriteSummary;
  readonly chaincode: string;
  readonly onKey?: OnKey | null;
}

function KeyName({ namespace, name, chaincode, onKey = null }: Omit<PartProps, 'rwset'> & KeyOf) {
  const text = nameOf(namespace, name, chaincode);
  // What the peer keeps for itself (definitions, approvals) is looked at as what it is.
  if (onKey === null || namespace.startsWith('_') || namespace === 'lscc') return <span className="mono">{text}</span>;
  return (
    <button type="button" className="panel-link thing-link mono" onClick={() => onKey(namespace, name)}>
      {text}
    </button>
  );
}

interface KeyOf {
  readonly namespace: string;
  readonly name: string;
}

export function Reads({ rwset, chaincode, onKey = null }: PartProps) {
  const t = useText();
  if (rwset.reads.length + rwset.ranges.length + (rwset.richQueries?.length ?? 0) === 0) return t('panels.rwset.none');
  return (
    <ul className="rwset">
      {rwset.reads.map(({ namespace, key, version }) => (
        <li key={`${namespace} ${key}`}>
          <KeyName {...{ namespace, name: key, chaincode, onKey }} />{' '}
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

export function Writes({ rwset, chaincode, onKey = null }: PartProps) {
  const t = useText();
  if (rwset.writes.length + rwset.privateWrites.length === 0) return t('panels.rwset.none');
  return (
    <ul className="rwset">
      {rwset.writes.map(({ namespace, key, value }) => (
        <li key={`${namespace} ${key}`}>
          <KeyName {...{ namespace, name: key, chaincode, onKey }} />{' '}
          <span className="mono">← {value === null ? '' : clipped(value, VALUE_LENGTH)}</span>
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
