/**
 * An open range query of a simulation. It reads lazily: the read set will describe what was fetched, not what was asked.
 *
 * @fabric core/ledger/kvledger/txmgmt/txmgr/query_executor.go (resultsItr), statedb/stateleveldb (kvScanner)
 */
import { create } from '@bufbuild/protobuf';
import { PersistentList } from '../kernel/persistent-list.ts';
import {
  type KVRead,
  type RangeQueryInfo,
  RangeQueryInfoSchema,
} from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { describeReads, kvRead } from './range-reads.ts';
import type { StateDb } from './state-db.ts';

/** One result of a query, as a chaincode gets it. */
export interface KeyValue {
  readonly namespace: string;
  readonly key: string;
  readonly value: Uint8Array;
}

export interface RangeIterator {
  /** What results are labelled with, and under which the range is recorded. */
  readonly namespace: string;
  /** Where the keys are: differs from `namespace` for private data. */
  readonly store: string;
  readonly startKey: string;
  readonly endKey: string;
  /** Results after which the iterator ends by itself; 0 means no limit. */
  readonly pageSize: number;
  /** Private ranges leave no trace in the read set. */
  readonly recorded: boolean;
  /** The least key not fetched yet. */
  readonly position: string;
  readonly fetched: PersistentList<KVRead>;
  readonly lastKey: string;
  readonly exhausted: boolean;
}

export function openIterator(
  query: Pick<RangeIterator, 'namespace' | 'store' | 'startKey' | 'endKey' | 'pageSize' | 'recorded'>,
): RangeIterator {
  return {
    ...query,
    position: query.startKey,
    fetched: PersistentList.empty<KVRead>(),
    lastKey: '',
    exhausted: false,
  };
}

/** The next result, or none and an exhausted iterator. */
export function advance(
  state: StateDb,
  iterator: RangeIterator,
): { readonly iterator: RangeIterator; readonly result: KeyValue | undefined } {
  const pageIsFull = iterator.pageSize > 0 && iterator.fetched.length >= iterator.pageSize;
  const entry = pageIsFull ? undefined : entryAt(state, iterator);
  if (!entry) return { iterator: { ...iterator, exhausted: true }, result: undefined };
  const [key, { value, version }] = entry;
  const fetched = iterator.fetched.append(kvRead(key, version));
  return {
    iterator: { ...iterator, fetched, lastKey: key, position: after(key) },
    result: { namespace: iterator.namespace, key, value },
  };
}

/** The key a next page would start with; empty at the end of the range. */
export const bookmark = (state: StateDb, iterator: RangeIterator): string => entryAt(state, iterator)?.[0] ?? '';

/** What the read set says about the query, for phantom detection. */
export function describeRange({ startKey, endKey, fetched, lastKey, exhausted }: RangeIterator): RangeQueryInfo {
  return create(RangeQueryInfoSchema, {
    startKey,
    endKey: exhausted ? endKey : lastKey,
    itrExhausted: exhausted,
    readsInfo: describeReads([...fetched]),
  });
}

function entryAt(state: StateDb, { store, position, endKey }: RangeIterator) {
  for (const entry of state.range(store, position, endKey)) return entry;
  return undefined;
}

/** The least string above `key` in byte order. */
const after = (key: string): string => `${key}\u0000`;
