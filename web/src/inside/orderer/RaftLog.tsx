/** The Raft log as cells on one axis, and below them how far each follower is known to have it. */
import { useLayoutEffect, useRef } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { openable } from '../openable.ts';
import type { NodeInsideProps } from '../place-props.ts';
import { type FollowerRow, holdsEntry, type LogCell, raftLogCells, type RaftPicture } from './raft-log-picture.ts';

interface Props extends Omit<NodeInsideProps, 'info'> {
  readonly raft: RaftPicture;
  readonly nameOf: (node: string | null) => string;
  readonly node: string;
}

export function RaftLog({ raft, nameOf, node, ...steps }: Props) {
  const t = useText();
  const { cells, followers } = raftLogCells(raft);
  const box = useRef<HTMLDivElement>(null);
  const last = raft.log.lastIndex;
  useLayoutEffect(() => {
    // What is new is at the end.
    if (box.current !== null) box.current.scrollLeft = box.current.scrollWidth;
  }, [last]);
  return (
    <section className="inside-sheet" aria-labelledby="inside-log">
      <header>
        <h3 id="inside-log">{t('inside.log.title')}</h3>
        <small>{t('inside.log.figures', { commit: raft.commit, applied: raft.applied, last })}</small>
      </header>
      <div className="raft-log" ref={box} role="region" aria-label={t('inside.log.cells')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('inside.log.index')}</th>
              {cells.map((cell) => (
                <th scope="col" key={headOf(cell)}>
                  {headOf(cell)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t('inside.log.own')}</th>
              {cells.map((cell) => (
                <td key={headOf(cell)}>
                  <Cell cell={cell} raft={raft} node={node} nameOf={nameOf} {...steps} />
                </td>
              ))}
            </tr>
            {followers.map((row) => (
              <Follower key={row.follower.consenter.id} row={row} cells={cells} nameOf={nameOf} />
            ))}
          </tbody>
        </table>
      </div>
      <ul className="raft-legend">
        {(['applied', 'committed', 'appended'] as const).map((stage) => (
          <li key={stage}>
            <i className={`raft-cell is-${stage}`} /> {t(`inside.log.stage.${stage}`)}
          </li>
        ))}
        {raft.snapshot.newest === null ? null : <li>{t('inside.log.snapshotNote')}</li>}
        {followers.length === 0 ? null : <li>{t('inside.log.marks')}</li>}
      </ul>
    </section>
  );
}

function headOf(cell: LogCell): string {
  switch (cell.type) {
    case 'compacted':
    case 'earlier':
      return cell.from === cell.to ? String(cell.from) : `${String(cell.from)}–${String(cell.to)}`;
    case 'entry':
      return String(cell.entry.index);
    case 'end':
      return String(cell.index);
  }
}

function Cell({ cell, raft, node, nameOf, ...steps }: Props & { readonly cell: LogCell }) {
  const t = useText();
  const { newest } = raft.snapshot;
  // Entries stay in the log for a while after a snapshot stands for them: what is cut off and what is in it differ.
  const end = newest !== null && holdsEntry(cell, newest.index) ? <SnapshotEnd block={newest.block} /> : null;
  if (cell.type === 'compacted')
    return (
      <span className="raft-cell is-compacted">
        {t('inside.log.compacted')} {end}
      </span>
    );
  if (cell.type === 'earlier') return <span className="raft-cell is-applied">… {end}</span>;
  if (cell.type === 'end') return <span className="raft-cell is-end">{t('inside.log.end')}</span>;
  const { content, term, stage } = cell.entry;
  const words = (
    <>
      <b>{contentText(t, content, nameOf)}</b>
      <small>{t('inside.log.term', { term })}</small>
      <small className="ui-hidden">{t(`inside.log.stage.${stage}`)}</small>
      {end}
    </>
  );
  if (content.kind !== 'block' || stage !== 'applied') return <span className={`raft-cell is-${stage}`}>{words}</span>;
  const target = { node, channel: raft.channel, number: content.block };
  return (
    <button
      type="button"
      className={`raft-cell is-${stage}`}
      {...openable(steps, { type: 'block', ...target }, { kind: 'block', ...target })}
    >
      {words}
    </button>
  );
}

/** The newest snapshot reaches to here. */
function SnapshotEnd({ block }: { readonly block: number | null }) {
  const t = useText();
  return (
    <small className="raft-snapshot-end">
      {block === null ? t('inside.log.snapshot') : t('inside.log.snapshotBlock', { block })}
    </small>
  );
}

function contentText(
  t: Translate,
  content: RaftPicture['log']['entries'][number]['content'],
  nameOf: (node: string | null) => string,
): string {
  switch (content.kind) {
    case 'block':
      return t('inside.peer.block', { number: content.block });
    case 'confChange':
      return t(`inside.log.change.${content.type}`, { node: nameOf(content.consenter.node) });
    case 'empty':
      return t('inside.log.empty');
  }
}

interface FollowerProps {
  readonly row: FollowerRow;
  readonly cells: readonly LogCell[];
  readonly nameOf: (node: string | null) => string;
}

const SIGNS = { has: '●', next: '▲', not: '·' } as const;

function Follower({ row: { follower, marks }, cells, nameOf }: FollowerProps) {
  const t = useText();
  const { consenter, match, next, state, recentActive } = follower;
  return (
    <tr>
      <th scope="row">
        {nameOf(consenter.node)}
        <small>
          {t('inside.log.progress', { match, next })} · {t(`inside.log.state.${state}`)}
          {recentActive ? null : ` · ${t('inside.log.silent')}`}
        </small>
      </th>
      {marks.map((mark, index) => (
        <td key={headOf(cells[index] ?? { type: 'end', index: 0 })} className={`raft-mark is-${mark}`}>
          <span aria-hidden="true">{SIGNS[mark]}</span>
          <span className="ui-hidden">{t(`inside.log.mark.${mark}`)}</span>
        </td>
      ))}
    </tr>
  );
}
