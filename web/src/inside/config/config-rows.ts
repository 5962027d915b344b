/** The lines of a configuration tree that are to be seen: what is open, what a search finds, what has changed. Pure. */
import type { InsideOf } from '../../link/react/use-inside.ts';

export type ConfigNode = InsideOf<'config'>['root'];

export interface ConfigRow {
  /** Kind and path: a value and a policy may have one name. */
  readonly path: string;
  readonly node: ConfigNode;
  /** 1 for the root. */
  readonly level: number;
  /** null: nothing to open. */
  readonly open: boolean | null;
  readonly position: number;
  readonly siblings: number;
}

export interface ConfigFilter {
  /** Words that must occur; empty for none. */
  readonly search: string;
  readonly onlyChanges: boolean;
}

/** Levels that are open unless the reader closes them: the channel and its sections. */
const OPEN_LEVELS = 1;

export const rowKey = ({ kind, path }: ConfigNode): string => `${kind} ${path}`;

const textOf = ({ path, lines, modPolicy }: ConfigNode): string =>
  `${path} ${modPolicy} ${lines.join(' ')}`.toLowerCase();

/** Whether the element itself is what is looked for. */
function matches(node: ConfigNode, { search, onlyChanges }: ConfigFilter): boolean {
  if (onlyChanges && (node.change === 'same' || node.change === 'within')) return false;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const text = textOf(node);
  return words.every((word) => text.includes(word));
}

const isFiltering = ({ search, onlyChanges }: ConfigFilter): boolean => onlyChanges || search.trim() !== '';

/** Elements that match, and those on the way to them. */
function found(node: ConfigNode, filter: ConfigFilter, into: Set<string>): boolean {
  let any = matches(node, filter);
  for (const child of node.children) any = found(child, filter, into) || any;
  if (any) into.add(rowKey(node));
  return any;
}

/** How many elements match, the ways to them not counted. */
export const matchCount = (node: ConfigNode, filter: ConfigFilter): number =>
  (matches(node, filter) ? 1 : 0) + node.children.reduce((sum, child) => sum + matchCount(child, filter), 0);

/** `toggled` are the rows the reader opened or closed against what is usual. While filtering all that is found is open. */
export function configRows(root: ConfigNode, filter: ConfigFilter, toggled: ReadonlySet<string>): readonly ConfigRow[] {
  const filtering = isFiltering(filter);
  const kept = new Set<string>();
  if (filtering) found(root, filter, kept);
  const rows: ConfigRow[] = [];
  const visit = (node: ConfigNode, level: number, position: number, siblings: number): void => {
    const path = rowKey(node);
    const children = filtering ? node.children.filter((child) => kept.has(rowKey(child))) : node.children;
    const usual = filtering || level <= OPEN_LEVELS || node.change === 'within';
    const open = children.length === 0 ? null : usual !== toggled.has(path);
    rows.push({ path, node, level, open, position, siblings });
    if (open === true) for (const [at, child] of children.entries()) visit(child, level + 1, at + 1, children.length);
  };
  if (!filtering || kept.has(rowKey(root))) visit(root, 1, 1, 1);
  return rows;
}

/** Every element that differs, the removed ones too. */
export const changesIn = (node: ConfigNode): readonly ConfigNode[] => [
  ...(node.change === 'same' || node.change === 'within' ? [] : [node]),
  ...node.children.flatMap(changesIn),
];

export function findNode(root: ConfigNode, path: string): ConfigNode | null {
  if (rowKey(root) === path) return root;
  for (const child of root.children) {
    const hit = findNode(child, path);
    if (hit !== null) return hit;
  }
  return null;
}

export interface LineChange {
  readonly text: string;
  readonly mark: 'same' | 'added' | 'removed';
}

/** The lines of an element beside those before, as a list of what came and went. */
export function lineChanges({
  lines,
  before,
  change,
}: Pick<ConfigNode, 'lines' | 'before' | 'change'>): readonly LineChange[] {
  if (change === 'removed') return lines.map((text) => ({ text, mark: 'removed' }));
  if (change === 'added') return lines.map((text) => ({ text, mark: 'added' }));
  const old = before?.lines ?? lines;
  const gone = old.filter((line) => !lines.includes(line)).map((text): LineChange => ({ text, mark: 'removed' }));
  return [...gone, ...lines.map((text): LineChange => ({ text, mark: old.includes(text) ? 'same' : 'added' }))];
}
