/**
 * The world state: for each namespace the committed keys with value, metadata and version. An immutable value; every
 * block makes a new one, so a simulation or a checkpoint that holds an older one keeps seeing it unchanged.
 *
 * Private data lives in namespaces of its own, as in Fabric: the hashes every peer has in `<cc>$$h<collection>`, the
 * clear values of members in `<cc>$$p<collection>`.
 *
 * @fabric core/ledger/kvledger/txmgmt/statedb, core/ledger/kvledger/txmgmt/privacyenabledstate
 * @simplified A persistent tree in memory stands for LevelDB; the hash of a private key is kept as hexadecimal text,
 * which sorts as its bytes do.
 */
import { SortedMap } from '../kernel/sorted-map.ts';
import { hex, utf8 } from '../wire/bytes.ts';
import { sha256 } from '../crypto/sha256.ts';
import type { Version } from './version.ts';

/** e.g. `VALIDATION_PARAMETER` with a serialized key-level endorsement policy. */
export interface MetadataEntry {
  readonly name: string;
  readonly value: Uint8Array;
}

export interface VersionedValue {
  readonly value: Uint8Array;
  /** Absent when the key never had metadata or lost it; sorted by name. */
  readonly metadata?: readonly MetadataEntry[];
  readonly version: Version;
}

/** What a block does to a key; without `value` it deletes the key. */
export interface KeyUpdate {
  readonly value?: Uint8Array;
  readonly metadata?: readonly MetadataEntry[];
  readonly version: Version;
}

/** The last update of each touched key, by namespace (derived namespaces included) and key. */
export type UpdateBatch = SortedMap<SortedMap<KeyUpdate>>;

export const EMPTY_BATCH: UpdateBatch = SortedMap.empty<SortedMap<KeyUpdate>>();

export function putUpdate(batch: UpdateBatch, namespace: string, key: string, update: KeyUpdate): UpdateBatch {
  const keys = batch.get(namespace) ?? SortedMap.empty<KeyUpdate>();
  return batch.set(namespace, keys.set(key, update));
}

/** The key under which hashed namespaces store a private key: its SHA-256 in hexadecimal. */
export const keyHashOf = (key: string): string => hex(sha256(utf8(key)));

export const hashedNamespace = (namespace: string, collection: string): string => `${namespace}$$h${collection}`;

export const privateNamespace = (namespace: string, collection: string): string => `${namespace}$$p${collection}`;

/** The chaincode, collection and kind a (possibly derived) namespace stands for. */
export function parseNamespace(derived: string): {
  readonly namespace: string;
  readonly collection: string;
  readonly kind: 'public' | 'hashed' | 'private';
} {
  const at = derived.indexOf('$$');
  const mark = derived[at + 2];
  if (at < 0 || (mark !== 'h' && mark !== 'p')) return { namespace: derived, collection: '', kind: 'public' };
  const kind = mark === 'h' ? 'hashed' : 'private';
  return { namespace: derived.slice(0, at), collection: derived.slice(at + 3), kind };
}

export class StateDb {
  static readonly EMPTY: StateDb = new StateDb(SortedMap.empty<SortedMap<VersionedValue>>());

  private readonly stores: SortedMap<SortedMap<VersionedValue>>;

  private constructor(stores: SortedMap<SortedMap<VersionedValue>>) {
    this.stores = stores;
  }

  get(namespace: string, key: string): VersionedValue | undefined {
    return this.stores.get(namespace)?.get(key);
  }

  /** The hash of a private value (as `value`) by the clear key. */
  getHashed(namespace: string, collection: string, key: string): VersionedValue | undefined {
    return this.get(hashedNamespace(namespace, collection), keyHashOf(key));
  }

  /** The clear private value, where this peer has it. */
  getPrivate(namespace: string, collection: string, key: string): VersionedValue | undefined {
    return this.get(privateNamespace(namespace, collection), key);
  }

  /** Keys in byte order, `start` included and `end` excluded; an empty `end` means up to the last key. */
  *range(namespace: string, start: string, end: string): Generator<readonly [string, VersionedValue]> {
    yield* this.stores.get(namespace)?.range(start, end === '' ? undefined : end) ?? [];
  }

  /** The first entry whose key is not below `key`. */
  ceiling(namespace: string, key: string): readonly [string, VersionedValue] | undefined {
    return this.stores.get(namespace)?.ceiling(key);
  }

  /** Namespaces that hold at least one key, in byte order, the derived ones of private data included. */
  namespaces(): readonly string[] {
    return [...this.stores.keys()];
  }

  keyCount(namespace: string): number {
    return this.stores.get(namespace)?.size ?? 0;
  }

  /** Stands for all that a namespace holds: another object as soon as any of its keys has changed; undefined for none. */
  contents(namespace: string): object | undefined {
    return this.stores.get(namespace);
  }

  apply(batch: UpdateBatch): StateDb {
    let stores = this.stores;
    for (const [namespace, updates] of batch) {
      let store = stores.get(namespace) ?? SortedMap.empty<VersionedValue>();
      for (const [key, update] of updates) store = applyUpdate(store, key, update);
      stores = store.size > 0 ? stores.set(namespace, store) : stores.delete(namespace);
    }
    return new StateDb(stores);
  }

  /** This state after one more update. */
  put(namespace: string, key: string, update: KeyUpdate): StateDb {
    return this.apply(putUpdate(EMPTY_BATCH, namespace, key, update));
  }
}

function applyUpdate(store: SortedMap<VersionedValue>, key: string, update: KeyUpdate): SortedMap<VersionedValue> {
  const { value, metadata, version } = update;
  if (value === undefined) return store.delete(key);
  return store.set(key, metadata ? { value, metadata, version } : { value, version });
}
