/**
 * Which metadata the keys had that a simulation writes: a client learns from it whose endorsements a key-level policy
 * asks for.
 *
 * @fabric core/ledger/kvledger/txmgmt/rwsetutil/rwset_builder.go (writesetMetadata)
 */
import type { SortedMap } from '../kernel/sorted-map.ts';
import type { MetadataEntry } from './state-db.ts';

/** The metadata a written key had. */
export interface WrittenKeyMetadata {
  readonly namespace: string;
  /** Empty for public keys. */
  readonly collection: string;
  readonly key: string;
  readonly metadata: readonly MetadataEntry[];
}

export function noteMetadata(
  written: SortedMap<WrittenKeyMetadata>,
  namespace: string,
  collection: string,
  key: string,
  metadata: readonly MetadataEntry[] = [],
): SortedMap<WrittenKeyMetadata> {
  return written.set(`${namespace}\u0000${collection}\u0000${key}`, { namespace, collection, key, metadata });
}
