/** Inside the configuration of a channel: its tree, searchable, with what the chosen config block changed marked. */
import { useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useInside } from '../../link/react/use-inside.ts';
import type { PlaceProps } from '../place-props.ts';
import { Status } from '../status-slot.tsx';
import { Sheet } from '../thing/Sheet.tsx';
import { Waiting } from '../thing/Waiting.tsx';
import { ConfigDetail } from './ConfigDetail.tsx';
import { ConfigTree } from './ConfigTree.tsx';
import { changesIn, configRows, findNode, matchCount } from './config-rows.ts';
import './config.css';

const ROOT = 'group /Channel';

export function ConfigInside({ place, onEnter }: PlaceProps<'config'>) {
  const t = useText();
  const { node, channel } = place;
  const [number, setNumber] = useState<number | null>(null);
  const [search, setSearch] = useState('');
  const [onlyChanges, setOnlyChanges] = useState(false);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState(ROOT);
  const state = useInside<'config'>({ type: 'config', node, channel, number });
  if (state.status !== 'ready') return <Waiting state={state} />;
  const { data } = state;
  const filter = { search, onlyChanges: onlyChanges && data.comparedWith !== null };
  const rows = configRows(data.root, filter, toggled);
  const changes = changesIn(data.root).length;
  const element = findNode(data.root, current) ?? data.root;
  const toggle = (path: string): void =>
    setToggled((before) => new Set(before.has(path) ? [...before].filter((one) => one !== path) : [...before, path]));
  const isNarrowed = search.trim() !== '' || filter.onlyChanges;
  return (
    <div className="config-inside">
      <Status>{t('things.config.sequence', { sequence: data.sequence, number: data.number })}</Status>
      <Sheet title={t('things.config.tree')} note={t('things.config.treeNote')} area="tree">
        <div className="config-tools">
          <label>
            {t('things.config.block')}
            <select
              value={number ?? ''}
              onChange={(event) => setNumber(event.target.value === '' ? null : Number(event.target.value))}
            >
              <option value="">{t('things.config.newest')}</option>
              {data.history.map((one) => (
                <option key={one.number} value={one.number}>
                  {t('things.config.historyEntry', one)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('things.config.search')}
            <input type="search" value={search} onChange={(event) => setSearch(event.target.value)} />
          </label>
          <label>
            <input
              type="checkbox"
              checked={filter.onlyChanges}
              disabled={data.comparedWith === null}
              onChange={(event) => setOnlyChanges(event.target.checked)}
            />
            {t('things.config.onlyChanges')}
          </label>
        </div>
        <p className="inside-note" role="status">
          {data.comparedWith === null
            ? t(data.number === 0 ? 'things.config.first' : 'things.config.notKept')
            : t('things.config.changes', { count: changes, number: data.comparedWith })}
          {isNarrowed ? ` · ${t('things.config.found', { count: matchCount(data.root, filter) })}` : ''}
        </p>
        {rows.length === 0 ? (
          <p className="inside-note">{t('things.config.nothingFound')}</p>
        ) : (
          <ConfigTree
            rows={rows}
            current={current}
            label={t('things.config.treeOf', { channel })}
            onFocus={setCurrent}
            onToggle={toggle}
          />
        )}
      </Sheet>
      <ConfigDetail node={node} channel={channel} element={element} onEnter={onEnter} />
    </div>
  );
}
