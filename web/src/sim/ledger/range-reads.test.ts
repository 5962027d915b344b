import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hex } from '../wire/bytes.ts';
import { describeReads, kvRead, merkleSummary } from './range-reads.ts';

interface Recorded {
  readonly queries: readonly {
    readonly start: string;
    readonly end: string;
    readonly raw_reads?: number;
    readonly merkle?: { readonly maxDegree: number; readonly maxLevel: number; readonly hashes: readonly string[] };
  }[];
  readonly leaves: readonly (readonly [string, readonly [number, number]])[];
}

const { queries, leaves } = JSON.parse(
  readFileSync(new URL('testdata/range-merkle.json', import.meta.url), 'utf8'),
) as Recorded;

const reads = leaves.map(([key, [blockNum, txNum]]) => kvRead(key, { blockNum, txNum }));

describe('describeReads', () => {
  it.each(queries)('describes $start to $end as real Fabric did', ({ start, end, raw_reads, merkle }) => {
    const info = describeReads(reads.filter(({ key }) => key >= start && key < end));
    if (merkle) {
      const { maxDegree, maxLevel, maxLevelHashes = [] } = info.case === 'readsMerkleHashes' ? info.value : {};
      expect({ maxDegree, maxLevel, hashes: maxLevelHashes.map(hex) }).toEqual(merkle);
    } else expect(info.case === 'rawReads' && info.value.kvReads.length).toBe(raw_reads);
  });

  it('leaves the field unset when the range was empty', () => {
    expect(describeReads([])).toEqual({ case: undefined });
  });
});

describe('merkleSummary', () => {
  it.each([
    { leaves: 3, level: 1, nodes: 1, why: 'one full node' },
    { leaves: 6, level: 1, nodes: 2, why: 'two nodes, as many as the degree allows' },
    { leaves: 9, level: 2, nodes: 1, why: 'a third node folds the level' },
    { leaves: 10, level: 2, nodes: 2, why: 'a lone leaf below is lifted without hashing' },
    { leaves: 27, level: 3, nodes: 1, why: 'folding goes on upwards' },
    { leaves: 28, level: 3, nodes: 2, why: 'the remainder climbs two levels' },
  ])('with degree 2 makes of $leaves leaves $nodes nodes on level $level: $why', ({ leaves: count, level, nodes }) => {
    const summary = merkleSummary(reads.slice(0, count), 2);
    expect([summary?.maxLevel, summary?.maxLevelHashes.length]).toEqual([level, nodes]);
  });

  it('distinguishes every version of every leaf', () => {
    const top = (changed: number) =>
      merkleSummary(
        reads.slice(0, 60).map((read, i) => (i === changed ? kvRead(read.key, { blockNum: 1, txNum: 1 }) : read)),
        50,
      )?.maxLevelHashes.map(hex);
    expect(new Set([...Array(60).keys(), -1].map((changed) => top(changed)?.join())).size).toBe(61);
  });
});
