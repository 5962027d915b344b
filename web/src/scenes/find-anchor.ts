/** Finds the fact a step of a scene stands on. */
import type { Entry } from '../sim/trace/facts.ts';
import type { Anchor } from './scene.ts';
import { leaderOf } from './whoever.ts';

/** The nodes an anchor names; empty: it may be any. */
export const nodesOfAnchor = ({ node }: Anchor): readonly string[] =>
  node === undefined ? [] : typeof node === 'string' ? [node] : node;

function matches(entry: Entry, anchor: Anchor): boolean {
  if (entry.fact.type !== anchor.fact) return false;
  if (anchor.node !== undefined && !nodesOfAnchor(anchor).includes(entry.node)) return false;
  const fact: Readonly<Record<string, unknown>> = { ...entry.fact };
  return Object.entries(anchor.fields ?? {}).every(([name, value]) => fact[name] === value);
}

/** The entry the anchor means among `entries` from index (= seq) `from` on; null when it has not happened. */
export function findAnchor(entries: readonly Entry[], anchor: Anchor, from: number): Entry | null {
  let left = anchor.occurrence ?? 1;
  for (let index = from; index < entries.length; index++) {
    const entry = entries[index];
    if (entry === undefined || !matches(entry, anchor)) continue;
    if (anchor.leads !== undefined && leaderOf(entries.slice(0, index), anchor.leads) !== entry.node) continue;
    left -= 1;
    if (left === 0) return entry;
  }
  return null;
}
