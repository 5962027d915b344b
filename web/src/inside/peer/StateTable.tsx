/** The state database as a table: keys in order, what the block at work changes as old → new. */
import { Fragment } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { clipped } from '../../panels/figures.ts';
import { type ChosenKey, keyText, rowId } from './key-text.ts';
import type { StatePicture, StateRow } from './state-picture.ts';
import { valueChanges, valueText, versionText } from './value-change.ts';

interface Props {
  readonly state: StatePicture;
  readonly prefix: string;
  readonly onPrefix: (prefix: string) => void;
  readonly chosen: ChosenKey | null;
  readonly onChoose: (key: ChosenKey | null) => void;
}

export function StateTable({ state, prefix, onPrefix, chosen, onChoose }: Props) {
  const t = useText();
  const several = state.namespaces.length > 1;
  return (
    <>
      {state.more > 0 || prefix !== '' ? (
        <input
          className="peer-state__filter"
          type="search"
          aria-label={t('inside.peer.filter')}
          placeholder={t('inside.peer.filter')}
          value={prefix}
          onChange={(event) => onPrefix(event.target.value)}
        />
      ) : null}
      {state.rows.length === 0 ? <p className="inside-note">{t('inside.peer.noKeys')}</p> : null}
      {state.rows.length === 0 ? null : (
        <table className="peer-state">
          <thead>
            <tr>
              <th scope="col">{t('inside.peer.key')}</th>
              <th scope="col">{t('inside.peer.value')}</th>
              <th scope="col">{t('inside.peer.version')}</th>
            </tr>
          </thead>
          <tbody>
            {state.rows.map((row, index) => (
              <Fragment key={rowId(row.namespace, row.key)}>
                {several && row.namespace !== state.rows[index - 1]?.namespace ? (
                  <tr className="peer-state__namespace">
                    <th scope="rowgroup" colSpan={3}>
                      {t('inside.peer.namespace', { name: row.namespace })}
                    </th>
                  </tr>
                ) : null}
                <Row
                  row={row}
                  chosen={chosen?.namespace === row.namespace && chosen.key === row.key}
                  onChoose={onChoose}
                />
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
      {state.more > 0 ? <p className="inside-note">{t('inside.peer.more', { count: state.more })}</p> : null}
    </>
  );
}

interface RowProps extends Pick<Props, 'onChoose'> {
  readonly row: StateRow;
  readonly chosen: boolean;
}

function Row({ row, chosen, onChoose }: RowProps) {
  const { namespace, key, before, after, touched, conflict } = row;
  const classes = [touched && 'is-touched', conflict && 'is-conflict', after !== null && 'is-changed'];
  return (
    <tr className={classes.filter(Boolean).join(' ')} data-key={rowId(namespace, key)}>
      <th scope="row">
        <button
          type="button"
          className="mono"
          aria-expanded={chosen}
          onClick={() => onChoose(chosen ? null : { namespace, key })}
        >
          {keyText(key)}
        </button>
      </th>
      <td>
        <Value row={row} />
      </td>
      <td className="mono">
        {before === null || after !== null ? null : versionText(before.version)}
        {after === null ? null : (
          <>
            {before === null ? null : <del>{versionText(before.version)}</del>} <span aria-hidden="true">→</span>{' '}
            <ins>{versionText(after.version)}</ins>
          </>
        )}
      </td>
    </tr>
  );
}

/** Values longer than this are in the inspector, whole. */
const CLIP = 60;

function Value({ row: { key, before, after } }: { readonly row: StateRow }) {
  const t = useText();
  const short = (value: string): string => clipped(valueText(value, key), CLIP);
  if (after === null) {
    const value = before?.value ?? null;
    return value === null ? <em>{t('inside.peer.absent')}</em> : <span title={value}>{short(value)}</span>;
  }
  const isNew = before === null || before.value === null;
  if (isNew && after.value !== null)
    return (
      <span className="peer-state__new" title={after.value}>
        {short(after.value)}
      </span>
    );
  return valueChanges(before?.value ?? null, after.value).map(({ field, before: was, after: is }) => (
    <div key={field}>
      {field === '' ? null : <span className="peer-state__field">{field}: </span>}
      {was === null ? null : <del>{clipped(was, CLIP)}</del>}
      {was === null ? null : <span aria-hidden="true"> → </span>}
      {is === null ? <em>{t('inside.peer.deleted')}</em> : <ins>{clipped(is, CLIP)}</ins>}
    </div>
  ));
}
