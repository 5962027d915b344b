/** The state database at a moment, and what the block at work makes of it. */
import type { LedgerKey, LedgerLog } from './ledger-log.ts';
import type { BlockPicture, CheckedTransaction } from './validation-picture.ts';

/** A value with the transaction that wrote it as `block.tx`; value null: deleted. */
export interface StateValue {
  readonly value: string | null;
  readonly version: string;
}

export interface StateRow {
  readonly namespace: string;
  readonly key: string;
  /** What the block met; null: the key was not there. */
  readonly before: StateValue | null;
  /** What a valid transaction of the block made of it, once it is judged. */
  readonly after: StateValue | null;
  /** A transaction of the block being shown read or writes it. */
  readonly touched: boolean;
  /** Its version is not the one a transaction of the block had read. */
  readonly conflict: boolean;
}

export interface StatePicture {
  readonly rows: readonly StateRow[];
  /** Keys there are that are not among the rows. */
  readonly more: number;
  /** Chaincodes that have keys. */
  readonly namespaces: readonly string[];
}

/** Namespaces of the peer itself: the lifecycle's, and the channel's configuration. */
const isSystem = (namespace: string): boolean =>
  namespace === '' || namespace.startsWith('_') || namespace === 'lscc' || namespace.includes('$$');

const idOf = (namespace: string, key: string): string => `${namespace}\u0000${key}`;

interface Touch {
  after: StateValue | null;
  conflict: boolean;
}

/** What the block does to each key, as far as it is judged. */
function touches({ number, transactions, writes }: BlockPicture): ReadonlyMap<string, Touch> {
  const found = new Map<string, Touch>();
  const touch = (namespace: string, key: string): Touch => {
    const id = idOf(namespace, key);
    const known = found.get(id) ?? { after: null, conflict: false };
    found.set(id, known);
    return known;
  };
  for (const transaction of transactions ?? []) {
    const { index, rwset, code } = transaction;
    for (const { namespace, key } of rwset?.reads ?? []) touch(namespace, key);
    for (const { namespace, key, value } of rwset?.writes ?? []) {
      const known = touch(namespace, key);
      if (code === 'VALID') known.after = { value, version: `${String(number)}.${String(index)}` };
    }
    const wrong = conflictKey(transaction);
    if (wrong !== null) touch(wrong.namespace, wrong.key).conflict = true;
  }
  for (const { namespace, key, value, version } of writes ?? [])
    if (transactions?.[Number(version.split('.')[1])]?.code === 'VALID')
      touch(namespace, key).after = { value, version };
  return found;
}

interface Wanted {
  /** The most rows of keys the block does not touch. */
  readonly limit: number;
  /** Only keys that begin so; those the block touches are always there. */
  readonly prefix: string;
  /** Rows a snapshot brought, which no block of this peer tells of. */
  readonly known: readonly (LedgerKeyValue & StateValue)[];
}

interface LedgerKeyValue {
  readonly namespace: string;
  readonly key: string;
}

/** `count` entries have happened; `block` is what is shown beside it. */
export function statePicture(
  log: LedgerLog,
  block: BlockPicture | null,
  count: number,
  { limit, prefix, known }: Wanted,
): StatePicture {
  const seq = Math.min(block?.beforeSeq ?? count, count);
  const touched = block === null ? new Map<string, Touch>() : touches(block);
  const brought = new Map(known.map((row) => [idOf(row.namespace, row.key), row]));
  const rows: StateRow[] = [];
  const namespaces = new Set<string>();
  let more = 0;
  for (const { namespace, key, held } of allKeys(log, brought, touched)) {
    if (isSystem(namespace)) continue;
    const id = idOf(namespace, key);
    const change = held === null ? null : log.changeBefore(held, seq);
    const before = change ?? brought.get(id) ?? null;
    const touch = touched.get(id);
    const isThere = before !== null && before.value !== null;
    if (!isThere && touch === undefined) continue;
    namespaces.add(namespace);
    const fits = touch !== undefined || (key.startsWith(prefix) && rows.length < limit + touched.size);
    if (!fits) more++;
    else rows.push(rowOf(namespace, key, isThere ? before : null, touch));
  }
  return { rows, more, namespaces: [...namespaces] };
}

const rowOf = (namespace: string, key: string, before: StateValue | null, touch: Touch | undefined): StateRow => ({
  namespace,
  key,
  before: before === null ? null : { value: before.value, version: before.version },
  after: touch?.after ?? null,
  touched: touch !== undefined,
  conflict: touch?.conflict ?? false,
});

/** In order: keys the log knows, keys a snapshot brought, keys the block only asked for. */
function allKeys(
  log: LedgerLog,
  brought: ReadonlyMap<string, LedgerKeyValue>,
  touched: ReadonlyMap<string, Touch>,
): readonly (LedgerKeyValue & { readonly held: LedgerKey | null })[] {
  const told = log.keys();
  const others = new Set([...brought.keys(), ...touched.keys()]);
  for (const { namespace, key } of told) others.delete(idOf(namespace, key));
  const all = told.map((held) => ({ namespace: held.namespace, key: held.key, held }));
  if (others.size === 0) return all;
  const rest = [...others].map((id) => {
    const cut = id.indexOf('\u0000');
    return { namespace: id.slice(0, cut), key: id.slice(cut + 1), held: null };
  });
  const order = ({ namespace, key }: LedgerKeyValue): string => idOf(namespace, key);
  return [...all, ...rest].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** The key a transaction lost by: what it read of it is not there any more. */
export function conflictKey({ because }: CheckedTransaction): LedgerKeyValue | null {
  const isPublic = because?.type === 'readVersion' && because.collection === '';
  if (isPublic || (because?.type === 'rangeChanged' && because.key !== ''))
    return { namespace: because.namespace, key: because.key };
  return null;
}
