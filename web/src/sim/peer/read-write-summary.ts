/**
 * A read-write set in the short form the trace carries, and conflicts in the words the inspector shows.
 */
import type { Conflict } from '../ledger/conflict.ts';
import type { InvalidBecause, ReadWriteSummary } from '../ledger/transaction-summary.ts';
import type { Version } from '../ledger/version.ts';
import { fromUtf8 } from '../wire/bytes.ts';
import type { NamespaceReadWriteSet } from '../wire/transaction.ts';

/** Values longer than this are cut in the trace; the block has them whole. */
const SHOWN = 400;

export const shown = (value: Uint8Array): string => {
  const text = fromUtf8(value.length > SHOWN ? value.slice(0, SHOWN) : value);
  return value.length > SHOWN ? `${text}…` : text;
};

/** `(block, transaction)` as a version is written. */
export const versionLabel = (version: Version | undefined): string | null =>
  version ? `${version.blockNum}.${version.txNum}` : null;

export function summarise(namespaces: readonly NamespaceReadWriteSet[]): ReadWriteSummary {
  return {
    reads: namespaces.flatMap(({ namespace, kv }) =>
      kv.reads.map(({ key, version }) => ({
        namespace,
        key,
        version: version ? `${version.blockNum}.${version.txNum}` : null,
      })),
    ),
    ranges: namespaces.flatMap(({ namespace, kv }) =>
      kv.rangeQueriesInfo.map(({ startKey, endKey, readsInfo }) => ({
        namespace,
        start: startKey,
        end: endKey,
        results: readsInfo.case === 'rawReads' ? readsInfo.value.kvReads.length : 0,
      })),
    ),
    writes: namespaces.flatMap(({ namespace, kv }) =>
      kv.writes.map(({ key, isDelete, value }) => ({ namespace, key, value: isDelete ? null : shown(value) })),
    ),
    privateWrites: namespaces.flatMap(({ namespace, collections }) =>
      collections
        .filter(({ hashed }) => hashed.hashedWrites.length > 0)
        .map(({ collection, hashed }) => ({ namespace, collection, keys: hashed.hashedWrites.length })),
    ),
  };
}

export function becauseOf(conflict: Conflict): InvalidBecause {
  if (conflict.kind === 'read')
    return {
      type: 'readVersion',
      namespace: conflict.namespace,
      key: conflict.key,
      read: versionLabel(conflict.readVersion),
      committed: versionLabel(conflict.committedVersion),
      byTxInBlock: conflict.writtenByTxNum ?? null,
    };
  const { difference } = conflict;
  const key = difference.kind === 'result' ? (difference.now?.key ?? difference.read?.key ?? '') : '';
  return { type: 'rangeChanged', namespace: conflict.namespace, start: conflict.startKey, end: conflict.endKey, key };
}
