/**
 * A policy as a tree: what it asks for, what was met by whom, what is missing. One tab stop; the arrow keys walk.
 */
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import type { PolicyNode, PolicyPicture } from '../lab-types.ts';
import { hiddenIn, type TreeRow, treeMove, visibleRows } from './policy-rows.ts';
import { principalText, signerText } from './policy-words.ts';

const SIGNS = { met: '✓', missing: '✗', unneeded: '–' } as const;
const TONES = { met: 'good', missing: 'bad', unneeded: 'panel-note' } as const;

/** What a node asks for. */
function askText(t: Translate, node: PolicyNode): string {
  switch (node.kind) {
    case 'principal':
      return node.principal ? principalText(t, node.principal) : node.rule;
    case 'missing':
      return t('inspector.policy.noSuch', { name: node.rule });
    case 'gate':
      return t('inspector.policy.gate', { need: node.need, count: node.children.length });
    case 'implicit':
      return node.rule;
  }
}

/** A leaf is missing; a rule over others falls short. */
const stateText = (t: Translate, { node, state }: TreeRow): string =>
  state === 'missing' && node.children.length > 0 ? t('inspector.policy.no') : t(`inspector.policy.state.${state}`);

interface RowProps {
  readonly row: TreeRow;
  readonly picture: PolicyPicture;
  readonly nameOf: (name: string) => string;
  readonly focusable: boolean;
  readonly onFocus: (path: string) => void;
  readonly onToggle: (path: string) => void;
}

function Row({ row, picture, nameOf, focusable, onFocus, onToggle }: RowProps) {
  const t = useText();
  const { node, state, open, path } = row;
  const inner = node.children.length > 0;
  // `Org1MSP: a peer of Org1MSP` says it twice.
  const label = node.principal?.mspId === node.label ? '' : node.label;
  const signer = node.signedBy === null ? undefined : picture.signatures[node.signedBy];
  return (
    <li
      role="treeitem"
      data-path={path}
      aria-level={row.level}
      aria-setsize={row.siblings}
      aria-posinset={row.position}
      aria-selected={focusable}
      {...(open === null ? {} : { 'aria-expanded': open })}
      tabIndex={focusable ? 0 : -1}
      style={{ paddingInlineStart: `${(row.level - 1) * 1.1}em` }}
      onFocus={() => onFocus(path)}
      onClick={() => (open === null ? undefined : onToggle(path))}
    >
      <span className="policy-tree__twist" aria-hidden="true">
        {open === null ? '' : open ? '▾' : '▸'}
      </span>
      <span className={`policy-tree__sign ${TONES[state]}`} aria-hidden="true">
        {SIGNS[state]}
      </span>
      <span className="policy-tree__text">
        {label === '' ? null : <b>{label} </b>}
        <span className={node.kind === 'implicit' ? 'mono' : undefined}>{askText(t, node)}</span>{' '}
        {inner && state !== 'unneeded' ? (
          <span className="panel-note">{t('inspector.policy.count', { have: node.have, need: node.need })} · </span>
        ) : null}
        <span className={TONES[state]}>{stateText(t, row)}</span>
        {open === false ? (
          <span className="panel-note"> {t('inspector.policy.hidden', { count: hiddenIn(node) })}</span>
        ) : null}
        {signer === undefined ? null : (
          <span className="policy-tree__signer">
            {t('inspector.policy.signedBy', { who: signerText(t, signer, nameOf) })}
          </span>
        )}
      </span>
    </li>
  );
}

interface PolicyTreeProps {
  readonly picture: PolicyPicture;
  /** Shortens a host name. */
  readonly nameOf: (name: string) => string;
}

export function PolicyTree({ picture, nameOf }: PolicyTreeProps) {
  const t = useText();
  const list = useRef<HTMLUListElement>(null);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState('');
  const rows = useMemo(() => visibleRows(picture.tree, toggled), [picture, toggled]);
  const current = rows.some(({ path }) => path === focused) ? focused : '';

  const toggle = (path: string): void => {
    setFocused(path);
    setToggled((before) => new Set(before.has(path) ? [...before].filter((one) => one !== path) : [...before, path]));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const move = treeMove(rows, current, event.code);
    if (move === null) return;
    event.preventDefault();
    // The page's own keys (step, play) must not follow.
    event.stopPropagation();
    if (move.type === 'toggle') return toggle(move.path);
    list.current?.querySelector<HTMLElement>(`[data-path="${move.path}"]`)?.focus();
  };
  return (
    <ul
      ref={list}
      className="policy-tree"
      role="tree"
      aria-label={t('inspector.policy.tree', { name: picture.name })}
      onKeyDown={onKeyDown}
    >
      {rows.map((row) => (
        <Row
          key={row.path}
          {...{ row, picture, nameOf }}
          focusable={row.path === current}
          onFocus={setFocused}
          onToggle={toggle}
        />
      ))}
    </ul>
  );
}
