/**
 * What the peer's side of a chaincode stream knows of one transaction while the chaincode works on it.
 *
 * @fabric core/chaincode/transaction_context.go
 */
import { PersistentMap } from '../kernel/persistent-map.ts';
import type { Result } from '../kernel/result.ts';
import type { KeyModification } from '../ledger/history.ts';
import type { QueryContext } from '../ledger/query-batch.ts';
import type { TxSimulator } from '../ledger/tx-simulator.ts';

export interface CollectionAccess {
  readonly read: boolean;
  readonly write: boolean;
}

/**
 * Whether the creator of the proposal may read and write a collection; refused with Fabric's text when the collection
 * does not exist. It looks the collection up through the simulator, because in Fabric that lands in the read set.
 *
 * @fabric core/common/privdata/store.go (RetrieveReadWritePermission)
 */
export type CollectionPermission = (
  simulator: TxSimulator,
  namespace: string,
  collection: string,
) => { readonly simulator: TxSimulator; readonly access: Result<CollectionAccess, string> };

/** What the transaction is, as the endorser hands it to the chaincode support. */
export interface TransactionParams {
  readonly channelId: string;
  readonly txId: string;
  /** Name of the chaincode: the namespace it reads and writes. */
  readonly namespace: string;
  readonly simulator: TxSimulator;
  readonly isInit: boolean;
  readonly permission: CollectionPermission;
  /** Past of a key, newest first; absent without a history database. */
  readonly history?: (namespace: string, key: string) => Iterable<KeyModification>;
  /** Capabilities of the channel's application section. */
  readonly capabilities: { readonly keyLevelEndorsement: boolean; readonly purgePrivateData: boolean };
}

/** A query the chaincode has not read to its end. */
export type OpenQuery =
  | { readonly type: 'state'; readonly query: QueryContext }
  | { readonly type: 'history'; readonly rest: readonly KeyModification[] };

export interface TransactionContext extends TransactionParams {
  readonly queries: PersistentMap<OpenQuery>;
  readonly queriesOpened: number;
  /** Permissions are asked for once per collection and transaction. */
  readonly accesses: PersistentMap<CollectionAccess>;
}

export const newContext = (params: TransactionParams): TransactionContext => ({
  ...params,
  queries: PersistentMap.empty<OpenQuery>(),
  queriesOpened: 0,
  accesses: PersistentMap.empty<CollectionAccess>(),
});

/** Key of a context among those of a stream. */
export const contextId = (channelId: string, txId: string): string => channelId + txId;
