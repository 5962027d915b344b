/**
 * Whether a range scanned during simulation would give the same results now.
 *
 * @fabric core/ledger/kvledger/txmgmt/validation/rangequery_validator.go, combined_iterator.go
 * @simplified Fabric stops at the first node of the Merkle tree that differs; here the whole tree is built, then compared.
 */
import { equalBytes } from '../wire/bytes.ts';
import type { KVRead, QueryReadsMerkleSummary, RangeQueryInfo } from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import type { KeyVersion, RangeConflict } from './conflict.ts';
import { kvRead, merkleSummary } from './range-reads.ts';
import type { StateDb } from './state-db.ts';
import { fromWireVersion, sameVersion } from './version.ts';

/** The first difference; undefined when the range reads the same in `state`. */
export function phantomIn(state: StateDb, namespace: string, query: RangeQueryInfo): RangeConflict | undefined {
  const now = currentResults(state, namespace, query);
  const { readsInfo, startKey, endKey, itrExhausted } = query;
  const difference =
    readsInfo.case === 'readsMerkleHashes'
      ? hashDifference(readsInfo.value, now)
      : resultDifference(readsInfo.case === 'rawReads' ? readsInfo.value.kvReads : [], now);
  return difference && { kind: 'range', namespace, startKey, endKey, readToEnd: itrExhausted, difference };
}

/** An iterator that was not read to the end recorded the last key it saw as its end, so that key belongs to the range. */
function currentResults(state: StateDb, namespace: string, query: RangeQueryInfo): readonly KVRead[] {
  const { startKey, endKey, itrExhausted } = query;
  const results = [...state.range(namespace, startKey, endKey)].map(([key, { version }]) => kvRead(key, version));
  const last = itrExhausted ? undefined : state.get(namespace, endKey);
  return last ? [...results, kvRead(endKey, last.version)] : results;
}

function resultDifference(read: readonly KVRead[], now: readonly KVRead[]): RangeConflict['difference'] | undefined {
  for (let position = 0; position < Math.max(read.length, now.length); position++) {
    const before = keyVersion(read[position]);
    const after = keyVersion(now[position]);
    if (before && after && before.key === after.key && sameVersion(before.version, after.version)) continue;
    return { kind: 'result', position, read: before, now: after };
  }
  return undefined;
}

const keyVersion = (read: KVRead | undefined): KeyVersion | undefined =>
  read && { key: read.key, version: fromWireVersion(read.version) };

function hashDifference(
  read: QueryReadsMerkleSummary,
  now: readonly KVRead[],
): RangeConflict['difference'] | undefined {
  const summary = merkleSummary(now, read.maxDegree);
  const hashes = summary?.maxLevel === read.maxLevel ? summary.maxLevelHashes : [];
  for (let index = 0; index < Math.max(hashes.length, read.maxLevelHashes.length); index++) {
    const before = read.maxLevelHashes[index];
    const after = hashes[index];
    if (before && after && equalBytes(before, after)) continue;
    return { kind: 'hashes', level: read.maxLevel, index, resultsNow: now.length };
  }
  return summary ? undefined : { kind: 'hashes', level: read.maxLevel, index: 0, resultsNow: now.length };
}
