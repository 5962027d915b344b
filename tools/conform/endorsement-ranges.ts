/**
 * How read sets describe range queries: one by one up to 50 results, by the top of a Merkle tree above that.
 */
import { invariant } from '../../web/src/sim/kernel/result.ts';
import { StateDb } from '../../web/src/sim/ledger/state-db.ts';
import { TxSimulator } from '../../web/src/sim/ledger/tx-simulator.ts';
import { hex, utf8 } from '../../web/src/sim/wire/bytes.ts';
import { decodeReadWriteSet } from '../../web/src/sim/wire/transaction.ts';
import { type ConformOutcome, compareEach } from './outcome.ts';
import { Tally } from './tally.ts';

interface RecordedQuery {
  readonly start: string;
  readonly end: string;
  readonly results: number;
  readonly itr_exhausted: boolean;
  readonly raw_reads?: number;
  readonly merkle?: { readonly maxDegree: number; readonly maxLevel: number; readonly hashes: readonly string[] };
}

export interface RangeRecording {
  readonly queries: readonly RecordedQuery[];
  /** Every key in the ranges with `[block, transaction]`. */
  readonly leaves: readonly (readonly [string, readonly [number, number]])[];
}

export const isRangeRecording = (content: unknown): content is RangeRecording =>
  typeof content === 'object' && content !== null && 'queries' in content && 'leaves' in content;

const NAMESPACE = 'lab';

/** A case is one query, run over the keys and versions of the recording. */
export function conformRanges({ queries, leaves }: RangeRecording): ConformOutcome {
  let state = StateDb.EMPTY;
  for (const [key, [blockNum, txNum]] of leaves)
    state = state.put(NAMESPACE, key, { value: utf8('x'), version: { blockNum, txNum } });
  return compareEach(queries, (query, index) => {
    const tally = new Tally();
    tally.equal(`query ${index} ${query.start}..${query.end}`, 'what is recorded', describe(state, query), {
      start: query.start,
      end: query.end,
      results: query.results,
      exhausted: query.itr_exhausted,
      raw: query.raw_reads,
      merkle: query.merkle && { ...query.merkle, hashes: [...query.merkle.hashes] },
    });
    return tally.outcome().differences;
  });
}

function describe(state: StateDb, { start, end, results, itr_exhausted: exhausted }: RecordedQuery) {
  let simulator = TxSimulator.begin(state, 'conform', (at) => ({ simulator: at, collections: undefined }));
  const opened = simulator.openRange(NAMESPACE, start, end);
  simulator = opened.simulator;
  let count = 0;
  while (exhausted || count < results) {
    const next = simulator.next(opened.value);
    simulator = next.simulator;
    if (!next.value) break;
    count++;
  }
  const sets = decodeReadWriteSet(simulator.results().publicBytes);
  const info = sets.ok ? sets.value[0]?.kv.rangeQueriesInfo[0] : undefined;
  invariant(info, 'a range leaves its trace');
  const { startKey, endKey, itrExhausted, readsInfo } = info;
  return {
    start: startKey,
    end: endKey,
    results: count,
    exhausted: itrExhausted,
    raw: readsInfo.case === 'rawReads' ? readsInfo.value.kvReads.length : undefined,
    merkle:
      readsInfo.case === 'readsMerkleHashes'
        ? {
            maxDegree: readsInfo.value.maxDegree,
            maxLevel: readsInfo.value.maxLevel,
            hashes: readsInfo.value.maxLevelHashes.map(hex),
          }
        : undefined,
  };
}
