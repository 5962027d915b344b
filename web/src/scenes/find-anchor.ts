/** Finds the fact a step of a scene stands on. */
import type { Entry, Fact, FactType } from '../sim/trace/facts.ts';
import type { Anchor, FieldsSought } from './scene.ts';
import { leaderOf } from './whoever.ts';

/** The nodes an anchor names; empty: it may be any. */
export const nodesOfAnchor = ({ node }: Anchor): readonly string[] =>
  node === undefined ? [] : typeof node === 'string' ? [node] : node;

export const factsOfAnchor = ({ fact }: Anchor): readonly FactType[] => (typeof fact === 'string' ? [fact] : fact);

function says(fact: Fact, sought: FieldsSought): boolean {
  const said: Readonly<Record<string, unknown>> = { ...fact };
  return Object.entries(sought).every(([name, value]) => {
    const field = said[name];
    if (!Array.isArray(field)) return field === value;
    return typeof value === 'number' ? field.length === value : field.includes(value);
  });
}

function matches({ node, fact }: Entry, anchor: Anchor): boolean {
  if (!factsOfAnchor(anchor).includes(fact.type)) return false;
  if (anchor.node !== undefined && !nodesOfAnchor(anchor).includes(node)) return false;
  return says(fact, anchor.fields ?? {});
}

/** Ids of the transactions among `entries` from index `from` on that were proposed as sought. */
function proposed(entries: readonly Entry[], sought: FieldsSought, from: number): ReadonlySet<string> {
  const txids = new Set<string>();
  for (const { fact } of entries.slice(from))
    if (fact.type === 'proposalCreated' && says(fact, sought)) txids.add(fact.txid);
  return txids;
}

/** The entry the anchor means among `entries` from index (= seq) `from` on; null when it has not happened. */
export function findAnchor(entries: readonly Entry[], anchor: Anchor, from: number): Entry | null {
  let left = anchor.occurrence ?? 1;
  const txids = anchor.proposal ? proposed(entries, anchor.proposal, from) : null;
  for (let index = from; index < entries.length; index++) {
    const entry = entries[index];
    if (entry === undefined || !matches(entry, anchor)) continue;
    if (txids && !('txid' in entry.fact && txids.has(entry.fact.txid ?? ''))) continue;
    if (anchor.leads !== undefined && leaderOf(entries.slice(0, index), anchor.leads) !== entry.node) continue;
    left -= 1;
    if (left === 0) return entry;
  }
  return null;
}
