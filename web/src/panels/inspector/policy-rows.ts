/** The lines of a policy tree that are to be seen, and where the arrow keys lead. Pure. */
import type { PolicyNode } from '../lab-types.ts';
import { type NodeState, nodeState } from './policy-words.ts';

export interface TreeRow {
  /** Places of the children from the root down, joined with dots; empty for the root. */
  readonly path: string;
  /** 1 for the root. */
  readonly level: number;
  readonly node: PolicyNode;
  readonly state: NodeState;
  /** null: nothing to open. */
  readonly open: boolean | null;
  readonly position: number;
  readonly siblings: number;
}

/** Trees up to this many nodes are shown whole. */
const SHOWN_WHOLE = 8;

const sizeOf = (node: PolicyNode): number => 1 + node.children.reduce((sum, child) => sum + sizeOf(child), 0);

/** Branches below a node, all the way down: what a closed node hides. */
export const hiddenIn = (node: PolicyNode): number => sizeOf(node) - 1;

/** The rows to be seen; `toggled` are the paths the reader opened or closed against what is usual. */
export function visibleRows(root: PolicyNode, toggled: ReadonlySet<string>): readonly TreeRow[] {
  const whole = sizeOf(root) <= SHOWN_WHOLE;
  const rows: TreeRow[] = [];
  const visit = (node: PolicyNode, path: string, level: number, needed: boolean, place: [number, number]): void => {
    const state = nodeState(node, needed);
    const usual = whole || level === 1 || state === 'missing';
    const open = node.children.length === 0 ? null : usual !== toggled.has(path);
    rows.push({ path, level, node, state, open, position: place[0], siblings: place[1] });
    if (open !== true) return;
    for (const [index, child] of node.children.entries())
      visit(child, path === '' ? String(index) : `${path}.${index}`, level + 1, needed && !node.satisfied, [
        index + 1,
        node.children.length,
      ]);
  };
  visit(root, '', 1, true, [1, 1]);
  return rows;
}

/** What a key does on the row at `path`: go to another row, or open or close this one. */
export type TreeMove =
  | { readonly type: 'focus'; readonly path: string }
  | { readonly type: 'toggle'; readonly path: string };

/** null: the key is not the tree's. The rows of any tree will do. */
export function treeMove(
  rows: readonly Pick<TreeRow, 'path' | 'level' | 'open'>[],
  path: string,
  code: string,
): TreeMove | null {
  const index = rows.findIndex((row) => row.path === path);
  const row = rows[index];
  if (row === undefined) return null;
  const to = (target: Pick<TreeRow, 'path'> | undefined): TreeMove => ({ type: 'focus', path: (target ?? row).path });
  switch (code) {
    case 'ArrowDown':
      return to(rows[index + 1]);
    case 'ArrowUp':
      return to(rows[index - 1]);
    case 'Home':
      return to(rows[0]);
    case 'End':
      return to(rows.at(-1));
    case 'ArrowRight':
      if (row.open === false) return { type: 'toggle', path };
      return to(row.open === true ? rows[index + 1] : undefined);
    case 'ArrowLeft':
      if (row.open === true) return { type: 'toggle', path };
      return to(rows.slice(0, index).findLast(({ level }) => level < row.level));
    case 'Enter':
    case 'Space':
      return row.open === null ? to(row) : { type: 'toggle', path };
    default:
      return null;
  }
}
