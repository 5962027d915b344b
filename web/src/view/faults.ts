/**
 * What is broken at a moment, as things a person would name (a node cut off, the network in parts, a slow link), each
 * with the command that mends it. Made of the facts alone, so it is right at any time of any branch.
 */
import type { Command } from '../sim/protocol/commands.ts';
import type { NodeId } from '../sim/trace/facts.ts';
import { isIsolated, isCut, type LinkTrouble, type WorldView } from './world-model.ts';

type Groups = readonly (readonly NodeId[])[];

export type Fault =
  | { readonly type: 'crashed' | 'stopped' | 'isolated' | 'tampered'; readonly node: NodeId }
  | { readonly type: 'lying'; readonly node: NodeId; readonly lie: string }
  | { readonly type: 'poorNode'; readonly node: NodeId; readonly loss: number; readonly latencyFactor: number }
  | { readonly type: 'parted'; readonly groups: Groups }
  | ({ readonly type: 'link' } & LinkTrouble);

const pair = (a: NodeId, b: NodeId): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

/** Every pair of nodes of different groups. */
function across(groups: Groups): readonly (readonly [NodeId, NodeId])[] {
  return groups.flatMap((group, index) =>
    groups.slice(index + 1).flatMap((others) => group.flatMap((a) => others.map((b) => [a, b] as const))),
  );
}

/** Parts that are still apart: of a partition somebody has mended link by link nothing is left. */
export function partsNow(world: WorldView): readonly Groups[] {
  return world.partitions.filter((groups) => across(groups).some(([a, b]) => isCut(world, a, b)));
}

/** The share and the slowness all links of a node have in common, when they have; null: as usual, or not in common. */
export function poorness(
  world: WorldView,
  node: NodeId,
): { readonly loss: number; readonly latencyFactor: number } | null {
  let common: LinkTrouble | null = null;
  for (const other of Object.keys(world.nodes)) {
    if (other === node) continue;
    const link = world.links[`${node}>${other}`] ?? world.links[`${other}>${node}`];
    if (link === undefined || link.oneWay || (link.loss === 0 && link.latencyFactor === 1)) return null;
    if (common !== null && (common.loss !== link.loss || common.latencyFactor !== link.latencyFactor)) return null;
    common = link;
  }
  return common;
}

function nodeFaults(world: WorldView): readonly Fault[] {
  return Object.values(world.nodes).flatMap(({ info, life, stopped, lie, channels }): readonly Fault[] => {
    const node = info.id;
    const isTampered = Object.values(channels).some(({ blocks }) => blocks.some(({ tampered }) => tampered));
    return [
      ...(life === 'crashed' ? [{ type: stopped ? ('stopped' as const) : ('crashed' as const), node }] : []),
      ...(lie === undefined ? [] : [{ type: 'lying' as const, node, lie }]),
      ...(isTampered ? [{ type: 'tampered' as const, node }] : []),
    ];
  });
}

/** Parts first, then nodes with all their links, then single links: each broken link is told once. */
function linkFaults(world: WorldView): readonly Fault[] {
  const told = new Set<string>();
  const faults: Fault[] = [];
  for (const groups of partsNow(world)) {
    for (const [a, b] of across(groups)) told.add(pair(a, b));
    faults.push({ type: 'parted', groups });
  }
  const ids = Object.keys(world.nodes);
  const tell = (node: NodeId): void => ids.forEach((other) => told.add(pair(node, other)));
  for (const node of ids.filter((id) => isIsolated(world, id))) {
    tell(node);
    faults.push({ type: 'isolated', node });
  }
  for (const node of ids) {
    const poor = poorness(world, node);
    if (poor === null) continue;
    tell(node);
    faults.push({ type: 'poorNode', node, loss: poor.loss, latencyFactor: poor.latencyFactor });
  }
  for (const link of Object.values(world.links))
    if (!told.has(pair(link.from, link.to))) faults.push({ type: 'link', ...link });
  return faults;
}

const NONE: readonly Fault[] = [];

/** Everything that is broken now. The worlds of one moment are one object: the answer is kept with it. */
const known = new WeakMap<WorldView, readonly Fault[]>();

export function faultsOf(world: WorldView): readonly Fault[] {
  const before = known.get(world);
  if (before !== undefined) return before;
  const isQuiet = Object.keys(world.links).length === 0;
  const faults = [...nodeFaults(world), ...(isQuiet ? NONE : linkFaults(world))];
  known.set(world, faults);
  return faults;
}

/** What mends it; null when no single command does (changed files). */
export function healingOf(fault: Fault): Command | null {
  switch (fault.type) {
    case 'crashed':
    case 'stopped':
      return { type: 'restartNode', node: fault.node };
    case 'isolated':
      return { type: 'isolateNode', node: fault.node, isolated: false };
    case 'lying':
      return { type: 'corruptOrderer', node: fault.node, lie: 'none' };
    case 'poorNode':
      return { type: 'degradeNode', node: fault.node, loss: 0, latencyFactor: 1 };
    case 'parted':
      return { type: 'partitionNetwork', groups: fault.groups, parted: false };
    case 'link': {
      const { from, to, oneWay } = fault;
      const usual = { up: true, loss: 0, latencyFactor: 1 } as const;
      return { type: 'setLink', from, to, ...usual, ...(oneWay && { oneWay }) };
    }
    case 'tampered':
      return null;
  }
}

/** The commands that mend everything: links all at once, then node by node. */
export function healAll(faults: readonly Fault[]): readonly Command[] {
  const isOfLinks = ({ type }: Fault): boolean => ['isolated', 'poorNode', 'parted', 'link'].includes(type);
  const ofNodes = faults.filter((fault) => !isOfLinks(fault)).flatMap((fault) => healingOf(fault) ?? []);
  return [...(faults.some(isOfLinks) ? [{ type: 'healNetwork' } as const] : []), ...ofNodes];
}

export type LinkWord = 'cut' | 'lossy' | 'slow' | 'poor';

/** What is wrong with a link, in the order of what matters most. */
export function linkWord({ up, loss, latencyFactor }: Pick<LinkTrouble, 'up' | 'loss' | 'latencyFactor'>): LinkWord {
  if (!up) return 'cut';
  if (loss > 0) return latencyFactor === 1 ? 'lossy' : 'poor';
  return 'slow';
}

/** What a card says over its border besides being off or cut off: `part 2`, `slow`, `lying`; null for nothing. */
export type NodeWord = 'stopped' | 'lying' | 'poor' | 'tampered' | `part${number}`;

export function nodeWord(world: WorldView, node: NodeId): NodeWord | null {
  const view = world.nodes[node];
  if (view?.stopped) return 'stopped';
  if (view?.lie !== undefined) return 'lying';
  for (const fault of faultsOf(world)) {
    if (fault.type === 'poorNode' && fault.node === node) return 'poor';
    if (fault.type === 'tampered' && fault.node === node) return 'tampered';
    if (fault.type !== 'parted') continue;
    const part = fault.groups.findIndex((group) => group.includes(node));
    if (part >= 0) return `part${part + 1}`;
  }
  return null;
}
