/**
 * The places where `_lifecycle` keeps its structures: the public state, the implicit collection of each organisation,
 * and both again as committed, for those who look without leaving a read set.
 *
 * @fabric core/chaincode/lifecycle/ledger_shim.go, core/chaincode/implicitcollection
 */
import { ok, type Result } from '../../kernel/result.ts';
import type { StateDb } from '../../ledger/state-db.ts';
import type { TxSimulator } from '../../ledger/tx-simulator.ts';

export const LIFECYCLE_NAMESPACE = '_lifecycle';

const IMPLICIT_PREFIX = '_implicit_org_';

/** The collection that exists for every chaincode and organisation without being defined. */
export const implicitCollection = (mspId: string): string => IMPLICIT_PREFIX + mspId;

/** The organisation whose implicit collection this is; undefined for any other collection. */
export const implicitCollectionOwner = (collection: string): string | undefined =>
  collection.startsWith(IMPLICIT_PREFIX) ? collection.slice(IMPLICIT_PREFIX.length) : undefined;

export interface ReadableState {
  get(key: string): Result<Uint8Array | undefined, string>;
}

export interface WritableState extends ReadableState {
  put(key: string, value: Uint8Array): Result<void, string>;
  delete(key: string): Result<void, string>;
}

/** A collection of others: only the hashes of its values are known. */
export interface OpaqueState {
  getHash(key: string): Result<Uint8Array | undefined, string>;
}

export interface RangeableState {
  /** All entries whose keys begin with `prefix`, in byte order. */
  entriesBelow(prefix: string): Result<readonly (readonly [string, Uint8Array])[], string>;
}

/** Keys are ASCII, so this is above everything that begins with the prefix. */
const AFTER_ASCII = '\u007f';

/**
 * Goes along with one invocation and holds the simulator of the moment, so that the code that reads and writes need not
 * hand it on. It lives as long as the invocation and no longer.
 */
export class SimulatorCursor {
  simulator: TxSimulator;

  constructor(simulator: TxSimulator) {
    this.simulator = simulator;
  }

  /** Runs one step; its error gets what the chaincode shim puts before it. */
  attempt<T>(
    message: string,
    step: (simulator: TxSimulator) => { readonly simulator: TxSimulator; readonly result: Result<T, string> },
  ): Result<T, string> {
    const { simulator, result } = step(this.simulator);
    this.simulator = simulator;
    if (result.ok) return result;
    return { ok: false, error: `${message} failed: transaction ID: ${simulator.txId}: ${result.error}` };
  }

  read(namespace: string, key: string): Uint8Array | undefined {
    const { simulator, value } = this.simulator.getState(namespace, key);
    this.simulator = simulator;
    return value;
  }

  collect(iterator: number): readonly (readonly [string, Uint8Array])[] {
    const entries: (readonly [string, Uint8Array])[] = [];
    for (;;) {
      const { simulator, value } = this.simulator.next(iterator);
      this.simulator = simulator;
      if (!value) return entries;
      entries.push([value.key, value.value]);
    }
  }
}

/** The public state of `_lifecycle`, read and written by a transaction. */
export function publicState(cursor: SimulatorCursor): WritableState & RangeableState {
  return {
    get: (key) => ok(cursor.read(LIFECYCLE_NAMESPACE, key)),
    put: (key, value) => cursor.attempt('PUT_STATE', (at) => at.setState(LIFECYCLE_NAMESPACE, key, value)),
    delete: (key) => cursor.attempt('DEL_STATE', (at) => at.deleteState(LIFECYCLE_NAMESPACE, key)),
    entriesBelow(prefix) {
      const { simulator, value } = cursor.simulator.openRange(LIFECYCLE_NAMESPACE, prefix, prefix + AFTER_ASCII);
      cursor.simulator = simulator;
      return ok(cursor.collect(value));
    },
  };
}

/** What an organisation keeps for itself, read and written by a transaction. */
export function orgState(cursor: SimulatorCursor, mspId: string): WritableState & OpaqueState & RangeableState {
  const collection = implicitCollection(mspId);
  return {
    get: (key) => cursor.attempt('GET_STATE', (at) => at.getPrivateData(LIFECYCLE_NAMESPACE, collection, key)),
    getHash: (key) =>
      cursor.attempt('GET_PRIVATE_DATA_HASH', (at) => at.getPrivateDataHash(LIFECYCLE_NAMESPACE, collection, key)),
    put: (key, value) =>
      cursor.attempt('PUT_STATE', (at) => at.setPrivateData(LIFECYCLE_NAMESPACE, collection, key, value)),
    delete: (key) => cursor.attempt('DEL_STATE', (at) => at.deletePrivateData(LIFECYCLE_NAMESPACE, collection, key)),
    entriesBelow(prefix) {
      const iterator = cursor.attempt('GET_STATE_BY_RANGE', (at) =>
        at.openPrivateRange(LIFECYCLE_NAMESPACE, collection, prefix, prefix + AFTER_ASCII),
      );
      return iterator.ok ? ok(cursor.collect(iterator.value)) : iterator;
    },
  };
}

/** The public state of `_lifecycle` as it is committed. */
export function committedState(state: StateDb): ReadableState & RangeableState {
  return {
    get: (key) => ok(state.get(LIFECYCLE_NAMESPACE, key)?.value),
    entriesBelow: (prefix) =>
      ok([...state.range(LIFECYCLE_NAMESPACE, prefix, prefix + AFTER_ASCII)].map(([key, { value }]) => [key, value])),
  };
}

/** What an organisation keeps for itself as it is committed: clear where this peer has it, hashed everywhere. */
export function committedOrgState(state: StateDb, mspId: string): ReadableState & OpaqueState {
  const collection = implicitCollection(mspId);
  return {
    get: (key) => ok(state.getPrivate(LIFECYCLE_NAMESPACE, collection, key)?.value),
    getHash: (key) => ok(state.getHashed(LIFECYCLE_NAMESPACE, collection, key)?.value),
  };
}
