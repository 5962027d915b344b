/** The configuration as a tree: one tab stop, the arrow keys walk, Enter opens and shows. */
import { type KeyboardEvent, useRef } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { treeMove } from '../../panels/inspector/policy-rows.ts';
import type { ConfigRow } from './config-rows.ts';

interface ConfigTreeProps {
  readonly rows: readonly ConfigRow[];
  /** Path of the row with the focus and the details. */
  readonly current: string;
  readonly label: string;
  readonly onFocus: (path: string) => void;
  readonly onToggle: (path: string) => void;
}

const MARKS = { same: '', within: '', added: '+', changed: '±', removed: '−' } as const;

interface RowProps extends Pick<ConfigTreeProps, 'onFocus' | 'onToggle'> {
  readonly row: ConfigRow;
  readonly focusable: boolean;
}

function Row({ row, focusable, onFocus, onToggle }: RowProps) {
  const t = useText();
  const { node, open, path, level } = row;
  const first = node.lines[0] ?? '';
  return (
    <li
      role="treeitem"
      data-path={path}
      data-kind={node.kind}
      data-change={node.change}
      aria-level={level}
      aria-setsize={row.siblings}
      aria-posinset={row.position}
      aria-selected={focusable}
      {...(open === null ? {} : { 'aria-expanded': open })}
      tabIndex={focusable ? 0 : -1}
      style={{ paddingInlineStart: `${String((level - 1) * 1.1)}em` }}
      onFocus={() => onFocus(path)}
      onClick={() => {
        onFocus(path);
        if (open !== null) onToggle(path);
      }}
    >
      <span className="config-tree__twist" aria-hidden="true">
        {open === null ? '' : open ? '▾' : '▸'}
      </span>
      <span className="config-tree__kind">{t(`things.config.kind.${node.kind}`)}</span>
      <span className="config-tree__name">
        <b>{node.name}</b>
        {first === '' ? null : (
          <span className="inside-note mono">
            {first}
            {node.lines.length > 1 ? ' …' : ''}
          </span>
        )}
      </span>
      {node.change === 'same' || node.change === 'within' ? null : (
        <span className="config-tree__mark">
          <span aria-hidden="true">{MARKS[node.change]}</span> {t(`things.config.change.${node.change}`)}
        </span>
      )}
      <span className="config-tree__version">{t('things.config.version', { version: node.version })}</span>
    </li>
  );
}

export function ConfigTree({ rows, current, label, onFocus, onToggle }: ConfigTreeProps) {
  const list = useRef<HTMLUListElement>(null);
  const focused = rows.some(({ path }) => path === current) ? current : (rows[0]?.path ?? '');
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const move = treeMove(rows, focused, event.code);
    if (move === null) return;
    event.preventDefault();
    // The page's own keys (step, play) must not follow.
    event.stopPropagation();
    if (move.type === 'toggle') return onToggle(move.path);
    list.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(move.path)}"]`)?.focus();
  };
  return (
    <ul ref={list} className="config-tree" role="tree" aria-label={label} onKeyDown={onKeyDown}>
      {rows.map((row) => (
        <Row key={row.path} row={row} focusable={row.path === focused} onFocus={onFocus} onToggle={onToggle} />
      ))}
    </ul>
  );
}
