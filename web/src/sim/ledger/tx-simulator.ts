/**
 * What a chaincode sees of the ledger while it is simulated, and the record of what it read and wrote.
 *
 * Reads come from the state committed when the simulation began: a transaction does not see its own writes. Every
 * operation gives the next simulator; the one before stays as it was.
 *
 * @fabric core/ledger/kvledger/txmgmt/txmgr/tx_simulator.go, query_executor.go, collection_val.go
 */
import { SortedMap } from '../kernel/sorted-map.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import { invariant, ok, type Result } from '../kernel/result.ts';
import { EMPTY } from '../wire/bytes.ts';
import { asRead, keyError, writeError } from './couch-document.ts';
import { type CouchSettings, nextHit, openRichQuery, type Page, type RichQuery, withoutCouch } from './couch-query.ts';
import { advance, bookmark, describeRange, type KeyValue, openIterator, type RangeIterator } from './range-iterator.ts';
import {
  EMPTY_RECORD,
  privateBytes,
  publicBytes,
  type ReadWriteRecord,
  recordMetadataWrite,
  recordPrivateMetadataWrite,
  recordPrivateRead,
  recordPrivateWrite,
  recordRange,
  recordRead,
  recordWrite,
} from './read-write-record.ts';
import { type MetadataEntry, privateNamespace, type StateDb } from './state-db.ts';
import { sameVersion, versionText } from './version.ts';
import { noteMetadata, type WrittenKeyMetadata } from './written-metadata.ts';

/** A step that cannot fail. */
export interface Step<T> {
  readonly simulator: TxSimulator;
  readonly value: T;
}

/**
 * A step the ledger may refuse with Fabric's text. Go on with `simulator` in both cases: what was read before the
 * refusal stays in the read set even when the chaincode swallows the error.
 */
export interface Attempt<T> {
  readonly simulator: TxSimulator;
  readonly result: Result<T, string>;
}

/**
 * Names the collections (explicit and implicit) of a chaincode, undefined when it has none defined. It looks them up
 * through the simulator, because in Fabric these look-ups land in the read set of the transaction.
 */
export type CollectionLookup = (
  simulator: TxSimulator,
  namespace: string,
) => { readonly simulator: TxSimulator; readonly collections: readonly string[] | undefined };

export interface SimulationResults {
  /** `rwset.TxReadWriteSet`: goes into the endorsed transaction. */
  readonly publicBytes: Uint8Array;
  /** `rwset.TxPvtReadWriteSet`: goes to members only; absent without private writes. */
  readonly privateBytes?: Uint8Array;
  /** Collections whose clear data was read: only members can endorse that. */
  readonly privateReads: readonly { readonly namespace: string; readonly collection: string }[];
  readonly writtenKeyMetadata: readonly WrittenKeyMetadata[];
  /** In the order of asking. The bytes above have nothing of the questions. */
  readonly richQueries: readonly RichQuery[];
}

interface Fields {
  readonly state: StateDb;
  readonly txId: string;
  readonly lookup: CollectionLookup;
  readonly collections: PersistentMap<readonly string[]>;
  readonly record: ReadWriteRecord;
  readonly iterators: PersistentMap<RangeIterator>;
  readonly richQueries: PersistentMap<RichQuery>;
  /** Set when the state database is CouchDB. */
  readonly couch: CouchSettings | undefined;
  readonly wrote: boolean;
  readonly queriedPages: boolean;
  readonly queriedPrivate: boolean;
  readonly privateReads: SortedMap<{ readonly namespace: string; readonly collection: string }>;
  readonly written: SortedMap<WrittenKeyMetadata>;
}

export class TxSimulator {
  private readonly at: Fields;

  private constructor(at: Fields) {
    this.at = at;
  }

  /** Starts on `state`, the committed state of this moment; with `couch` as CouchDB gives it, else as LevelDB does. */
  static begin(state: StateDb, txId: string, lookup: CollectionLookup, couch?: CouchSettings): TxSimulator {
    return new TxSimulator({
      state,
      txId,
      lookup,
      collections: PersistentMap.empty<readonly string[]>(),
      record: EMPTY_RECORD,
      iterators: PersistentMap.empty<RangeIterator>(),
      richQueries: PersistentMap.empty<RichQuery>(),
      couch,
      wrote: false,
      queriedPages: false,
      queriedPrivate: false,
      privateReads: SortedMap.empty(),
      written: SortedMap.empty<WrittenKeyMetadata>(),
    });
  }

  get txId(): string {
    return this.at.txId;
  }

  getState(namespace: string, key: string): Step<Uint8Array | undefined> {
    const found = this.at.state.get(namespace, key);
    return { simulator: this.read(namespace, key, found), value: found && this.asRead(found.value) };
  }

  /** The state database's objection to a key that is to be read; undefined when there is none. */
  keyError(key: string): string | undefined {
    return this.at.couch && keyError(key);
  }

  /** Metadata of a key; asking for it reads the key. */
  getStateMetadata(namespace: string, key: string): Step<readonly MetadataEntry[]> {
    const found = this.at.state.get(namespace, key);
    return { simulator: this.read(namespace, key, found), value: found?.metadata ?? [] };
  }

  /** An empty value is a delete. */
  setState(namespace: string, key: string, value: Uint8Array): Attempt<void> {
    return this.write(key, value, (at) => ({
      record: recordWrite(at.record, namespace, key, value),
      written: noteMetadata(at.written, namespace, '', key, at.state.get(namespace, key)?.metadata),
    }));
  }

  deleteState(namespace: string, key: string): Attempt<void> {
    return this.setState(namespace, key, EMPTY);
  }

  /** Replaces all metadata of the key; no entries remove it. */
  setStateMetadata(namespace: string, key: string, entries: readonly MetadataEntry[]): Attempt<void> {
    return this.write(key, EMPTY, (at) => ({
      record: recordMetadataWrite(at.record, namespace, key, entries),
      written: noteMetadata(at.written, namespace, '', key, at.state.get(namespace, key)?.metadata),
    }));
  }

  /** Opens an iterator over `startKey` ≤ key < `endKey`; an empty bound is open. The value is the iterator's id. */
  openRange(namespace: string, startKey: string, endKey: string): Step<number> {
    return this.open({ namespace, store: namespace, startKey, endKey, pageSize: 0, recorded: true });
  }

  /** Like {@link openRange} for one page; allowed only in a transaction that writes nothing, before and after. */
  openPage(namespace: string, startKey: string, endKey: string, pageSize: number): Attempt<number> {
    if (this.at.wrote) return this.refuse('Paginated queries are supported only in a read-only transaction');
    const queried = this.with({ queriedPages: true });
    const { simulator, value } = queried.open({
      namespace,
      store: namespace,
      startKey,
      endKey,
      pageSize,
      recorded: true,
    });
    return { simulator, result: ok(value) };
  }

  next(iterator: number): Step<KeyValue | undefined> {
    if (iterator < 0) return this.nextOfRich(iterator);
    const step = advance(this.at.state, this.iterator(iterator));
    const iterators = this.at.iterators.set(String(iterator), step.iterator);
    const value = step.result && { ...step.result, value: this.asRead(step.result.value) };
    return { simulator: this.with({ iterators }), value };
  }

  /** The key the next page starts with, empty at the end; for a rich query CouchDB's bookmark. */
  bookmark(iterator: number): string {
    if (iterator < 0) return this.richQuery(iterator).bookmark;
    return bookmark(this.at.state, this.iterator(iterator));
  }

  /** Opens a rich query or, where nothing is written, one page of it. The value is an iterator's id, below zero. */
  executeQuery(namespace: string, query: string, page?: Page): Attempt<number> {
    const { couch, wrote } = this.at;
    if (!couch) return { simulator: this, result: withoutCouch(page ? 'ExecuteQueryWithMetadata' : 'ExecuteQuery') };
    if (page && wrote) return this.refuse('Paginated queries are supported only in a read-only transaction');
    const simulator = page ? this.with({ queriedPages: true }) : this;
    const indexes = couch.indexes(namespace, '');
    return simulator.openRich({ namespace, store: namespace, query, page, recorded: true, indexes });
  }

  /** A rich query over clear private values: for readers only, as {@link openPrivateRange}. */
  executePrivateQuery(namespace: string, collection: string, query: string): Attempt<number> {
    const { couch, wrote } = this.at;
    if (!couch) return { simulator: this, result: withoutCouch('ExecuteQuery') };
    if (wrote) return this.refuse('Queries on pvt data is supported only in a read-only transaction');
    return this.with({ queriedPrivate: true }).inCollection(namespace, collection, (checked) => {
      const store = privateNamespace(namespace, collection);
      const indexes = couch.indexes(namespace, collection);
      return checked.openRich({ namespace, store, query, page: undefined, recorded: false, indexes });
    });
  }

  getPrivateData(namespace: string, collection: string, key: string): Attempt<Uint8Array | undefined> {
    return this.inCollection(namespace, collection, (simulator) => {
      const { state, record, privateReads } = simulator.at;
      const clear = state.getPrivate(namespace, collection, key);
      const hashed = state.getHashed(namespace, collection, key);
      if (!sameVersion(clear?.version, hashed?.version)) {
        const versions = `Public hash version = ${versionText(hashed?.version)}, Private data version = ${versionText(clear?.version)}`;
        const error = `private data matching public hash version is not available. ${versions}`;
        return { simulator, result: { ok: false, error } };
      }
      const next = simulator.with({
        record: recordPrivateRead(record, namespace, collection, key, clear?.version),
        privateReads: privateReads.set(`${namespace}\u0000${collection}`, { namespace, collection }),
      });
      return { simulator: next, result: ok(clear && simulator.asRead(clear.value)) };
    });
  }

  /** SHA-256 of the private value; any peer of the channel can tell. */
  getPrivateDataHash(namespace: string, collection: string, key: string): Attempt<Uint8Array | undefined> {
    return this.inCollection(namespace, collection, (simulator) => {
      const found = simulator.at.state.getHashed(namespace, collection, key);
      return { simulator: simulator.readHash(namespace, collection, key), result: ok(found?.value) };
    });
  }

  getPrivateDataMetadata(namespace: string, collection: string, key: string): Attempt<readonly MetadataEntry[]> {
    return this.inCollection(namespace, collection, (simulator) => {
      const found = simulator.at.state.getHashed(namespace, collection, key);
      return { simulator: simulator.readHash(namespace, collection, key), result: ok(found?.metadata ?? []) };
    });
  }

  setPrivateData(namespace: string, collection: string, key: string, value: Uint8Array): Attempt<void> {
    return this.writePrivate(namespace, collection, key, value, (record) =>
      recordPrivateWrite(record, namespace, collection, key, { value, isPurge: false }),
    );
  }

  deletePrivateData(namespace: string, collection: string, key: string): Attempt<void> {
    return this.setPrivateData(namespace, collection, key, EMPTY);
  }

  /** Deletes the key and has every peer forget its earlier values too. */
  purgePrivateData(namespace: string, collection: string, key: string): Attempt<void> {
    return this.writePrivate(namespace, collection, key, EMPTY, (record) =>
      recordPrivateWrite(record, namespace, collection, key, { value: EMPTY, isPurge: true }),
    );
  }

  setPrivateDataMetadata(
    namespace: string,
    collection: string,
    key: string,
    entries: readonly MetadataEntry[],
  ): Attempt<void> {
    return this.writePrivate(namespace, collection, key, EMPTY, (record) =>
      recordPrivateMetadataWrite(record, namespace, collection, key, entries),
    );
  }

  /** A range over clear private keys: not recorded, hence not protected against phantoms, hence for readers only. */
  openPrivateRange(namespace: string, collection: string, startKey: string, endKey: string): Attempt<number> {
    if (this.at.wrote) return this.refuse('Queries on pvt data is supported only in a read-only transaction');
    return this.with({ queriedPrivate: true }).inCollection(namespace, collection, (checked) => {
      const store = privateNamespace(namespace, collection);
      const { simulator, value } = checked.open({ namespace, store, startKey, endKey, pageSize: 0, recorded: false });
      return { simulator, result: ok(value) };
    });
  }

  /** The outcome so far. Ranges are recorded now, in the order of opening, with what each iterator fetched. */
  results(): SimulationResults {
    let { record } = this.at;
    for (let id = 0; id < this.at.iterators.size; id++) {
      const iterator = this.iterator(id);
      if (iterator.recorded) record = recordRange(record, iterator.namespace, describeRange(iterator));
    }
    const clear = privateBytes(record);
    return {
      publicBytes: publicBytes(record),
      ...(clear && { privateBytes: clear }),
      privateReads: [...this.at.privateReads.values()],
      writtenKeyMetadata: [...this.at.written.values()],
      richQueries: Array.from({ length: this.at.richQueries.size }, (_, at) => this.richQuery(-1 - at)),
    };
  }

  private with(change: Partial<Fields>): TxSimulator {
    return new TxSimulator({ ...this.at, ...change });
  }

  private read(namespace: string, key: string, found: ReturnType<StateDb['get']>): TxSimulator {
    return this.with({ record: recordRead(this.at.record, namespace, key, found?.version) });
  }

  private readHash(namespace: string, collection: string, key: string): TxSimulator {
    const found = this.at.state.getHashed(namespace, collection, key);
    return this.with({ record: recordPrivateRead(this.at.record, namespace, collection, key, found?.version) });
  }

  private open(query: Parameters<typeof openIterator>[0]): Step<number> {
    const id = this.at.iterators.size;
    return { simulator: this.with({ iterators: this.at.iterators.set(String(id), openIterator(query)) }), value: id };
  }

  private asRead(value: Uint8Array): Uint8Array {
    return this.at.couch ? asRead(value) : value;
  }

  private openRich(question: Parameters<typeof openRichQuery>[1]): Attempt<number> {
    const opened = openRichQuery(this.at.state, question);
    if (!opened.ok) return { simulator: this, result: opened };
    const id = -1 - this.at.richQueries.size;
    return { simulator: this.with({ richQueries: this.at.richQueries.set(String(id), opened.value) }), result: ok(id) };
  }

  /** An open rich query, by the id of its iterator. */
  richQuery(id: number): RichQuery {
    const query = this.at.richQueries.get(String(id));
    invariant(query, `no rich query ${id} in simulation ${this.at.txId}`);
    return query;
  }

  /** Every result that is fetched is a read of its key. */
  private nextOfRich(id: number): Step<KeyValue | undefined> {
    const { query, hit } = nextHit(this.richQuery(id));
    const richQueries = this.at.richQueries.set(String(id), query);
    const { record } = this.at;
    const read = hit && query.recorded ? recordRead(record, hit.namespace, hit.key, hit.version) : record;
    return { simulator: this.with({ richQueries, record: read }), value: hit };
  }

  private iterator(id: number): RangeIterator {
    const iterator = this.at.iterators.get(String(id));
    invariant(iterator, `no iterator ${id} in simulation ${this.at.txId}`);
    return iterator;
  }

  private write(key: string, value: Uint8Array, change: (at: Fields) => Partial<Fields>): Attempt<void> {
    if (this.at.queriedPrivate)
      return this.refuse('Transaction has already performed queries on pvt data. Writes are not allowed');
    if (this.at.queriedPages)
      return this.refuse('Transaction has already performed a paginated query. Writes are not allowed');
    const error = this.at.couch && writeError(key, value);
    if (error !== undefined) return { simulator: this.with({ wrote: true }), result: { ok: false, error } };
    return { simulator: this.with({ ...change(this.at), wrote: true }), result: ok(undefined) };
  }

  private writePrivate(
    namespace: string,
    collection: string,
    key: string,
    value: Uint8Array,
    change: (record: ReadWriteRecord) => ReadWriteRecord,
  ): Attempt<void> {
    return this.inCollection(namespace, collection, (simulator) =>
      simulator.write(key, value, (at) => {
        const metadata = at.state.getHashed(namespace, collection, key)?.metadata;
        return { record: change(at.record), written: noteMetadata(at.written, namespace, collection, key, metadata) };
      }),
    );
  }

  /** The misspelt word is Fabric's. */
  private refuse<T>(reason: string): Attempt<T> {
    return {
      simulator: this,
      result: { ok: false, error: `txid [${this.at.txId}]: unsuppored transaction. ${reason}` },
    };
  }

  /** Runs `operation` if the chaincode defines the collection; its collections are looked up once a simulation. */
  private inCollection<T>(
    namespace: string,
    collection: string,
    operation: (simulator: TxSimulator) => Attempt<T>,
  ): Attempt<T> {
    const known = this.at.collections.get(namespace);
    if (known) {
      if (known.includes(collection)) return operation(this);
      const error = `collection [${collection}] not defined in the collection config for chaincode [${namespace}]`;
      return { simulator: this, result: { ok: false, error } };
    }
    const { simulator, collections } = this.at.lookup(this, namespace);
    if (collections) {
      const cached = simulator.at.collections.set(namespace, collections);
      return simulator.with({ collections: cached }).inCollection(namespace, collection, operation);
    }
    const error = `collection config not defined for chaincode [${namespace}], pass the collection configuration upon chaincode definition/instantiation`;
    return { simulator, result: { ok: false, error } };
  }
}
