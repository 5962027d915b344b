/**
 * How the read set describes the results of a range query: each key and version up to 50, above that the top of a
 * Merkle tree over them, so that a scan of a million keys does not make a transaction of a million entries.
 *
 * Results are leaves; every `maxDegree + 1` of them are hashed into one node of level 1, every `maxDegree + 1` nodes
 * into one of the next level, until a level has at most `maxDegree` nodes.
 *
 * @fabric core/ledger/kvledger/txmgmt/rwsetutil/query_results_helper.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { sha256 } from '../crypto/sha256.ts';
import {
  type KVRead,
  KVReadSchema,
  type QueryReadsMerkleSummary,
  QueryReadsMerkleSummarySchema,
  QueryReadsSchema,
  type RangeQueryInfo,
} from '../wire/gen/ledger/rwset/kvrwset/kv_rwset_pb.ts';
import { toWireVersion, type Version } from './version.ts';

/** Results a read set lists one by one; also the degree of the tree above that. */
export const MAX_RAW_READS = 50;

export function kvRead(key: string, version: Version | undefined): KVRead {
  return version ? create(KVReadSchema, { key, version: toWireVersion(version) }) : create(KVReadSchema, { key });
}

/** The `reads_info` of a range query that delivered `reads`; unset when it delivered nothing, as Fabric leaves it. */
export function describeReads(reads: readonly KVRead[], maxDegree = MAX_RAW_READS): RangeQueryInfo['readsInfo'] {
  const summary = merkleSummary(reads, maxDegree);
  if (summary) return { case: 'readsMerkleHashes', value: summary };
  if (reads.length === 0) return { case: undefined };
  return { case: 'rawReads', value: create(QueryReadsSchema, { kvReads: [...reads] }) };
}

/** The top of the tree over `reads`; undefined when they fit in one node and are not hashed at all. */
export function merkleSummary(reads: readonly KVRead[], maxDegree: number): QueryReadsMerkleSummary | undefined {
  if (reads.length <= maxDegree || maxDegree < 2) return undefined;
  const levels: Uint8Array[][] = [[]];
  for (let from = 0; from < reads.length; from += maxDegree + 1) {
    const kvReads = reads.slice(from, from + maxDegree + 1);
    levels[0]?.push(sha256(toBinary(QueryReadsSchema, create(QueryReadsSchema, { kvReads }))));
    foldFullLevels(levels, maxDegree);
  }
  foldRemainder(levels, maxDegree);
  return create(QueryReadsMerkleSummarySchema, {
    maxDegree,
    maxLevel: levels.length,
    maxLevelHashes: levels[levels.length - 1] ?? [],
  });
}

/** Replaces each level that outgrew the degree by one node of the level above. */
function foldFullLevels(levels: Uint8Array[][], maxDegree: number): void {
  for (let level = 0; level < levels.length; level++) {
    const nodes = levels[level] ?? [];
    if (nodes.length <= maxDegree) return;
    levels[level] = [];
    levels[level + 1] = [...(levels[level + 1] ?? []), sha256(...nodes)];
  }
}

/** Lifts what is left on the lower levels to the top; a lone node is lifted as it is, without hashing it again. */
function foldRemainder(levels: Uint8Array[][], maxDegree: number): void {
  const top = levels.length - 1;
  for (let level = 0; level < top; level++) {
    const nodes = levels[level] ?? [];
    const [only] = nodes;
    if (!only) continue;
    levels[level] = [];
    levels[level + 1] = [...(levels[level + 1] ?? []), nodes.length === 1 ? only : sha256(...nodes)];
  }
  const last = levels[top] ?? [];
  if (last.length > maxDegree) {
    levels[top] = [];
    levels.push([sha256(...last)]);
  }
}
