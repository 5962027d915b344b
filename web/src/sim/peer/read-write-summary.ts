/**
 * A read-write set in the short form the trace carries, and conflicts in the words the inspector shows.
 */
import type { ChannelLedger } from '../ledger/commit.ts';
import type { Conflict, RangeConflict } from '../ledger/conflict.ts';
import type { RichQuery } from '../ledger/couch-query.ts';
import type { History } from '../ledger/history.ts';
import type { InvalidBecause, ReadWriteSummary, RichQuerySummary, Writer } from '../ledger/transaction-summary.ts';
import type { Version } from '../ledger/version.ts';
import { fromUtf8 } from '../wire/bytes.ts';
import { parseEnvelope } from '../wire/envelope.ts';
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

export const richQuerySummary = ({ namespace, query, position }: RichQuery): RichQuerySummary => ({
  namespace,
  query: query.length > SHOWN ? `${query.slice(0, SHOWN)}…` : query,
  results: position,
});

/** `writer` is who changed what was read. */
export function becauseOf(conflict: Conflict, writer: Writer | null): InvalidBecause {
  if (conflict.kind === 'read')
    return {
      type: 'readVersion',
      namespace: conflict.namespace,
      key: conflict.key,
      read: versionLabel(conflict.readVersion),
      committed: versionLabel(conflict.committedVersion),
      byTxInBlock: conflict.writtenByTxNum ?? null,
      collection: conflict.collection,
      writer,
    };
  const key = changedKey(conflict) ?? '';
  return {
    type: 'rangeChanged',
    namespace: conflict.namespace,
    start: conflict.startKey,
    end: conflict.endKey,
    key,
    writer,
  };
}

/** The first key of a range that differs; of long ranges only hashes are known. */
const changedKey = ({ difference }: RangeConflict): string | undefined =>
  difference.kind === 'result' ? (difference.now?.key ?? difference.read?.key) : undefined;

/**
 * Who made the conflict: the transaction of the version that is there now or, for a key that is gone, the last one in the
 * key's history. `position` is the transaction that lost, `ledger` the one with its block.
 */
export function writerOf(conflict: Conflict, position: Version, { blocks, history }: ChannelLedger): Writer | null {
  const at = writtenAt(conflict, position, history);
  const stored = at && blocks.transactionAt(at);
  if (!at || !stored) return null;
  const parsed = parseEnvelope(stored.envelope);
  return { block: at.blockNum, tx: at.txNum, txid: parsed.ok ? parsed.value.channelHeader.txId : '' };
}

function writtenAt(conflict: Conflict, position: Version, history: History): Version | undefined {
  const { namespace } = conflict;
  if (conflict.kind === 'read') {
    const { writtenByTxNum, committedVersion, collection, key } = conflict;
    if (writtenByTxNum !== undefined) return { blockNum: position.blockNum, txNum: writtenByTxNum };
    return committedVersion ?? (collection === '' ? lastWrite(history, namespace, key, position) : undefined);
  }
  const { difference } = conflict;
  const key = changedKey(conflict);
  const now = difference.kind === 'result' ? difference.now?.version : undefined;
  return now ?? (key === undefined ? undefined : lastWrite(history, namespace, key, position));
}

function lastWrite(history: History, namespace: string, key: string, before: Version): Version | undefined {
  for (const at of history.positions(namespace, key))
    if (at.blockNum < before.blockNum || (at.blockNum === before.blockNum && at.txNum < before.txNum)) return at;
  return undefined;
}
